"""``params/*.yml`` as frozen typed objects."""

from tymor.config.load import find_root, load_config
from tymor.config.measures import Measure, Phase
from tymor.config.models import (
    AreaKind,
    Audience,
    Category,
    Committee,
    Config,
    EngineSettings,
    Report,
    RiskIndicator,
    Span,
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
    "Phase",
    "Report",
    "RiskIndicator",
    "Span",
    "Term",
    "find_root",
    "load_config",
]
