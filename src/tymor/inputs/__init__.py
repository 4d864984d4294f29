"""Inputs: the tables of the data folders, as they are held against their contracts."""

from tymor.inputs.model import Inputs, Source, Vocabulary

__all__ = ["Inputs", "Source", "Vocabulary"]
