"""The bench's own publication: a region with five local authorities and as many schools as asked.

Every school is invented and has every measure, so each report has all its charts and tables.
"""
