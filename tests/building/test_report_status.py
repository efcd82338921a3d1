"""Reports whose zone or year is open: kept with what was read, out of every series, counted, settled by a word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kpi.building import report_status
from kpi.building.report_status import report_at, reports_of, with_word
from kpi.building.stating import find_report, state, stated_since, undo
from kpi.building.store import Build, WouldLose, build, is_stale, open_build
from kpi.settings.config import Config
from kpi.vocabulary.frames import DOCUMENTS
from tests.samples import CONFIG, make_project

PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"
FIGURES = "全区地区生产总值完成254亿元，同比增长5.0%。重点项目完成投资96.3亿元。"
PAGES = {
    "无区.txt": f"工作动态\n\n2024年，{FIGURES}\n",
    "两区.txt": f"两区工作简报\n\n濮阳经开区和周口经开区2024年经济运行情况\n\n2024年，{FIGURES}\n",
    "无年.txt": f"{PUYANG}工作动态\n\n今年以来，{FIGURES}\n",
    "无区无年.txt": f"工作动态\n\n今年以来，{FIGURES}\n",
    "猜年.txt": f"{PUYANG}\n\n{FIGURES}2023年，全区实现产业升级。\n",
    "一月.txt": f"濮阳日报 2025年1月16日 星期四\n\n{PUYANG}地区生产总值完成254亿元，同比增长5.0%。\n",
    "副本.txt": f"濮阳日报 2025年1月16日 星期四\n\n{PUYANG}地区生产总值完成254亿元，同比增长5.0%。\n",
    "坏.pdf": "这不是 PDF",
    "记录.log": "不读",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Config:
    config = make_project(tmp_path_factory.mktemp("报告"), PAGES)
    build(config)
    return config


def opened(config: Config) -> Build:
    found = open_build(config)
    assert found is not None
    return found


def row(config: Config, path: str) -> Mapping[str, object]:
    (found,) = opened(config).rows("documents", path=[f"reports/{path}"])
    return {name: found[name] for name in DOCUMENTS if name != "text"}


# report: state, zone, candidates, year, facts, figures that wait
STATES = {
    "无区.txt": ("zone_open", "", "", 2024, 0, 3),
    "两区.txt": ("zone_open", "", f"{ZHOUKOU}|{PUYANG}", 2024, 0, 3),
    "无年.txt": ("year_open", PUYANG, "", 0, 0, 3),
    "无区无年.txt": ("zone_open year_open", "", "", 0, 0, 3),
    "猜年.txt": ("year_assumed", PUYANG, "", 2023, 3, 0),
    "一月.txt": ("", PUYANG, "", 2024, 2, 0),
}


@pytest.mark.parametrize("path", STATES)
def test_the_store_says_what_is_open_of_a_report(project: Config, path: str) -> None:
    found = row(project, path)
    wanted = ("state", "zone", "candidates", "year", "observations", "waiting")
    assert tuple(found[column] for column in wanted) == STATES[path]


def test_what_waits_stands_in_no_series_and_is_counted(project: Config) -> None:
    found = opened(project)
    assert found.info["states"] == {"waits": 4, "zone_open": 3, "year_open": 2, "year_assumed": 1}
    waiting = {"无区", "两区", "无年", "无区无年"}
    assert waiting.isdisjoint(found.values_of("observations", "doc"))
    assert {row["doc"] for row in found.rows("waiting", status=["open"])} == {"无区", "两区"}
    unplaced = found.rows("remarks", doc=["无年"], reason=["no_period"])
    assert [each["detail"] for each in unplaced] == ["gdp", "gdp", "key_project_investment"]


def test_reports_are_listed_those_that_wait_first_and_the_left_out_last(project: Config) -> None:
    assert [report.line() for report in reports_of(opened(project))] == [
        f"reports/两区.txt  开发区待定（可能是 {ZHOUKOU} 或 {PUYANG}）  2024 年  发布日期不详  0 条事实，3 处待定",
        "reports/无区.txt  开发区待定  2024 年  发布日期不详  0 条事实，3 处待定",
        "reports/无区无年.txt  开发区待定  年份待定  发布日期不详  0 条事实，3 处待定",
        f"reports/无年.txt  {PUYANG}  年份待定  发布日期不详  0 条事实，3 处待定",
        f"reports/一月.txt  {PUYANG}  2024 年  2025-01-16 发布  2 条事实",
        f"reports/猜年.txt  {PUYANG}  2023 年（年份推定）  发布日期不详  3 条事实",
        "reports/副本.txt  没有采用：与 reports/一月.txt 内容相同，只读那一份",
        "reports/坏.pdf  没有采用：无法作为 PDF 打开；文件可能已损坏或没有下载完整，请重新下载或另存为 PDF",
        "reports/记录.log  没有采用：文件类型不支持",
    ]


@pytest.mark.parametrize(
    ("word", "count"), [("待定", 4), ("年份推定", 1), (ZHOUKOU, 1), ("没有采用", 3), ("工作简报", 1)]
)
def test_a_list_is_searched(project: Config, word: str, count: int) -> None:
    assert len(with_word(reports_of(opened(project)), word)) == count


def test_a_report_says_on_what_grounds(project: Config) -> None:
    january = report_at(opened(project), "reports/一月.txt")
    assert january is not None and january.lines() == [
        "reports/一月.txt",
        f"  开发区    {PUYANG}（原文写明：{PUYANG}、濮阳日报）",
        "  年份      2024 年（据正文：2025年1月16日）",
        "  发布日期  2025-01-16",
        "  题名      濮阳日报2025年1月16日星期四",
        "  读出      2 条事实",
    ]
    assert report_at(opened(project), "reports/没有.txt") is None


def test_a_report_is_told_of_itself_as_in_the_list_without_the_others(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, made = reports_of(opened(project)), report_status._status
    for report in listed:
        calls: list[str] = []
        monkeypatch.setattr(report_status, "_status", lambda *row, calls=calls: (calls.append(""), made(*row))[1])
        assert report_at(opened(project), report.path) == report
        assert len(calls) == (not report.left_out)


def test_what_is_stated_settles_a_report_and_undo_opens_it_again(tmp_path: Path) -> None:
    config = make_project(tmp_path, {name: PAGES[name] for name in ("两区.txt", "无区无年.txt", "猜年.txt")})
    build(config)
    state(config, find_report("两区", config), who="王某", zone="周口经开区")
    state(config, find_report("无区无年", config), who="王某", zone="濮阳经开区", published="2024-07-16")
    state(config, find_report("猜年", config), who="王某", period="2023")
    report = build(config)
    assert (report.read, dict(report.states)) == (3, {})
    wanted = ("state", "zone", "candidates", "year", "observations", "waiting", "stated", "zone_basis", "date_basis")
    found = {path: tuple(row(config, path)[name] for name in wanted) for path in ("两区.txt", "无区无年.txt")}
    assert found == {
        "两区.txt": ("", ZHOUKOU, "", 2024, 3, 0, "zone:sidecar", "sidecar", "text"),
        "无区无年.txt": ("", PUYANG, "", 2024, 3, 0, "zone:sidecar published:sidecar", "sidecar", "sidecar"),
    }
    facts = opened(config).rows("observations", doc=["无区无年"])
    assert {(each["zone"], each["zone_ground"]) for each in facts} == {(PUYANG, f"说明文件 {PUYANG}")}
    assert {(each["period"], each["published"]) for each in facts} == {("2024-H1", "2024-07-16")}
    undo(config, find_report("两区", config), who="王某")
    assert build(config).states == {"waits": 1, "zone_open": 1}
    assert "两区" not in opened(config).values_of("observations", "doc")


def test_a_report_moved_with_its_sidecar_stays_settled_and_is_not_read_again(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"无区.txt": PAGES["无区.txt"]})
    path = find_report("无区", config)
    state(config, path, who="王某", zone=ZHOUKOU)
    build(config)
    moved = path.parent / "旧" / "公报.txt"
    moved.parent.mkdir()
    path.rename(moved)
    path.with_name("无区.txt.yaml").rename(moved.with_name("公报.txt.yaml"))
    report = build(config)
    assert (report.read, report.moved) == (0, (("reports/无区.txt", "reports/旧/公报.txt"),))
    assert (row(config, "旧/公报.txt")["zone"], report.left_out) == (ZHOUKOU, ())


def test_a_report_that_is_set_aside_is_not_read_and_comes_back(tmp_path: Path) -> None:
    names = ("无区.txt", "无年.txt", "猜年.txt", "一月.txt", "副本.txt")
    config = make_project(tmp_path, {name: PAGES[name] for name in names})
    assert build(config).files == 5
    for name in ("无区", "无年", "一月"):  # more than half: a person meant it, nothing has to be confirmed
        state(config, find_report(name, config), who="王某", aside="还是 草稿")
    report = build(config)
    assert [(each.path, each.reason) for each in report.aside] == [
        ("reports/一月.txt", "还是 草稿"), ("reports/无区.txt", "还是 草稿"), ("reports/无年.txt", "还是 草稿"),
    ]  # fmt: skip
    assert (report.files, report.removed, report.duplicates, report.left_out) == (5, (), (), ())
    assert opened(config).values_of("documents", "doc") == ["副本", "猜年"]  # the copy is read instead
    listed = {each.path: each.line() for each in reports_of(opened(config)) if each.aside}
    assert listed["reports/一月.txt"] == "reports/一月.txt  没有采用：搁置：还是 草稿" and len(listed) == 3
    state(config, find_report("无年", config), who="王某", aside="")
    undo(config, find_report("一月", config), who="王某")
    assert [each.path for each in build(config).aside] == ["reports/无区.txt"]
    assert opened(config).values_of("documents", "doc") == ["一月", "无年", "猜年"]


def test_reports_long_set_aside_do_not_hide_a_loss(tmp_path: Path) -> None:
    """Of 4 in force 3 go: that is a loss, also where 6 others were set aside before, and one is only now."""
    kept = {f"报告/{number}.txt": PAGES["一月.txt"] + f"其{number}。\n" for number in range(4)}
    old = {f"旧/旧{number}.txt": PAGES["一月.txt"] + f"旧{number}。\n" for number in range(6)}
    text = CONFIG.replace("reports: [reports]", "reports: [reports, {path: reports/旧, aside: 已有新稿}]")
    config = make_project(tmp_path, kept | old, text)
    assert build(config).files == 10
    for number in range(3):
        (tmp_path / "reports" / "报告" / f"{number}.txt").rename(tmp_path / f"{number}.txt")
    with pytest.raises(WouldLose, match="上一次结果有 4 份报告，现在只剩 1 份"):
        build(config)
    state(config, find_report("3", config), who="王某", aside="草稿")
    with pytest.raises(WouldLose, match="上一次结果有 3 份报告，现在只剩 0 份"):
        build(config)
    for number in range(3):
        (tmp_path / f"{number}.txt").rename(tmp_path / "reports" / "报告" / f"{number}.txt")
    for name in ("1", "2"):
        state(config, find_report(name, config), who="王某", aside="草稿")
    build(config)
    assert opened(config).info["reports"] == 1, "who sets most aside means it"


def test_a_folder_may_be_set_aside_in_the_config(tmp_path: Path) -> None:
    pages = {"旧/无区.txt": PAGES["无区.txt"], "一月.txt": PAGES["一月.txt"]}
    text = CONFIG.replace("reports: [reports]", "reports: [reports, {path: reports/旧, aside: 已有新稿}]")
    report = build(make_project(tmp_path, pages, text))
    assert [(each.path, each.reason) for each in report.aside] == [("reports/旧/无区.txt", "已有新稿")]


def test_a_build_tells_what_was_stated_since(tmp_path: Path) -> None:
    """Nothing is new where the sidecars are again what they were; what a build knows and was undone is."""
    config = make_project(tmp_path, {name: PAGES[name] for name in ("无区.txt", "猜年.txt")})
    build(config)
    state(config, find_report("无区", config), who="王某", zone=ZHOUKOU)
    state(config, find_report("猜年", config), who="王某", period="2023")
    undo(config, find_report("猜年", config), who="王某")
    known = opened(config).info["statements"]
    assert [each.path for each in stated_since(config, known)] == ["reports/无区.txt"]
    undo(config, find_report("无区", config), who="王某")
    assert stated_since(config, known) == [] and not is_stale(config)
    state(config, find_report("无区", config), who="王某", zone=ZHOUKOU)
    build(config)
    undo(config, find_report("无区", config), who="李某")
    (undone,) = stated_since(config, opened(config).info["statements"])
    assert (undone.action, undone.who, undone.path) == ("undo", "李某", "reports/无区.txt") and is_stale(config)
    state(config, find_report("无区", config), who="王某", zone=ZHOUKOU)
    assert stated_since(config, opened(config).info["statements"]) == [] and not is_stale(config)
    undo(config, find_report("无区", config), who="李某")
    build(config)
    assert stated_since(config, opened(config).info["statements"]) == [] and not is_stale(config)


def test_what_was_undone_where_the_report_is_by_now_is_not_new(tmp_path: Path) -> None:
    config = make_project(tmp_path, {name: PAGES[name] for name in ("无区.txt", "猜年.txt")})
    build(config)
    state(config, find_report("无区", config), who="王某", zone=ZHOUKOU)
    state(config, find_report("猜年", config), who="王某", period="2023")
    for name in ("无区.txt", "猜年.txt"):
        for each in (name, f"{name}.yaml"):
            (tmp_path / "reports" / each).rename(tmp_path / "reports" / f"新{each}")
    undo(config, find_report("新无区", config), who="王某")
    assert [(each.path, each.action) for each in stated_since(config, 0)] == [("reports/猜年.txt", "state")]
