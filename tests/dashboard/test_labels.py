"""Words and numbers of the page, and the colours it draws with."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboard.figures import theme
from dashboard.words import labels
from dashboard.words.labels import EN, TEXTS, ZH, nameless
from kpi.bootstrap import ROOT
from kpi.building.report_status import ReportStatus
from kpi.cli import REMARK_REASONS
from kpi.pages import about
from kpi.series import explain
from kpi.wording import wording
from kpi.wording.periods import period_name

DASHBOARD = Path(labels.__file__).parent.parent


def test_both_languages_have_the_same_keys_and_the_same_places_to_fill() -> None:
    assert list(ZH) == list(EN)
    for key in ZH:
        assert _places(ZH[key]) == _places(EN[key]), key


def test_a_page_says_nothing_otherwise_than_a_file() -> None:
    for language, texts in (("zh", ZH), ("en", EN)):
        assert not set(texts) & set(wording.TEXTS[language])


def test_every_word_that_the_code_asks_for_is_there() -> None:
    for path in DASHBOARD.rglob("*.py"):
        for key in re.findall(r'\bwords\("([a-z_.]+)"', path.read_text(encoding="utf-8")):
            assert key in TEXTS["zh"], f"{path.name}: {key}"


def test_each_rule_that_chooses_a_statement_is_told_as_a_reason_too() -> None:
    assert [key for key in ZH if key.startswith("rule.") and key.replace("rule.", "because.") not in ZH] == []


def test_no_word_is_left_over() -> None:
    told = {DASHBOARD / "words" / f"{name}.py" for name in ("labels", "zh", "en", "pages_zh", "pages_en")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in DASHBOARD.rglob("*.py") if path not in told)
    families = (
        "kind.",
        "measure.",
        "verdict.",
        "scope.",
        "status.",
        "rule.",
        "reason.",
        "basis.",
        "remark.",
        "flag.",
        "because.",
        "meaning.",
        "order.",
        "upload_status.",
        "upload_warn.",
        "second_trust.",
        "imported_rows.",
        "report_line.",
        "report_open.",
        "report_is.",
        "report_moved.",
        "doubt.",
        "settle_part.",
        "comparator.",
        "settled.",
        "settled_many.",
        "dimension.",
        "good.",
        "note_line.",
        "search_",
        "tinted_by.",
        "tile_low.",
        "tile_high.",
    )
    spelled = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)*)"', code))
    built = (
        "axes.", "compare_as.", "layout_of.", "mode_mend.", "peer_", "peers_by.", "trait.",
        "brief_peers.", "brief_as.", "form.", "layout.", "map_added", "map_gone", "map_changed",
    )  # fmt: skip
    for key in ZH:
        assert key in spelled or key.startswith(families + built) or key in _asked_by_code(code), key


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "measure", "zh", "en"),
    [
        ("206.19", "亿元", "=", "level", "206.19 亿元", "206.19 (100 mn yuan)"),
        ("16.0", "%", "=", "growth", "+16.0 %", "+16.0 %"),
        ("-2.2", "%", "=", "growth", "−2.2 %", "−2.2 %"),
        ("4647", "人", "=", "level", "4,647 人", "4,647 persons"),
        ("26", "个", ">=", "level", "≥ 26 个", "≥ 26 items"),
        ("6", "%", "~", "level", "约 6 %", "about 6 %"),
        ("", "亿元", "=", "level", "", ""),
    ],
)
def test_a_quantity_keeps_its_digits(value: str, unit: str, comparator: str, measure: str, zh: str, en: str) -> None:
    assert nameless("zh").quantity(value, unit, comparator, measure) == zh
    assert nameless("en").quantity(value, unit, comparator, measure) == en


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2020-H1", "2020年1–6月", "Jan–Jun 2020"),
        ("2020-01/05", "2020年1–5月", "Jan–May 2020"),
        ("2025-Q1", "2025年一季度", "Q1 2025"),
        ("2020-Q1-Q3", "2020年1–9月", "Jan–Sep 2020"),
        ("2024-05", "2024年5月", "May 2024"),
        ("2021/2025", "2021–2025年", "2021–2025"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_periods_in_words(code: str, zh: str, en: str) -> None:
    assert (period_name(code, "zh"), period_name(code, "en")) == (zh, en)


def test_a_code_that_is_not_known_stays_readable() -> None:
    words = nameless("en")
    assert words.code("reason", "scope_differs:在建") == "the actual is of scope “在建”"
    assert words.code("reason", "scope_differs:") == "the actual is of scope “all”"
    assert (
        words.code("reason", "scopes_differ:新增,亿元以上") == "reported for other scopes: added; 100 mn yuan and more"
    )
    assert words.code("reason", "brand_new:x") == "brand_new:x"


@pytest.mark.parametrize("colour", [*theme.GROUP_COLOURS, *theme.ZONE_COLOURS, theme.NEUTRAL, theme.GOOD, theme.BAD])
def test_marks_stand_out_from_both_backgrounds(colour: str) -> None:
    for background in (theme.LIGHT_BACKGROUND, theme.DARK_BACKGROUND):
        assert theme.contrast(colour, background) >= 3


def test_a_zone_keeps_its_colour_whatever_is_chosen() -> None:
    zones = ["甲", "乙", "丙"]
    assert theme.zone_colours(zones, ["丙"]) == theme.zone_colours(zones)


def test_beyond_eight_zones_the_chosen_ones_are_coloured() -> None:
    zones = [str(number) for number in range(12)]
    colours = theme.zone_colours(zones, ["9", "3"])
    assert colours["3"] == theme.ZONE_COLOURS[3] and colours["9"] == theme.ZONE_COLOURS[1], "by their place"
    assert colours["0"] == theme.OTHER_ZONE


def test_zones_that_would_share_a_colour_are_told_apart_and_the_others_keep_theirs() -> None:
    zones = [str(number) for number in range(20)]
    colours = theme.zone_colours(zones, ["1", "2", "9", "17"])
    assert colours["1"] == theme.ZONE_COLOURS[1] and colours["2"] == theme.ZONE_COLOURS[2]
    assert len({colours[zone] for zone in ("1", "2", "9", "17")}) == 4
    eight = theme.zone_colours(zones, zones[:1] + zones[8:16])
    assert len(set(eight.values()) - {theme.OTHER_ZONE}) == 8


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _asked_by_code(code: str) -> set[str]:
    return set(re.findall(r"words\(f?[\"']([a-z_.]+)[\"']", code))


def test_one_is_told_in_the_singular() -> None:
    words = nameless("en")
    assert [words("rows_shown", count=count) for count in ("1", 1, "0", "21", "1,001")] == [
        "1 row", "1 row", "0 rows", "21 rows", "1,001 rows"
    ]  # fmt: skip
    assert nameless("zh")("rows_shown", count="1") == "1 行"
    for key, text in EN.items():
        assert "|" not in text or "count" in _places(text), key


def test_what_the_program_says_in_chinese_is_told_as_such_in_english() -> None:
    said = "未知的量纲“moneyy”"
    assert nameless("zh").detail(said) == said
    assert nameless("en").detail(said) == f"told in Chinese: {said}"
    assert nameless("en").detail("No space left") == "No space left"


def test_what_a_zone_or_a_period_rests_on_has_an_english_name() -> None:
    assert nameless("en").ground("刊发日期 2025-03-05") == "date of publication 2025-03-05"
    assert nameless("zh").ground("刊发日期 2025-03-05") == "刊发日期 2025-03-05"
    assert nameless("en").ground("经开区×54，濮阳×4") == "经开区×54，濮阳×4"
    assert nameless("en").ground("计划的句式") == "phrasing of a plan"
    assert set(about._WORDS_OF_GROUND.values()) <= set(labels.GROUNDS_EN)


OF_AN_OPEN_ZONE = ("remark.no_zone", "flag.zone_open", "zone_unknown", "report_is.zone_open")


def test_an_open_zone_has_one_name_everywhere() -> None:
    for texts, name in ((TEXTS["zh"], "开发区待定"), (TEXTS["en"], "zone open")):
        assert {texts[key] for key in OF_AN_OPEN_ZONE} == {name}
        assert texts["report_open.zone_open"].lower().startswith(name)
    assert {REMARK_REASONS["no_zone"], explain._NOTES["zone_open"]} == {"开发区待定"}
    assert ReportStatus("a.txt", state=("zone_open",)).told_zone == "开发区待定"
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "`zone_open` 开发区待定" in readme and not [name for name in ("不知属于哪个", "区不明") if name in readme]
