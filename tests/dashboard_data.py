"""A small project for the tests of the dashboard: reports of a few sentences, and the facts they state.

The facts are put in by a stand-in for the extractor, so that these tests ask what the pages do with
facts and not how facts are found; everything behind it (store, reconciling, targets) is the real thing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from unittest import mock

from dashboard.frames import build_frames
from dashboard.words.labels import Words
from kpi.building import store
from kpi.settings.config import Config, load_config
from kpi.vocabulary.model import Comparator, Document, Extraction, Kind, Measure, Observation, Remark

A, B = "东山经济技术开发区", "西河工业园区"

CONFIG = f"""
version: 1
reports: [reports]
data: data
groups:
  economy: {{zh: 综合经济, en: Economy}}
  projects: {{zh: 项目建设, en: Projects}}
zones:
  {A}:
    en: Dongshan Development Zone
  {B}:
    en: Xihe Industrial Park
indicators:
  gdp:
    zh: 地区生产总值
    en: Gross domestic product
    group: economy
    dimension: money
    unit: 亿元
    good: up
    definition: {{zh: 本区一年新增的价值, en: Value added in the zone in a year}}
    aliases: [地区生产总值]
  energy_intensity:
    zh: 单位GDP能耗
    en: Energy use per unit of GDP
    group: economy
    dimension: index
    unit: "%"
    good: down
    aliases: [万元生产总值能耗]
  key_project_investment:
    zh: 重点项目完成投资
    en: Investment completed in key projects
    group: projects
    dimension: money
    unit: 亿元
    good: up
    aliases: [重点项目完成投资]
  signed_projects:
    zh: 签约项目
    en: Projects signed
    group: projects
    dimension: count
    unit: 个
    good: up
    aliases: [签约项目]
cues:
  target: [目标, 力争]
  estimate: [预计]
  actual: [完成]
scopes: [省市重点, 在建重大]
reconcile: [latest_published, most_precise]
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact and the sentence of the report that states it."""

    doc: str
    sentence: str
    indicator: str
    period: str
    value: str
    unit: str = "亿元"
    kind: str = "actual"
    scope: str = ""
    measure: str = "level"
    comparator: str = "="
    zone: str = A
    published: str = "2025-01-10"
    flags: tuple[str, ...] = ()


INVESTMENT, GDP, SIGNED = "key_project_investment", "gdp", "signed_projects"
JAN, FEB, JULY, DECEMBER = "2025-01-10", "2025-02-05", "2020-07-31", "2023-12-20"
KEY = "省市重点"
NOT_MARKUP = "签约项目20个 <b>不是标签</b> **不是粗体** ![图](http://example.invalid/x.png)"

FULL: tuple[Fact, ...] = (
    Fact("a2024", "去年地区生产总值完成254亿元", GDP, "2024", "254"),
    Fact("a2024", "同比增长5.0%", GDP, "2024", "5.0", "%", measure="growth"),
    Fact("a2023", "地区生产总值完成240亿元", GDP, "2023", "240", published="2024-01-12"),
    Fact("a2024", "31个省市重点项目完成投资96.3亿元", INVESTMENT, "2024", "96.3", scope=KEY),
    Fact("a2025", "省市重点项目完成投资131.2亿元", INVESTMENT, "2024", "131.2", scope=KEY, published=FEB),
    Fact("a2024", "在建重大项目完成投资206.19亿元", INVESTMENT, "2024", "206.19", scope="在建重大"),
    Fact("a2025", "确保年度投资完成121亿元", INVESTMENT, "2025", "121", kind="target", scope=KEY, published=FEB),
    Fact("a2020", "年度计划完成投资96亿元", INVESTMENT, "2020", "96", kind="target", scope=KEY, published=JULY),
    Fact("a2020", "年内完成投资95.7亿元", INVESTMENT, "2020", "95.7", kind="target", scope=KEY, published=JULY),
    Fact("a2020", "截至6月底累计完成投资61.3亿元", INVESTMENT, "2020-H1", "61.3", scope=KEY, published=JULY),
    Fact("a2020", "万元生产总值能耗降低2.2%", "energy_intensity", "2020", "-2.2", "%", "target", measure="growth",
         published=JULY),
    Fact("a2025", "签约项目26个以上", SIGNED, "2025", "26", "个", "target", comparator=">=", published=FEB),
    Fact("a2024", "签约项目42个", SIGNED, "2024", "42", "个"),
    Fact("b2023", "地区生产总值预计88.5亿元", GDP, "2023", "88.5", kind="estimate", zone=B, published=DECEMBER),
    Fact("b2023", NOT_MARKUP, SIGNED, "2023-H1", "20", "个", zone=B, published=DECEMBER),
)  # fmt: skip
ONE_POINT = (Fact("one", "地区生产总值完成254亿元", "gdp", "2024", "254"),)


class StatedFacts:
    """Stands in for the extractor: finds the sentences of `facts` in the reports and nothing else."""

    facts: Sequence[Fact] = ()

    def __init__(self, config: Config) -> None:
        self.indicators = config.indicators

    def extract(self, document: Document) -> Extraction:
        known = [fact for fact in self.facts if fact.doc == document.doc and fact.indicator in self.indicators]
        observations = tuple(_observation(fact, document) for fact in known)
        remark = Remark(
            document.doc, "single_project", "投资30亿元", document.text.index("投资30亿元"), len(document.text)
        )
        first = known[0] if known else Fact(document.doc, "", "gdp", "2024", "")
        return Extraction(document, observations, (remark,), first.published, first.zone, f"{document.doc}年报告")


def _observation(fact: Fact, document: Document) -> Observation:
    start = document.text.index(fact.sentence)
    end = start + len(fact.sentence)
    return Observation(
        document.doc, fact.zone, fact.indicator, fact.scope, Measure(fact.measure), Kind(fact.kind), fact.period,
        Decimal(fact.value) if fact.value else None, fact.unit, Comparator(fact.comparator), fact.sentence, start, end,
        fact.published,
        "zone:stated;period:section;kind:stated", fact.flags, start, end + 1, "地区生产总值", "题名", "去年", "完成",
        "", document.path,
    )  # fmt: skip


class Sample:
    """A project in a folder, built from `facts`; its stand-in extractor stays in place inside `with`."""

    def __init__(self, folder: Path, facts: Sequence[Fact]) -> None:
        self.path = folder / "config.yaml"
        self.facts = facts
        self.patch = mock.patch(
            "kpi.building.pipeline.Extractor", type("Stated", (StatedFacts,), {"facts": tuple(facts)})
        )
        folder.mkdir(parents=True, exist_ok=True)
        self.path.write_text(CONFIG.lstrip(), encoding="utf-8")
        (folder / "reports").mkdir(exist_ok=True)
        for doc, text in texts(facts).items():
            (folder / "reports" / f"{doc}.txt").write_text(text, encoding="utf-8")

    def __enter__(self) -> Sample:
        self.patch.start()
        store.build(self.config)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.patch.stop()

    @property
    def config(self) -> Config:
        return load_config(self.path)

    @property
    def frames(self) -> build_frames.Frames:
        build = store.open_build(self.config)
        assert build is not None
        return build_frames.frames_of(build)

    def words(self, language: str = "zh") -> Words:
        return Words(language, self.config)


def texts(facts: Sequence[Fact]) -> Mapping[str, str]:
    """The reports: each fact's sentence on its own line, then one that is no fact."""
    docs = dict.fromkeys(fact.doc for fact in facts)
    opening = textwrap.dedent("\n        开发区新闻\n\n")
    return {
        doc: opening
        + "".join(f"{fact.sentence}。\n" for fact in facts if fact.doc == doc)
        + "签约投资30亿元的项目落地。\n"
        for doc in docs
    }
