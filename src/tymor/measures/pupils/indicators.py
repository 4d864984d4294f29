"""Indicators that ask for every core area at once: FPOI, and CSI at Key Stages 2 and 3."""

from tymor.measures.pupils.rule import EXPECTED, Phase, Rule, at_least, surely


def foundation_phase_outcome_indicator() -> Rule:
    """Language (English or Welsh), mathematical and personal development all at outcome 5.

    The cohort is every learner at the end of the phase: who has no outcome in
    an area has not reached it.

    Of three learners with (language, mathematical, personal) outcomes (5, 5, 6),
    (6, 4, 5) and (5, 5, none), one of three reached it: 33.3 per cent.
    """
    return _every("fp_fpoi", "FP", ("lce", "lcw"), ("md", "psd"))


def core_subject_indicator(phase: Phase) -> Rule:
    """English or Welsh first language, mathematics and science all at the expected level.

    At Key Stage 2 (level 4), of learners with (English, Welsh, mathematics, science)
    (3, 4, 4, 4), (4, none, 4, 3) and (4, none, 4, 4), two of three reached it: 66.7.
    """
    return _every(f"{phase.lower()}_csi", phase, ("english", "cymraeg"), ("mathematics", "science"))


def _every(measure_id: str, phase: Phase, one_of: tuple[str, ...], all_of: tuple[str, ...]) -> Rule:
    expected = EXPECTED[phase]
    language = " OR ".join(surely(at_least(subject, expected)) for subject in one_of)
    others = [surely(at_least(subject, expected)) for subject in all_of]
    return Rule(measure_id, phase, " AND ".join([f"({language})", *others]))
