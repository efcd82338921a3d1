"""Corrections: what people decide about readings, how it is kept, and what it does to them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.building.store import build, is_stale, open_build
from kpi.cli import main
from kpi.results import corrections
from kpi.results.cache import open_packed, pack
from kpi.results.corrections import Action, Change, Corrections, decide, file_digest, load, settle, undo, undo_all
from kpi.series.reconcile import reconcile
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import observation_id
from kpi.vocabulary.model import Comparator, Document, Extraction, Kind, Measure, Observation, Remark
from tests.samples import CONFIG

ZONE, OTHER = "濮阳经济技术开发区", "周口经济开发区"
TEXT = "完成投资96.3亿元，实现地区生产总值254亿元。"
DIGEST = "d1"
BASIS = "zone:stated;period:section;kind:default"


def reading(
    value: str = "96.3", indicator: str = "key_project_investment", start: int = 0, **other: object
) -> Observation:
    made = Observation(
        doc="000",
        zone=ZONE,
        indicator=indicator,
        scope="",
        measure=Measure.LEVEL,
        kind=Kind.ACTUAL,
        period="2024",
        value=Decimal(value),
        unit="亿元",
        comparator=Comparator.EQUAL,
        quote=TEXT[start : start + 9],
        start=start,
        end=start + 9,
        basis=BASIS,
        path="reports/000.txt",
    )
    return replace(made, **other)  # type: ignore[arg-type]


INVESTMENT, GDP = reading(), reading("254", "gdp", 10)


def extraction(*found: Observation, digest: str = DIGEST, doc: str = "000") -> Extraction:
    return Extraction(Document(doc, f"reports/{doc}.txt", TEXT, digest), tuple(found))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    return load_config(tmp_path / "config.yaml")


def put(config: Config, item: Observation, action: str, why: str = "核对原件", **change: str) -> None:
    decide(config, item, DIGEST, Action(action), why=why, who="王某", change=Change(**change))


def applied(config: Config, *found: Observation, **document: str) -> Extraction:
    return load(config).apply(extraction(*(found or (INVESTMENT, GDP)), **document))


def test_nothing_decided(config: Config) -> None:
    assert load(config) == Corrections()
    assert file_digest(config) == ""
    assert applied(config) == extraction(INVESTMENT, GDP)


def test_accepted(config: Config) -> None:
    put(config, INVESTMENT, "accept")
    first, second = applied(config).observations
    assert (first.value, first.flags, second) == (Decimal("96.3"), ("accepted",), GDP)
    assert first.kind_ground.endswith("王某 核实 96.3 亿元：核对原件")


def test_rejected(config: Config) -> None:
    put(config, INVESTMENT, "reject", why="是单个项目")
    found = applied(config)
    assert found.observations == (GDP,)
    (remark,) = found.remarks
    assert (remark.reason, remark.quote, remark.start) == ("rejected", INVESTMENT.quote, 0)
    assert remark.detail.endswith("王某 剔除 96.3 亿元：是单个项目")


# what is changed otherwise: indicator, unit, comparator and flags then; only what is not as read is flagged
OTHERWISE = [
    ({"comparator": ">="}, ("key_project_investment", "亿元", ">=", "corrected comparator_was:=")),
    ({"comparator": "不超过"}, ("key_project_investment", "亿元", "<=", "corrected comparator_was:=")),
    ({"indicator": "GDP"}, ("gdp", "亿元", "=", "corrected indicator_was:key_project_investment")),
    ({"indicator": "signed_projects", "unit": "家", "comparator": "约"},
     ("signed_projects", "家", "~", "corrected indicator_was:key_project_investment comparator_was:=")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), OTHERWISE, ids=[",".join(row[0].values()) for row in OTHERWISE])
def test_indicator_and_comparator(change: dict[str, str], expected: tuple[str, ...], config: Config) -> None:
    put(config, INVESTMENT, "override", **change)
    first, second = applied(config).observations
    assert (first.indicator, first.unit, str(first.comparator), " ".join(first.flags)) == expected
    assert observation_id(first) == observation_id(INVESTMENT) and second == GDP
    assert load(config).behind(first, DIGEST) == load(config).in_force[0]
    put(config, first, "override", value="9")
    (again, _), told = applied(config).observations, load(config).in_force[-1].told()
    assert (again.indicator, str(again.value), " ".join(again.flags)) == (expected[0], "9", expected[3])
    assert all(f"{name}改为 " in told for name in ("数值", "指标" if "indicator" in change else "限定"))
    put(config, again, "undo")
    assert applied(config) == extraction(INVESTMENT, GDP)


def test_growth_may_be_of_any_indicator(config: Config) -> None:
    growth = reading("5", "gdp", measure=Measure.GROWTH, unit="%")
    put(config, growth, "override", indicator="energy_intensity")
    assert applied(config, growth).observations[0].indicator == "energy_intensity"


def test_a_unit_is_checked_against_the_indicator_that_was_given_before(config: Config) -> None:
    put(config, INVESTMENT, "override", indicator="signed_projects", unit="个")
    with pytest.raises(KpiError, match="应为 个 一类的单位"):
        put(config, INVESTMENT, "override", unit="万元")
    with pytest.raises(KpiError, match="应为 亿元 一类的单位"):
        put(config, INVESTMENT, "override", indicator="gdp")


def test_an_indicator_that_the_config_has_no_more_is_told_and_not_put_there(config: Config) -> None:
    put(config, INVESTMENT, "override", indicator="gdp")
    text = config.path.read_text("utf-8").replace("  gdp:", "  output:", 1).replace("GDP]", "产出]")
    config.path.write_text(text, "utf-8")
    now = load_config(config.path)
    assert load(now).apply(extraction(INVESTMENT)) == extraction(INVESTMENT)
    assert load(now).problems == ("corrections.jsonl 第 1 行改为的指标 gdp 已不在 config.yaml 里，没有采用",)
    assert load(now).since(0) == load(now).entries, "it is still one that the build was to follow"


# what is changed, what the observation says then: zone, kind, period, value, unit, basis
CHANGES = [
    ({"value": "963"}, (ZONE, "actual", "2024", "963", "亿元", BASIS)),
    ({"value": "1,963.0", "unit": "万元"}, (ZONE, "actual", "2024", "1963.0", "万元", BASIS)),
    ({"period": "2023-h1"}, (ZONE, "actual", "2023-H1", "96.3", "亿元", "zone:stated;period:corrected;kind:default")),
    ({"zone": "周口经开区"}, (OTHER, "actual", "2024", "96.3", "亿元", "zone:corrected;period:section;kind:default")),
    (
        {"zone": "江州高新区"},
        ("江州高新区", "actual", "2024", "96.3", "亿元", "zone:corrected;period:section;kind:default"),
    ),
    ({"kind": "target"}, (ZONE, "target", "2024", "96.3", "亿元", "zone:stated;period:section;kind:corrected")),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[",".join(row[0]) for row in CHANGES])
def test_overridden(change: dict[str, str], expected: tuple[str, ...], config: Config) -> None:
    put(config, INVESTMENT, "override", **change)
    each = applied(config).observations[0]
    assert (each.zone, str(each.kind), each.period, str(each.value), each.unit, each.basis) == expected
    assert each.flags == ("corrected",)
    assert "王某" in each.zone_ground + each.period_ground + each.kind_ground
    assert (each.quote, each.start, each.end) == (INVESTMENT.quote, 0, 9), "the words of the report stay"


REFUSED = [
    ("override", {}, "更正要写明新的数值"),
    ("accept", {"value": "5"}, "其他决定则不写"),
    ("override", {"value": "九十"}, "--value 九十: 不是数字，应如 12.5"),
    ("override", {"value": "nan"}, "--value nan: 不是数字"),
    ("override", {"value": "96.3"}, "与现在的值相同，没有可更正的；认可现值请用 --accept"),
    ("override", {"unit": "家"}, "--unit 家: 与指标不符，应为 亿元 一类的单位"),
    ("override", {"period": "明年"}, "明年: 不是时期"),
    ("override", {"zone": "某某"}, "某某: 没有这个开发区"),
    (
        "override",
        {"indicator": "签约项目"},
        "--indicator signed_projects: 以 亿元 计的数值与它不符，它应为 个 一类的单位",
    ),
    ("override", {"indicator": "energy_intensity"}, "--indicator energy_intensity: 这个指标只有增速"),
    ("override", {"indicator": "gpd"}, "gpd: 没有这个指标；是不是 gdp（地区生产总值）"),
    ("override", {"indicator": "重点项目完成投资"}, "与现在的值相同"),
    ("override", {"comparator": "大概"}, "大概: 没有这个限定；可用的有：=（确数）、>=（以上）"),
    ("override", {"comparator": "="}, "与现在的值相同"),
    ("undo", {}, "没有可以撤销的更正"),
]


@pytest.mark.parametrize(("action", "change", "message"), REFUSED)
def test_refused(action: str, change: dict[str, str], message: str, config: Config) -> None:
    with pytest.raises(KpiError, match=message):
        put(config, INVESTMENT, action, **change)
    assert not config.corrections.exists()


def test_a_reason_is_asked_for(config: Config) -> None:
    with pytest.raises(KpiError, match="--why: 请写明原因"):
        put(config, INVESTMENT, "accept", why=" \n ")


def test_the_name_of_the_file_plays_no_part(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    moved = applied(config, replace(INVESTMENT, doc="年报", path="别处/年报.txt"), GDP, doc="年报")
    assert moved.observations == (GDP,)
    assert moved.remarks[0].doc == "年报"
    assert applied(config, digest="d2").observations == (INVESTMENT, GDP), "another content is another report"


def test_what_is_read_otherwise_now_is_told_and_not_touched(config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    for now in (reading("9.63"), reading(unit="万元"), reading(period="2023"), reading(start=3)):
        found = applied(config, now)
        assert found.observations == (now,)
        (remark,) = found.remarks
        assert (remark.reason, remark.quote, remark.start, remark.end) == ("stale_correction", TEXT[:9], 0, 9)


def test_of_two_areas_with_one_number_the_one_that_was_meant(config: Config) -> None:
    other = replace(INVESTMENT, zone=OTHER)
    put(config, other, "reject")
    assert applied(config, INVESTMENT, other).observations == (INVESTMENT,)


def test_of_two_bounds_the_one_that_was_meant(config: Config) -> None:
    lower, upper = reading("6", comparator=Comparator.AT_LEAST), reading("7", comparator=Comparator.AT_MOST)
    put(config, upper, "reject")
    assert applied(config, lower, upper).observations == (lower,)


def test_reports_that_changed_or_are_gone(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    assert [entry.path for entry in load(config).lost(["d2"])] == ["reports/000.txt"]
    assert load(config).lost(["d1", "d2"]) == ()


def test_the_last_decision_holds_and_can_be_taken_back(config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    corrected = applied(config).observations[0]
    put(config, corrected, "override", period="2023")
    twice = applied(config).observations[0]
    assert (str(twice.value), twice.period) == ("963", "2023"), "the second adds to the first"
    put(config, INVESTMENT, "override", unit="万元")
    assert applied(config).observations[0].unit == "万元", "whether or not it was built in between"
    assert str(applied(config).observations[0].value) == "963"
    put(config, applied(config).observations[0], "override", unit="亿元")
    with pytest.raises(KpiError, match="已经核实或更正过"):
        put(config, twice, "accept")
    put(config, twice, "reject")
    assert applied(config).observations == (GDP,)
    (entry,) = load(config).in_force
    undo(config, entry, why="还是要", who="李某")
    assert applied(config) == extraction(INVESTMENT, GDP)
    assert [entry.action.value for entry in load(config).entries] == [*["override"] * 4, "reject", "undo"]
    put(config, INVESTMENT, "accept")
    put(config, applied(config).observations[0], "undo")
    assert applied(config) == extraction(INVESTMENT, GDP)


UNSURE = reading("97", start=3, status="to_confirm", confidence=0.45, flags=("kind_open",))


def unsure(*found: Observation, readings: tuple[Observation, ...] = (UNSURE,)) -> Extraction:
    """A report with readings to confirm, each with the remark that tells of it."""
    remarks = [
        Remark(each.doc, "to_confirm", each.quote, each.start, each.end, f"{each.indicator} {each.period} 0.45")
        for each in readings
    ]
    return replace(extraction(*found), readings=readings, remarks=tuple(remarks))


# decision on a reading to confirm: what is a fact then, what still waits, what is told
ON_A_READING = [
    ("accept", {}, [("97", "actual", "2024", "fact", ("accepted",))], 0, []),
    ("override", {"kind": "target"}, [("97", "target", "2024", "fact", ("corrected",))], 0, []),
    ("override", {"period": "2023"}, [("97", "actual", "2023", "fact", ("corrected",))], 0, []),
    ("reject", {}, [], 0, ["rejected"]),
]


@pytest.mark.parametrize(("action", "change", "facts", "waiting", "told"), ON_A_READING)
def test_a_reading_to_confirm(
    action: str, change: dict[str, str], facts: list[tuple[object, ...]], waiting: int, told: list[str], config: Config
) -> None:
    put(config, UNSURE, action, **change)
    made = load(config).apply(unsure(INVESTMENT, GDP))
    mine = [each for each in made.observations if each.start == UNSURE.start]
    assert [(str(o.value), str(o.kind), o.period, o.status, o.flags) for o in mine] == facts
    assert (len(made.readings), [remark.reason for remark in made.remarks]) == (waiting, told)
    assert [each.start for each in made.observations] == sorted(each.start for each in made.observations)
    assert all((each.quote, each.end) == (UNSURE.quote, UNSURE.end) for each in mine), "with its words and its place"
    (entry,) = load(config).in_force
    undo(config, entry, why="看错了", who="李某")
    assert load(config).apply(unsure(INVESTMENT, GDP)) == unsure(INVESTMENT, GDP)


def test_a_reading_to_confirm_as_the_cache_keeps_it(config: Config) -> None:
    put(config, UNSURE, "accept")
    made = load(config).apply_packed(open_packed(pack(unsure(INVESTMENT))))
    assert (len(made.observations), made.readings, made.head.remarks) == (2, (), ())
    untouched = open_packed(pack(unsure(INVESTMENT)))
    assert [each[:2] for each in untouched.readings] == [("key_project_investment", ZONE)]


def test_a_fact_of_an_open_zone_is_given_one(config: Config) -> None:
    nameless = replace(INVESTMENT, zone="", flags=("zone_open",), basis="zone:open;period:section;kind:default")
    put(config, nameless, "override", zone=OTHER)
    (fact,) = applied(config, nameless).observations
    assert (fact.zone, fact.flags, fact.basis) == (OTHER, ("corrected",), "zone:corrected;period:section;kind:default")


def test_of_two_areas_with_one_number_both_may_be_decided_on(config: Config) -> None:
    one, other = UNSURE, replace(UNSURE, zone=OTHER)
    settle(config, [(one, DIGEST), (other, DIGEST)], Action.ACCEPT, why="核对", who="王某")
    made = load(config).apply(unsure(readings=(one, other)))
    assert [each.zone for each in made.observations] == [ZONE, OTHER] and not made.readings


def test_many_in_one_step_and_taken_back_in_one(config: Config) -> None:
    done = settle(config, [(UNSURE, DIGEST), (GDP, DIGEST)], Action.REJECT, why="不是本区的", who="王某")
    assert (len(done.made), done.taken) == (2, ())
    assert load(config).apply(unsure(INVESTMENT, GDP)).observations == (INVESTMENT,)
    undo_all(config, done.made, why="是本区的", who="王某")
    assert load(config).apply(unsure(INVESTMENT, GDP)) == unsure(INVESTMENT, GDP)
    assert len(config.corrections.read_text("utf-8").splitlines()) == 4, "nothing is taken out of the file"


def test_what_another_decided_a_moment_ago_stays(config: Config) -> None:
    first = settle(config, [(UNSURE, DIGEST)], Action.REJECT, why="单个项目", who="王某")
    second = settle(config, [(UNSURE, DIGEST), (GDP, DIGEST)], Action.ACCEPT, why="核对", who="李某")
    assert second.taken == first.made and [entry.indicator for entry in second.made] == ["gdp"]
    assert [entry.who for entry in load(config).in_force] == ["王某", "李某"]
    settle(config, [(applied(config).observations[1], DIGEST)], Action.REJECT, why="看错了", who="李某")
    assert load(config).in_force[1].action is Action.REJECT, "what a build shows as accepted may be decided anew"
    assert undo_all(config, second.made, why="撤销", who="李某") == (), "of what was decided anew nothing is taken back"


def test_of_two_who_choose_among_the_same_values_the_first_holds(config: Config) -> None:
    one, other = (GDP, DIGEST), (UNSURE, DIGEST)
    first = settle(config, [one], Action.ACCEPT, why="核对", who="王某", rivals=[other])
    for action in (Action.ACCEPT, Action.REJECT):
        second = settle(config, [other], action, why="核对", who="李某", rivals=[one])
        assert (second.made, second.taken) == ((), first.made)
    undo(config, first.made[0], why="看错了", who="王某")
    assert settle(config, [other], Action.ACCEPT, why="核对", who="李某", rivals=[one]).made
    assert [entry.who for entry in load(config).in_force] == ["李某"]


def test_nothing_is_written_where_one_of_many_cannot_be(config: Config) -> None:
    with pytest.raises(KpiError, match="与指标不符"):
        settle(
            config,
            [(UNSURE, DIGEST), (reading("5", "signed_projects", unit="个"), DIGEST)],
            Action.OVERRIDE,
            why="单位",
            who="王某",
            change=Change(unit="万元"),
        )
    assert not config.corrections.exists()


def test_a_change_of_one_area_is_none_of_another_with_the_same_number(config: Config) -> None:
    other = replace(INVESTMENT, zone=OTHER)
    put(config, INVESTMENT, "override", value="963")
    put(config, other, "override", period="2023")
    assert [entry.change for entry in load(config).in_force] == [Change(value="963"), Change(period="2023")]


def test_what_others_decided_is_read_while_nobody_can_write(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []

    def is_held() -> str:
        try:
            with FileLock(config.corrections.with_name(".corrections.jsonl.lock"), timeout=0):
                held.append(False)
        except Timeout:
            held.append(True)
        return "2026-11-21T08:00:00+00:00"

    monkeypatch.setattr(corrections, "_now", is_held)
    put(config, INVESTMENT, "accept")
    settle(config, [(GDP, DIGEST)], Action.REJECT, why="核对", who="王某")
    undo_all(config, load(config).in_force, why="撤销", who="王某")
    assert held == [True] * 4


def test_a_fact_that_was_changed_in_the_build_may_be_changed_twice_before_the_next(config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    shown = applied(config).observations[0]
    put(config, shown, "override", period="2023")
    settle(config, [(shown, DIGEST)], Action.REJECT, why="核对", who="李某")
    assert load(config).in_force[0].action is Action.OVERRIDE, "what came a moment before stays"
    put(config, shown, "override", unit="万元")
    (entry,) = load(config).in_force
    assert (entry.change, entry.value) == (Change(value="963", unit="万元", period="2023"), "96.3")


@pytest.mark.parametrize("action", ["accept", "reject", "override", "undo"])
def test_what_was_taken_back_waits_for_the_next_build(action: str, config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    shown = applied(config).observations[0]
    put(config, shown, "undo")
    with pytest.raises(KpiError, match="没有可以撤销的" if action == "undo" else "已经撤销.*请先运行 kpi build 再定"):
        put(config, shown, action, **({"value": "5"} if action == "override" else {}))
    assert len(load(config).entries) == 2


def test_what_was_changed_before_stays_changed(config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    shown = applied(config).observations[0]
    settle(config, [(shown, DIGEST)], Action.OVERRIDE, why="核对", who="李某", change=Change(period="2023"))
    assert load(config).in_force[0].change == Change(value="963", period="2023")


def test_what_was_confirmed_or_changed_is_not_accepted_once_more(config: Config) -> None:
    put(config, INVESTMENT, "override", value="963")
    put(config, GDP, "accept")
    shown = applied(config).observations
    done = settle(config, [(each, DIGEST) for each in shown], Action.ACCEPT, why="核对", who="李某")
    assert (done.made, done.taken) == ((), load(config).in_force)
    assert len(load(config).entries) == 2


def test_many_are_taken_back_as_decisions_not_as_readings(config: Config) -> None:
    with pytest.raises(KpiError, match="撤销的是一个个决定"):
        settle(config, [(INVESTMENT, DIGEST)], Action.UNDO, why="撤销", who="李某")
    assert not config.corrections.exists()


def test_a_decision_on_the_second_reading_of_the_same_words_is_not_one_on_the_first(config: Config) -> None:
    second = replace(INVESTMENT, period="2023", nth=1)
    put(config, second, "reject")
    (entry,) = load(config).in_force
    assert observation_id(second) in entry.names and observation_id(INVESTMENT) not in entry.names


def test_what_a_build_does_not_know_yet(config: Config) -> None:
    put(config, INVESTMENT, "accept")
    assert [entry.action for entry in load(config).since(0)] == [Action.ACCEPT]
    assert load(config).since(1) == ()
    put(config, applied(config).observations[0], "undo")
    assert [entry.action for entry in load(config).since(1)] == [Action.UNDO], "it stands in the build"
    assert load(config).since(0) == (), "decided and taken back since the build: nothing is new"
    put(config, GDP, "reject")
    assert [entry.indicator for entry in load(config).since(2)] == ["gdp"]


def test_the_id_tells_which_one_it_was(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    assert load(config).in_force[0].id == observation_id(INVESTMENT)


def test_as_the_cache_keeps_it(config: Config) -> None:
    packed = open_packed(pack(extraction(INVESTMENT, GDP)))
    assert load(config).apply_packed(packed) is packed
    put(config, INVESTMENT, "reject")
    made = load(config).apply_packed(packed)
    assert [each[0] for each in made.observations] == ["gdp"]
    assert [remark.reason for remark in made.head.remarks] == ["rejected"]


@pytest.mark.parametrize(("action", "change"), [("accept", {}), ("override", {"value": "97"})])
def test_a_confirmed_value_is_shown(action: str, change: dict[str, str], config: Config) -> None:
    later = replace(reading("131.2"), doc="001", published="2025-03-05")
    assert str(reconcile([INVESTMENT, later], config.reconcile)[0].chosen.value) == "131.2"
    put(config, INVESTMENT, action, **change)
    (cell,) = reconcile([applied(config).observations[0], later], config.reconcile)
    assert (str(cell.chosen.value), cell.rule, cell.disputed) == (change.get("value", "96.3"), "confirmed", True)


# ---- from the command line to the build ----

REPORT = "濮阳经开区2024年工作总结\n2024年，濮阳经开区重点项目投资96.3亿元。2024年，地区生产总值254亿元。\n"


def told(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(list(arguments))
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def investments(config: Config) -> list[tuple[str, str]]:
    build = open_build(config)
    assert build is not None
    rows = build.rows("observations", indicator=["key_project_investment"])
    return [(row["observation_id"], row["value"]) for row in rows]


def test_a_correction_outlives_a_new_name_of_the_report(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(config.path.parent)
    folder = config.path.parent / "reports"
    folder.mkdir()
    (folder / "总结.txt").write_text(REPORT, "utf-8")
    build(config)
    ((found, value),) = investments(config)
    assert value == "96.3"
    status, words = told("correct", found, "--value", "69.3", "--why", "原件为69.3", "--who", "王某", capsys=capsys)
    assert (status, "已记下" in words, "kpi build 后生效" in words) == (0, True, True)
    assert investments(config) == [(found, "96.3")], "not before it is built"
    assert is_stale(config)
    build(config)
    assert [value for _, value in investments(config)] == ["69.3"]
    (folder / "总结.txt").rename(folder / "年报.txt")
    build(config)
    ((renamed, value),) = investments(config)
    assert value == "69.3"
    status, words = told("explain", "濮阳经开区", "key_project_investment", "2024", capsys=capsys)
    assert "王某 更正 96.3 亿元，数值改为 69.3：原件为69.3" in words
    assert told("correct", renamed, "--undo", "--why", "又看了一遍", capsys=capsys)[0] == 0
    build(config)
    assert [value for _, value in investments(config)] == ["96.3"]
    (folder / "年报.txt").write_text(REPORT + "又及。", "utf-8")
    assert build(config).notes == ()


def test_a_decision_without_its_report_is_told_and_can_be_taken_back(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(config.path.parent)
    folder = config.path.parent / "reports"
    folder.mkdir()
    (folder / "总结.txt").write_text(REPORT, "utf-8")
    build(config)
    ((found, _),) = investments(config)
    assert told("correct", found, "--reject", "--why", "单个项目", "--who", "王某", capsys=capsys)[0] == 0
    build(config)
    assert investments(config) == []
    assert found in told("correct", capsys=capsys)[1], "the list tells the id"
    (folder / "总结.txt").write_text(REPORT + "又及。", "utf-8")
    (note,) = build(config).notes
    assert note.startswith("更正所指的报告内容已变或已不在，没有采用：reports/总结.txt")
    assert len(investments(config)) == 1
    status, words = told("correct", found, "--undo", "--why", "旧文", capsys=capsys)
    assert status == 0, words
    assert build(config).notes == ()


def test_what_is_no_decision(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(config.path.parent)
    (config.path.parent / "reports").mkdir()
    (config.path.parent / "reports" / "总结.txt").write_text(REPORT, "utf-8")
    build(config)
    ((found, _),) = investments(config)
    for arguments, message in (
        ([found, "--accept"], "--why: 请写明原因"),
        ([found, "--why", "x"], "更正要写明新的数值"),
        (["000000000000", "--reject", "--why", "x"], "当前结果中没有这条观测"),
        ([found, "--accept", "--reject", "--why", "x"], "--reject: 不能与 --accept 同时用"),
    ):
        status, words = told("correct", *arguments, capsys=capsys)
        assert (status, message in words) == (2, True), words


# ---- the file ----


def test_one_line_a_decision(config: Config) -> None:
    assert config.corrections == config.path.parent / "corrections.jsonl"
    put(config, INVESTMENT, "override", value="963")
    before = config.corrections.read_bytes()
    put(config, GDP, "reject", why="两行\n原因")
    assert config.corrections.read_bytes().startswith(before), "nothing that was written is changed"
    first, second = map(json.loads, config.corrections.read_text("utf-8").splitlines())
    assert (first["who"], first["why"], first["action"], first["value"]) == ("王某", "核对原件", "override", "96.3")
    assert (first["change"], second["why"]) == ({"value": "963"}, "两行 原因")
    assert file_digest(config) == load(config).digest != ""


def test_a_place_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG + "corrections: 更正.jsonl\n", "utf-8")
    assert load_config(tmp_path / "config.yaml").corrections == tmp_path / "更正.jsonl"


def test_a_line_that_a_power_cut_left_half(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    put(config, GDP, "reject")
    whole = config.corrections.read_bytes()
    config.corrections.write_bytes(whole[:-40])
    found = load(config)
    assert len(found.entries) == 1
    assert found.problems[0].startswith("corrections.jsonl 第 2 行不完整或读不懂，没有采用")
    put(config, GDP, "accept")
    assert [entry.action.value for entry in load(config).entries] == ["reject", "accept"]
    assert load(config).problems == ()
    aside = config.corrections.with_name("corrections.jsonl.damaged").read_bytes()
    assert aside.rstrip(b"\n") == whole.split(b"\n")[1][:-39], "what was left is kept beside the file"


def test_a_last_line_without_its_end_is_kept(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    config.corrections.write_bytes(config.corrections.read_bytes().rstrip(b"\n"))
    put(config, GDP, "reject")
    assert [entry.indicator for entry in load(config).entries] == ["key_project_investment", "gdp"]


def test_a_file_saved_with_a_mark_by_an_editor_of_windows(config: Config) -> None:
    put(config, INVESTMENT, "reject")
    config.corrections.write_bytes(b"\xef\xbb\xbf" + config.corrections.read_bytes().replace(b"\n", b"\r\n"))
    put(config, GDP, "reject")
    found = load(config)
    assert [entry.indicator for entry in found.entries] == ["key_project_investment", "gdp"]
    assert found.problems == ()


@pytest.mark.parametrize("line", ["[]", "1", '"a"', "{}", '{"action": "accept"}', "\ufffd", '{"change": []}'])
def test_a_line_that_says_nothing(line: str, config: Config) -> None:
    put(config, INVESTMENT, "reject")
    config.corrections.write_text(line + "\n" + config.corrections.read_text("utf-8"), "utf-8")
    found = load(config)
    assert (len(found.entries), len(found.problems)) == (1, 1)


@settings(max_examples=40)
@given(at=st.integers(min_value=0, max_value=2000), junk=st.binary(max_size=20))
def test_any_damage_leaves_the_other_lines(tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("damage")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    config = load_config(folder / "config.yaml")
    put(config, INVESTMENT, "reject")
    first = config.corrections.read_bytes()
    put(config, GDP, "reject")
    data = config.corrections.read_bytes()
    config.corrections.write_bytes(data[: len(first) + at % (len(data) - len(first))] + junk)
    assert load(config).entries[0].indicator == "key_project_investment"
    put(config, GDP, "accept")
    assert load(config).entries[0].indicator == "key_project_investment"
    assert load(config).entries[-1].action is Action.ACCEPT
