"""Readers: files and databases of every kind, as the text that they hold."""
