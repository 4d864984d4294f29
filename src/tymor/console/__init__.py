"""What the person who runs the term sees."""
