"""YAML is read by one function: what stands there twice or otherwise than plainly is refused."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from projects import ROOT

from tymor.yaml_files import YamlFaults, bytes_of, line_of, read_yaml, to_yaml, tree_of

#: What stands in a file, and what must be said of it.
REFUSED = {
    "a key twice": ("a:\n  b: 1\n  c: 2\n  b: 3\n", "a.b stands there twice, in lines 2 and 4"),
    "three times": ("a: 1\na: 2\na: 3\n", "a stands there 3 times, in lines 1, 2 and 3"),
    "in one line": ("x: {a: 1, a: 2}\n", "x.a stands there twice, in line 1"),
    "in a list": ("- {a: 1}\n- b: 1\n  b: 1\n", "1.b stands there twice, in lines 2 and 3"),
    "with and without quotes": ('"a": 1\na: 2\n', "a stands there twice, in lines 1 and 2"),
    "a number and its text": ("1: a\n'1': b\n", "1 stands there twice, in lines 1 and 2"),
    "two words for true": ("yes: 1\ntrue: 2\n", "line 2: the key true is no text"),
    "the same list twice": ("a: [1]\nb: 1\na: [1]\n", "a stands there twice, in lines 1 and 3"),
    "a merge": ("a: {k: 1}\nb:\n  <<: {k: 2}\n  k: 1\n", "line 3: << puts in what"),
    "an anchor": ("a: &x {k: 1}\nb: *x\n", "line 1: &x names"),
    "an alias": ("a: &x {k: 1}\nb: *x\n", "line 2: *x points elsewhere"),
    "itself within itself": ("a: &x [*x]\n", "line 1: *x points elsewhere"),
    "an alias to nothing": ("a: *x\n", "line 1: *x points elsewhere"),
    "a key that is an alias": ("a: &x k\n*x : 1\n", "line 2: *x points elsewhere"),
    "a key that is a list": ("? [a, b]\n: 1\n", "line 1: this is no key"),
    "no key": ("? \n: 1\n", "line 1: the key here is no text"),
    "two documents": ("a: 1\n---\na: 2\n", "line 2: a second document begins here"),
    "nothing": ("", "there is nothing in the file"),
    "a remark only": ("# to come\n", "there is nothing in the file"),
    "a tab": ("a:\n\tb: 1\n", "line 2: not YAML: a tab stands at the start"),
    "a tab after spaces": ("a:\n  b: 1\n  \tc: 2\n", "line 3: not YAML: a tab stands at the start"),
    "a bracket left open": ("a: [1,\nb: 2\n", "not YAML"),
    "no such day": ("a: 2017-02-30\n", "line 1: 2017-02-30 cannot be"),
    "octal": ("a: 010\n", "line 1: 010 can be read as another number"),
    "base 60": ("a: 1:30\n", "line 1: 1:30 can be read as another number"),
    "with underscores": ("a: 1_0\n", "line 1: 1_0 can be read as another number"),
    "no number": ("a: .nan\n", "line 1: .nan can be read"),
    "endless digits": (f"a: {'9' * 5000}\n", "can be read as another number"),
    "a tag": ("a: !!python/object/apply:os.getcwd []\n", "line 1: tag:yaml.org,2002:python"),
    "a tag of a number": ("a: !!int x\n", "is a tag; take it out"),
    "a control character": ("a: 1\nb: x\x07\n", "line 2: the control character '\\x07'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_plain_is_refused_with_its_lines(case: str) -> None:
    written, told = REFUSED[case]
    with pytest.raises(YamlFaults) as caught:
        tree_of(written.encode())
    assert told in str(caught.value)


def test_every_fault_of_a_file_is_told() -> None:
    with pytest.raises(YamlFaults) as caught:
        tree_of(b"a: 1\na: 2\nb: {c: 010, c: 2}\nd: *e\n")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 3, 4]


@pytest.mark.parametrize(
    "bomb",
    [
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 60)),
        "[" * 300_000,
        "- " * 300_000 + "x",
        "{a: " * 100_000 + "}" * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(2_000)),
    ],
    ids=["aliases", "brackets", "dashes", "braces", "indented"],
)
def test_a_bomb_ends_at_once(bomb: str) -> None:
    began = time.perf_counter()
    with pytest.raises(YamlFaults, match=r"points elsewhere|nested too deeply"):
        tree_of(bomb.encode())
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("a: ŵ\n".encode("utf-16"), "UTF-16"),
        ("a: 1\n".encode("utf-16-le"), "UTF-16"),
        ("a: 1\r\nb: caf\xe9\r\n".encode("cp1252"), "line 2: the byte 0xe9 is not UTF-8"),
        ("a: 1\nb: 2\nc: \u20ac\n".encode("cp1252"), "line 3: the byte 0x80"),
    ],
)
def test_other_encodings_are_told(data: bytes, told: str) -> None:
    with pytest.raises(YamlFaults, match="save it as UTF-8") as caught:
        tree_of(data)
    assert told in str(caught.value)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert tree_of("a: ŵ\n".encode("utf-8-sig")) == {"a": "ŵ"}


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.yml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.yml").symlink_to(tmp_path / "round.yml")
    (tmp_path / "folder.yml").mkdir()
    for name, told in (
        ("none.yml", "not there"),
        ("gone.yml", "this link leads nowhere"),
        ("round.yml", "this link leads nowhere|cannot be read"),
        ("folder.yml", "this is a folder"),
    ):
        with pytest.raises(YamlFaults, match=told):
            bytes_of(tmp_path / name)
    with pytest.raises(YamlFaults, match="no file that can be read"):
        bytes_of(Path("/dev/zero"))


def test_as_text_nothing_is_a_number_or_true() -> None:
    assert tree_of(b"{Y: yes, 1: boys, 0010: 1:30, n: }", as_text=True) == {
        "Y": "yes", "1": "boys", "0010": "1:30", "n": "",
    }  # fmt: skip
    with pytest.raises(YamlFaults, match=r"1 stands there twice"):
        tree_of(b"{1: a, '1': b}", as_text=True)


@pytest.mark.parametrize("path", sorted(ROOT.glob("params/**/*.yml")), ids=lambda path: path.name)
def test_what_is_plain_reads_as_it_always_did(path: Path) -> None:
    read, always = read_yaml(path), yaml.safe_load(path.read_text("utf-8"))
    assert read == always
    assert to_yaml(read) == to_yaml(always)  # in the same order


def test_what_is_written_can_be_read() -> None:
    shared = ["ua-1", "a-2a"]
    tree = {"a": shared, "b": shared, "c": {"d": "1:30", "e": "no", "f": "010"}}
    assert tree_of(to_yaml(tree).encode()) == tree


def test_a_file_that_is_too_long_is_refused_unread_by_a_limit_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text("schools:\n" + "- x\n" * 600_000)
    began = time.process_time()
    with pytest.raises(YamlFaults, match=r"this has 2\.4 MB, and no more than 2 are read"):
        read_yaml(path)
    assert time.process_time() - began < 0.5


def test_words_of_words_are_not_spelled_out(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{n}: &{n} [{', '.join([f'*{b}'] * 9)}]" for b, n in pairwise("abcdefghijklmnop")]
    path.write_text("\n".join(lines))
    began = time.process_time()
    with pytest.raises(YamlFaults, match="&a names a place to copy; take it out"):
        read_yaml(path)
    assert time.process_time() - began < 0.5


def test_a_place_has_a_line() -> None:
    data = b"a:\n  b:\n    - 1\n    - c: 2\n"
    assert line_of(data, ("a", "b", 1, "c")) == 4
    assert line_of(data, ("a", "nothing")) == 1
    assert line_of(data, ("nothing",)) is None


def test_nothing_else_reads_yaml() -> None:
    reads = re.compile(r"^\s*(import|from) (yaml|ruamel)\b", re.MULTILINE)
    others = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src").rglob("*.py"))
        if reads.search(path.read_text("utf-8"))
    ]
    assert others == ["src/tymor/yaml_files.py"]


def test_reading_is_no_slower_than_taking_what_comes() -> None:
    """The words are read at the start of every command."""
    data = (ROOT / "params" / "words" / "cy.yml").read_bytes()

    def quickest(read: object) -> float:
        times = []
        for _ in range(5):
            began = time.process_time()
            read(data)  # type: ignore[operator]
            times.append(time.process_time() - began)
        return min(times)

    assert quickest(tree_of) < 2 * quickest(lambda d: yaml.load(d, Loader=yaml.CSafeLoader))
