"""The built-in HTML renderer."""
