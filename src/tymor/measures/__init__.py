"""Measures: pure functions from tidy rows to figures, one small file a family."""
