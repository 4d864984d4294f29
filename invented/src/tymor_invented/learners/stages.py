"""The phases whose results are invented, and the subjects of each."""

from dataclasses import dataclass

from tymor_invented.draws import Flags
from tymor_invented.schools.estate import Estate

SIX_YEARS = ("2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17")


@dataclass(frozen=True, slots=True)
class Stage:
    """One phase.

    ``overall`` is reached by who reaches a language, ``number`` and ``third``. Where
    ``either_language`` is true, those taught through Welsh take both languages and need
    one; else (Foundation Phase) they take the second of ``languages`` only. ``third`` was not
    printed: ``third_share`` is how many of those short of ``overall`` miss it too.
    ``lag`` sets eFSM pupils back where no gap was printed; ``growth`` is by how much more
    pupils fell short of a measure for each year further back.
    """

    name: str
    sectors: frozenset[str]
    years_after: int
    overall: str
    prefix: str
    third: str
    third_share: float
    lag: float
    growth: float
    lower: str | None = None
    languages: tuple[str, str] = ("english", "cymraeg")
    number: str = "mathematics"
    either_language: bool = True

    def measure(self, subject: str) -> str:
        """The measure id of the expected level in a subject."""
        return f"{self.prefix}_{subject}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (*self.languages, self.number, *(() if self.lower else (self.third,)))

    def offered(self, land: Estate, year: int) -> Flags:
        """The schools at which the year group of ``year`` may end the phase, years later."""
        return land.of_sector(*self.sectors) & land.open_in(year + self.years_after)


def _taught_in(*sectors: str) -> frozenset[str]:
    return frozenset({*sectors, "through", "special"})


_FP = Stage(
    name="FP",
    sectors=_taught_in("primary"),
    years_after=0,
    overall="fp_fpoi",
    prefix="fp",
    third="psd",
    third_share=0.46,
    lag=0.45,
    growth=1.12,
    languages=("lce", "lcw"),
    number="md",
    either_language=False,
)
_KS2 = Stage(
    "KS2", _taught_in("primary", "middle"), 4, "ks2_csi", "ks2", "science", 0.82, 0.5, 1.13
)
_KS3 = Stage(
    "KS3", _taught_in("secondary", "middle"), 7, "ks3_csi", "ks3", "science", 0.64, 0.6, 1.16
)
_KS4 = Stage(
    name="KS4",
    sectors=_taught_in("secondary", "pru"),
    years_after=9,
    overall="ks4_l2_inclusive",
    prefix="ks4_l2",
    third="l2",
    third_share=0.42,
    lag=0.8,
    growth=1.05,
    lower="ks4_l1",
)
STAGES = (_FP, _KS2, _KS3, _KS4)
KS3, KS4 = 2, 3
"""Places in :data:`STAGES`."""

FIRST_YEAR = int(SIX_YEARS[0][:4])
TO_POST_16 = 11
"""Years from the end of the Foundation Phase to the end of a sixth form."""
FIRST_BORN = FIRST_YEAR - TO_POST_16
LAST_BORN = int(SIX_YEARS[-1][:4])
"""The first and last year group seen: the year in which its last FP year begins."""
