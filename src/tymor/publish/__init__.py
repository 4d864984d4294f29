"""Publish: what was built becomes what readers see, in one switch."""
