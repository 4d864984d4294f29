"""``params/*.yml`` as frozen typed objects."""

from tymor.config.load import find_root, load_config
from tymor.config.models import (
    AreaKind,
    Audience,
    Category,
    Committee,
    Config,
    EngineSettings,
    Measure,
    Partnership,
    Report,
    Risk,
    RiskIndicator,
    Span,
    Support,
    Term,
)

__all__ = [
    "AreaKind",
    "Audience",
    "Category",
    "Committee",
    "Config",
    "EngineSettings",
    "Measure",
    "Partnership",
    "Report",
    "Risk",
    "RiskIndicator",
    "Span",
    "Support",
    "Term",
    "find_root",
    "load_config",
]
