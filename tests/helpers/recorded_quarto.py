"""Quarto as far as it was recorded: what 1.9.38 leaves of one of our projects, and what it reads.

Quarto cannot be installed everywhere. :func:`put_on_path` puts a ``quarto`` in the PATH that
takes a written project to ``_site``: our raw blocks in its frame, the files of
``quarto_tree.txt`` in ``site_libs``, PDFs by Typst. It does with text what the real one
does: shortcodes in metadata when all escapes are gone, and in raw blocks.
"""

import hashlib
import html
import json
import os
import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

HELPERS = Path(__file__).parent
VERSION = "1.9.38"
#: Another version has another hash in its names.
_HASH = hashlib.blake2b(VERSION.encode(), digest_size=16).hexdigest()
#: Quarto's own files by their names without the hash.
_FILES = {
    Path(name.replace("-{hash}", "")).name: name.format(hash=_HASH)
    for name in (HELPERS / "quarto_tree.txt").read_text("utf-8").split()
}
#: What Quarto's reader writes around a shortcode that it puts away, in hexadecimal digits.
PUT_AWAY = "b58fc729-690b-4000-b19f-365a4093b2ff"

#: What files name one another by; the others are of a kind that names nothing.
_CONTENT = {
    "bootstrap-icons.css": '@font-face {\n  font-family: "bootstrap-icons";\n  src: \n'
    'url("./bootstrap-icons.woff?e34853135f9e39acf64315236852cd5a") format("woff");\n}\n'
    ".bi::before { font-family: bootstrap-icons !important; }\n",
    "bootstrap.min.css": "/* url(https://getbootstrap.com/) */"
    ".navbar-toggler-icon{background-image:url(\"data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg'%3e%3c/svg%3e\")}"
    '.code{background:url(\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" '
    'class="bi bi-journal-code"></svg>\')}',
    "quarto.js": 'import * as tabsets from "./tabsets/tabsets.js";\n'
    'toggleIcon.classList.add("bi");\n',
}  # fmt: skip


def put_on_path(folder: Path) -> dict[str, str]:
    """A ``quarto`` in ``folder``; what the environment's PATH must be for it to be found."""
    command = folder / "quarto"
    folder.mkdir(exist_ok=True)
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(HELPERS)!r})\n"
        "from recorded_quarto import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


class Stopped(Exception):
    """Quarto ends here, for the whole project."""


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--version"]:
            print(VERSION)
        case ["typst", "--version"]:
            print("typst 0.14.2 (b33de9de)")
        case ["render", project]:
            try:
                _render(Path(project))
            except Stopped as stopped:
                print(f"ERROR: {stopped}", file=sys.stderr)
                return 1
        case _:
            raise ValueError(arguments)
    return 0


def shortcodes(text: str, *, metadata: bool) -> str:
    """What is left of a text; an unknown shortcode in metadata stops the project."""
    done = ""
    while (at := text.find("{{<")) >= 0:
        escaped = text.startswith("{{{<", at := at - (text[at - 1 : at] == "{"))
        opening, closing = ("{{{<", ">}}}") if escaped else ("{{<", ">}}")
        inside, closed, rest = text[at + len(opening) :].partition(closing)
        done += text[:at]
        if not closed:
            return done
        done += f"{{{{<{inside}>}}}}" if escaped else _called(inside.split(), metadata)
        text = rest
    return done + text


def _called(words: list[str], metadata: bool) -> str:
    match words:
        case ["env", name]:
            return os.environ.get(name, f"?env:{name}")
        case _ if metadata:
            raise Stopped(f"Shortcode {words} not found")
        case _:
            return ""


def printed(markdown: str) -> str:
    """A value of metadata as Quarto prints it: Markdown's escapes are gone by then."""
    return shortcodes(without_escapes(markdown), metadata=True)


def without_escapes(markdown: str) -> str:
    return html.unescape(re.sub(r"\\([^\w\s]|_)", r"\1", markdown))


def _render(project: Path) -> None:
    import yaml
    from quarto_project import front_matter, raw_blocks

    config = yaml.safe_load((project / "_quarto.yml").read_text("utf-8"))
    site = project / config["project"]["output-dir"]
    (project / ".quarto").mkdir(exist_ok=True)
    (project / ".gitignore").write_text("/.quarto/\n**/*.quarto_ipynb\n")
    _copy_resources(project, site, config["project"]["resources"])
    index = []
    for source in config["project"]["render"]:
        matter, body = front_matter((project / source).read_text("utf-8"))
        blocks = list(raw_blocks(body))
        page = _page(source, matter, config, [text for name, text in blocks if name == "html"])
        _write(site / source, ".html", page.encode())
        if "typst" in matter["format"]:  # type: ignore[operator]
            said = [text for name, text in blocks if name == "typst"]
            _write(site / source, ".pdf", _report(project, source, matter, said))
        index.append({"title": matter["pagetitle"], "text": page})
    (site / "search.json").write_text(json.dumps(index), encoding="utf-8")
    for name, place in _FILES.items():
        _write(site / place, "", _CONTENT.get(name, "/* as recorded */\n").encode())


def _write(place: Path, suffix: str, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    (place.with_suffix(suffix) if suffix else place).write_bytes(content)


def _copy_resources(project: Path, site: Path, patterns: list[str]) -> None:
    for pattern in patterns:
        found = f"{pattern.strip('/')}/**/*" if pattern.endswith("/") else f"**/{pattern}"
        for file in [file for file in project.glob(found) if file.is_file()]:
            _write(site / file.relative_to(project), "", file.read_bytes())


def _page(
    source: str, matter: Mapping[str, Any], config: Mapping[str, Any], blocks: list[str]
) -> str:
    """The document as Quarto's templates and its DOM write it: ``<`` in attributes stays."""
    up = "../" * source.count("/")
    site = config["website"]
    title, name = (printed(text) for text in (matter["pagetitle"], site["title"]))
    printed(str(site.get("page-footer", "")))
    words = next(iter(config["language"].values()))
    described = printed(matter["description"]).replace("&", "&amp;").replace('"', "&quot;")
    links = "\n".join(_link(item, up) for item in _items(site["navbar"]))
    return Template((HELPERS / "quarto_page.html").read_text("utf-8")).substitute(
        lang=config["lang"],
        version=VERSION,
        up=up,
        title=html.escape(title, quote=False),
        site=html.escape(name, quote=False),
        description=described,
        head=_head(up),
        links=links,
        body="\n".join(map(raw_printed, blocks)),
        copied=words["copy-button-tooltip-success"],
    )


def _head(up: str) -> str:
    """What Quarto asks every page to load, in its order."""

    def script(name: str, more: str = "") -> str:
        return f'<script src="{up}{_FILES[name]}"{more}></script>'

    def sheet(name: str, more: str = "") -> str:
        return f'<link href="{up}{_FILES[name]}" rel="stylesheet"{more}>'

    return "\n".join([
        script("quarto-nav.js"),
        script("headroom.min.js"),
        f'<link href="{up}assets/icon.svg" rel="icon" type="image/svg+xml">',
        script("quarto.js", ' type="module"'),
        script("tabsets.js", ' type="module"'),
        script("popper.min.js"),
        script("tippy.umd.min.js"),
        sheet("tippy.css"),
        sheet("quarto-syntax-highlighting.css", ' id="quarto-text-highlighting-styles"'),
        script("bootstrap.min.js"),
        sheet("bootstrap-icons.css"),
        sheet("bootstrap.min.css", ' append-hash="true" id="quarto-bootstrap" data-mode="light"'),
    ])  # fmt: skip


def _items(navbar: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return [*navbar["left"], *navbar.get("right", [])]


def _link(item: Mapping[str, str], up: str) -> str:
    text = html.escape(printed(item["text"]), quote=False)
    icon = f'<i class="bi bi-{item["icon"]}" role="img"></i>' if "icon" in item else ""
    href = up + item["href"].replace(".qmd", ".html")
    return f"""  <li class="nav-item">
    <a class="nav-link" href="{href}"> {icon}
 <span class="menu-text">{text}</span></a>
  </li>"""


def raw_printed(block: str) -> str:
    """A raw block as Quarto prints it: what looks put away is brought back, then called."""

    def brought_back(found: re.Match[str]) -> str:
        return bytes.fromhex(found[1]).decode()

    return shortcodes(re.sub(f"{PUT_AWAY};([0-9A-Fa-f]+);", brought_back, block), metadata=False)


def _report(project: Path, source: str, matter: Mapping[str, Any], blocks: list[str]) -> bytes:
    from quarto_project import typeset

    return typeset(project, (project / source).parent, blocks, printed(matter["pagetitle"]))
