"""What a notebook imports: ``from tymor import report``.

``report.open`` reads the release of one audience, for one area; its verbs
(``heading``, ``text``, ``key_figures``, ``table``, ``chart``, ``callout``,
``numbered``, ``appendix``, ``links``) show things in JupyterLab and leave a
typed block, in every language, in the executed notebook.
"""

from tymor.report.document import Document
from tymor.report.opening import open

__all__ = ["Document", "open"]
