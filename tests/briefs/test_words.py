"""How a brief is told: its sentence, the cells of its table, its notes, in both languages."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from pathlib import Path

import pytest

from kpi import briefs
from kpi.briefs import page
from kpi.briefs.content import ORDER
from kpi.briefs.sentence import headline, sentences
from kpi.briefs.sources import as_of, notes_on, source_line
from kpi.briefs.style import COLOURS
from kpi.briefs.table import COLUMNS, SIGNS, Told, told
from kpi.wording.en import EN
from kpi.wording.zh import ZH
from tests.briefs.samples import brief, wording
from tests.briefs.test_content import ENERGY, TARGETS, gdp
from tests.dashboard_data import GDP, KEY, SIGNED, A, B, Fact


def of(rows: list[Told], name: str, period: str) -> Told:
    return next(row for row in rows if row.name.startswith(name) and row.period == period)


def test_the_sentence_tells_targets_with_the_names_that_matter(tmp_path: Path) -> None:
    made = brief(tmp_path, TARGETS)
    assert sentences(made, wording(tmp_path)) == [
        "2024年：2 个目标，已完成 1 个，未完成 1 个（地区生产总值，97.7 %）。",
        "2025年：3 个目标，快于进度 1 个（1–6月重点项目完成投资 · 在建重大，58.3 %，按时间应达 50.0 %），"
        "慢于进度 1 个（1–6月重点项目完成投资 · 省市重点，24.8 %，按时间应达 50.0 %），待报告 1 个。",
    ]
    assert headline(made, wording(tmp_path, "en")).startswith(
        "2024: 2 targets, 1 met, 1 missed (Gross domestic product, 97.7 %). 2025: 3 targets, 1 ahead of pace ("
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ((gdp("254"),), "2024年：没有读到目标，有 1 项指标的全年数。"),
        ((gdp("254"), gdp("250", kind="target")), "2024年：1 个目标，已完成 1 个。"),
        (
            (gdp("254"), Fact("a25", "签约项目50个目标", SIGNED, "2025", "50", "个", "target"),
             Fact("a25", "明年260亿元目标", GDP, "2025", "260", kind="target")),
            "2024年：没有读到目标，有 1 项指标的全年数。2025年：2 个目标，都待报告。",
        ),
        (
            (gdp("254"), gdp("260", kind="target"), gdp("254", scope=KEY), gdp("258", kind="target", scope=KEY)),
            "2024年：2 个目标，全部未完成（地区生产总值，97.7 %；地区生产总值 · 省市重点，98.4 %）。",
        ),
        (
            (gdp("254"), gdp("200", "2020"), gdp("210", "2020", kind="target")),
            "2024年：没有读到目标，有 1 项指标的全年数。"
            "最近有结果的是 2020年：1 个目标，未完成 1 个（地区生产总值，95.2 %）。",
        ),
        (
            (Fact("b1", "全区254亿元", GDP, "2024", "254", flags=("year_assumed",)), gdp("260", kind="target")),
            "2024年：1 个目标，存疑 1 个（地区生产总值，97.7 %，未完成，年份是推定的）。",
        ),
        (
            (gdp("254"), Fact("a", "能耗降低1%", ENERGY, "2024", "-1", "%", measure="growth"),
             Fact("a", "能耗降低2%目标", ENERGY, "2024", "-2", "%", "target", measure="growth")),
            "2024年：1 个目标，未完成 1 个（单位GDP能耗 · 同比增速，−1 % > −2 %）。",
        ),
    ],
)  # fmt: skip
def test_sentences(facts: tuple[Fact, ...], said: str, tmp_path: Path) -> None:
    assert headline(brief(tmp_path, facts), wording(tmp_path)) == said


def test_of_many_misses_some_are_named(tmp_path: Path) -> None:
    scopes = ("", KEY, "在建重大", "制造业", "服务业")
    facts = [gdp("9", scope=scope) for scope in scopes] + [gdp("10", kind="target", scope=scope) for scope in scopes]
    said = headline(brief(tmp_path, facts), wording(tmp_path))
    assert said.count("90.0 %") == 3 and said.endswith("；等）。")


def test_nothing_known_says_so(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"),), zone=B)
    assert headline(made, wording(tmp_path)) == f"报告里没有读到{B}的数字。"


def test_cells_say_what_is_particular(tmp_path: Path) -> None:
    facts = (
        *TARGETS,
        gdp("240", "2023"),
        gdp("300", zone=B),
        Fact("more", "全区258亿元", GDP, "2024", "258", published="2024-01-01"),
        Fact("a23", "能耗预计降低2%", ENERGY, "2024", "-2", "%", "estimate", measure="growth", flags=("year_assumed",)),
    )
    rows = told(brief(tmp_path, facts), wording(tmp_path))
    missed = rows[0]
    assert (missed.sign, missed.verdict, missed.value, missed.period) == ("✕", "未完成", "254 亿元", "2024年")
    assert (missed.target, missed.target_period, missed.share) == ("260 亿元", "2024年", "97.7 %")
    assert missed.marks == ("有分歧 254–258 亿元",)
    assert (missed.change, missed.change_marks) == ("+5.8 %", ("推算", "有分歧"))
    assert missed.rank == "2/2" and missed.value_notes and missed.target_notes and missed.change_notes
    behind = next(row for row in rows if row.standing == "behind")
    assert behind.pace == "按时间应达 50.0 %" and behind.qualified == KEY and behind.period == "2025年1–6月"
    met = of(rows, "签约项目", "2024年")
    assert met.later == ("2025年目标 50 个（待报告）",) and met.target == "≥ 40 个"
    energy = of(rows, "单位GDP能耗", "2024年")
    assert energy.marks == ("预计", "年份是推定的") and energy.value == "−2 %" and energy.rank == ""


def test_a_plan_known_from_its_completion_says_so(tmp_path: Path) -> None:
    facts = (
        Fact("a", "上半年完成61.3亿元", GDP, "2024-H1", "61.3"),
        Fact("a", "完成年度计划的63.9%", GDP, "2024-H1", "63.9", "%", measure="completion"),
    )
    (row,) = [row for row in told(brief(tmp_path, facts), wording(tmp_path)) if row.target]
    assert row.target == "约 95.9 亿元" and "由完成率推得" in row.target_marks and row.standing == "ahead"


def test_a_share_just_below_the_target_never_looks_reached(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("2599"), gdp("2600", kind="target")))
    assert told(made, wording(tmp_path))[0].share == "99.96 %"
    assert "99.96 %" in headline(made, wording(tmp_path))


def test_a_source_names_report_date_page_and_words(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"),))
    line = source_line(made.sources[0], wording(tmp_path))
    assert line == "《东山2024actual254年报告》，2025-01-10：“2024actual地区生产总值254亿元”（东山2024actual254）"
    english = source_line(made.sources[0], wording(tmp_path, "en"))
    assert english.startswith("“东山2024actual254年报告”, 2025-01-10: “")


def test_notes_tell_what_the_brief_has(tmp_path: Path) -> None:
    words = wording(tmp_path)
    plain = notes_on(brief(tmp_path / "plain", (gdp("254"),)), words)
    full = notes_on(brief(tmp_path / "full", (*TARGETS, gdp("240", "2023"), gdp("300", zone=B))), words)
    assert len(plain) == 1 and len(full) == 4 and not notes_on(brief(tmp_path / "none", (), zone=B), words)


def test_it_is_of_the_day_of_the_build(tmp_path: Path) -> None:
    assert as_of(brief(tmp_path, (gdp("254"),)), wording(tmp_path)) == "2024年 · 数据截至 2026-06-01 · 1 份报告"


def test_both_languages_have_the_same_words_and_the_same_places_to_fill() -> None:
    assert list(ZH) == list(EN)
    for key in ZH:
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (ZH[key], EN[key])]
        assert places[0] == places[1], key


def test_every_word_is_there_and_none_is_left_over() -> None:
    folder = Path(briefs.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    code += (folder.parent / "wording" / "wording.py").read_text(encoding="utf-8")
    asked = set(re.findall(r"""words\(\s*["'](brief[a-z_.]+)["']""", code)) | set(
        re.findall(r'"(brief_[a-z_]+)"', code)
    )
    assert asked <= set(ZH)
    columns = {f"brief_{name}" for name in (*COLUMNS, "line", "source")}
    built = {key for key in ZH if key.startswith(("brief_count.", "brief_all."))}
    assert {key for key in ZH if key.startswith("brief")} <= asked | columns | built


def test_every_standing_has_its_place_sign_colour_and_words() -> None:
    assert set(ORDER) == set(SIGNS) == set(COLOURS)
    for standing in ORDER:
        assert f"verdict.{standing}" in ZH
        assert f"brief_count.{standing}" in ZH or standing == "no_target"


def test_english_says_its_own_names(tmp_path: Path) -> None:
    rows = told(brief(tmp_path, TARGETS), wording(tmp_path, "en"))
    assert rows[0].name == "Gross domestic product" and rows[0].value == "254 (100 mn yuan)"
    assert A not in wording(tmp_path, "en").zone(A)


def test_a_verdict_by_estimate_is_named_so_in_the_cell_and_in_the_sentence(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("240", kind="estimate"), gdp("254", kind="target"), gdp("200", "2023")))
    words = wording(tmp_path / "words")
    assert told(made, words)[0].verdict == "预计未完成"
    assert "1 个目标，预计未完成 1 个（地区生产总值，94.5 %）" in "".join(sentences(made, words))
    assert told(made, wording(tmp_path / "en", "en"))[0].verdict == "missed, by estimate"


def test_the_ends_of_a_dispute_are_in_the_unit_of_the_value(tmp_path: Path) -> None:
    facts = (
        Fact("a1", "地区生产总值2540000万元", GDP, "2024", "2540000", "万元", published="2025-03-01"),
        Fact("a2", "地区生产总值260亿元", GDP, "2024", "260"),
    )  # fmt: skip
    (said,) = told(brief(tmp_path, facts), wording(tmp_path / "words"))
    assert said.value == "2,540,000 万元" and "有分歧 2,540,000–2,600,000 万元" in said.marks


def test_an_old_value_is_marked(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"), Fact("old", "签约项目400个", SIGNED, "1993", "400", "个")))
    words = wording(tmp_path / "words")
    assert [each.marks for each in told(made, words)] == [(), ("比2024年早 31 年",)]


def test_a_number_of_a_table_names_its_row(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"),))
    (source,) = made.sources
    line = source_line(replace(source, quote="78300", row="税收收入"), wording(tmp_path / "words"))
    assert "表中“税收收入”一行：“78300”" in line


def test_numbers_stay_in_one_line_with_their_units(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("1240.5"), gdp("1254", kind="target", comparator="<")))
    html = page.fragment(made, wording(tmp_path / "words"))
    said = re.sub("<[^>]*>", "", html)
    assert "1,240.5\N{NO-BREAK SPACE}亿元" in said and "&lt;\N{NO-BREAK SPACE}1,254" in said
    assert not re.search(r"\d (?:亿元|%)", said)
    assert "100 mn yuan" not in page.fragment(made, wording(tmp_path / "en", "en"))
