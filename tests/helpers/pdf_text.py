"""The text of a PDF as a reader would copy it: as the stranger reads it, too."""

from tymor.audit.pdf_text import text_of

__all__ = ["text_of"]
