"""What one cell of a partnership's own file means, as ``mapping.yml`` says it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from tymor.inputs.contracts.contract import Column, Contract
from tymor.inputs.convert import parse
from tymor.inputs.formats import Form, form_of, kind_of
from tymor.inputs.readers.cells import Cells
from tymor.inputs.readers.table_file import REST_IS_WRONG, SKIP, Kept
from tymor.inputs.validate import broken


@dataclass(frozen=True)
class Meaning:
    """What a cell says in the table's words.

    ``status`` is that of its row where the cell said why there is no figure; ``skip`` leaves the
    row out, as one of the ``rest`` that no code names if that is so. ``rule`` and ``fault`` say
    what is wrong with a cell that has no meaning.
    """

    text: str
    status: str = ""
    skip: bool = False
    rest: bool = False
    rule: str = ""
    fault: str = ""


class Reading:
    """How an entry of ``mapping.yml`` has cells read: words, then codes, then formats."""

    def __init__(self, kept: Kept, contract: Contract, languages: Sequence[str]) -> None:
        self.kept, self._contract = kept, contract
        self._forms: dict[str, Form] = {}
        for column, example in kept.formats.items():
            kind = kind_of(contract.columns[column])
            form = form_of(kind, example, tuple(languages)) if kind else None
            if form is not None:  # one that is no example was told with the mapping's faults
                self._forms[column] = form

    def changes(self, column: str) -> bool:
        """Whether anything is said of a column's cells."""
        kept = self.kept
        return column in kept.words or column in kept.codes or column in self._forms

    def of(self, column: str, text: str) -> Meaning:
        """What a cell of a column means."""
        words, codes = self.kept.words.get(column, {}), self.kept.codes.get(column)
        form = self._forms.get(column)
        if text in words:
            return Meaning(words[text])
        if codes is not None and text in codes.means:
            return self._said(column, codes.means[text])
        if text == "" or (form is None and (codes is None or self._is_of(column, text))):
            return Meaning(text)
        if form is not None and (read := form.read(text)) is not None:
            return Meaning(read)
        return self._rest(column, text, form)

    def _rest(self, column: str, text: str, form: Form | None) -> Meaning:
        """What a cell means that is no code and not written as it should be."""
        codes = self.kept.codes.get(column)
        if codes is not None and codes.rest != REST_IS_WRONG:
            return replace(self._said(column, codes.rest), rest=True)
        if codes is not None:
            return Meaning(text, rule="code", fault=self._no_meaning(column, form))
        assert form is not None
        fault = f"{form.expected}. Write it so, or correct the format."
        return Meaning(text, rule=form.kind, fault=fault)

    def fits(self, column: str, text: str) -> bool:
        """Whether a text, in the table's words, could stand in a column."""
        said = self._contract.columns[column]
        return text != "" and _could_stand(said, text)

    def _said(self, column: str, meaning: str) -> Meaning:
        if meaning == SKIP:
            return Meaning("", skip=True)
        if meaning in self._contract.statuses and self._contract.columns[column].kind != "text":
            return Meaning("", status=meaning)
        return Meaning(meaning)

    def _is_of(self, column: str, text: str) -> bool:
        """Whether a cell needs no code: a number or day, or one of the few words there are."""
        said = self._contract.columns[column]
        if said.kind != "text":
            return not parse(Cells.of([text]), said.kind)[1][0]
        return text in (said.allowed or ())

    def _no_meaning(self, column: str, form: Form | None) -> str:
        known = ", ".join(self.kept.codes[column].means)
        or_form = f", or {form.expected.removeprefix('expected ')}" if form else ""
        return (
            f"mapping.yml has no meaning for it; expected {known}{or_form}. Correct the cell, or "
            "say under codes what it means, or what becomes of the rest."
        )


def _could_stand(column: Column, text: str) -> bool:
    if column.kind != "text":
        values, wrong = parse(Cells.of([text]), column.kind)
        if wrong[0]:
            return False
    else:
        values = pd.Series([text], dtype="str")
    return not any(broken(check, values)[0] for check in column.checks)
