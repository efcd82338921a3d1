"""Figures out of Chinese development-zone reports, as a zone-by-year series held against its targets.

The public names are imported when they are first used, so that `import kpi` costs next to nothing.

>>> from kpi import Period
>>> Period.parse("2024-H1").end.isoformat()
'2024-06-30'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Build": "kpi.building.store",
    "BuildReport": "kpi.building.store",
    "Cell": "kpi.vocabulary.model",
    "Config": "kpi.settings.config",
    "Document": "kpi.vocabulary.model",
    "Extraction": "kpi.vocabulary.model",
    "Extractor": "kpi.building.pipeline",
    "KpiError": "kpi.vocabulary.errors",
    "Observation": "kpi.vocabulary.model",
    "Period": "kpi.vocabulary.model",
    "Remark": "kpi.vocabulary.model",
    "TargetResult": "kpi.vocabulary.model",
    "build": "kpi.building.store",
    "csv_bytes": "kpi.results.export",
    "extract_document": "kpi.building.pipeline",
    "find_reports": "kpi.documents.reading",
    "is_stale": "kpi.building.store",
    "load_config": "kpi.settings.config",
    "open_build": "kpi.building.store",
    "read_document": "kpi.documents.reading",
    "write_csv": "kpi.results.export",
}

if TYPE_CHECKING:
    from kpi.building.pipeline import Extractor, extract_document
    from kpi.building.store import Build, BuildReport, build, is_stale, open_build
    from kpi.documents.reading import find_reports, read_document
    from kpi.results.export import csv_bytes, write_csv
    from kpi.settings.config import Config, load_config
    from kpi.vocabulary.errors import KpiError
    from kpi.vocabulary.model import Cell, Document, Extraction, Observation, Period, Remark, TargetResult

__all__ = [
    "Build",
    "BuildReport",
    "Cell",
    "Config",
    "Document",
    "Extraction",
    "Extractor",
    "KpiError",
    "Observation",
    "Period",
    "Remark",
    "TargetResult",
    "build",
    "csv_bytes",
    "extract_document",
    "find_reports",
    "is_stale",
    "load_config",
    "open_build",
    "read_document",
    "write_csv",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
