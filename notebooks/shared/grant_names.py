"""What grants are called, and which are given for learners eligible for free school meals."""

from tymor.page import Text
from tymor.report.document import Document

#: Grants that are given by the number of learners eligible for free school meals: only of
#: these does an amount for each such learner say anything.
FOR_EFSM_LEARNERS = frozenset({"pupil_deprivation_grant"})


def grant_name(page: Document, grant: str) -> Text:
    """A grant's name; one that the catalogues do not know is called as in the data."""
    if page.config.languages.has(f"grants.names.{grant}"):
        return page.say(f"grants.names.{grant}")
    return page.both(grant.replace("_", " ").capitalize())
