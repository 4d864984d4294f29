"""Preview: one report in the browser while it is written, and again whenever a file is saved.

``loop`` reads in order: a change is waited for (``watch``), the page is made (``desk``), and
whoever looks at it is told (``board``, ``server``). It stands above the stages and works in a
folder of its own below ``build/TERM/preview``: neither a term's journal nor its sites know of it.
"""
