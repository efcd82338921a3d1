"""The command line: what it prints where, its exit statuses, and that it never shows a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

import kpi
from kpi import cli
from kpi.bootstrap import ROOT
from kpi.building import serve, store
from kpi.building.progress import ProgressBar
from kpi.building.sharing import Sharing
from kpi.settings.config import Config, load_config
from kpi.vocabulary import frames, lookup
from kpi.vocabulary.errors import KpiError
from tests import samples
from tests.samples import REPORTS, make_project

Capture = pytest.CaptureFixture[str]
ZONE = "濮阳经济技术开发区"


@pytest.fixture(autouse=True)
def _pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kpi.building.pipeline", samples.pipeline())
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    monkeypatch.delenv("KPI_DEBUG", raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = make_project(tmp_path / "开发区 报告")
    monkeypatch.chdir(config.path.parent)
    return config


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


COMMAND = "import sys; from tests import samples; samples.install(); from kpi.cli import main; sys.exit(main())"


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, as a user runs it; `settings` are variables of its environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-c", COMMAND, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)


# extract


def test_extract_writes_the_observations_to_standard_output(project: Config, capfd: Capture) -> None:
    assert cli.main(["extract", "reports"]) == 0
    out, err = capfd.readouterr()
    rows = read_csv(out)
    assert tuple(rows[0])[:16] == frames.EXPORT_COLUMNS
    assert [row["doc"] for row in rows] == ["000"] * 4 + ["001"] * 3 + ["002"] * 3 + ["003"] * 3
    assert {row["comparator"] for row in rows} == {"=", ">=", ">"}
    assert [row["value"] for row in rows if row["indicator"] == "energy_intensity"] == ["-2.2"]
    assert "4 份报告，13 条观测，1 处数字没有采用" in err


OPEN = "|gdp||level|actual|2024|88|亿元|=|\n"
UNSURE = "~濮阳经济技术开发区|gdp||level|actual|2024|77|亿元|=|\n"


def test_a_reading_to_confirm_is_taken_from_the_command_line(tmp_path: Path, capfd: Capture) -> None:
    config = make_project(tmp_path, {"甲.txt": UNSURE})
    at = ["--config", str(config.path)]
    assert cli.main(["build", *at]) == 0
    build = store.open_build(config)
    assert build is not None and not build.rows("observations")
    name = build.rows("waiting")[0]["observation_id"]
    assert cli.main(["correct", name, "--kind", "target", "--why", "写的是打算", "--who", "王某", *at]) == 0
    assert cli.main(["build", *at]) == 0
    taken = store.open_build(config)
    assert taken is not None and not taken.rows("waiting")
    (fact,) = taken.rows("observations")
    assert (fact["value"], fact["kind"], fact["flags"]) == ("77", "target", "corrected")
    assert "类别改为 target" in capfd.readouterr().err


def test_extract_writes_readings_to_confirm_only_where_asked(project: Config, capfd: Capture) -> None:
    Path("reports/疑.txt").write_text(UNSURE + OPEN.replace("|gdp", "濮阳经济技术开发区|gdp", 1), encoding="utf-8")
    assert cli.main(["extract", "reports/疑.txt"]) == 0
    out, err = capfd.readouterr()
    assert [(row["value"], row["status"]) for row in read_csv(out)] == [("88", "fact")]
    assert "1 份报告，1 条观测，1 条待确认（加 --readings 一并输出），0 处数字没有采用" in err
    assert cli.main(["extract", "reports/疑.txt", "--readings"]) == 0
    out, err = capfd.readouterr()
    rows = read_csv(out)
    assert [(row["value"], row["status"], row["confidence"]) for row in rows] == [
        ("77", "to_confirm", "0.31"), ("88", "fact", "1"),
    ]  # fmt: skip
    assert list(rows[0])[-4:] == ["confidence", "status", "trace", "readers"] and "1 条待确认，0 处" in err


def test_extract_keeps_facts_of_which_the_zone_is_open(project: Config, capfd: Capture) -> None:
    Path("reports/谁.txt").write_text(OPEN, encoding="utf-8")
    assert cli.main(["extract", "reports/谁.txt"]) == 0
    out, err = capfd.readouterr()
    (row,) = read_csv(out)
    assert (row["zone"], row["flags"], row["value"]) == ("", "zone_open", "88")
    assert row["basis"].endswith(";candidates:甲经开区|乙经开区") and "其中 1 条观测开发区待定" in err


def test_build_keeps_what_is_open_out_of_the_series_and_counts_it(project: Config, capfd: Capture) -> None:
    Path("reports/谁.txt").write_text(OPEN + UNSURE, encoding="utf-8")
    assert cli.main(["build"]) == 0
    err = capfd.readouterr().err
    assert "观测 13 条：" in err and "开发区待定 1" in err and "把握不足，待确认 1" in err
    assert "\n1 份报告开发区待定，数字不进序列；请用 kpi report FILE --zone 开发区 指明\n" in err
    assert "\n  - reports/谁.txt（1 处数字；可能是甲经开区或乙经开区）\n" in err
    build = store.open_build(project)
    assert build is not None and "" not in build.values_of("observations", "zone")
    remarks = build.rows("remarks", doc=["谁"])
    assert [(each["reason"], each["detail"]) for each in remarks] == [
        ("no_zone", "甲经开区、乙经开区"), ("to_confirm", "gdp 2024 0.31"),
    ]  # fmt: skip


def test_extract_gives_the_same_whatever_the_order(project: Config, capfd: Capture) -> None:
    cli.main(["extract", "reports"])
    straight = capfd.readouterr().out
    cli.main(["extract", "reports/周口", "reports/002.txt", "reports/001.txt", "reports", "reports/000.txt"])
    assert capfd.readouterr().out == straight


def test_extract_needs_no_store(project: Config, capfd: Capture) -> None:
    cli.main(["extract", "reports"])
    assert not project.data.exists()


def test_extract_json_keeps_digits(project: Config, capfd: Capture) -> None:
    assert cli.main(["extract", "reports", "--format", "json"]) == 0
    objects = json.loads(capfd.readouterr().out, parse_float=Decimal)
    assert list(objects[0])[:16] == list(frames.EXPORT_COLUMNS)
    assert {"zone_ground", "period_ground", "kind_ground"} <= set(objects[0])
    assert str(next(each["value"] for each in objects if each["measure"] == "growth")) == "5.0"
    assert [each["value"] for each in objects if each["flags"] == "qualitative"] == [None]


def test_extract_into_a_file(project: Config, capfd: Capture) -> None:
    assert cli.main(["extract", "reports", "-o", "观测.csv"]) == 0
    assert capfd.readouterr().out == ""
    data = Path("观测.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdoc,zone,")
    assert data.count(b"\r\n") == 14


def test_extract_lists_what_it_could_not_read_and_goes_on(project: Config, capfd: Capture) -> None:
    Path("reports/bad.txt").write_text("!看不懂", encoding="utf-8")
    assert cli.main(["extract", "reports"]) == cli.PARTLY
    out, err = capfd.readouterr()
    assert len(read_csv(out)) == 13
    assert "读不了（1）：" in err
    assert "reports/bad.txt: 看不懂" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.txt"], "nowhere.txt"),
        (["reports/bad.txt"], "看不懂"),
        (["reports/bad.pdf"], ".pdf"),
        (["reports/000.txt", "-o", "reports/000.txt"], "换一个文件名"),
        (["reports", "-o", "no/where/x.csv"], "不存在"),
        (["reports", "--config", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_extract_of_bad_input(project: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    Path("reports/bad.txt").write_text("!看不懂", encoding="utf-8")
    Path("reports/bad.pdf").write_bytes(b"%PDF")
    before = Path("reports/000.txt").read_bytes()
    assert cli.main(["extract", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err
    assert all(line.startswith("kpi: ") for line in err.splitlines())
    assert Path("reports/000.txt").read_bytes() == before


def test_an_empty_folder_gives_a_header(project: Config, capfd: Capture) -> None:
    Path("empty").mkdir()
    assert cli.main(["extract", "empty"]) == 0
    out, err = capfd.readouterr()
    assert read_csv(out) == []
    assert "empty: 没有可读的报告" in err


def test_the_program_that_reads_the_output_may_stop_early(project: Config) -> None:
    text = "".join(f"{ZONE}|gdp||level|actual|2024|{number}|亿元|=|\n" for number in range(4000))
    Path("reports/long.txt").write_text(text, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "extract", "reports"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    assert child.stderr
    child.stdout.read(10)
    child.stdout.close()
    err = child.stderr.read().decode()
    assert child.wait(60) == 0
    assert "Traceback" not in err
    assert "Error" not in err


def test_output_is_utf8_whatever_the_terminal_is_set_to(project: Config) -> None:
    result = run("extract", "reports", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert result.returncode == 0
    assert ZONE in result.stdout.decode("utf-8-sig")
    assert "份报告" in result.stderr.decode("utf-8")
    assert b"\r\r\n" not in result.stdout


# init


def test_init_lays_out_a_project(tmp_path: Path, capfd: Capture) -> None:
    folder = tmp_path / "新的 项目"
    assert cli.main(["init", str(folder)]) == 0
    assert sorted(path.name for path in folder.rglob("*")) == ["config.yaml", "reports"]
    assert f"kpi serve --config {folder / 'config.yaml'}" in capfd.readouterr().err
    made = load_config(folder / "config.yaml")
    assert made.reports == (folder / "reports",)
    assert made.data == folder / "data"
    assert made.map_digest == load_config(ROOT / "config.yaml").map_digest
    changed = [line for line in made.text.splitlines() if line not in (ROOT / "config.yaml").read_text("utf-8")]
    assert changed == ["reports: [reports]"]


def test_init_with_the_example_reports(tmp_path: Path, capfd: Capture) -> None:
    assert cli.main(["init", str(tmp_path), "--example"]) == 0
    assert "现有 5 份" in capfd.readouterr().err
    for seed in (ROOT / "seeds").iterdir():
        assert (tmp_path / "reports" / seed.name).read_bytes() == seed.read_bytes()


@pytest.mark.parametrize("there", ["config.yaml", "reports/000_8b9641ea055b8f1e.txt"])
def test_init_overwrites_nothing(tmp_path: Path, capfd: Capture, there: str) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / there).write_text("mine", encoding="utf-8")
    assert cli.main(["init", str(tmp_path), "--example"]) == 2
    err = capfd.readouterr().err
    assert there in err.replace(os.sep, "/")
    assert "没有改动" in err
    assert (tmp_path / there).read_text("utf-8") == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / there]


def test_init_where_nothing_can_be_written(tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert cli.main(["init", str(tmp_path / "file")]) == 2
    assert "建不了项目" in capfd.readouterr().err


def test_export_says_what_a_part_of_a_name_was_taken_for(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["export", "--indicator", "gdp", "--zone", "濮阳经济技术开发区"]) == 0
    assert ": 取" not in capfd.readouterr().err
    assert cli.main(["export", "--indicator", "地区生产总", "--zone", "濮阳经"]) == 0
    err = capfd.readouterr().err
    assert "濮阳经: 取 濮阳经济技术开发区" in err and "地区生产总: 取 地区生产总值（gdp）" in err
    assert cli.main(["export", "--indicator", "GDP"]) == 0
    assert "GDP: 取 地区生产总值（gdp）" in capfd.readouterr().err, "an alias, too"


def test_export_says_that_an_indicator_has_no_values(project: Config, capfd: Capture) -> None:
    jobs = (
        "jobs: {zh: 新增就业, en: New jobs, group: economy, dimension: people, unit: 人, good: up, aliases: [就业人数]}"
    )
    text = project.path.read_text("utf-8").replace("indicators:\n", f"indicators:\n  {jobs}\n")
    project.path.write_text(text, "utf-8")
    store.build(load_config(project.path))
    assert cli.main(["export", "--indicator", "就业"]) == 0
    err = capfd.readouterr().err
    assert "就业: 取 新增就业（jobs）" in err and "新增就业（jobs）: 结果里没有它的数" in err
    assert cli.main(["export", "--indicator", "GDP"]) == 0
    assert "结果里没有" not in capfd.readouterr().err


def test_explain_says_what_a_part_of_a_name_was_taken_for(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["explain", ZONE, "gdp", "2024"]) == 0
    assert ": 取" not in capfd.readouterr().err
    assert cli.main(["explain", "濮阳经", "地区生产总", "2024"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith(f"{ZONE} · 地区生产总值（gdp）")
    assert f"濮阳经: 取 {ZONE}" in err and "地区生产总: 取 地区生产总值（gdp）" in err
    assert cli.main(["explain", ZONE, "项目", "2024"]) == 2
    assert "有 2 个指标符合" in capfd.readouterr().err


# zones


def test_zones_are_found_by_short_names_and_places(project: Config, capfd: Capture) -> None:
    assert cli.main(["zones", "荆州", "经开区"]) == 0
    assert capfd.readouterr().out.splitlines()[0].startswith("荆州经济技术开发区  国家级")
    assert cli.main(["zones", "襄樊", "高新区"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("襄阳高新技术产业开发区") and "襄樊市：2010 年起为 襄阳市" in err
    assert cli.main(["zones", "濮阳"]) == 0
    first, *rest = capfd.readouterr().out.splitlines()
    assert first == "濮阳经济技术开发区（config.yaml 的 zones）"
    assert rest and not any(line.startswith("濮阳经济技术开发区 ") for line in rest), "one zone, one line"
    assert cli.main(["zones", "滁洲"]) == 2
    assert "是不是 滁州经济技术开发区、滁州高新技术产业开发区？" in capfd.readouterr().err
    assert cli.main(["zones", "没有这个地方"]) == 2
    assert "没有找到" in capfd.readouterr().err


# build


def test_build_says_what_it_found(project: Config, capfd: Capture) -> None:
    Path("reports/bad.txt").write_text("!看不懂", encoding="utf-8")
    Path("reports/slides.pptx").write_bytes(b"")
    Path("reports/copy.txt").write_bytes(Path("reports/000.txt").read_bytes())
    assert cli.main(["build"]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    for words in (
        "报告 6 份：新读 4，沿用 0，读不了 1，内容重复 1",
        "观测 13 条：濮阳经济技术开发区 10、周口经济开发区 3",
        "面板 12 格，其中 1 格各来源有分歧；目标 5 个",
        "没有采用的数字 1 处：单个项目或企业 1",
        "结果已更新：",
        "文件类型不支持，没有读（1）：\n  - reports/slides.pptx",
        "内容相同，只读一份（1）：\n  - reports/copy.txt = reports/000.txt",
        "读不了（1）：\n  - reports/bad.txt: 看不懂",
    ):
        assert words in err
    assert cli.main(["build"]) == 3
    assert "结果没有变化" in capfd.readouterr().err


def test_build_names_the_reports_of_no_zone_and_the_names_of_one(project: Config, capfd: Capture) -> None:
    fact = "{}|gdp||level|actual|2024|88|亿元|=|2025-02-01\n"
    Path("reports/简报.txt").write_text("#no_zone|88 亿元\n#no_zone|5.4%\n", encoding="utf-8")
    Path("reports/甲.txt").write_text(fact.format("青岚经开区"), encoding="utf-8")
    Path("reports/乙.txt").write_text(fact.format("青岚经济技术开发区"), encoding="utf-8")
    Path("reports/丙.txt").write_text(fact.format("青岚高新区"), encoding="utf-8")
    Path("reports/空.txt").write_bytes(b"")
    assert cli.main(["build"]) == 3  # a night's job hears of what could not be read
    err = capfd.readouterr().err
    assert "zones 中写全称，简称写入 aliases（1）：\n  - 青岚经济技术开发区 和 青岚经开区\n" in err
    assert "请用 kpi report FILE --zone 开发区 指明\n  - reports/简报.txt（2 处数字）\n" in err
    assert "  - reports/空.txt: 文件是空的" in err


def test_results_are_there_where_the_reports_are_not(
    project: Config, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive that is not connected stops the build, and nothing that only shows what was built."""
    cli.main(["build"])
    cli.main(["export"])
    before = capfd.readouterr().out
    Path("reports").rename("不在了")
    served: list[Path] = []
    monkeypatch.setattr(serve, "serve", lambda config, *_, **__: served.append(config) or 0)
    for command in (["export"], ["reports"], ["explain", "濮阳经济技术开发区", "gdp", "2024"], ["serve"]):
        assert cli.main(command) == 0, command
        out, err = capfd.readouterr()
        assert "没有这个文件或文件夹" in err and "这里仍是上次 kpi build 的结果" in err, command
        assert out == before or command != ["export"]
    assert len(served) == 1
    assert cli.main(["build"]) == 2
    Path("data").rename("也不在了")
    assert cli.main(["serve"]) == 2, "nothing to show"


def test_build_of_nothing_but_bad_reports(tmp_path: Path, capfd: Capture) -> None:
    config = make_project(tmp_path, {"a.txt": "!坏了"})
    assert cli.main(["build", "--config", str(config.path)]) == 2
    assert "没有一份报告能读" in capfd.readouterr().err


def test_build_without_reports_says_where_to_put_them(tmp_path: Path, capfd: Capture) -> None:
    config = make_project(tmp_path, {})
    assert cli.main(["build", "--config", str(config.path)]) == 0
    assert "请把报告放进" in capfd.readouterr().err


def test_long_lists_are_cut(project: Config) -> None:
    listed = cli._listed("读不了", (f"{number}.txt" for number in range(50)))
    assert listed[0] == "读不了（50）："
    assert listed[-1] == "  - 以及另外 30 项"
    assert len(listed) == 22


# export


def test_brief_is_text_on_standard_output(project: Config, capfd: Capture) -> None:
    assert cli.main(["build"]) == 0
    capfd.readouterr()
    assert cli.main(["brief", "濮阳经开区"]) == 0
    out, err = capfd.readouterr()
    assert f"# {ZONE}指标简报" in out and "254 亿元" in out and f"濮阳经开区: 取 {ZONE}" in err


@pytest.mark.parametrize("name", ["简报.docx", "简报.pptx", "简报.html", "简报.md", "深/一层/简报.docx"])
def test_brief_writes_the_file_that_its_name_asks_for(project: Config, capfd: Capture, name: str) -> None:
    assert cli.main(["build"]) == 0
    path = project.path.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    arguments = ["brief", ZONE, "--lang", "en", "--chart", "gdp", "-o", str(path)]
    assert cli.main(arguments) == 0
    first = path.read_bytes()
    assert cli.main(arguments) == 0 and path.read_bytes() == first and len(first) > 1000
    assert f"{path}: {ZONE} 2024 年" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["某地开发区"], "某地开发区: 没有这个开发区"),
        (["经开区"], "有 2 个开发区符合"),
        ([ZONE, "-o", "简报.doc"], "-o 简报.doc: 写不了这种文件，文件名应以 .docx、.pptx、.html、.md 之一结尾"),
        ([ZONE, "-o", "config.yaml"], "写不了这种文件"),
        ([ZONE, "-o", "笔记.md"], "-o 笔记.md: 已有这个文件，而且不是 kpi brief 写的，没有改动"),
        ([ZONE, "-o", "reports/简报.docx"], "-o reports/简报.docx: 这是放报告的地方"),
        ([ZONE, "--year", "1999"], f"--year 1999: {ZONE}没有这一年的数据；可选的年份：2025、2024"),
        ([ZONE, "--year", "去年"], "--year: 去年 不是整数"),
        ([ZONE, "--lang", "fr"], "--lang: 没有 fr"),
        ([ZONE, "--chart", "不存在的指标"], "不存在的指标: 没有这个指标"),
        ([], "缺少 ZONE"),
    ],
)
def test_brief_of_bad_input(project: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    assert cli.main(["build"]) == 0
    (project.path.parent / "笔记.md").write_text("我的笔记", encoding="utf-8")
    capfd.readouterr()
    assert cli.main(["brief", *arguments]) == 2
    out, err = capfd.readouterr()
    assert words in err.replace("'", "") and not out and "Traceback" not in err
    assert (project.path.parent / "笔记.md").read_text(encoding="utf-8") == "我的笔记"


def test_brief_before_any_build(project: Config, capfd: Capture) -> None:
    assert cli.main(["brief", ZONE]) == 2
    assert "还没有结果；请先运行 kpi build" in capfd.readouterr().err


def test_export_filters(project: Config, capfd: Capture) -> None:
    store.build(project)
    asked = ["--zone", "濮阳经开区", "--indicator", "重点项目完成投资", "--kind", "目标", "--year", "2020:2025"]
    assert cli.main(["export", *asked]) == 0
    rows = read_csv(capfd.readouterr().out)
    assert [(row["period"], row["value"]) for row in rows] == [("2020", "96"), ("2025", "121")]
    assert tuple(rows[0])[:16] == frames.EXPORT_COLUMNS


def test_filters_may_be_repeated(project: Config, capfd: Capture) -> None:
    store.build(project)
    cli.main(["export", "--indicator", "gdp", "--indicator", "Signed projects", "--kind", "actual"])
    assert {row["indicator"] for row in read_csv(capfd.readouterr().out)} == {"gdp", "signed_projects"}


def test_export_equals_extract(project: Config, capfd: Capture) -> None:
    store.build(project)
    cli.main(["export"])
    exported = read_csv(capfd.readouterr().out)
    cli.main(["extract", "reports"])
    extracted = read_csv(capfd.readouterr().out)

    def ordered(rows: list[dict[str, str]]) -> list[str]:
        return sorted(map(str, rows))

    assert ordered(exported) == ordered(extracted)


def test_export_of_panel_and_targets(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["export", "--table", "panel", "-o", "panel.csv"]) == 0
    assert "panel.csv: 12 行" in capfd.readouterr().err
    assert tuple(read_csv(Path("panel.csv").read_bytes().decode())[0]) == tuple(frames.CELLS)
    assert cli.main(["export", "--table", "targets", "--year", "2020"]) == 0
    targets = read_csv(capfd.readouterr().out)
    assert {row["verdict"] for row in targets if row["indicator"] == "key_project_investment"} == {"ahead"}
    assert cli.main(["export", "--table", "panel", "--wide"]) == 0
    wide = read_csv(capfd.readouterr().out)
    assert {(row["zone"], row["year"]) for row in wide} >= {(ZONE, "2020"), (ZONE, "2024")}
    assert {"254"} == {row["gdp [亿元]"] for row in wide} - {""}
    (half,) = (row for row in wide if row["period"] == "2020-H1")
    assert half["key_project_investment [亿元]"] == "61.3", "a part of a year has a row of its own"
    (of_2025,) = (row for row in wide if row["year"] == "2025")
    assert of_2025["signed_projects.target [个].comparator"] == ">=", "26个以上 is no bare 26"


def test_an_empty_selection_is_a_header_and_a_word(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["export", "--year", "1999"]) == 0
    out, err = capfd.readouterr()
    assert read_csv(out) == []
    assert out.count("\r\n") == 1
    assert "没有符合条件的数据" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--zone", "蒲阳经济技术开发区"], f"没有这个开发区；是不是 {ZONE}"),
        (["--zone", "经济"], "有 2 个开发区符合"),
        (["--zone", "不相干"], "可用的有"),
        (["--indicator", "gpd"], "没有这个指标；是不是 gdp（地区生产总值）"),
        (["--indicator", "项目"], "有 2 个指标符合"),
        (["--kind", "plan"], "没有这个类别"),
        (["--kind", "目"], "没有这个类别"),
        (["--year", "去年"], "--year 去年: 不是年份"),
        (["--year", "2025:2020"], "先早后晚"),
        (["--table", "targets", "--kind", "actual"], "--kind"),
        (["--wide"], "--table panel"),
        (["-o", "."], "这是文件夹"),
    ],
)
def test_export_of_bad_input(project: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    store.build(project)
    assert cli.main(["export", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err
    assert len(err.splitlines()) == 1


def test_export_of_the_dictionary(project: Config, capfd: Capture) -> None:
    assert cli.main(["export", "--table", "dictionary"]) == 0
    before = read_csv(capfd.readouterr().out)
    assert [row["indicator"] for row in before] == list(project.indicators) and before[0]["values"] == ""
    store.build(project)
    assert cli.main(["export", "--table", "dictionary", "--indicator", "GDP", "--zone", ZONE, "--year", "2024"]) == 0
    (row,) = read_csv(capfd.readouterr().out)
    assert (row["zh"], row["unit"], row["aliases"]) == ("地区生产总值", "亿元", "地区生产总值、GDP")
    assert (row["values"], row["targets"], row["first_year"], row["last_year"]) == ("2", "0", "2024", "2024")


def test_notes_are_exported_with_who_and_when(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["note", "濮阳经开区", "gdp", "2024", "--text", "=口径有调整", "--who", "王某"]) == 0
    capfd.readouterr()
    for table in ("observations", "panel", "targets"):
        assert cli.main(["export", "--table", table]) == 0
        rows = read_csv(capfd.readouterr().out)
        noted = [row for row in rows if row["notes"]]
        assert list(rows[0])[-1] == "notes" and {(row["zone"], row["indicator"]) for row in noted} == {(ZONE, "gdp")}
        assert all(row["notes"].startswith("'=口径有调整（王某 20") for row in noted), (
            "text that a spreadsheet would run"
        )
    assert cli.main(["export", "--table", "panel", "--wide"]) == 0
    wide = read_csv(capfd.readouterr().out)
    assert [row["year"] for row in wide if row["gdp.notes"]] == ["2024"]
    assert cli.main(["export", "--table", "notes"]) == 0
    (note,) = read_csv(capfd.readouterr().out)
    assert (note["zone"], note["period"], note["who"], note["author"]) == (ZONE, "2024", "王某", "王某")
    assert cli.main(["export", "--table", "notes", "--year", "2023"]) == 0
    assert read_csv(capfd.readouterr().out) == []


def test_a_note_by_the_command_line(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["note", ZONE, "GDP", "2024年", "--text", "一", "--who", "王某"]) == 0
    name = capfd.readouterr().err.split("已记下 ")[1].split("：")[0]
    assert cli.main(["note", "--edit", name, "--text", "二", "--who", "李某"]) == 0
    capfd.readouterr()
    assert cli.main(["note", "濮阳经开区"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith(f"{name}  {ZONE}  地区生产总值  2024  二（李某 20") and "批注 1 条" in err
    assert cli.main(["note", "--delete", name]) == 0
    assert cli.main(["note"]) == 0
    out, err = capfd.readouterr()
    assert out == "" and f"已删除的 {name}" in err
    assert cli.main(["note", "--undo", name]) == 0
    assert "现在是：二（李某" in capfd.readouterr().err
    assert cli.main(["note", "--history", name]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert ["写：一" in lines[0], "改为：二" in lines[1], "删除" in lines[2], "撤销上一步" in lines[3]] == [True] * 4
    assert cli.main(["note", ZONE, "gdp", "2023"]) == 0 and "批注 0 条" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["note", ZONE, "gdp", "--text", "一"], "缺少 ZONE INDICATOR PERIOD"),
        (["note", ZONE, "gdp", "去年", "--text", "一"], "去年: 不是时期"),
        (["note", ZONE, "gpd", "2024", "--text", "一"], "没有这个指标；是不是 gdp"),
        (["note", ZONE, "gdp", "2024", "--text", " "], "请写明批注"),
        (["note", "--edit", "n1", "--text", "一"], "n1: 没有这条批注"),
        (["note", "--edit", "n1"], "写和改要写明批注"),
        (["note", "--delete", "n1", "--text", "一"], "删除和撤销则不写"),
        (["note", ZONE, "--undo", "n1"], "请去掉开发区"),
        (["note", "--undo", "n1", "--edit", "n2"], "不能与"),
        (["export", "--table", "notes", "--kind", "actual"], "--kind: notes 表没有这一项"),
        (["export", "--table", "dictionary", "--wide"], "--wide: dictionary 表没有这一项"),
    ],
)
def test_notes_of_bad_input(project: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    assert cli.main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == "" and words in err and len(err.splitlines()) == 1
    assert not project.notes.exists()


def test_export_before_any_build(project: Config, capfd: Capture) -> None:
    assert cli.main(["export"]) == 2
    assert "请先运行 kpi build" in capfd.readouterr().err


def test_export_of_what_is_out_of_date_says_so(project: Config, capfd: Capture) -> None:
    store.build(project)
    Path("reports/001.txt").unlink()
    assert cli.main(["export"]) == 0
    assert "运行 kpi build 可更新" in capfd.readouterr().err


# check, explain, version, help


def test_check_says_that_all_is_well(project: Config, capfd: Capture) -> None:
    assert cli.main(["check"]) == 0
    assert capfd.readouterr().out == "config.yaml: 没有问题（2 个开发区，5 个指标）\n"


def test_check_lists_every_fault_with_its_line(project: Config, capfd: Capture) -> None:
    text = project.text.replace("good: down", "good: dwon").replace("reconcile:", "reconcil:")
    Path("other.yaml").write_text(text, encoding="utf-8")
    assert cli.main(["check", "other.yaml"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    lines = err.splitlines()
    at = next(number for number, line in enumerate(text.splitlines(), 1) if "dwon" in line)
    assert any(line.startswith(f"other.yaml:{at}: indicators.energy_intensity.good: ") for line in lines)
    assert "；是不是“reconcile”？" in err and "；是不是“down”？" in err
    assert len(lines) >= 2


def test_a_bad_config_stops_every_command(project: Config, capfd: Capture) -> None:
    project.path.write_text("version: 2\n", encoding="utf-8")
    commands = (["extract", "reports"], ["build"], ["export"], ["explain", "a", "b", "2024"], ["serve"], ["check"])
    for command in commands:
        assert cli.main(list(command)) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert "config.yaml:1: version" in err
        assert "Traceback" not in err


def test_a_report_is_stated_shown_and_undone(project: Config, capfd: Capture) -> None:
    Path("reports/谁.txt").write_text(OPEN, encoding="utf-8")
    assert cli.main(["report", "谁.txt"]) == 0
    out, err = capfd.readouterr()
    assert (out, "还没有读过这份报告" in err) == ("reports/谁.txt\n", True)
    assert cli.main(["build"]) == cli.main(["report", "谁.txt"]) == 0
    out, err = capfd.readouterr()
    assert "  开发区    开发区待定（可能是 甲经开区 或 乙经开区）\n" in out and "0 条事实，1 处待定\n" in out
    stated = ["report", "谁.txt", "--zone", "濮阳经开区", "--published", "2025-03-01", "--who", "王某"]
    assert cli.main(stated) == 0
    out, err = capfd.readouterr()
    assert out == "" and f"王某 写明 开发区：{ZONE}，发布日期：2025-03-01\nkpi: 运行 kpi build 后生效" in err
    assert cli.main(stated) == 0
    assert "已经是这样写明的，没有改动" in capfd.readouterr().err
    assert cli.main(["report", "谁.txt"]) == 0
    out, err = capfd.readouterr()
    assert f"  文外所知  开发区 {ZONE}（说明文件写明）\n" in out and "  写明      2" in out and "仍是上次的结果" in err
    assert cli.main(["report", "谁.txt", "--undo", "--who", "王某"]) == 0
    assert "王某 撤销，恢复为 开发区：不写" in capfd.readouterr().err
    assert not Path("reports/谁.txt.yaml").exists()


def test_a_report_is_set_aside_and_taken_back(project: Config, capfd: Capture) -> None:
    cli.main(["build"])
    assert cli.main(["report", "002.txt", "--aside", "还是草稿", "--who", "王某"]) == 0
    assert "王某 写明 搁置：还是草稿\n" in capfd.readouterr().err
    assert cli.main(["build"]) == cli.main(["report", "002.txt"]) == cli.main(["reports", "搁置"]) == 0
    out, err = capfd.readouterr()
    assert "搁置 1" in err and "搁置，没有读（1）：\n  - reports/002.txt: 还是草稿\n" in err and "报告已不在" not in err
    assert "  没有采用  搁置：还是草稿\n  文外所知  搁置 还是草稿（说明文件写明）\n" in out
    assert out.endswith("reports/002.txt  没有采用：搁置：还是草稿\n")
    assert cli.main(["report", "002.txt", "--back"]) == 0
    assert "写明 搁置：不搁置（原为 还是草稿）" in capfd.readouterr().err
    assert cli.main(["build"]) == 0
    assert "搁置" not in capfd.readouterr().err


def test_extract_does_not_read_what_was_set_aside(project: Config, capfd: Capture) -> None:
    cli.main(["report", "002.txt", "--aside", "还是草稿", "--who", "王某"])
    capfd.readouterr()
    assert cli.main(["extract", "reports"]) == 0
    out, err = capfd.readouterr()
    assert "001," in out and "002," not in out
    assert (
        "kpi: 3 份报告，" in err
        and "收回，或去掉 reports 里写的 aside（1）：\nkpi:   - reports/002.txt: 还是草稿" in err
    )
    assert cli.main(["extract", "reports/002.txt"]) == 0
    assert "reports/002.txt: 还是草稿" in capfd.readouterr().err
    assert cli.main(["report", "002.txt", "--back"]) == cli.main(["extract", "reports/002.txt"]) == 0
    assert "\n002," in capfd.readouterr().out


# options, what is said
REFUSED = [
    (["谁.txt", "--zone", "濮阳经济w"], "濮阳经济w: 没有找到这个开发区"),
    (["谁.txt", "--zone", "开发区"], "开发区: 有 2 个开发区符合"),
    (["谁.txt", "--published", "去年"], "--published 去年: 不是日期"),
    (["谁.txt", "--period", "2021/2025"], "--period 2021/2025: 不是一年之内的时期"),
    (["谁.txt", "--undo"], "reports/谁.txt: 没有可以撤销的"),
    (["谁.txt", "--undo", "--zone", ZONE], "--undo: 撤销时不能同时写明别的"),
    (["谁.txt", "--aside", " "], "--aside: 请写明搁置的原因"),
    (["谁.txt", "--aside", "草稿", "--back"], "--back: 不能与 --aside 同时用"),
    (["谁.doc"], "谁.doc: 没有这份报告；是不是 reports/谁.txt？"),
    (["同.txt", "--zone", ZONE], "reports/谁.txt: 内容与 reports/同.txt 相同，建库只读那一份；请写明那一份"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_stated_is_told(project: Config, capfd: Capture, options: list[str], message: str) -> None:
    Path("reports/谁.txt").write_text(OPEN, encoding="utf-8")
    if options[0] == "同.txt":
        Path("reports/同.txt").write_text(OPEN, encoding="utf-8")
        options = ["谁.txt", *options[1:]]
    cli.main(["build"])
    capfd.readouterr()
    assert cli.main(["report", *options]) == 2
    assert message in capfd.readouterr().err
    assert not Path("reports/谁.txt.yaml").exists()


def test_a_candidate_may_be_stated_though_no_list_has_it(project: Config, capfd: Capture) -> None:
    Path("reports/谁.txt").write_text(OPEN, encoding="utf-8")
    cli.main(["build"])
    assert cli.main(["report", "谁.txt", "--zone", "甲经开区"]) == 0
    assert cli.main(["report", "000.txt", "--zone", "甲经开区"]) == 2


def test_reports_are_listed(project: Config, capfd: Capture) -> None:
    assert cli.main(["reports"]) == 2
    assert "还没有结果；请先运行 kpi build" in capfd.readouterr().err
    Path("reports/谁.txt").write_text(OPEN + UNSURE, encoding="utf-8")
    Path("reports/坏.txt").write_text("!看不懂", encoding="utf-8")
    cli.main(["build"])
    capfd.readouterr()
    assert cli.main(["reports"]) == 0
    out, err = capfd.readouterr()
    lines = out.splitlines()
    zone = "开发区待定（可能是 甲经开区 或 乙经开区）"
    assert lines[0] == f"reports/谁.txt  {zone}  年份不详  发布日期不详  0 条事实，1 处待定，1 条待确认"
    assert [line.partition("  ")[0] for line in lines[1:-1]] == [
        "reports/000.txt", "reports/001.txt", "reports/002.txt", "reports/周口/003.txt",
    ]  # fmt: skip
    assert lines[-1] == "reports/坏.txt  没有采用：看不懂"
    assert "报告 6 份：1 份待定，1 份没有采用" in err
    assert cli.main(["reports", "甲经开区"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == lines[:1] and "报告 1 份（共 6 份）：1 份待定" in err


def test_explain_tells_what_is_stated_of_the_reports(project: Config, capfd: Capture) -> None:
    cli.main(["report", "000.txt", "--period", "2024", "--who", "王某"])
    cli.main(["build"])
    capfd.readouterr()
    assert cli.main(["explain", "濮阳经开区", "gdp", "2024"]) == 0
    out = capfd.readouterr().out
    assert "\n\n报告的说明\n  reports/000.txt  写明 时期 2024（2" in out and out.endswith(" 王某）\n")
    cli.main(["report", "000.txt", "--undo"])
    assert cli.main(["explain", "濮阳经开区", "gdp", "2024"]) == 0
    assert "报告的说明" not in capfd.readouterr().out
    Path("reports/000.txt.yaml").write_text("时期: 2024\n", encoding="utf-8")
    assert cli.main(["explain", "濮阳经开区", "gdp", "2024"]) == 0
    assert "  reports/000.txt  说明文件读不懂：reports/000.txt.yaml:1: 未知的键“时期”" in capfd.readouterr().out


def test_a_line_of_the_record_that_is_no_use_is_told_and_stops_nothing(project: Config, capfd: Capture) -> None:
    cli.main(["report", "000.txt", "--period", "2024", "--who", "王某"])
    line = Path("corrections.reports.jsonl").read_text("utf-8")
    Path("corrections.reports.jsonl").write_text("?\n" + line.replace("period", "时期") + line, "utf-8")
    assert cli.main(["report", "000.txt"]) == cli.main(["build"]) == 0
    out, err = capfd.readouterr()
    assert out.count("  写明      ") == 1
    assert "kpi: corrections.reports.jsonl 第 1 行不完整或读不懂，没有采用（" in err
    assert "kpi: corrections.reports.jsonl 第 2 行不能用，没有采用（" in err
    assert "注意：corrections.reports.jsonl 第 1 行不完整或读不懂" in err


def test_explain(project: Config, capfd: Capture) -> None:
    store.build(project)
    assert cli.main(["explain", "濮阳开发区", "重点项目完成投资", "2024年"]) == 0
    out = capfd.readouterr().out
    for words in (ZONE, "131.2 亿元", "96.3 亿元", "latest_published", "206.19", "reports/001.txt", "文中写明"):
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([ZONE, "gdp", "上半年"], "不是时期"),
        ([ZONE, "gdp", "2019"], "没有 2019 的数据"),
        ([ZONE, "nothing", "2024"], "没有这个指标"),
        (["nobody", "gdp", "2024"], "没有这个开发区"),
    ],
)
def test_explain_of_bad_input(project: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    store.build(project)
    assert cli.main(["explain", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_version_is_that_of_the_project(capfd: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capfd.readouterr().out == f"kpi {kpi.__version__}\n"
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert metadata.get("version", kpi.__version__) == kpi.__version__


@pytest.mark.parametrize("command", ["", "init", "extract", "build", "export", "check", "explain", "serve"])
def test_help_of_every_command(capfd: Capture, command: str) -> None:
    assert cli.main([*command.split(), "--help"]) == 0
    assert "usage: kpi" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "kpi: 缺少 COMMAND；用法见 kpi --help"),
        (["bogus"], "kpi: COMMAND: 没有 'bogus'，应为 "),
        (["build", "--nothing"], "kpi: --nothing: 没有这个参数；用法见 kpi --help"),
        (["build", "--jobs"], "kpi: --jobs: 后面应有一个值；用法见 kpi build --help"),
        (["build", "--jobs", "0"], "kpi: --jobs 应为 1 以上的整数，写的是 0；用法见 kpi build --help"),
        (["build", "--force=1"], "kpi: --force: 后面不能有值，写的是 '1'；用法见 kpi build --help"),
        (["extract"], "kpi: 缺少 PATH；用法见 kpi extract --help"),
        (["serve", "--port", "x"], "kpi: --port: 'x' 不是整数；用法见 kpi serve --help"),
        (["correct", "1", "--accept", "--undo"], "kpi: --undo: 不能与 --accept 同时用；用法见 kpi correct --help"),
    ],
)
def test_a_wrong_option_is_one_line(capfd: Capture, arguments: list[str], words: str) -> None:
    assert cli.main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith(words)
    assert "--help" in err


# faults and ends


def test_a_fault_of_the_program_is_one_line_with_its_place(
    project: Config, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise LookupError("nothing there")

    monkeypatch.setattr(cli, "_config", fault)
    assert cli.main(["build"]) == 1
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert "程序出错（LookupError: nothing there，test_cli.py:" in err
    assert "KPI_DEBUG=1" in err
    monkeypatch.setenv("KPI_DEBUG", "1")
    assert cli.main(["build"]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_ctrl_c_is_no_fault(project: Config, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_config", stop)
    assert cli.main(["build"]) == 130
    assert capfd.readouterr().err == "kpi: 已中断。\n"


def test_the_config_is_found(project: Config, tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli._config_path(None) == Path("config.yaml")
    monkeypatch.chdir(tmp_path)
    assert cli._config_path(None) == ROOT / "config.yaml"
    assert load_config().path == ROOT / "config.yaml"
    monkeypatch.setenv("KPI_CONFIG", str(project.path))
    assert cli._config_path(None) == project.path
    assert cli._config_path(Path("x.yaml")) == Path("x.yaml")


def test_without_any_config_a_project_is_asked_for(
    tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the program is installed: what it brings along serves to read and check, results need a place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kpi.settings.config.checkout", lambda: None)
    for command in (["build"], ["export"], ["serve"], ["correct"], ["watch"]):
        assert cli.main(command) == 2
        assert "kpi init FOLDER" in capfd.readouterr().err
    assert cli.main(["check"]) == 0
    assert "程序自带的 config.yaml: 没有问题" in capfd.readouterr().out
    assert cli.main(["extract", str(tmp_path)]) == 0
    assert list(tmp_path.iterdir()) == []


def test_starting_is_cheap() -> None:
    """No command loads what another one needs."""
    script = "import sys, kpi, kpi.cli, kpi.vocabulary.frames, kpi.results.export; print(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=True).stdout.decode()
    assert not {"pandas", "pyarrow", "yaml", "streamlit", "sqlite3", "numpy"} & set(output.split())


def test_the_public_names_are_there() -> None:
    script = "import kpi; print(all(getattr(kpi, name) for name in kpi.__all__))"
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=True).stdout
    assert output.split() == [b"True"]
    assert set(kpi.__all__) == set(kpi._HOME) <= set(dir(kpi))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kpi.nothing


def test_progress_is_drawn_on_a_terminal_only() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, wanted in ((Terminal(), True), (io.StringIO(), False)):
        bar = ProgressBar("读取报告", stream)
        for done in range(1, 4):
            bar(done, 3)
        shown = stream.getvalue()
        assert ("读取报告 3/3" in shown and "份/秒 剩余 0:00" in shown and shown.endswith("\n")) is wanted


# lookup


def test_names_lead_to_zones_and_indicators(project: Config) -> None:
    for name in (ZONE, "濮阳开发区", " 濮阳 经开区 ", "puyang Economic and technological development zone", "濮阳"):
        assert lookup.find_zone(name, project.zones) == ZONE
    assert lookup.find_zone("新郑市", project.zones, ["新郑市"]) == "新郑市"
    for name in ("gdp", "GDP", "地区生产总值", "Gross domestic product"):
        assert lookup.find_indicator(name, project.indicators) == "gdp"
    assert [lookup.find_kind(word) for word in ("actual", "预计", "TARGET")] == ["actual", "estimate", "target"]


def test_periods_and_years() -> None:
    periods = {
        "2024": "2024",
        "2024年": "2024",
        "2024-h1": "2024-H1",
        "2024-01/06": "2024-H1",
        "2021/2025": "2021/2025",
    }
    assert {text: lookup.find_period(text) for text in periods} == periods
    years = {"2024": (2024, 2024), "2020:2024": (2020, 2024), "2020:": (2020, 9999), ":2024": (0, 2024)}
    assert {text: lookup.find_years(text) for text in years} == years
    for text in ("", "x", "2024-13", "2024/", "2024-H3", "2024-06/01"):
        with pytest.raises(KpiError):
            lookup.find_period(text)
    for text in ("", "x", "1:2:3"):
        with pytest.raises(KpiError):
            lookup.find_years(text)


# serve


def listening() -> socket.socket:
    taken = socket.socket()
    taken.bind((serve.ADDRESS, 0))
    taken.listen()
    return taken


def test_a_port_that_is_taken_is_named_with_a_free_one(project: Config, capfd: Capture) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 2
        err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert f"--port {port}: 端口已被占用；可改用 --port " in err
    assert serve.is_free(int(err.split()[-1]))
    assert not project.data.exists()


def test_without_a_port_the_first_free_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(serve, "FIRST_PORT", port)
        chosen = serve.choose_port(None)
    assert chosen != port
    assert serve.is_free(chosen)
    for wrong in (0, 70000, -1):
        with pytest.raises(KpiError, match="不是端口号"):
            serve.choose_port(wrong)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
def test_a_browser_needs_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not serve.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve.has_display()


def test_the_server_is_for_this_machine_only() -> None:
    command = serve._command(Path("server.py"), 8600, Sharing())
    for option in (
        "server.address=127.0.0.1",
        "server.port=8600",
        "server.headless=true",
        "server.allowedHosts=localhost",
    ):
        assert f"--{option}" in command
    assert "--browser.gatherUsageStats=false" in command
    assert "--client.showErrorDetails=none" in command


def test_the_server_is_told_what_its_settings_say_so_that_no_others_hold() -> None:
    settings = tomllib.loads((ROOT / "dashboard" / ".streamlit" / "config.toml").read_text("utf-8"))
    command = serve._command(Path("server.py"), 8600, Sharing())
    for name, value in serve._OPTIONS:
        group, key = name.split(".")
        assert str(settings[group][key]).lower() == value, name
        assert f"--{name}={value}" in command


def test_the_sessions_of_browsers_that_are_gone_are_few_and_kept_for_a_short_while() -> None:
    kept = MemorySessionStorage(ttl_seconds=serve.SECONDS_KEPT)
    assert (kept._cache.maxsize, kept._cache.ttl) == (128, 120)


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of Ctrl-C")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_builds_answers_and_ends_cleanly(project: Config, stop: signal.Signals) -> None:
    port = serve.choose_port(None)
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", str(port), "--no-browser"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        said = wait_for_line(child, "看板已启动")
        assert f"http://127.0.0.1:{port}" in said
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        assert opener.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=10).read() == b"ok"
    finally:
        child.send_signal(stop)
        _, err = child.communicate(timeout=30)
    assert child.returncode == 0
    assert "看板已停止" in err.decode()
    assert "Traceback" not in err.decode()
    assert store.open_build(project) is not None
    assert serve.is_free(port)


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of Ctrl-C")
def test_what_the_server_says_is_kept_in_a_file_of_bounded_length(
    project: Config, tmp_path: Path, capfd: Capture
) -> None:
    log = tmp_path / "logs" / "看板.log"
    kept = serve._log_at(log)
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; print('fault 错' * 100_000, file=sys.stderr)"], stderr=subprocess.PIPE
    )
    for _ in range(20):
        kept.info("x" * 2**20)
    serve._keep(child, kept)
    child.wait()
    files = sorted(log.parent.iterdir())
    assert 1 < len(files) <= 6 and all(each.stat().st_size <= serve._LONGEST_LOG for each in files)
    assert "fault 错" in log.read_text(encoding="utf-8") and "fault 错" in capfd.readouterr().err
    with pytest.raises(KpiError, match="--log"):
        serve._log_at(log / "x")


def wait_for_line(child: subprocess.Popen[bytes], words: str) -> str:
    assert child.stderr
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (line := child.stderr.readline().decode()):
        if words in line:
            return line
    raise AssertionError(f"never said {words}")


def test_the_samples_hold_what_the_tests_count() -> None:
    assert sum(line.count("|") > 3 for text in REPORTS.values() for line in text.splitlines()) == 13
