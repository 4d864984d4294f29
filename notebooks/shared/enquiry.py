"""The five questions for enquiry, which are asked of whatever is under discussion."""

from tymor.report.document import Document

#: In the order in which they are asked; their words are ``enquiry.questions.NAME``.
QUESTIONS = ("evaluates", "knows", "does", "succeeds", "needs")


def questions_to_write_on(page: Document, *, lines: int) -> None:
    """The questions, each with so many ruled lines in print; the caller heads them."""
    page.text("enquiry.intro")
    page.questions("enquiry.questions", QUESTIONS, lines=lines)


def numbered(page: Document, name: str) -> str:
    """A question with its number, as a label."""
    question = page.say(f"enquiry.questions.{name}")
    return page.words("enquiry.numbered", number=QUESTIONS.index(name) + 1, question=question)
