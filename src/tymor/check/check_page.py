"""The page of the check report: plain, self-contained, readable by anyone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from tymor.errors import Problem
from tymor.inputs.model import Inputs
from tymor.locale import Catalogue

#: Rows of one file on the page; problems.txt holds all.
_SHOWN = 200


@dataclass(frozen=True)
class FileProblems:
    """The problems of one file that the page shows, and how many there are in all."""

    file: str
    shown: Sequence[Problem]
    total: int


def check_page(inputs: Inputs, summary: str, words: Catalogue | None) -> str:
    """The HTML of ``index.html``. Every value is escaped: it comes from spreadsheets."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_PAGE).render(
        summary=summary,
        publication=words.say("ui.site_name") if words else "",
        language=words.language if words else "en",
        failed=any(problem.severity == "error" for problem in inputs.problems),
        files=_by_file(inputs.problems),
        tables=[
            {"name": name, "rows": len(rows), "rejected": int(rejected)}
            for name, rows in inputs.tables.items()
            for rejected in [(inputs.rejected["table"] == name).sum()]
        ],
        sources=inputs.sources,
    )


def _by_file(problems: Sequence[Problem]) -> list[FileProblems]:
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[str(problem.file)].append(problem)
    return [FileProblems(file, here[:_SHOWN], len(here)) for file, here in by_file.items()]


_PAGE = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check of the data: {{ summary }}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem;
  color: #1a1a1a; background: #fff; }
h1, h2 { line-height: 1.2; }
a { color: #00457c; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 1.5rem; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left;
  vertical-align: top; }
thead th { background: #eee; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.problems table { width: 100%; }
.column, .found, .says { overflow-wrap: anywhere; }
.column { min-width: 9.5rem; }
.found { min-width: 6rem; }
.says { min-width: 20rem; }
.error { color: #a4000f; font-weight: 600; }
.warning { color: #6b4a00; font-weight: 600; }
caption { overflow-wrap: anywhere; }
/* On a phone each problem is a list of its parts, so that nothing has to be pushed aside. */
@media (max-width: 45rem) {
  th, td { padding: .3rem .4rem; }
  .problems thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px;
    overflow: hidden; white-space: nowrap; }
  .problems table, .problems caption, .problems tbody, .problems tr, .problems td {
    display: block; }
  .problems tr { border: 1px solid #767676; margin-bottom: .8rem; padding: .4rem .6rem; }
  .problems td, .problems td.n { border: 0; padding: .1rem 0; text-align: left; min-width: 0; }
  .problems td:empty { display: none; }
  .problems td[data-is]::before { content: attr(data-is) ": "; color: #555; font-weight: 400; }
}
.verdict { border-left: .4rem solid; padding: .5rem 1rem; }
.failed { border-color: #a4000f; }
.passed { border-color: #00622d; }
</style>
</head>
<body>
<header>
{% if publication %}
<p lang="{{ language }}">{{ publication }}</p>
{% endif %}
<h1>Check of the data</h1>
</header>
<main>
<p class="verdict {{ 'failed' if failed else 'passed' }}"><strong>{{ summary }}.</strong>
{% if failed %}
Nothing was built or changed. Correct the files below and run the check again.
{% else %}
The data can be used.
{% endif %}
</p>

{% if files %}
<h2>Problems</h2>
<p>Row numbers are those a spreadsheet shows; the headings are row 1. What a rule asks
is in docs/data.md.
All problems: <a href="problems.txt">as text</a>,
<a href="problems.jsonl">as JSON lines</a>.</p>
{% for file in files %}
<div class="table problems" role="region" aria-labelledby="file-{{ loop.index }}" tabindex="0">
<table>
<caption id="file-{{ loop.index }}"><strong>{{ file.file }}</strong>:
{{ "{:,}".format(file.total) }} {{ "problem" if file.total == 1 else "problems" }}
{%- if file.total > file.shown | length %}; the first {{ file.shown | length }} are shown
{%- endif %}</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Row</th><th scope="col">Column</th>
<th scope="col">Found</th><th scope="col">Rule</th>
<th scope="col">What was expected, and how to mend it</th></tr></thead>
<tbody>
{% for problem in file.shown %}
<tr><td class="{{ problem.severity }}">{{ problem.severity }}</td>
<td class="n" data-is="Row">{{ "whole file" if problem.row is none else problem.row }}</td>
<td class="column" data-is="Column">{{ problem.column or "" }}</td>
<td class="found" data-is="Found">{{ "" if problem.value is none else problem.value }}</td>
<td data-is="Rule">{{ problem.rule }}</td>
<td class="says">{{ problem.message }}</td></tr>
{% endfor %}
</tbody>
</table>
</div>
{% endfor %}
{% endif %}

<h2>Tables</h2>
<div class="table" role="region" aria-labelledby="tables" tabindex="0">
<table>
<caption id="tables">Rows read.
  <a href="rejected.csv">rejected.csv</a> lists every row left out and why.</caption>
<thead><tr><th scope="col">Table</th><th scope="col">Rows used</th>
<th scope="col">Rows left out</th></tr></thead>
<tbody>
{% for table in tables %}
<tr><th scope="row">{{ table.name }}</th>
<td class="n">{{ "{:,}".format(table.rows) }}</td>
<td class="n">{{ "{:,}".format(table.rejected) }}</td></tr>
{% endfor %}
</tbody>
</table>
</div>

{% if sources %}
<h2>Data folders</h2>
<ul>
{% for source in sources %}
<li>{{ source.folder }}: {{ source.title.en }}
{%- if source.invented %} (invented){% endif %}
{%- if source.sample %} (sample){% endif %}</li>
{% endfor %}
</ul>
{% endif %}
</main>
</body>
</html>
"""
