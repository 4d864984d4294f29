"""``params/*.yml`` as frozen typed objects."""

from tymor.config.load import find_root, load_config
from tymor.config.models import (
    BEYOND_REPORTS,
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
    Term,
)

__all__ = [
    "BEYOND_REPORTS",
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
    "Term",
    "find_root",
    "load_config",
]
