"""Twins: other data that give the same public site, so that what is withheld stays open.

``edits`` says what one change of the data does to each number of the figures; ``learners`` and
``counted`` list such changes. ``moves`` puts together those that no reader can see (``fits``),
``pattern`` takes back what would change which figures are withheld, ``data`` carries them out,
``twin`` takes a twin the same way as the true data, and ``beside`` compares.
"""
