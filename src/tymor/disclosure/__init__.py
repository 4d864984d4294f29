"""Disclosure control: what an audience may not see leaves the release."""
