"""Prose: what an analyst writes in Markdown, as a small tree that every renderer reads."""
