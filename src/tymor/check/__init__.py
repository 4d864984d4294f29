"""Check: every input against its contract, every problem told at once."""
