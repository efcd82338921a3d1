"""The question that a model is asked: the map, the report and the rules, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.second.answers import FIELDS
from kpi.second.pieces import Piece
from kpi.second.prompt import Subject, fill, template, version
from kpi.settings.config import load_config

CONFIG = load_config()
PIECE = Piece(1, 0, 9, "地区生产总值1亿元。\n")
ZONE = "濮阳经济技术开发区"


def prompt(piece: Piece = PIECE, of: int = 1, **subject: object) -> str:
    return fill(piece, of, replace(Subject("年报"), **subject), CONFIG)


def lines_of(text: str, section: str) -> list[str]:
    return text.split(f"## {section}\n")[1].split("\n## ")[0].strip().split("\n")


def test_every_indicator_is_there_with_what_it_is_and_is_not() -> None:
    text = prompt()
    for indicator in CONFIG.indicators.values():
        line = next(each for each in text.split("\n") if each.startswith(f"- `{indicator.id}` "))
        assert indicator.zh in line and indicator.definition_zh in line and indicator.unlike_zh in line
        assert indicator.dimension == "index" or f"单位如 {indicator.unit}" in line
    assert "GDP" in next(each for each in text.split("\n") if each.startswith("- `gdp` "))
    assert "只收增长" in next(each for each in text.split("\n") if each.startswith("- `energy_intensity` "))


def test_the_shape_that_is_asked_for_is_the_one_that_is_read() -> None:
    shape = next(line for line in template().split("\n") if line.startswith('{"facts": [{'))
    assert [name for name in FIELDS if f'"{name}"' in shape] == list(FIELDS)
    assert "都要有这十个字段" in template() and len(FIELDS) == 10


def test_the_text_stands_unchanged_between_its_marks() -> None:
    text = "“$indicators” {0} %s\n２０２４年　增长５％。"
    found = prompt(Piece(1, 0, len(text), text))
    assert found.split("<<<<<<<< 原文开始\n")[1].split("\n>>>>>>>> 原文结束")[0] == text


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ({"zone": ZONE}, f"- 是谁的报告：{ZONE}（又称 濮阳经开区、濮阳开发区；在河南省濮阳市）"),
        ({"zone": "荆州经济技术开发区"}, "- 是谁的报告：荆州经济技术开发区"),
        ({"candidates": ("甲区", "乙区")}, "- 是谁的报告：可能是 甲区；乙区；请按原文判断"),
        ({}, "- 是谁的报告：没有认出，请按原文判断"),
        ({"published": "2024-03-01"}, "- 发布日期：2024-03-01"),
        ({"year": 2023}, "- 主要回顾的年份：2023"),
    ],
)  # fmt: skip
def test_what_is_known_of_the_report_is_said(subject: dict[str, object], line: str) -> None:
    assert line in lines_of(prompt(**subject), "这份报告")


def test_what_is_not_known_is_not_said() -> None:
    assert lines_of(prompt(), "这份报告")[1:] == ["- 文件：年报", "- 是谁的报告：没有认出，请按原文判断"]


def test_a_piece_says_which_one_it_is_and_what_stood_above_it() -> None:
    piece = replace(PIECE, number=2, above=("工作报告", "一、回顾"))
    told = lines_of(prompt(piece, 3, title="工作报告"), "这份报告")
    assert "- 标题：工作报告" in told
    assert "- 这是全文 3 段中的第 2 段；只抄这一段里的数" in told
    assert "- 这一段之前、仍管着它开头的标题：工作报告 ＞ 一、回顾" in told


def test_what_changes_from_report_to_report_comes_last() -> None:
    """Servers keep what they have read of a prompt for the next one that begins alike."""
    one, other = prompt(zone=ZONE), prompt(Piece(1, 0, 3, "别的。"), published="2020-01-01")
    same = next(at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    assert same > one.index("## 这份报告")


def test_another_wording_has_another_name() -> None:
    assert len(version()) == 12 and version() == version()
