"""From a report's text to its observations: a table of sentences, and what must hold for any text."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpi.config import load_config
from kpi.model import Document, Extraction, Observation
from kpi.pipeline import Extractor

ROOT = Path(__file__).parent.parent
SPEC: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "specs" / "sentences.yaml").read_text("utf-8"))


def _written(o: Observation) -> str:
    value = "none" if o.value is None else f"{o.comparator} {o.value:f} {o.unit}"
    return f"{o.indicator} | {o.measure} | {o.kind} | {o.period} | {value} | {o.zone} | {o.scope}"
