"""Which schools there are, where, how large, and what they are called."""
