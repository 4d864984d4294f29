"""Invented schools of today: fourteen, of a partnership of two authorities that there is not."""

from tymor_invented.today.folder import write_today

__all__ = ["write_today"]
