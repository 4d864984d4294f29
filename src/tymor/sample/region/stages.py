"""The phases whose results are invented, and the subjects of each."""

from dataclasses import dataclass

SIX_YEARS = ("2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17")


@dataclass(frozen=True, slots=True)
class Stage:
    """One phase.

    ``overall`` is reached by who reaches a language, ``number`` and ``third``. Where
    ``either_language`` is true, those taught through Welsh take both languages and need
    one; else (Foundation Phase) they take the second of ``languages`` only. ``third`` was not
    printed: ``third_share`` is how many of those short of ``overall`` miss it too.
    ``lag`` sets eFSM pupils back where no gap was printed.
    """

    name: str
    sectors: frozenset[str]
    years_after: int
    overall: str
    prefix: str
    languages: tuple[str, str]
    number: str
    third: str
    third_share: float
    either_language: bool
    lag: float
    growth: float
    lower: str | None = None

    def measure(self, subject: str) -> str:
        """The measure id of the expected level in a subject."""
        return f"{self.prefix}_{subject}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (*self.languages, self.number, *(() if self.lower else (self.third,)))


_MIXED = {"through", "special"}

# ``growth``: by how much more pupils fell short of a measure for each year further back.
STAGES = (
    Stage("FP", frozenset({"primary", *_MIXED}), 0, "fp_fpoi", "fp",
          ("lce", "lcw"), "md", "psd", 0.46, False, 0.45, 1.12),
    Stage("KS2", frozenset({"primary", "middle", *_MIXED}), 4, "ks2_csi", "ks2",
          ("english", "cymraeg"), "mathematics", "science", 0.82, True, 0.5, 1.13),
    Stage("KS3", frozenset({"secondary", "middle", *_MIXED}), 7, "ks3_csi", "ks3",
          ("english", "cymraeg"), "mathematics", "science", 0.64, True, 0.6, 1.16),
    Stage("KS4", frozenset({"secondary", "pru", *_MIXED}), 9, "ks4_l2_inclusive", "ks4_l2",
          ("english", "cymraeg"), "mathematics", "l2", 0.42, True, 0.8, 1.05, lower="ks4_l1"),
)  # fmt: skip

FIRST_YEAR = int(SIX_YEARS[0][:4])
YEARS_TO_POST_16 = 11
"""From the end of the Foundation Phase to the end of a sixth form."""
FIRST_BORN = FIRST_YEAR - YEARS_TO_POST_16
LAST_BORN = int(SIX_YEARS[-1][:4])
"""The first and last year group seen: the year in which its last FP year begins."""
