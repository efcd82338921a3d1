"""The command line with a hundred reports of which ten wait: listed, settled, moved and renamed, two people at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi import cli
from kpi.bootstrap import ROOT
from kpi.building.store import Build, open_build
from kpi.results import corrections
from kpi.settings.config import load_config
from tests import hundred_reports
from tests.hundred_reports import JINGZHOU, PUYANG, SETTLED, WAITING, ZHOUKOU

REACHED = ("industrial_output", "fiscal_revenue")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project, built once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("一百份") / "项目"
    config = hundred_reports.make(folder)
    assert cli.main(["build", "--jobs", "1", "--config", str(config)]) == 0
    yield folder


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import shutil

    shutil.copytree(built, tmp_path / "项目")
    monkeypatch.chdir(tmp_path / "项目")
    return tmp_path / "项目"


def run(*arguments: str) -> int:
    return cli.main(list(arguments))


def opened(project: Path) -> Build:
    found = open_build(load_config(project / "config.yaml"))
    assert found is not None
    return found


def facts(project: Path, doc: str) -> set[tuple[str, str, str]]:
    return {(row["zone"], row["period"], row["indicator"]) for row in opened(project).rows("observations", doc=[doc])}


def test_ten_of_a_hundred_wait_and_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--jobs", "1") == 0
    said = capsys.readouterr().err
    assert "报告 100 份：新读 0，沿用 100" in said
    assert "6 份报告开发区待定，数字不进序列" in said and "4 份报告年份待定，数字不进序列" in said
    assert run("reports", "待定") == 0
    found = capsys.readouterr()
    assert [line.split("  ")[0] for line in found.out.splitlines()] == sorted(f"seeds/{name}" for name in WAITING)
    assert "报告 10 份（共 100 份）：10 份待定" in found.err
    listed = {line.split("  ")[0].rsplit("/")[-1]: line for line in found.out.splitlines()}
    assert "开发区待定  2023 年" in listed["简讯0.txt"] and "2 处待定" in listed["简讯0.txt"]
    assert f"开发区待定（可能是 {JINGZHOU[0]} 或 {JINGZHOU[1]}）" in listed["通报0.txt"]
    assert f"{ZHOUKOU}  年份待定" in listed["一月0.txt"] and f"{PUYANG}  年份待定" in listed["动态0.txt"]
    waiting = opened(project).rows("waiting")
    assert {row["doc"] for row in waiting} == {Path(name).stem for name in WAITING}, "nothing that was read is lost"
    assert {(row["status"], bool(row["zone"]), bool(row["period"])) for row in waiting} == {
        ("open", False, True), ("undated", True, False),
    }  # fmt: skip
    assert opened(project).info["waiting"] == {"open": 12, "undated": 8}
    assert not set(opened(project).values_of("observations", "doc")) & {Path(name).stem for name in WAITING}


def test_a_page_of_january_that_says_its_year_is_of_the_one_before(project: Path) -> None:
    assert facts(project, "一月有年") == {(PUYANG, "2024", "industrial_output")}


# report, what is stated, its zone and its period since
STATED = [
    ("简讯0.txt", ("--zone", "濮阳经开区"), PUYANG, "2023"),
    ("通报0.txt", ("--zone", "荆州高新区"), JINGZHOU[1], "2023"),
    ("一月0.txt", ("--published", "2024-01-10"), ZHOUKOU, "2023"),
    ("动态0.txt", ("--period", "2024-H1"), PUYANG, "2024-H1"),
]


@pytest.mark.parametrize(("name", "stated", "zone", "period"), STATED, ids=[row[0] for row in STATED])
def test_each_is_settled_by_one_word_and_opened_by_undo(
    name: str, stated: tuple[str, str], zone: str, period: str, project: Path
) -> None:
    original = (project / "seeds" / "待定" / name).read_bytes()
    assert run("report", name, *stated, "--who", "王某") == run("build", "--jobs", "1") == 0
    assert facts(project, Path(name).stem) == {(zone, period, each) for each in REACHED}
    assert opened(project).info["states"]["waits"] == 9
    assert run("report", name, "--undo", "--who", "王某") == run("build", "--jobs", "1") == 0
    assert facts(project, Path(name).stem) == set() and opened(project).info["states"]["waits"] == 10
    assert (project / "seeds" / "待定" / name).read_bytes() == original


def test_all_holds_after_every_file_was_moved_and_renamed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, stated, *_ in STATED:
        assert run("report", name, *stated, "--who", "王某") == 0
    before = opened(project)
    (undated,) = before.rows("waiting", doc=["动态1"], indicator=["industrial_output"])
    settled = before.rows("observations", doc=["总结7"], indicator=["industrial_output"])[0]
    for row, change in ((undated, ("--period", "2024")), (settled, ("--value", "99"))):
        assert run("correct", row["observation_id"], *change, "--why", "核对", "--who", "王某") == 0
    run("build", "--jobs", "1")
    first = opened(project)
    hundred_reports.rename_all(project)
    capsys.readouterr()
    assert run("build", "--jobs", "1") == 0
    said = capsys.readouterr().err
    assert "报告 100 份：新读 0，沿用 100" in said and "报告已移动或改名（100）" in said and "注意" not in said
    after = opened(project)
    assert after.info["states"] == first.info["states"] and after.info["states"]["waits"] == 6
    for table in ("observations", "waiting"):
        assert set(after.values_of(table, "observation_id")) == set(first.values_of(table, "observation_id"))
    for row, name, value in ((undated, "period", "2024"), (settled, "value", "99")):
        (now,) = after.rows("observations", observation_id=[row["observation_id"]])
        assert (now[name], now["flags"].split()[-1]) == (value, "corrected") and now["doc"].startswith("改名 ")
    assert facts(project, "改名 动态0") == {(PUYANG, "2024-H1", each) for each in REACHED}
    assert run("report", "改名 简讯0.txt", "--undo", "--who", "李某") == 0, "what was stated before is undone after it"
    assert run("correct", settled["observation_id"], "--undo", "--who", "李某") == 0, "a reason is not asked for"
    run("build", "--jobs", "1")
    assert opened(project).info["states"]["waits"] == 7
    (now,) = opened(project).rows("observations", observation_id=[settled["observation_id"]])
    assert now["value"] == settled["value"]


def test_what_is_stated_and_did_not_follow_its_report_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "简讯0.txt", "--zone", "濮阳经开区", "--who", "王某") == run("build", "--jobs", "1") == 0
    (project / "seeds" / "待定" / "简讯0.txt").rename(project / "seeds" / "新名.txt")
    capsys.readouterr()
    assert run("build", "--jobs", "1") == 0
    said = capsys.readouterr().err
    assert "注意：seeds/新名.txt 改名或移动以前写明的留在 seeds/待定/简讯0.txt.yaml，没有跟着走" in said
    assert "请把它改名为 seeds/新名.txt.yaml" in said and opened(project).info["states"]["waits"] == 10
    assert "文件类型不支持" not in said, "it is told with its report"
    assert run("report", "新名.txt") == 0
    told = capsys.readouterr().out
    assert "不算数    seeds/新名.txt 改名或移动以前写明的留在 seeds/待定/简讯0.txt.yaml，没有跟着走" in told
    (project / "seeds" / "待定" / "简讯0.txt.yaml").rename(project / "seeds" / "新名.txt.yaml")
    assert run("build", "--jobs", "1") == 0
    assert "没有跟着走" not in capsys.readouterr().err and facts(project, "新名") == {
        (PUYANG, "2023", each) for each in REACHED
    }


def test_a_zone_of_the_gazetteer_goes_by_its_short_name_in_every_command(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "通报0.txt", "--zone", "荆州经开区", "--who", "王某") == run("build", "--jobs", "1") == 0
    capsys.readouterr()
    assert run("export", "--zone", "荆州经开区") == 0
    said = capsys.readouterr()
    assert f"荆州经开区: 取 {JINGZHOU[0]}" in said.err and len(said.out.splitlines()) == 1 + len(REACHED)
    assert run("explain", "荆州经开区", "industrial_output", "2023") == 0
    assert f"{JINGZHOU[0]} · 规上工业总产值" in capsys.readouterr().out
    assert run("brief", "荆州经开区") == 0
    assert f"# {JINGZHOU[0]}指标简报" in capsys.readouterr().out
    (row, *_) = opened(project).rows("observations", zone=[JINGZHOU[0]])
    assert run("correct", row["observation_id"], "--zone", "荆州高新区", "--why", "看错了", "--who", "王某") == 0
    assert f"开发区改为 {JINGZHOU[1]}" in capsys.readouterr().err
    assert run("export", "--zone", "襄阳高新区") == 2
    assert "襄阳高新区: 是 襄阳高新技术产业开发区，结果里没有它的数据" in capsys.readouterr().err
    assert run("export", "--zone", "没有这个区") == 2
    assert "没有这个区: 没有这个开发区" in capsys.readouterr().err


def test_two_people_settle_at_once_and_lose_nothing(project: Path) -> None:
    """Programs of their own: half of the reports each, and one on which both say something else."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    names = [Path(name).name for name in WAITING if "简讯" in name or "通报" in name]
    commands = [
        [sys.executable, "-m", "kpi", "report", name, "--zone", zone, "--who", who]
        for mine, zone, who in ((names[:4], PUYANG, "甲"), (names[3:], ZHOUKOU, "乙"))
        for name in mine
    ]
    running = [subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.PIPE) for command in commands]
    assert [each.wait(120) for each in running] == [0] * len(commands)
    assert run("build", "--jobs", "1") == 0
    zones = {name: {zone for zone, *_ in facts(project, Path(name).stem)} for name in names}
    assert all(zones[name] == {PUYANG} for name in names[:3]) and all(zones[name] == {ZHOUKOU} for name in names[4:])
    assert len(zones[names[3]]) == 1, "of two on one report the later one holds, and is undone first"
    both = zones[names[3]].pop()
    assert run("report", names[3], "--undo", "--who", "甲") == run("build", "--jobs", "1") == 0
    assert {zone for zone, *_ in facts(project, Path(names[3]).stem)} == {PUYANG, ZHOUKOU} - {both}


def test_figures_without_a_period_are_listed_and_stated_for_a_whole_report(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"{PUYANG}2023年工作总结\n\n2023年，全区签约项目30个。建区以来，累计签约项目286个，累计到位资金438亿元。\n"
    (project / "seeds" / "缺时期.txt").write_text(text, "utf-8")
    assert run("build", "--jobs", "1") == 0
    assert "2 处数字只缺时期，不进序列；kpi reports 缺时期 列出" in capsys.readouterr().err
    assert run("reports", "缺时期") == 0
    listed = capsys.readouterr().out
    assert "2023 年  发布日期不详  1 条事实，2 处缺时期" in listed and len(listed.splitlines()) == 1
    assert run("report", "缺时期") == 0 and "1 条事实，2 处缺时期" in capsys.readouterr().out
    assert run("extract", "seeds/缺时期.txt", "--readings") == 0
    made = capsys.readouterr()
    assert "2 处缺时期" in made.err and "加 --readings" not in made.err and made.out.count(",undated,") == 2
    assert run("correct", "--undated", "缺时期.txt") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["signed_projects", "funds_in_place"]
    one = lines[0].split("  ")[0]
    assert run("correct", one, "--accept", "--why", "核对", "--who", "王某") == 2
    assert "这个数还没有时期；请用 --period 写明" in capsys.readouterr().err
    assert run("correct", one, "--value", "287", "--why", "核对", "--who", "王某") == 2
    for refused, said in (
        (("--value", "3"), "只能与 --period 或 --reject 同用"),
        (("--period", "2023", "--reject"), "只能用一个"),
        (("--period", "那年", "--why", "核对"), "那年: 不是时期"),
        (("--period", "2023"), "请写明原因"),
    ):
        capsys.readouterr()
        assert run("correct", "--undated", "缺时期.txt", *refused, "--who", "王某") == 2
        assert said in capsys.readouterr().err
    assert (
        run("correct", "--undated", "缺时期.txt", "--period", "2010/2023", "--why", "建区于2010年", "--who", "王某")
        == 0
    )
    assert run("correct", "--undated", "缺时期.txt") == 0
    assert "没有只缺时期的数字" in capsys.readouterr().err
    assert run("build", "--jobs", "1") == 0
    found = opened(project)
    assert {(row["value"], row["period"], row["flags"]) for row in found.rows("observations", doc=["缺时期"])} == {
        ("30", "2023", ""), ("286", "2010/2023", "corrected"), ("438", "2010/2023", "corrected"),
    }  # fmt: skip
    assert not found.rows("waiting", doc=["缺时期"]) and not found.rows("remarks", doc=["缺时期"], reason=["no_period"])
    assert run("correct", one, "--undo", "--why", "说不准", "--who", "王某") == run("build", "--jobs", "1") == 0
    assert [row["observation_id"] for row in opened(project).rows("waiting", doc=["缺时期"])] == [one]
    assert run("correct", "--undated", "缺时期.txt", "--reject", "--why", "不是一年的", "--who", "王某") == 0
    assert run("build", "--jobs", "1") == 0
    assert [row["reason"] for row in opened(project).rows("remarks", doc=["缺时期"])] == ["rejected"]


def test_a_period_that_the_year_of_the_report_gives_later_makes_no_decision_stale(project: Path) -> None:
    (row,) = opened(project).rows("waiting", doc=["动态0"], indicator=["industrial_output"])
    assert run("correct", row["observation_id"], "--period", "2024-H1", "--why", "核对", "--who", "王某") == 0
    assert run("report", "动态0.txt", "--period", "2024-H1", "--who", "王某") == run("build", "--jobs", "1") == 0
    assert facts(project, "动态0") == {(PUYANG, "2024-H1", each) for each in REACHED}
    assert not opened(project).rows("remarks", doc=["动态0"], reason=["stale_correction"])
    assert run("report", "动态0.txt", "--period", "2023-H1", "--who", "王某") == run("build", "--jobs", "1") == 0
    assert len(opened(project).rows("remarks", doc=["动态0"], reason=["stale_correction"])) == 1


def test_a_report_is_removed_and_put_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "简讯0.txt", "--zone", "濮阳经开区", "--who", "王某") == run("build", "--jobs", "1") == 0
    capsys.readouterr()
    assert run("report", "简讯0.txt", "--remove", "--zone", "濮阳经开区") == 2
    assert "--remove: 移出时不能同时写明别的" in capsys.readouterr().err
    assert run("report", "简讯0.txt", "--remove", "--undo") == 2
    assert run("report", "简讯0.txt", "--remove", "--who", "王某") == 0
    said = capsys.readouterr().err
    assert "seeds/待定/简讯0.txt: " in said and "王某 移出，放在 removed/" in said and "放回用 --undo" in said
    assert not (project / "seeds" / "待定" / "简讯0.txt.yaml").exists()
    assert run("report", "简讯0.txt") == 2 and "已移出（" in capsys.readouterr().err
    assert run("reports", "移出") == 0
    assert "seeds/待定/简讯0.txt  没有采用：移出（" in capsys.readouterr().out
    assert run("build", "--jobs", "1") == 0
    said = capsys.readouterr().err
    assert "报告 99 份" in said and "报告由人移出，其数字不再计入；放回用 kpi report FILE --undo（1）" in said
    assert "报告已不在" not in said
    (project / "seeds" / "待定" / "简讯0.txt").write_text("另一份\n", "utf-8")
    assert run("report", "简讯0.txt", "--undo", "--who", "李某") == 2
    assert "原处已有另一份同名的报告，没有放回" in capsys.readouterr().err
    (project / "seeds" / "待定" / "简讯0.txt").unlink()
    assert run("report", "简讯0", "--undo", "--who", "李某") == run("build", "--jobs", "1") == 0
    assert facts(project, "简讯0") == {(PUYANG, "2023", each) for each in REACHED}
    assert run("report", "简讯0", "--undo", "--who", "李某") == 0, "and then what was stated before"
    assert not (project / "seeds" / "待定" / "简讯0.txt.yaml").exists()


def test_a_copy_that_is_left_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "seeds" / "副本.txt").write_bytes((project / "seeds" / "待定" / "简讯0.txt").read_bytes())
    assert run("report", "待定/简讯0.txt", "--remove", "--who", "王某") == 0
    assert "内容相同的 seeds/副本.txt 仍在，建库会读它" in capsys.readouterr().err


def test_the_project_is_what_it_says(project: Path) -> None:
    assert len(hundred_reports.texts()) == SETTLED + len(WAITING) == 100
    assert corrections.load(load_config(project / "config.yaml")).entries == ()
