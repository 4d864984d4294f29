"""What several reports compute, draw and say in the same way; one of them alone keeps its own.

Their words stand in ``params/words``. A report rests on those modules that its notebook imports.
"""
