"""``python -m tymor_invented``: the same as ``tymor-invent``."""

from tymor_invented.cli import app

app()
