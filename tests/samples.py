"""Reports of one fact a line and an extractor that reads them, for tests of what comes after extraction.

The facts are those of real reports; the fields stand in the order of `FIELDS`, parted by `|`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Comparator, Document, Extraction, Kind, Measure, Observation, Remark

FIELDS = "zone indicator scope measure kind period value unit comparator published"

CONFIG = """\
version: 1
reports: [reports]
data: data
groups:
  economy: {zh: 综合经济, en: Economy}
  projects: {zh: 项目建设, en: Projects}
zones:
  濮阳经济技术开发区:
    en: Puyang Economic and Technological Development Zone
    aliases: [濮阳经开区, 濮阳开发区]
  周口经济开发区:
    en: Zhoukou Economic Development Zone
    aliases: [周口经开区]
indicators:
  gdp: {zh: 地区生产总值, en: Gross domestic product,
    group: economy, dimension: money, unit: 亿元, good: up, aliases: [地区生产总值, GDP]}
  energy_intensity: {zh: 单位能耗, en: Energy intensity,
    group: economy, dimension: index, unit: "%", good: down, aliases: [生产总值能耗]}
  fdi_utilized: {zh: 实际使用外资, en: Foreign investment,
    group: economy, dimension: money, unit: 亿元, good: up, aliases: [实际使用外资]}
  key_project_investment: {zh: 重点项目完成投资, en: Key project investment,
    group: projects, dimension: money, unit: 亿元, good: up, aliases: [重点项目投资]}
  signed_projects: {zh: 签约项目, en: Signed projects,
    group: projects, dimension: count, unit: 个, good: up, aliases: [签约项目]}
cues: {target: [目标], estimate: [预计], actual: [完成]}
scopes: [省市重点, 在建重大, 亿元以上]
reconcile: [latest_published, most_precise, first_read]
"""

REPORTS = {
    "000.txt": """\
濮阳经济技术开发区|gdp||level|actual|2024|254|亿元|=|2025-02-01
濮阳经济技术开发区|gdp||growth|actual|2024|5.0|%|=|2025-02-01
濮阳经济技术开发区|key_project_investment|省市重点|level|actual|2024|96.3|亿元|=|2025-02-01
濮阳经济技术开发区|key_project_investment|在建重大|level|actual|2024|206.19|亿元|=|2025-02-01
#single_project|签约投资 30 亿元的项目
""",
    "001.txt": """\
濮阳经济技术开发区|key_project_investment|省市重点|level|actual|2024|131.2|亿元|=|2025-03-01
濮阳经济技术开发区|key_project_investment|省市重点|level|target|2025|121|亿元|=|2025-03-01
濮阳经济技术开发区|signed_projects|亿元以上|level|target|2025|26|个|>=|2025-03-01
""",
    "002.txt": """\
濮阳经济技术开发区|energy_intensity||growth|target|2020|-2.2|%|=|
濮阳经济技术开发区|key_project_investment|省市重点|level|target|2020|96|亿元|=|
濮阳经济技术开发区|key_project_investment|省市重点|level|actual|2020-H1|61.3|亿元|=|
""",
    "周口/003.txt": """\
周口经济开发区|signed_projects|亿元以上|level|actual|2022|34|个|=|
周口经济开发区|fdi_utilized||level|actual|2022|1200|万美元|>|
周口经济开发区|gdp||level|target|2022||亿元|=|
""",
}


class Extractor:
    """Reads the reports above; `!` and `?` begin a line that cannot be read, by the report's or the program's fault.

    `#` begins a remark, `~` a reading to confirm; a line without a zone may be of two.
    """

    def __init__(self, config: Config) -> None:
        self.read: list[str] = []

    def extract(self, document: Document) -> Extraction:
        self.read.append(document.doc)
        observations, readings, remarks, at = [], [], [], 0
        for line in document.text.splitlines(keepends=True):
            said, start, at = line.rstrip("\r\n"), at, at + len(line)
            if said.startswith("!"):
                raise KpiError(f"{document.path}: {said[1:]}")
            if said.startswith("?"):
                raise ZeroDivisionError(said[1:])
            if said.startswith("#"):
                reason, _, quote = said[1:].partition("|")
                remarks.append(Remark(document.doc, reason, quote, start, start + len(said)))
            elif said.startswith("~"):
                read = observation(said[1:], document, start + 1)
                readings.append(replace(read, confidence=0.31, status="to_confirm"))
                detail = f"{read.indicator} {read.period} 0.31"
                remarks.append(Remark(document.doc, "to_confirm", read.quote, read.start, read.end, detail))
            elif said:
                observations.append(observation(said, document, start))
        published = observations[0].published if observations else ""
        title = f"报告 {document.doc}"
        return Extraction(document, tuple(observations), tuple(remarks), published, "", title, tuple(readings))


def observation(line: str, document: Document | None = None, start: int = 0) -> Observation:
    """The fact that a line of a report states."""
    zone, indicator, scope, measure, kind, period, value, unit, comparator, published = line.split("|")
    return Observation(
        doc=document.doc if document else "doc",
        zone=zone,
        indicator=indicator,
        scope=scope,
        measure=Measure(measure),
        kind=Kind(kind),
        period=period,
        value=Decimal(value) if value else None,
        unit=unit,
        comparator=Comparator(comparator),
        quote=line,
        start=start,
        end=start + len(line),
        published=published,
        basis="zone:stated;period:stated" if zone else "zone:open;period:stated;candidates:甲经开区|乙经开区",
        flags=() if zone and value else ("qualitative",) if zone else ("zone_open",),
        sentence_start=start,
        sentence_end=start + len(line),
        alias=indicator,
        zone_ground="文中写明",
        period_ground="文中写明",
        kind_ground="文中写明",
        path=document.path if document else "",
        report_id=document.report_id if document else "",
    )


def make_project(folder: Path, reports: dict[str, str] = REPORTS, config: str = CONFIG) -> Config:
    """A folder with a config and reports, as a user would have it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reports").mkdir(exist_ok=True)
    for name, text in reports.items():
        path = folder / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "config.yaml").write_bytes(config.encode())
    return load_config(folder / "config.yaml")


def pipeline() -> ModuleType:
    """A stand-in for kpi.building.pipeline with the extractor above."""
    module = ModuleType("kpi.building.pipeline")
    module.Extractor = Extractor  # type: ignore[attr-defined]
    return module


def install() -> None:
    """Puts the stand-in in place for the rest of this process: for tests that run a command in one of its own."""
    sys.modules["kpi.building.pipeline"] = pipeline()
