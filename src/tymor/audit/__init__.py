"""Audit: what was built, looked at again from outside before anyone may publish it.

``every`` is the whole of it. Render workers look at their own files with ``site`` and
``leaks``, which need no data frames: so nothing is imported here.
"""
