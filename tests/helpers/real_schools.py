"""Names of real schools, where their list lies beside the project: none may be invented."""

import re
import unicodedata

import pandas as pd
import pytest
from bundled import PROJECT

REAL_SCHOOLS = PROJECT.parent / "shared" / "real" / "csc_schools.csv"
NEEDS_REAL = pytest.mark.skipif(
    not REAL_SCHOOLS.is_file(),
    reason="no list of real schools beside the project: invented names were not compared with them",
)
# Words for a kind of school, in both languages: a name is more than these.
KIND_WORDS = re.compile(
    r"\b(school|primary|infants?|juniors?|nursery|comprehensive|high|middle|special|community|"
    r"pupil|referral|unit|church|in|wales|c|w|cw|st|ysgol|gynradd|gymraeg|gyfun|uwchradd|feithrin|"
    r"ganol|arbennig|gymuned|uned|cyfeirio|disgyblion|yr|eglwys|yng|nghymru|gymunedol)\b"
)


def bare(name: str) -> tuple[str, str]:
    """The name without accents and punctuation, then also without words for a kind of school."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(mark for mark in letters if not unicodedata.combining(mark))
    words = re.sub(r"[^a-z0-9]+", " ", re.sub("['’]", "", plain))
    return words.replace(" ", ""), KIND_WORDS.sub("", words).replace(" ", "")


def names_taken() -> set[str]:
    """The names of the real schools of the region, in both forms of :func:`bare`."""
    real = pd.read_csv(REAL_SCHOOLS, dtype=str)["school_name"].dropna()
    assert len(real) > 300
    return {form for name in real for form in bare(name) if form}
