"""Points of a trend as a report would state them, for tests of what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.frames.tables import TrendPoint, position
from dashboard.words.labels import Words
from kpi.settings.config import parse_config
from tests.dashboard_data import CONFIG, A

WORDS = Words("zh", parse_config(CONFIG.lstrip(), Path("config.yaml")))


def point(period: str, number: float, **fields: Any) -> TrendPoint:
    """A level of A in 亿元, unless `fields` say otherwise."""
    told: dict[str, Any] = {
        "zone": A, "scope": "", "kind": "actual", "period": period, "year": int(period[:4]), "unit": "亿元",
        "position": position(period), "number": number, "text": f"{number:g} 亿元", "low": number, "high": number,
        "sources": 1, "status": "single", "rule": "", "docs": ((f"r{period[:4]}", "2025-01-10"),), "indicator": "gdp",
    }  # fmt: skip
    told |= fields
    name = "|".join(str(told[part]) for part in ("zone", "scope", "kind", "period", "measure") if part in told)
    return TrendPoint(observation_id=told.pop("observation_id", name), **told)


def rate(period: str, number: float, **fields: Any) -> TrendPoint:
    """A stated growth rate."""
    return point(period, number, measure="growth", unit="%", text=f"{number:+g} %", **fields)
