"""Prepare: from checked inputs to one release for each audience."""
