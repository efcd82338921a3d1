"""Reports of which something waits for a person, for the tests of the queue: one of each kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest import mock

from kpi.bootstrap import ROOT
from kpi.building.pipeline import Extractor
from kpi.vocabulary.model import Document, Extraction, Kind, Remark

UNSURE = "工作安排"
PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"
JINGZHOU = ("荆州经济技术开发区", "荆州高新技术产业开发区")
REPORTS = {
    "工作安排.txt": f"""\
{PUYANG}2024年重点工作安排

2024年，经开区签约项目20个，开工项目12个，竣工项目9个。城镇新增就业3.4万人，一般公共预算收入9.8亿元。
""",
    "简讯.txt": """\
2024年3月12日  星期二

经开区跑出项目建设加速度

本报讯（记者 李明）2023年，经开区地区生产总值完成186.5亿元，同比增长6.2%，固定资产投资增长11.3%，城镇新增就业2.1万人。
""",
    "通报.txt": f"""\
2024年2月20日

全市开发区高质量发展工作推进会召开

{JINGZHOU[0]}主任张某、{JINGZHOU[1]}主任李某在会上发言。去年，全区规模以上工业总产值完成512.6亿元，增长8.4%。
""",
    "一月.txt": f"""\
1月15日  星期三

{ZHOUKOU}：实干开新局

本报讯 去年，{ZHOUKOU}完成工业总产值330亿元，同比增长13.6%，一般公共预算收入5.6亿元。
""",
    "猜年.txt": f"""\
{PUYANG}

全区规上工业增加值增长7.7%，外贸进出口总额31亿元。2023年，全区实现产业升级。
""",
    "年报.txt": f"""\
2024年1月20日

{PUYANG}召开工作会议

2023年，{PUYANG}社会消费品零售总额完成56亿元。
""",
    "公报.txt": f"""\
2024年3月1日

{PUYANG}召开新闻发布会

2023年，{PUYANG}社会消费品零售总额完成58.3亿元。
""",
}
WITHOUT_PERIOD = {
    "缺时期.txt": f"""\
2024年1月20日

{PUYANG}召开工作会议

2023年，{PUYANG}地区生产总值完成254亿元，同比增长5.2%。建区以来，累计签约项目286个，累计到位资金438亿元。
""",
    "打算.txt": f"""\
{PUYANG}2024年工作报告

一、2023年工作回顾

2023年，全区地区生产总值完成254亿元。

二、2024年工作安排

固定资产投资年均增长8%。
""",
}
"""Reports whose year is known, with figures of which the period is not."""
CONTRADICTING = {
    "表.csv": f"""\
{PUYANG}2023年主要指标,
指标,2023年（亿元）
地区生产总值,254
固定资产投资,88
一般公共预算收入,15.2
地区生产总值,264
""",
    "文中的表.txt": f"""\
{PUYANG}2023年统计公报

2023年，全区社会消费品零售总额56亿元。

表1 2022—2023年主要指标
指标名称  2022年  2023年
社会消费品零售总额（亿元）  50.1  58.3
固定资产投资（亿元）  80  88
一般公共预算收入（亿元）  14.1  15.2
""",
    "文中两行.txt": f"""\
{PUYANG}2023年统计公报

表1 2022—2023年主要指标
指标名称  2022年  2023年
社会消费品零售总额（亿元）  50.1  58.3
固定资产投资（亿元）  80  88
一般公共预算收入（亿元）  14.1  15.2
固定资产投资（亿元）  80  98
""",
}
"""Reports that contradict themselves: in a table of the file, between a sentence and a table in the text, in that."""


def to_settle(folder: Path, reports: dict[str, str] = REPORTS) -> Path:
    """A project in `folder` with the map of the seeds and these reports; returns its config."""
    (folder / "seeds").mkdir(parents=True)
    for name, text in reports.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    (folder / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    return folder / "config.yaml"


class Unsure(Extractor):
    """The extractor, but for one report: there it is sure of nothing, whatever it learns to read."""

    def extract(self, document: Document) -> Extraction:
        found = super().extract(document)
        if document.doc != UNSURE:
            return found
        readings = tuple(
            replace(each, confidence=0.45, status="to_confirm", kind=Kind.TARGET, flags=("kind_open",))
            for each in sorted((*found.observations, *found.readings), key=lambda each: each.start)
        )
        remarks = tuple(
            Remark(each.doc, "to_confirm", each.quote, each.start, each.end, f"{each.indicator} {each.period} 0.45")
            for each in readings
        )
        return replace(found, observations=(), readings=readings, remarks=remarks)


def unsure() -> mock._patch[type[Unsure]]:
    """Puts it in place; a report that was read by it once is not read again."""
    return mock.patch("kpi.building.pipeline.Extractor", Unsure)
