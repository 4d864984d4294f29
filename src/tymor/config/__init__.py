"""``params/*.yml`` as frozen typed objects."""

from tymor.config.load import find_root, load_config
from tymor.config.models import (
    BEYOND_REPORTS,
    AreaKind,
    Audience,
    Category,
    Config,
    EngineSettings,
    Measure,
    Partnership,
    Report,
    Term,
)

__all__ = [
    "BEYOND_REPORTS",
    "AreaKind",
    "Audience",
    "Category",
    "Config",
    "EngineSettings",
    "Measure",
    "Partnership",
    "Report",
    "Term",
    "find_root",
    "load_config",
]
