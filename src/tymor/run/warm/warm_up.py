"""What is made once, before the first fork, instead of in every kernel.

Only what starts no thread and leaves no trace in a notebook: no Parquet is
read (that starts Arrow's threads), no chart is drawn, and
:mod:`tymor.report.theme` is left out, since importing it sets Altair's theme.
"""

import gc
import importlib
import os
from pathlib import Path

from tymor.config.environment import PARTNERSHIP_VARIABLE, ROOT_VARIABLE

_IMPORTED = (
    "ipykernel.debugger",
    # What a kernel imports while it starts.
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
    "pandas",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "altair",
    "tymor.report.columns",
)

#: Environment variables that the imports set, as they would have in a kernel.
SET_BY_IMPORTS: dict[str, str] = {}


def warm_up() -> None:
    """Import, build what is built at first use, and keep it out of the collector's way."""
    before = dict(os.environ)
    gc.disable()  # what is imported stays: there is nothing to collect meanwhile
    for name in _IMPORTED:
        importlib.import_module(name)
    SET_BY_IMPORTS.update(dict(os.environ.items() - before.items()))
    _settings_and_words()
    _chart()
    gc.enable()
    gc.collect()
    gc.freeze()  # a collection in a child would write to, and so copy, every page


def _settings_and_words() -> None:
    """What ``params/`` says: a kernel reads the same files and need not parse them again; and
    CLDR's tables, which are read when a locale first formats a number.
    """
    root = os.environ.get(ROOT_VARIABLE)
    if root is not None:
        from tymor.config import load_config

        languages = load_config(Path(root), os.environ.get(PARTNERSHIP_VARIABLE) or None).languages
        for name in languages:
            languages[name].number(1234.5, 1)


def _chart() -> None:
    """Altair's schema, its validators and its way with data frames."""
    import altair as alt
    import pandas as pd

    data = pd.DataFrame({"year": ["2016"], "value": [1.5]})
    base = alt.Chart(data).encode(
        alt.X("year", type="ordinal", title=None, axis=alt.Axis(labelAngle=0)),
        alt.Y("value", type="quantitative", scale=alt.Scale(zero=False), title=None),
    )
    layers = alt.layer(base.mark_line(), base.mark_point(), base.mark_bar(), base.mark_text())
    layers.properties(description="", width=1).to_dict()
