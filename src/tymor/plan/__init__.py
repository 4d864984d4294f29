"""Plan: which jobs a term has, what each rests on, and a frozen copy of all that they read."""
