"""A report, and what others than this program read in it: the zone is real, its figures are invented."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from kpi.second.claims import Claim
from kpi.settings.config import Config, load_config
from kpi.settings.shipped import shipped_map

ZONE = "濮阳经济技术开发区"
REPORT = "工作总结.txt"
TEXT = """濮阳经济技术开发区2024年工作总结
2025年1月16日
2024年，全区地区生产总值完成254亿元，同比增长5.0%。规上工业产值完成290亿元，同比增长16.0%。
各专班招商到位资金逾19亿元。税收稳中有进，前10个月已入库3.67亿元，增长14.8%。
全年城镇新增就业5183人。认定市级科技型中小企业137家、国家级高新技术企业7家。
新增工业投资4.19亿元。现有省级以上创新平台15个。
一般公共预算收入达到8.47亿元，其中税收收入占78%。固定资产投资中民间投资12.4亿元。
进出口总额比上年增加3.2亿元。社会消费品零售总额一举扭转了只增长2.9%的局面。
全市规上工业增加值增长7.9%。某某公司实现产值3.5亿元。
2025年，力争地区生产总值增长6%，签约项目30个以上。
"""

HEADS = ("报告", "开发区", "指标", "年份", "数值", "单位", "类型", "计量方式", "原文")


def claim(
    indicator: str,
    value: str,
    unit: str,
    quote: str,
    period: str = "2024",
    *,
    zone: str = "濮阳经开区",
    kind: str = "实际",
    measure: str = "",
    report: str = REPORT,
    reader: str = "张工",
    row: int = 2,
) -> Claim:
    return Claim(reader, row, report, zone, indicator, "", period, value, unit, kind, measure, quote)


def project(folder: Path, text: str = TEXT, name: str = REPORT) -> Config:
    """A project with the one report."""
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / name).write_text(text, encoding="utf-8")
    (folder / "config.yaml").write_text(shipped_map().replace("reports: [seeds]", "reports: [reports]"), "utf-8")
    return load_config(folder / "config.yaml")


def table(path: Path, claims: Sequence[Claim], encoding: str = "utf-8-sig") -> Path:
    """A colleague's table of these claims."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for each in claims:
            stated = (each.report, each.zone, each.indicator, each.period, each.value, each.unit, each.kind)
            writer.writerow((*stated, each.measure, each.quote))
    return path


AGREES = claim("地区生产总值", "254", "亿元", "全区地区生产总值完成254亿元")
ALONE = claim("industrial_investment", "4.19", "亿元", "新增工业投资4.19亿元")
DIFFERS = claim("科技创新平台数", "15", "个", "现有省级以上创新平台15个", "2024年1-10月")
SURER = claim("税收收入", "3.67", "亿元", "前10个月已入库3.67亿元", "2024年1-10月")
WRONG = claim("进出口总额", "3.2", "亿元", "进出口总额比上年增加3.2亿元")
"""What agrees with the program, what it did not read, what it read otherwise, what it was not sure of, what is no
fact."""
