"""What is told of schools and authorities beside results: a table a function."""
