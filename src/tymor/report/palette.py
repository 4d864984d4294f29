"""Colours of the charts: told apart by colour-blind readers and in grey print."""

#: Area, line and dot colours, darkest first; the area a page is about comes first.
MAIN = "#12436D"
BESIDE = "#28A197"
REGION = "#801650"
QUIET = "#6F777B"
QUIET_BAR = "#A9B4BA"
TEXT = "#1F2A33"
GRID = "#DDE2E6"

#: Met, improved, neither; what a colour says, a sign says too.
SIGNS = {"met": "✓", "improved": "▲", "none": "▼"}
SIGNALS = {"met": "#2F7D4F", "improved": "#E3B505", "none": "#8A949B"}

#: The printed progress colours, softened so that dark figures on them can be read.
PROGRESS = {
    "blue": "#9DC3E6",
    "green": "#8CC79B",
    "yellow": "#F7E38B",
    "amber": "#F4B26A",
    "red": "#E58A85",
}
