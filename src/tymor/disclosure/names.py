"""What figures that are protected are called."""

#: The figure of how many per cent of an area's pupils are eligible for free school meals.
ELIGIBLE = "efsm_pct"
#: The figure of how many pupils an area has.
ROLL = "pupils"
#: How many exclusions there were, by kind: figures of a table of their own.
EXCLUSIONS = ("exclusions_fixed_term", "exclusions_permanent")
#: What tells a figure from others, where its kind is known.
KEY = ["area_id", "measure_id", "academic_year", "group"]
