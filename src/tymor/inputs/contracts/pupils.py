"""The contract of pupils' results, from which the measures are computed."""

from tymor.inputs.contracts import columns as c
from tymor.inputs.contracts import references as ref
from tymor.inputs.contracts.contract import Contract, Known, contract
from tymor.inputs.contracts.region import YES_NO

GRADES = ("A*", "A", "B", "C", "D", "E", "F", "G", "U")
#: Those of GCSEs only; A levels and their equivalents end at E.
GCSE_ONLY = ("F", "G")
GROUPS = {
    "efsm": "Eligible for free school meals",
    "eal": "English or Welsh as an additional language",
    "lac": "Looked after by a local authority",
    "aln": "Additional learning needs",
    "mat": "More able and talented",
}


def results(known: Known) -> Contract:
    columns = {
        "pupil_id": c.code(
            "The same pupil in every year; never published", "P0000001", number=True
        ),
        "school_id": ref.school_id(known),
        "academic_year": ref.academic_year(),
        "phase": c.text("Phase at whose end it was assessed", "KS2", c.words(ref.PHASES)),
        "subject": c.code("Subject or area of learning", "english"),
        "level": c.whole("Outcome or level reached", "4", empty=c.MAY_BE_EMPTY),
        "grade": c.text("Grade of the examination", "", c.words(GRADES), required=False),
        "sex": c.text("Sex", "F", c.words(("F", "M"))),
    }
    columns |= {name: c.text(says, "no", c.words(YES_NO)) for name, says in GROUPS.items()}
    return contract(
        "results",
        "pupil, year, phase and subject",
        columns,
        key=["pupil_id", "academic_year", "phase", "subject"],
        coded=True,
        rules=[
            ref.school_was_open(known),
            ref.phase_fits_sector(known, "phase", {phase: phase for phase in ref.PHASES}),
            *_post16_grades(),
        ],
    )


def _post16_grades() -> list[c.Check]:
    """After 16 there are grades only, and only those of A levels."""
    allowed = [grade for grade in GRADES if grade not in GCSE_ONLY]
    grades = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    return [
        c.row_rule(
            "grade_of_phase",
            "grade",
            ("phase", "grade"),
            lambda rows: (rows["phase"] != "post16") | ~rows["grade"].isin(GCSE_ONLY),
            says=f"expected {grades}, the grades after 16. Correct the grade or the phase.",
            describe=f"the grade is {grades} where the phase is post16",
        ),
        c.row_rule(
            "grade_of_phase",
            "level",
            ("phase", "level"),
            lambda rows: (rows["phase"] != "post16") | rows["level"].isna(),
            says="expected an empty cell, for results after 16 are grades. Put the grade in the "
            "column grade, or correct the phase.",
            describe="the level is empty where the phase is post16",
        ),
    ]
