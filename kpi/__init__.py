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
    "Build": "kpi.store",
    "BuildReport": "kpi.store",
    "Cell": "kpi.model",
    "Config": "kpi.config",
    "Document": "kpi.model",
    "Extraction": "kpi.model",
    "Extractor": "kpi.pipeline",
    "KpiError": "kpi.errors",
    "Observation": "kpi.model",
    "Period": "kpi.model",
    "Remark": "kpi.model",
    "TargetResult": "kpi.model",
    "build": "kpi.store",
    "csv_bytes": "kpi.export",
    "extract_document": "kpi.pipeline",
    "find_reports": "kpi.readers",
    "is_stale": "kpi.store",
    "load_config": "kpi.config",
    "open_build": "kpi.store",
    "read_document": "kpi.readers",
    "write_csv": "kpi.export",
}

if TYPE_CHECKING:
    from kpi.config import Config, load_config
    from kpi.errors import KpiError
    from kpi.export import csv_bytes, write_csv
    from kpi.model import Cell, Document, Extraction, Observation, Period, Remark, TargetResult
    from kpi.pipeline import Extractor, extract_document
    from kpi.readers import find_reports, read_document
    from kpi.store import Build, BuildReport, build, is_stale, open_build

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
