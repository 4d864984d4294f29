"""Every rule that ``check`` can tell of, read off its source and its contracts."""

import ast
from collections.abc import Iterator
from pathlib import Path

from checking import VOCABULARY

import tymor
from tymor.inputs.contracts.contract import Known
from tymor.inputs.contracts.tables import all_contracts

PACKAGE = Path(tymor.__file__).parent
SOURCES = sorted(path for stage in ("inputs", "check") for path in (PACKAGE / stage).rglob("*.py"))

#: What makes a problem, and the place of the rule's name among its arguments.
MAKERS = {"Problem": 1, "_heading_problem": 0, "Finding": 0, "warning_at": 1, "_Fault": 0}

#: Where a name is only handed on: it was given where the rule is.
HANDED_ON = {"rule", "self.rule", "check.name"}

#: Names that stand in a variable.
IN_VARIABLES = {
    "kind": {"whole", "number", "date"},
}


def rules_of_source() -> set[str]:
    """Names written where a problem is made; one that is neither a word nor known fails."""
    return {rule for path in SOURCES for rule in _rules_in(ast.parse(path.read_text("utf-8")))}


def _rules_in(tree: ast.AST) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in MAKERS:
            continue
        if any(word.arg is None for word in call.keywords):
            continue  # one that was told before, read again
        named = [word.value for word in call.keywords if word.arg == "rule"]
        given = named or [call.args[MAKERS[name]]]
        if isinstance(given[0], ast.Constant):
            yield str(given[0].value)
            continue
        written = ast.unparse(given[0])
        assert written in HANDED_ON or written in IN_VARIABLES, f"which rule is {written}?"
        yield from IN_VARIABLES.get(written, ())


def rules_of_contracts() -> set[str]:
    """Names of the checks of every column and row."""
    return {
        str(check.name)
        for contract in all_contracts(Known(VOCABULARY)).values()
        for checks in [contract.rules, *(c.checks for c in contract.columns.values())]
        for check in checks
    }
