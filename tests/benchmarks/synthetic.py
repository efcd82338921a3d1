"""A store of a million observations, made up: what the dashboard's benchmark draws on.

Zones and values are invented; the indicators are those of config.yaml. Every table has the columns, the
order and the row groups of a real build, every quote stands in its report, and every id leads somewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpi.building.store import SORTED_BY
from kpi.results.builds import Build, NewBuild, put_in_force
from kpi.settings.config import Config, load_config
from kpi.vocabulary import frames
from kpi.vocabulary.model import Indicator, Period

ROOT = Path(__file__).resolve().parents[2]
LAST_YEAR = 2025
_PLACES = "东西南北中上下前后左右青白红金银龙凤虎鹤云"
_ENDINGS = ("经济技术开发区", "高新技术产业开发区", "工业园区", "经济开发区")
_PROVINCES = ("甲省", "乙省", "丙省", "丁省", "戊省")


def make_store(folder: Path, zones: int = 200, indicators: int = 48, years: int = 33) -> Config:
    """A folder with a config and a build of about 105 observations for each zone, indicator and 33 years."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reports").mkdir(exist_ok=True)
    names = list(_zone_names(zones))
    config = _write_config(folder, names, indicators)
    made = _Made(config, names, range(LAST_YEAR - years + 1, LAST_YEAR + 1), random.Random(1))
    with NewBuild(config.data, "synthetic") as new:
        new.write("documents", iter(made.reports()))
        for table, leading in SORTED_BY.items():
            rows = made.tables.get(table, [])
            at = [list(frames.TABLES[table]).index(name) for name in leading]
            rows.sort(key=lambda row, at=at: [row[place] for place in at])
            new.write(table, iter(rows))
        build = new.finish(made.info())
    put_in_force(config.data, build.build_id)
    return config


def _zone_names(count: int) -> Iterator[str]:
    for number in range(count):
        first, second = divmod(number, len(_PLACES))
        yield f"{_PLACES[first]}{_PLACES[second]}{_ENDINGS[number % len(_ENDINGS)]}"


def _write_config(folder: Path, names: list[str], indicators: int) -> Config:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("\nzones:\n")
    tail = rest[rest.index("\n# Groups of indicators") :]
    zones = "".join(
        f"  {name}:\n    en: Zone {number:03d}\n    level: {'国家级' if number % 3 else '省级'}\n"
        f"    province: {_PROVINCES[number % len(_PROVINCES)]}\n"
        for number, name in enumerate(names)
    )
    path = folder / "config.yaml"
    path.write_text(
        f"{head.replace('reports: [seeds]', 'reports: [reports]')}\nzones:\n{zones}{tail}", encoding="utf-8"
    )
    config = load_config(path)
    assert len(config.indicators) >= indicators - 2, len(config.indicators)
    return config


@dataclass
class _Made:
    """The rows of all tables, filled while the reports are written."""

    config: Config
    zones: list[str]
    years: range
    random: random.Random
    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    number: int = 0

    def reports(self) -> list[tuple[Any, ...]]:
        rows = []
        for zone in self.zones:
            level = {name: self.random.uniform(20, 400) for name in self.config.indicators}
            for year in self.years:
                rows.append(self._report(zone, year, level))
        return rows

    def _report(self, zone: str, year: int, level: dict[str, float]) -> tuple[Any, ...]:
        doc, text, before = f"{zone}{year}", f"{zone}{year}年工作报告\n", self.number
        for indicator in self.config.indicators.values():
            growth = self.random.gauss(6, 6)
            level[indicator.id] *= 1 + growth / 100
            text = self._facts(doc, zone, year, indicator, level[indicator.id], growth, text)
        facts = self.number - before
        return (
            f"{doc}.txt", f"reports/{doc}.txt", f"{zone}{year}年工作报告", zone, f"{year + 1}-01-15", "0" * 64, "utf-8",
            "txt", 0, len(text), facts, 0, year, "", "", 0, "", "named", zone, "text", str(year), text,
        )  # fmt: skip

    def _facts(
        self, doc: str, zone: str, year: int, indicator: Indicator, level: float, growth: float, text: str
    ) -> str:
        """Adds the sentence of one indicator and what it states to the tables; returns the longer text."""
        unit = {"money": "亿元", "count": "个", "people": "人"}.get(indicator.dimension, "%")
        value = f"{level:.1f}" if unit in ("亿元", "%") else f"{level:.0f}"
        aim = f"{level * self.random.uniform(0.9, 1.15):.0f}"
        sentence = f"{year}年{indicator.zh}完成{value}{unit}，同比增长{growth:.1f}%，年初目标{aim}{unit}。"
        at, text = len(text), f"{text}{sentence}\n"
        place = (doc, zone, indicator, year, sentence, at)
        half = f"{level * 0.48:.1f}"
        target = self._cell(place, "target", "level", str(year), aim, unit) if self.random.random() < 0.6 else None
        actual = self._cell(place, "actual", "level", str(year), value, unit, self.random.random() < 0.3)
        if self.random.random() < 0.8:
            self._cell(place, "actual", "growth", str(year), f"{growth:.1f}", "%")
        if self.random.random() < 0.5:
            self._cell(place, "actual", "level", f"{year}-H1", half, unit)
        self._verdict(zone, indicator, year, unit, target, actual)
        return text

    def _cell(
        self, place: tuple[Any, ...], kind: str, measure: str, period: str, value: str, unit: str, twice: bool = False
    ) -> tuple[str, str, float]:
        _, zone, indicator, year, _, _ = place
        span = Period.parse(period)
        dates = (year, span.start.isoformat(), span.end.isoformat())
        key = (zone, indicator.id, "", measure, kind, period)
        other = f"{float(value) * 1.01:.1f}" if twice and self.random.random() < 0.2 else value
        members = [self._observation(place, key, dates, each, unit) for each in ([value, other] if twice else [value])]
        cell, numbers = self._name("c"), [float(value), float(other)]
        status = "disputed" if other != value else "agreed" if twice else "single"
        self._add(
            "cells", (cell, *key, *dates, value, unit, "=", numbers[0], unit, status, len(members), len(members),
            min(numbers), max(numbers), "latest_published" if twice else "", members[0], " ".join(members)),
        )  # fmt: skip
        return cell, value, numbers[0]

    def _observation(
        self, place: tuple[Any, ...], key: tuple[str, ...], dates: tuple[Any, ...], value: str, unit: str
    ) -> str:
        doc, _, indicator, year, sentence, at = place
        name = self._name("a")
        self.number += 1
        self._add(
            "observations", (f"{doc}.txt", *key, value, unit, "=", sentence, at, at + len(sentence),
            f"{year + 1}-01-15",
            "zone:stated;period:stated;kind:stated", "", name, doc, *dates, float(value), unit, at, at + len(sentence),
            doc, f"{year}年", "", indicator.zh, "", f"reports/{doc}.txt", 0, "", 1.0, "fact", "", ""),
        )  # fmt: skip
        return name

    def _verdict(
        self, zone: str, indicator: Indicator, year: int, unit: str, target: Any, actual: tuple[str, str, float]
    ) -> None:
        shared = (self._name("t"), zone, indicator.id, "", "level", year)
        nothing = float("nan")
        if target is None:
            self._add("targets", (*shared, "no_target", "", "", False, unit, "", "", "", "", "", nothing, actual[0],
                                  str(year), "actual", actual[1], unit, "=", actual[2], nothing, nothing, nothing, "",
                                  "", nothing, ""))  # fmt: skip
            return
        share, verdict = actual[2] / max(target[2], 1), "met" if actual[2] >= target[2] else "missed"
        sum_ = f"{actual[1]} ÷ {target[1]} = {share * 100:.1f} %"
        self._add("targets", (*shared, verdict, "", sum_, False, unit, target[0], str(year), target[1], unit, "=",
                              target[2], actual[0], str(year), "actual", actual[1], unit, "=", actual[2], share,
                              actual[2] - target[2], 1.0, "", "", nothing, ""))  # fmt: skip

    def _add(self, table: str, row: tuple[Any, ...]) -> None:
        assert len(row) == len(frames.TABLES[table]), (table, len(row), len(frames.TABLES[table]))
        self.tables.setdefault(table, []).append(row)

    def _name(self, sort: str) -> str:
        return f"{sort}{self.random.getrandbits(44):011x}"

    def info(self) -> dict[str, Any]:
        return {
            "built_at": "2026-01-05T09:00:00+08:00", "seconds": 0.0, "inputs": "synthetic",
            "config_digest": self.config.digest, "map_digest": self.config.map_digest,
            "files": len(self.zones) * len(self.years), "reports": len(self.zones) * len(self.years),
            "failed": [], "duplicates": [], "left_out": [], "observations": self.number,
            "cells": len(self.tables["cells"]), "disputed": 0, "targets": len(self.tables["targets"]),
            "zones": {}, "remarks": {},
        }  # fmt: skip


def build_of(config: Config) -> Build:
    """The build that `make_store` left."""
    return Build("synthetic", config.data / "builds" / "synthetic", {})
