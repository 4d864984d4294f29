"""Audit: what was built, looked at again from outside before anyone may publish it."""

from tymor.audit.every import Findings, audit

__all__ = ["Findings", "audit"]
