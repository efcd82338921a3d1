"""Figures out of Chinese development-zone reports, as a zone-by-year series held against its targets.

Three calls do what the commands do, without a store:

    import kpi

    found = kpi.read("reports")             # a file, a folder, a zip archive, or several: as `kpi extract`
    found.to_frame()                        # a DataFrame, a row for each stated fact and its evidence
    kpi.panel(found).wide()                 # zone by year
    kpi.targets(found).to_frame()           # targets held against what was reached

`config=` takes a config or its path; the default is the one that the commands use. `build` and `open_build` keep a
store, with the corrections that people made. Every error that a user can mend is a `KpiError`. All other modules are
the program's own and may change.

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
    "InvalidFile": "kpi.vocabulary.errors",
    "KpiError": "kpi.vocabulary.errors",
    "Observation": "kpi.vocabulary.model",
    "Observations": "kpi.building.notebook",
    "Panel": "kpi.building.notebook",
    "Period": "kpi.vocabulary.model",
    "Remark": "kpi.vocabulary.model",
    "TargetResult": "kpi.vocabulary.model",
    "Targets": "kpi.building.notebook",
    "build": "kpi.building.store",
    "csv_bytes": "kpi.results.export",
    "find_reports": "kpi.documents.reading",
    "is_stale": "kpi.building.store",
    "load_config": "kpi.settings.config",
    "open_build": "kpi.building.store",
    "panel": "kpi.building.notebook",
    "read": "kpi.building.notebook",
    "targets": "kpi.building.notebook",
    "write_csv": "kpi.results.export",
}

if TYPE_CHECKING:
    from kpi.building.notebook import Observations, Panel, Targets, panel, read, targets
    from kpi.building.pipeline import Extractor
    from kpi.building.store import Build, BuildReport, build, is_stale, open_build
    from kpi.documents.reading import find_reports
    from kpi.results.export import csv_bytes, write_csv
    from kpi.settings.config import Config, load_config
    from kpi.vocabulary.errors import InvalidFile, KpiError
    from kpi.vocabulary.model import Cell, Document, Extraction, Observation, Period, Remark, TargetResult

__all__ = [
    "Build",
    "BuildReport",
    "Cell",
    "Config",
    "Document",
    "Extraction",
    "Extractor",
    "InvalidFile",
    "KpiError",
    "Observation",
    "Observations",
    "Panel",
    "Period",
    "Remark",
    "TargetResult",
    "Targets",
    "build",
    "csv_bytes",
    "find_reports",
    "is_stale",
    "load_config",
    "open_build",
    "panel",
    "read",
    "targets",
    "write_csv",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
