"""Markdown with every kind of prose that is published, in both languages."""

EVERY_KIND_EN = """\
How to read this report: the **key indicators** come first, then *what stands behind* them.
A second line of the same paragraph, with `code` in it.

## What the figures rest on

Figures are of the [Welsh Government](https://gov.wales/statistics-and-research?a=1&b=2), questions
go to [the team](mailto:data@example.org); see also [the schools below](#which-schools).

1. Schools send their results.
2. They are checked:
   - against those of the year before,
   - against the least cohort.

     That is set by the *audience*.
3. They are published.

> Every child counts.
>
> - and every school

### Which schools

| School year | Pupils | *Sent* by |
|:------------|-------:|:---------:|
| 2015/16     | 1,204  | paper     |
| 2016/17     | 1,198  | **file**  |

    sum(pupils) / count(schools)

First line\\
and a line below it. 5 < 6 & "so on".
"""

EVERY_KIND_CY = """\
Sut i ddarllen yr adroddiad hwn: daw'r **dangosyddion allweddol** yn gyntaf, ac yna *yr hyn sydd
y tu ôl* iddynt. Ail linell yr un paragraff, a `chod` ynddi.

## Ar beth y mae'r ffigurau'n seiliedig

Ffigurau [Llywodraeth Cymru](https://llyw.cymru/ystadegau-ac-ymchwil?a=1&b=2) ydynt; dylid anfon
cwestiynau at [y tîm](mailto:data@example.org); gweler hefyd [yr ysgolion isod](#which-schools).

1. Mae ysgolion yn anfon eu canlyniadau.
2. Cânt eu gwirio:
   - yn erbyn rhai'r flwyddyn flaenorol,
   - yn erbyn y garfan leiaf.

     Y *gynulleidfa* sy'n pennu honno.
3. Cânt eu cyhoeddi.

> Mae pob plentyn yn cyfrif.
>
> - a phob ysgol hefyd

### Pa ysgolion

| Blwyddyn ysgol | Disgyblion | Sut yr *anfonwyd* |
|:---------------|-----------:|:-----------------:|
| 2015/16        | 1,204      | ar bapur          |
| 2016/17        | 1,198      | **fel ffeil**     |

    swm(disgyblion) / nifer(ysgolion)

Llinell gyntaf\\
a llinell oddi tani. 5 < 6 & "felly ymlaen".
"""


def cell(language: str, text: str) -> str:
    """A Markdown cell as a notebook's file has it."""
    lines = (f"# {line}".rstrip() for line in text.rstrip("\n").split("\n"))
    return f'# %% [markdown] tags=["{language}"]\n' + "\n".join(lines) + "\n\n"


EVERY_KIND = cell("en", EVERY_KIND_EN) + cell("cy", EVERY_KIND_CY)
