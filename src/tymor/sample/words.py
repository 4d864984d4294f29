"""Sentences for the invented reviews of school priorities."""

AREAS = (
    "curriculum",
    "assessment_evaluation",
    "equity_excellence_wellbeing",
    "teaching",
    "leadership",
)

FOCUS = {
    "curriculum": (
        "planning for the digital competence framework",
        "the new scheme of work for mathematics",
        "numeracy across the subjects",
        "the use of Welsh outside lessons",
    ),
    "assessment_evaluation": (
        "the use of pupil tracking",
        "marking and feedback in writing",
        "moderation with partner schools",
        "self-evaluation by middle leaders",
    ),
    "equity_excellence_wellbeing": (
        "support for learners eligible for free school meals",
        "the attendance of vulnerable learners",
        "challenge for more able learners",
        "the nurture provision",
    ),
    "teaching": (
        "questioning in lessons",
        "the teaching of extended writing",
        "coaching between colleagues",
        "problem solving in mathematics",
    ),
    "leadership": (
        "the part governors play in school improvement",
        "the induction of the new senior team",
        "accountability of middle leaders",
        "succession planning",
    ),
}

SAID = {
    "very_good": (
        "Work on {focus} is embedded, and learners' work shows its effect.",
        "All the agreed steps on {focus} are complete and standards have risen.",
        "{Focus}: targets were passed, and the school now shares its practice with others.",
    ),
    "strong": (
        "Most of the agreed steps on {focus} are complete; early effects can be seen.",
        "{Focus}: well led, with good effect in most classes.",
        "Staff apply what was agreed on {focus}, and monitoring confirms it.",
    ),
    "satisfactory": (
        "A start has been made on {focus}, but practice differs from class to class.",
        "{Focus}: the plan is in place, and evidence of effect is still thin.",
        "Training on {focus} has been held; the school has yet to check what changed.",
    ),
    "limited": (
        "Little has changed in {focus} since the last visit.",
        "{Focus}: staff absence has held up the work, and the plan has been redrawn.",
        "The steps on {focus} have not begun in earnest; a review date is set.",
    ),
}

SUPPORT = {
    "core": (
        "Improvement partner visit",
        "Book scrutiny with senior leaders",
        "Place in a school network",
        "Review of the development plan",
    ),
    "enhanced": (
        "Half-termly progress board",
        "Paired working with a partner school",
        "Consultant headteacher, one day a fortnight",
        "Coaching by a lead practitioner",
    ),
}
