"""``check``: every input against its contract, every problem told at once."""

from tymor.inputs.model import Inputs, Source, Vocabulary
from tymor.inputs.read import read_inputs
from tymor.inputs.report import write_check_report

__all__ = [
    "Inputs",
    "Source",
    "Vocabulary",
    "read_inputs",
    "write_check_report",
]
