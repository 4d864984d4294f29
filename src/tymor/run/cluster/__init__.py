"""Jobs of a term on machines elsewhere."""
