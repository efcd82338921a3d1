"""An invented project: twelve zones over six years, with targets, half-years, estimates and sources that differ."""

from __future__ import annotations

import random
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
YEARS = range(2020, 2026)
# name, English name, level, province, city
ZONES = (
    ("云溪经济技术开发区", "Yunxi Development Zone", "国家级", "江苏省", "云溪市"),
    ("白浦高新技术产业开发区", "Baipu High-tech Zone", "国家级", "江苏省", "白浦市"),
    ("临沧湾经济开发区", "Lincang Bay Economic Zone", "省级", "江苏省", "临湾市"),
    ("青石经济技术开发区", "Qingshi Development Zone", "国家级", "河南省", "青石市"),
    ("沙源工业园区", "Shayuan Industrial Park", "省级", "河南省", "沙源市"),
    ("柳河经济开发区", "Liuhe Economic Zone", "省级", "河南省", "柳河市"),
    ("鹤岭高新技术产业开发区", "Heling High-tech Zone", "国家级", "湖北省", "鹤岭市"),
    ("松滩经济开发区", "Songtan Economic Zone", "省级", "湖北省", "松滩市"),
    ("红渡工业园区", "Hongdu Industrial Park", "省级", "湖北省", "红渡市"),
    ("南坪经济技术开发区", "Nanping Development Zone", "国家级", "四川省", "南坪市"),
    ("金堰经济开发区", "Jinyan Economic Zone", "省级", "四川省", "金堰市"),
    ("碧港综合保税区", "Bigang Bonded Zone", "国家级", "四川省", "碧港市"),
)
WITHOUT_TRADE = 5  # the last so many zones never report imports and exports: too few to rank


def make(folder: Path) -> Path:
    """Writes the reports and the config.yaml of the project into `folder`; returns the config."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for place, (zone, *_) in enumerate(ZONES):
        for name, text in _reports(zone, place).items():
            (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    zones = {zone: dict(zip(("en", "level", "province", "city"), about, strict=True)) for zone, *about in ZONES}
    for key, value in {"reports": ["reports"], "zones": zones}.items():
        section = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False)
        text = re.sub(rf"(?ms)^{key}:.*?(?=^\S)", section, text)
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _reports(zone: str, place: int) -> dict[str, str]:
    """The texts of one zone by file name: a report a year, some half-years, and a bulletin that differs."""
    chance = random.Random(place)
    gdp = chance.uniform(120, 520)
    found = {}
    for year in YEARS:
        grown = round(chance.uniform(3.1, 9.4), 1)
        gdp *= 1 + grown / 100
        if year == YEARS[-1] and place % 3 == 0:
            found[f"{zone}{year}年上半年运行情况"] = _half_year(zone, year, gdp)
            continue
        found[f"{zone}{year}年工作报告"] = _annual(zone, place, year, gdp, grown, chance)
        if year == 2023 and place % 4 == 1:
            bulletin = (
                f"{zone}{year}年统计公报\n\n{year + 1}年4月8日\n\n{year}年，{zone}地区生产总值{gdp * 0.987:.2f}亿元。\n"
            )
            found[f"{zone}{year}年统计公报"] = bulletin
    return found


def _annual(zone: str, place: int, year: int, gdp: float, grown: float, chance: random.Random) -> str:
    done = "预计完成" if year == YEARS[-1] and place % 3 == 1 else "完成"
    trade = "" if place >= len(ZONES) - WITHOUT_TRADE else f"进出口总额完成{gdp * 0.31:.1f}亿元。"
    spent = gdp * chance.uniform(0.3, 0.5)
    return f"""{zone}召开{year + 1}年工作会议

{year + 1}年1月12日

{zone}{year + 1}年工作会议召开，会议总结{year}年工作，部署{year + 1}年任务。

一、{year}年工作回顾

{year}年，全区地区生产总值{done}{gdp:.1f}亿元，同比增长{grown}%；\
规上工业总产值{done}{gdp * 1.9:.1f}亿元，增长{grown + 2:.1f}%；\
固定资产投资增长{chance.uniform(-4, 15):.1f}%；\
一般公共预算收入{done}{gdp * 0.07:.2f}亿元，增长{grown - 1:.1f}%。{trade}\
实施重点项目{chance.randint(40, 90)}个，{done}投资{spent:.1f}亿元。\
城镇新增就业{chance.randint(3200, 6100)}人，城镇登记失业率{chance.uniform(2.4, 3.6):.1f}%。\
新签约项目{chance.randint(18, 60)}个，签约金额{chance.uniform(80, 300):.0f}亿元。\
高新技术企业达到{60 + (year - 2020) * (4 + place)}家。

二、{year + 1}年目标任务

{year + 1}年主要预期目标是：地区生产总值增长{chance.choice(("6%左右", "6.5%以上", "7%"))}，\
规上工业总产值达到{gdp * 2.02:.0f}亿元以上，\
一般公共预算收入增长5%，重点项目完成投资{spent * 1.06:.0f}亿元，城镇新增就业不少于{chance.randint(32, 55)}00人，\
城镇登记失业率控制在3.5%以内，营商环境进一步优化。
"""


def _half_year(zone: str, year: int, gdp: float) -> str:
    return f"""{zone}{year}年上半年经济运行情况

{year}年7月21日

{year}年上半年，{zone}地区生产总值完成{gdp * 0.48:.1f}亿元，同比增长5.8%；\
规上工业总产值完成{gdp * 0.92:.1f}亿元，增长7.1%；\
一般公共预算收入完成{gdp * 0.038:.2f}亿元。实施重点项目52个，完成投资{gdp * 0.21:.1f}亿元。城镇新增就业2460人。
"""
