"""Charts as pictures, and the texts in them."""

from typing import Any

import pandas as pd
from lxml import etree
from pdf_report import WORDS

from tymor.render.charts import to_svg


def texts(svg: str) -> list[str]:
    tree = etree.fromstring(svg.encode())
    return [str(node) for node in tree.xpath("//*[local-name()='text']/text()")]


def drawn(build: Any, rows: pd.DataFrame, *along: Any, language: str = "cy") -> str:
    words = WORDS[language]
    local = rows.map(lambda cell: cell[language] if isinstance(cell, dict) else cell)
    spec = build(
        local, lambda key: words.say(key if words.has(key) else f"chart.{key}"), *along
    ).to_dict()
    return to_svg(spec, words)
