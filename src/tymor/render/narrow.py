"""A chart for a narrow screen: the same rows, drawn so that its words can be read on a telephone.

A picture made small could not be read. So the chart is drawn a second time: one column of panels,
names on several lines, less room between what is drawn.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
#: The words that each field has in a chart's rows, in their order.
Held = Mapping[str, Sequence[str]]

#: How wide such a chart is at most: what a telephone of 360 pixels has beside its margins.
WIDTH = 276
#: Of that, what names beside a chart may take; the second where a name has more letters than that.
_NAMES, _LONG = (118, 150), 50
#: What numbers beside the first dots of a panel may push it away from its names.
_BESIDE_PANELS = 28
#: What the scale beside the only column of panels takes, and the sign of a legend.
_SCALE, _SIGN = 44, 22
#: What is drawn is no narrower than this, whatever stands beside it.
_LEAST = 70
#: The width of a letter, of one in bold, and the height of a line.
_LETTER, _BOLD, _LINE = 6.4, 7.4, 15
#: Letters on a line of a title, and of one at the foot of a chart.
_TITLE, _FOOT = 40, 26
#: Ticks of a scale, where the chart does not say which.
_TICKS = 4
#: Numbers on a scale are so far apart, or every second is left out.
_APART = 5
_DATA = frozenset({"data", "datasets", "config"})
#: Channels that have a legend.
_SEEN = frozenset({"color", "fill", "stroke", "shape", "size", "opacity", "strokeDash"})
_COMPOSED = frozenset({"hconcat", "vconcat", "concat", "repeat", "facet"})


def narrow(spec: Spec, less: float = 0) -> Spec:
    """The chart for a narrow screen.

    ``less``: by so many pixels narrower than it would be, since what was drawn was too wide.
    """
    held = _held(spec)
    panel = spec["spec"] if "facet" in spec and "spec" in spec else spec
    names = [name for y in _of_y(panel) for name in held.get(str(y.get("field")), ())]
    beside = _NAMES[any(len(name) > _LONG for name in names)] if names else 0
    aside = beside + _BESIDE_PANELS if beside and panel is not spec else beside
    told: Spec = _in_lines(spec, held, beside, aside)
    # A picture grows by what stands beyond its scales, such as the number of its last dot: cut off
    # it would be with a width of the whole.
    width = max(WIDTH - less - (beside or _SCALE), _LEAST)
    if panel is not spec:
        facet = _panel_heads(told["facet"], held, width + (beside and _BESIDE_PANELS))
        return {**told, "facet": facet, "columns": 1,
                "spec": _tall_enough({**told["spec"], "width": width})}  # fmt: skip
    if _COMPOSED & spec.keys():
        return told
    return _tall_enough({**told, "width": width})


def _held(spec: Spec) -> Held:
    found: dict[str, dict[str, None]] = {}
    for row in _rows(spec):
        for name, value in row.items():
            if isinstance(value, str):
                found.setdefault(name, {})[value] = None
    return {name: list(words) for name, words in found.items()}


def _rows(part: Any) -> Iterator[Spec]:
    if isinstance(part, dict):
        for rows in part.get("datasets", {}).values():
            yield from rows
        yield from (part.get("data") or {}).get("values", ())
        yield from (row for name in part if name not in _DATA for row in _rows(part[name]))
    elif isinstance(part, list):
        yield from (row for each in part for row in _rows(each))


def _of_y(part: Spec) -> Iterator[Spec]:
    """What names each row of a chart, of every layer."""
    y = part.get("encoding", {}).get("y")
    if isinstance(y, dict) and y.get("type") == "nominal":
        yield y
    for layer in part.get("layer", ()):
        yield from _of_y(layer)


def _in_lines(part: Any, held: Held, beside: float, aside: float) -> Any:
    """The same, its names, legends and titles on lines short enough; ``beside`` it has names,
    and ``aside`` of its legends they take."""
    if isinstance(part, list):
        return [_in_lines(each, held, beside, aside) for each in part]
    if not isinstance(part, dict):
        return part
    told = {n: p if n in _DATA else _in_lines(p, held, beside, aside) for n, p in part.items()}
    if isinstance(told.get("encoding"), dict):
        told["encoding"] = {
            name: _channel(name, of, held, beside, aside) if isinstance(of, dict) else of
            for name, of in told["encoding"].items()
        }
    if isinstance(title := told.get("title"), dict) and isinstance(title.get("text"), str):
        told["title"] = {**title, "text": _lines(title["text"], _TITLE)}
    return told


def _channel(name: str, of: Spec, held: Held, beside: float, aside: float) -> Spec:
    words = held.get(str(of.get("field")), ())
    if name in ("x", "y") and of.get("field") is not None and of.get("axis", {}) is not None:
        return _axis(name, of, words, beside)
    if name not in _SEEN or of.get("type") != "nominal" or of.get("legend", {}) is None:
        return of
    room = WIDTH - aside - _SIGN
    domain = (of.get("scale") or {}).get("domain") or words
    said = {"columns": 1, "labelLimit": WIDTH} | _labels(domain, int(room / _LETTER))
    return {**of, "legend": {**of.get("legend", {}), **said}}


def _axis(name: str, of: Spec, words: Sequence[str], beside: float) -> Spec:
    axis = dict(of.get("axis", {}))
    if name == "y" and of.get("type") == "nominal":
        axis |= {"labelLimit": beside + _LINE} | _labels(words, int(beside / _LETTER))
    elif name == "x" and of.get("type") == "quantitative":
        axis = {"tickCount": _TICKS} | axis if "values" not in axis else axis
        axis |= {"labelOverlap": "parity", "labelSeparation": _APART}
    title = of.get("title")
    said = _lines(title, _FOOT if name == "x" else _TITLE) if isinstance(title, str) else title
    return {**of, "axis": axis} | ({"title": said} if "title" in of else {})


def _panel_heads(facet: Spec, held: Held, width: float) -> Spec:
    said = {"labelLimit": WIDTH} | _labels(held.get(facet["field"], ()), int(width / _BOLD))
    return {**facet, "header": {**(facet.get("header") or {}), **said}}


def _labels(words: Sequence[str], letters: int) -> Spec:
    """How labels are said on several lines, where one of them is too long for one."""
    lines = {word: _lines(word, letters) for word in words}
    if all(isinstance(each, str) for each in lines.values()):
        return {}
    return {"labelExpr": f"({json.dumps(lines, ensure_ascii=False)})[datum.label]"}


def _lines(text: str, letters: int) -> str | list[str]:
    """The text, or its lines where it is too long for one."""
    lines = textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False)
    return lines if len(lines) > 1 else text


def _tall_enough(part: Spec) -> Spec:
    """Rows as far apart as the longest of their names has lines."""
    height = part.get("height")
    if not isinstance(height, dict) or "step" not in height:
        return part
    said = [y["axis"]["labelExpr"] for y in _of_y(part) if "labelExpr" in y.get("axis", {})]
    names = [name for each in said for name in json.loads(each[1 : each.rindex(")")]).values()]
    most = max((len(name) for name in names if isinstance(name, list)), default=1)
    return {**part, "height": {"step": max(height["step"], most * _LINE + 5)}}
