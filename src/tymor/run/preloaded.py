"""What executors and render workers need, imported once in the process they are forked from.

Nothing here may start a thread: a fork copies only the one that calls it.
"""

import gc
import os

from tymor.run.warm.starter import BEHIND

os.nice(BEHIND)
gc.disable()  # what is imported stays: there is nothing to collect

import typer  # noqa: E402, F401  (the command itself, which every process of a crew imports)

import tymor.render.one_page  # noqa: E402
import tymor.run.page_of_job  # noqa: E402
import tymor.run.papermill_engine  # noqa: E402
import tymor.run.work  # noqa: E402, F401

gc.freeze()  # a collection in a child would write to, and so copy, every page
gc.enable()
