"""What a brief is made of: which rows there are and in which order, values, changes, targets, ranks and sources."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kpi.briefs.content import brief_of
from tests.briefs.samples import brief, build_of, row
from tests.dashboard_data import GDP, INVESTMENT, KEY, SIGNED, A, B, Fact

JAN = "2025-01-10"
ENERGY = "energy_intensity"


def gdp(value: str, period: str = "2024", **fields: str) -> Fact:
    zone, kind = fields.get("zone", A), fields.get("kind", "actual")
    return Fact(
        f"{zone[:2]}{period[:4]}{kind}{value}", f"{period}{kind}地区生产总值{value}亿元", GDP, period, value, **fields
    )  # type: ignore[arg-type]


TARGETS = (
    gdp("254"), gdp("260", kind="target"),  # missed: 97.7 %
    Fact("a24", "签约项目42个", SIGNED, "2024", "42", "个"),
    Fact("a24", "签约项目40个以上目标", SIGNED, "2024", "40", "个", "target", comparator=">="),
    Fact("a25", "省市重点上半年完成投资30亿元", INVESTMENT, "2025-H1", "30", scope=KEY),
    Fact("a25", "省市重点全年投资目标121亿元", INVESTMENT, "2025", "121", kind="target", scope=KEY),
    Fact("a25", "在建重大上半年完成投资70亿元", INVESTMENT, "2025-H1", "70", scope="在建重大"),
    Fact("a25", "在建重大全年投资目标120亿元", INVESTMENT, "2025", "120", kind="target", scope="在建重大"),
    Fact("a25", "全区投资110亿元", INVESTMENT, "2024", "110"),
    Fact("a25", "明年签约项目50个目标", SIGNED, "2025", "50", "个", "target"),
)  # fmt: skip


def test_what_was_missed_comes_first_then_what_is_behind_then_what_is_done(tmp_path: Path) -> None:
    made = brief(tmp_path, TARGETS)
    assert [(each.standing, each.indicator, each.scope) for each in made.rows] == [
        ("missed", GDP, ""), ("behind", INVESTMENT, KEY), ("ahead", INVESTMENT, "在建重大"), ("met", SIGNED, ""),
        ("no_target", INVESTMENT, ""),
    ]  # fmt: skip
    assert made.year == 2024 and made.day.isoformat() == "2026-06-01"


def test_each_year_counts_its_targets(tmp_path: Path) -> None:
    made = brief(tmp_path, TARGETS)
    assert [(each.year, dict(each.counts)) for each in made.years] == [
        (2024, {"missed": 1, "met": 1}),
        (2025, {"behind": 1, "ahead": 1, "pending": 1}),
    ]


def test_a_part_of_the_year_is_held_against_its_pace_and_keeps_its_period(tmp_path: Path) -> None:
    found = row(brief(tmp_path, TARGETS), INVESTMENT, "2025-H1", scope=KEY)
    assert found.aim is not None and found.aim.of_part and found.aim.expected == 0.5
    assert found.value is not None and (found.value.value, found.aim.period) == ("30", "2025")
    assert found.change is None, "of a part of a year no growth is computed"


def test_a_target_that_waits_stands_beside_the_value_of_its_series(tmp_path: Path) -> None:
    found = row(brief(tmp_path, TARGETS), SIGNED)
    assert found.aim is not None and found.aim.year == 2024
    assert [(aim.year, aim.standing, aim.value) for aim in found.later_aims] == [(2025, "pending", "50")]


def test_a_target_of_which_there_is_no_value_has_a_row(tmp_path: Path) -> None:
    facts = (gdp("254"), Fact("a25", "签约项目50个目标", SIGNED, "2025", "50", "个", "target"))
    found = row(brief(tmp_path, facts), SIGNED)
    assert found.value is None and found.standing == "pending" and found.observation_ids


@pytest.mark.parametrize(
    ("day", "standing"), [("2026-06-01T09:00:00", "pending"), ("2027-01-02T09:00:00", "unreported")]
)
def test_it_stands_as_on_the_day_of_the_build(day: str, standing: str, tmp_path: Path) -> None:
    facts = (gdp("254"), Fact("a25", "签约项目50个目标", SIGNED, "2025", "50", "个", "target"))
    assert row(brief(tmp_path, facts, day=day), SIGNED).standing == standing


def test_a_target_of_growth_is_a_row_of_growth(tmp_path: Path) -> None:
    facts = (
        gdp("254"),
        Fact("a24", "增长5.0%", GDP, "2024", "5.0", "%", measure="growth"),
        Fact("a24", "增长6.5%目标", GDP, "2024", "6.5", "%", "target", measure="growth"),
    )
    made = brief(tmp_path, facts)
    growth, level = row(made, GDP, measure="growth"), row(made, GDP)
    assert growth.standing == "missed" and growth.aim is not None and math.isnan(growth.aim.share)
    assert round(growth.aim.difference, 6) == -1.5
    assert level.standing == "no_target" and level.change is not None and level.change.stated


def test_growth_alone_is_a_row_where_no_level_is_known(tmp_path: Path) -> None:
    facts = (Fact("a24", "能耗下降2.2%", ENERGY, "2024", "-2.2", "%", measure="growth"), gdp("254"))
    made = brief(tmp_path, facts)
    assert row(made, ENERGY, measure="growth").value is not None
    assert {each.measure for each in made.rows if each.indicator == GDP} == {"level"}


@pytest.mark.parametrize(
    ("facts", "number", "stated", "why"),
    [
        ((gdp("254"), Fact("x", "增长5%", GDP, "2024", "5", "%", measure="growth")), 5.0, True, "as the source says"),
        ((gdp("254"), gdp("240", "2023")), 5.8, False, "computed from two whole years"),
        ((gdp("254"), gdp("240", "2022")), None, False, "a year between is missing"),
        ((gdp("254"), gdp("240", "2023", comparator=">")), None, False, "a bound is no base"),
        ((gdp("254", comparator=">="), gdp("240", "2023")), None, False, "nor is it a value"),
        ((gdp("3"), gdp("-5", "2023")), None, False, "of a loss there is no growth"),
        ((gdp("15"), gdp("2", "2023", unit="亿美元")), None, False, "another currency"),
        ((gdp("254"), gdp("240", "2023", scope=KEY)), None, False, "another scope"),
        ((gdp("120", "2025-H1"), gdp("100", "2024-H1")), None, False, "parts of years"),
    ],
)  # fmt: skip
def test_changes(facts: tuple[Fact, ...], number: float | None, stated: bool, why: str, tmp_path: Path) -> None:
    change = next(each for each in brief(tmp_path, facts).rows if each.indicator == GDP and not each.scope).change
    found = (change and change.number, bool(change and change.stated))
    assert found == (number, stated), why


def test_a_change_that_is_computed_says_what_it_rests_on(tmp_path: Path) -> None:
    base = Fact("b1", "约计240亿元", GDP, "2023", "240", flags=("year_assumed",))
    found = row(brief(tmp_path, (gdp("254", kind="estimate"), base)), GDP)
    assert found.change is not None and set(found.change.doubts) == {"estimate", "year_assumed"}
    assert len(found.change.observation_ids) == 2


@pytest.mark.parametrize(
    ("facts", "period", "why"),
    [
        ((gdp("73.5", "2025-H1"), gdp("38.2", "2025-Q2")), "2025-H1", "a quarter alone says little"),
        ((gdp("20.1", "2025-Q2"), gdp("77", "2024")), "2024", "nor beside a whole year"),
        ((gdp("254", "2024"), gdp("1200", "2021/2025")), "2024", "a sum of years says nothing of now"),
        ((gdp("254", "2024"), gdp("128", "2025-H1")), "2025-H1", "what counts from January is the latest"),
    ],
)  # fmt: skip
def test_the_latest_value(facts: tuple[Fact, ...], period: str, why: str, tmp_path: Path) -> None:
    found = row(brief(tmp_path, facts), GDP)
    assert found.value is not None and found.value.period == period, why


def test_the_line_has_one_value_a_whole_year_and_an_actual_before_an_estimate(tmp_path: Path) -> None:
    facts = (
        gdp("200", "2021"), gdp("212", "2022", kind="estimate"), gdp("215", "2022"),
        gdp("230", "2023", kind="estimate"), gdp("120", "2024-H1"),
    )  # fmt: skip
    line = row(brief(tmp_path, facts), GDP).line
    assert [(point.year, point.number, point.kind) for point in line] == [
        (2021, 200, "actual"), (2022, 215, "actual"), (2023, 230, "estimate"),
    ]  # fmt: skip


def test_what_is_guessed_or_disputed_is_marked(tmp_path: Path) -> None:
    guessed = Fact(
        "b1", "全区254亿元", GDP, "2024", "254", published="2025-03-01", flags=("unknown_zone", "year_assumed")
    )
    value = row(brief(tmp_path, (guessed, gdp("260"))), GDP).value
    assert value is not None and value.disputed and (value.value, value.low, value.high) == ("254", 254, 260)
    assert value.doubts == ("year_assumed",), "what says nothing of the number is left out"


def test_a_verdict_on_a_guess_is_in_doubt(tmp_path: Path) -> None:
    facts = (
        Fact("b1", "全区254亿元", GDP, "2024", "254", flags=("year_assumed",)), gdp("260", kind="target"),
        Fact("a24", "签约项目42个", SIGNED, "2024", "42", "个", scope="制造业"),
        Fact("a24", "签约项目目标50个", SIGNED, "2024", "50", "个", "target"),
    )  # fmt: skip
    made = brief(tmp_path, facts)
    assert row(made, GDP).standing == "in_doubt"
    assert row(made, SIGNED, scope="制造业").standing == "in_doubt", "held against another scope"
    assert dict(made.years[0].counts) == {"in_doubt": 2}


def test_a_target_in_words_is_counted_apart(tmp_path: Path) -> None:
    wordy = Fact("a24", "地区生产总值增速高于全市目标", GDP, "2024", "", kind="target", flags=("relative",))
    made = brief(tmp_path, (gdp("254"), gdp("250", kind="target", scope=KEY), wordy))
    assert (made.years[0].wordy, made.years[0].total) == (1, 1)


def test_ranks_are_among_areas_of_the_same_kind_that_report_the_same(tmp_path: Path) -> None:
    facts = (
        gdp("254"), gdp("300", zone=B), gdp("9000", zone="东山市"), gdp("400", zone="南港经济开发区", kind="estimate"),
        gdp("500", "2023", zone="北山经济开发区"), gdp("100", zone="西山经济开发区"),
        gdp("700", zone="中山经济开发区", scope=KEY),
    )  # fmt: skip
    made = brief(tmp_path, facts)
    rank = row(made, GDP).rank
    assert rank is not None and (rank.place, rank.of) == (2, 3)
    assert made.peers == 6, "all zones, not the city"


@pytest.mark.parametrize(
    ("indicator", "mine", "other", "place"),
    [
        (GDP, "254", "200", 1), (GDP, "254", "254", 1), (GDP, "254", "255", 2),
        (ENERGY, "-3", "-2", 1), (ENERGY, "-2", "-3", 2),
    ],
)  # fmt: skip
def test_the_better_one_comes_first(indicator: str, mine: str, other: str, place: int, tmp_path: Path) -> None:
    measure, unit = ("growth", "%") if indicator == ENERGY else ("level", "亿元")
    facts = tuple(
        Fact(zone, f"{zone}的数{value}", indicator, "2024", value, unit, measure=measure, zone=zone)
        for zone, value in ((A, mine), (B, other))
    )
    rank = row(brief(tmp_path, facts), indicator, measure=measure).rank
    assert rank is not None and (rank.place, rank.of) == (place, 2)


def test_a_rank_says_what_its_sources_leave_open_and_what_it_rests_on(tmp_path: Path) -> None:
    facts = (
        gdp("254"), Fact("other", "全区310亿元", GDP, "2024", "310"),  # disputed: 254 or 310
        gdp("300", zone=B),
        Fact("c", "全区200亿元", GDP, "2024", "200", zone="西山经济开发区", flags=("year_assumed",)),
    )  # fmt: skip
    rank = row(brief(tmp_path, facts), GDP).rank
    assert rank is not None and (rank.first, rank.last, rank.of, rank.assumed) == (1, 2, 3, 1)


def test_no_rank_where_there_is_nobody_or_no_actual(tmp_path: Path) -> None:
    facts = (gdp("254", kind="estimate"), gdp("300", zone=B), Fact("a24", "签约项目42个", SIGNED, "2024", "42", "个"))
    made = brief(tmp_path, facts)
    assert row(made, GDP).rank is None and row(made, SIGNED).rank is None


def test_a_bound_has_no_place_and_gives_none_to_others(tmp_path: Path) -> None:
    facts = (gdp("254"), gdp("300", zone=B, comparator=">"), gdp("90", zone="西山开发区"))
    made = brief(tmp_path / "others", facts)
    rank = row(made, GDP).rank
    assert rank is not None and (rank.place, rank.of) == (1, 2)
    assert row(brief(tmp_path / "mine", facts, zone=B), GDP).rank is None


def test_a_sum_of_years_does_not_stand_beside_the_target_of_one(tmp_path: Path) -> None:
    facts = (
        gdp("254"), Fact("a20", "十三五签约项目400个", SIGNED, "2016/2020", "400", "个"),
        Fact("a25", "签约项目50个目标", SIGNED, "2025", "50", "个", "target"),
    )  # fmt: skip
    assert row(brief(tmp_path, facts), SIGNED).value is None


def test_a_target_of_several_years_does_not_stand_beside_the_value_of_one(tmp_path: Path) -> None:
    facts = (
        gdp("254"), Fact("a24", "签约项目42个", SIGNED, "2024", "42", "个"),
        Fact("a25", "到2030年签约项目400个目标", SIGNED, "2026/2030", "400", "个", "target"),
    )  # fmt: skip
    of_year, of_years = (each for each in brief(tmp_path, facts).rows if each.indicator == SIGNED)
    assert of_years.value is not None and (of_years.value.period, of_years.aim) == ("2024", None)
    assert of_year.value is None and of_year.aim is not None and of_year.aim.period == "2026/2030"


@pytest.mark.parametrize(("period", "years"), [("2024", 0), ("2023", 0), ("2022", 2), ("1993", 31), ("2025-H1", 0)])
def test_an_old_value_says_how_old_it_is(period: str, years: int, tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"), Fact("old", "签约项目400个", SIGNED, period, "400", "个")))
    value = row(made, SIGNED).value
    assert made.year == 2024 and value is not None and value.years_before == years


def test_a_verdict_by_what_was_expected_says_so(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("240", kind="estimate"), gdp("254", kind="target"), gdp("200", "2023")))
    aim = row(made, GDP).aim
    assert aim is not None and (aim.standing, aim.on_estimate) == ("missed", True)
    known = row(brief(tmp_path / "known", (gdp("240"), gdp("254", kind="target"))), GDP).aim
    assert known is not None and not known.on_estimate


def test_peers_can_be_chosen(tmp_path: Path) -> None:
    build, sample = build_of(tmp_path, (gdp("254"), gdp("300", zone=B), gdp("400", zone="西山经济开发区")))
    rank = row(brief_of(build, A, sample.config, peers=[B]), GDP).rank
    assert rank is not None and (rank.place, rank.of) == (2, 2)


def test_every_number_has_its_source_and_one_quote_has_one_note(tmp_path: Path) -> None:
    made = brief(tmp_path, TARGETS)
    ids = [name for each in made.rows for name in each.observation_ids]
    assert ids and all(name in made.notes for name in ids)
    numbers = [source.number for source in made.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    first = made.sources[made.notes[made.rows[0].observation_ids[0]] - 1]
    assert "254" in first.quote and first.doc and first.published == JAN and first.title
    quoted = (
        Fact("q", "地区生产总值254亿元增长5%", GDP, "2024", "254"),
        Fact("q", "地区生产总值254亿元增长5%", GDP, "2024", "5", "%", measure="growth"),
    )
    assert len(brief(tmp_path / "one", quoted).sources) == 1


def test_indicators_without_data_are_those_of_the_map(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"),))
    assert made.without == (ENERGY, INVESTMENT, SIGNED)


def test_a_year_can_be_asked_for(tmp_path: Path) -> None:
    facts = (*TARGETS, gdp("230", "2022"), gdp("240", "2022", kind="target"))
    made = brief(tmp_path, facts, year=2022)
    assert [(each.indicator, each.standing) for each in made.rows] == [(GDP, "missed")]
    assert [each.year for each in made.years] == [2022] and set(made.years_to_choose) == {2025, 2024, 2022}
    assert not brief(tmp_path, facts, year=1999).rows


def test_a_half_year_does_not_make_its_year_the_one_of_the_brief(tmp_path: Path) -> None:
    assert brief(tmp_path, (gdp("254"), gdp("130", "2025-H1"))).year == 2024


def test_verdicts_of_the_year_before_are_not_lost_to_one_early_value(tmp_path: Path) -> None:
    facts = (gdp("254"), gdp("260", kind="target"), Fact("a25", "签约项目42个", SIGNED, "2025", "42", "个"))
    made = brief(tmp_path, facts)
    assert made.year == 2024 and made.rows[0].standing == "missed"


def test_verdicts_of_long_ago_are_told_and_do_not_lead_the_table(tmp_path: Path) -> None:
    facts = (gdp("254"), gdp("200", "2020"), gdp("210", "2020", kind="target"))
    made = brief(tmp_path, facts)
    assert [(each.year, each.earlier) for each in made.years] == [(2024, False), (2020, True)]
    assert [each.standing for each in made.rows] == ["no_target"]
    assert made.years[1].rows[0].standing == "missed"


def test_a_zone_of_which_nothing_is_known_has_an_empty_brief(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"),), zone=B)
    assert not made.rows and not made.sources and len(made.without) == 4


def test_the_order_of_reports_plays_no_part(tmp_path: Path) -> None:
    one, other = brief(tmp_path / "a", TARGETS), brief(tmp_path / "b", tuple(reversed(TARGETS)))
    assert [(each.indicator, each.standing, each.value and each.value.value) for each in one.rows] == [
        (each.indicator, each.standing, each.value and each.value.value) for each in other.rows
    ]
