"""`kpi import`: what it says before anything counts, its exit statuses, and that it leaves the table alone."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from kpi import cli
from kpi.second import imports
from kpi.settings.config import Config
from tests.second.samples import AGREES, ALONE, DIFFERS, REPORT, SURER, TEXT, WRONG, project, table

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = project(tmp_path / "项目")
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    monkeypatch.chdir(config.path.parent)
    return config


def test_a_table_is_told_checked_and_kept(own: Config, capfd: Capture) -> None:
    made = table(Path("摘录.csv"), [AGREES, ALONE, DIFFERS, WRONG], "gb18030")
    before = made.read_bytes()
    assert cli.main(["import", "摘录.csv", "--as", "张工", "--who", "王某"]) == 3
    out, err = capfd.readouterr()
    assert "report ← 报告" in err and "quote ← 原文" in err
    assert "与本程序一致 1 行；与本程序不同，待确认 1 行；只有它读到 1 行；不成立 1 行" in err
    assert out == "第 5 行  进出口总额 2024 3.2亿元  不成立：这个数是增量、占比、基数、完成率一类（增量）\n"
    assert made.read_bytes() == before
    (entry,) = imports.load(own).in_force
    assert (entry.reader, entry.file, entry.who, len(entry.rows)) == ("张工", "摘录.csv", "王某", 4)
    assert cli.main(["build"]) == 0
    assert (
        "别人读到的：与本程序一致 1；只有别人读到、待确认 1；与本程序不同、待确认 1；不成立 1" in capfd.readouterr().err
    )


def test_what_became_of_a_table_is_told_again_without_it(own: Config, capfd: Capture) -> None:
    made = table(Path("摘录.csv"), [AGREES, WRONG])
    cli.main(["import", "摘录.csv", "--as", "张工"])
    made.unlink()
    capfd.readouterr()
    assert cli.main(["import", "--as", "张工", "--check"]) == 3
    assert "第 3 行  进出口总额 2024 3.2亿元  不成立" in capfd.readouterr().out
    assert cli.main(["import", "--as", "张工", "-o", "核对.csv"]) == 3
    with open("核对.csv", encoding="utf-8-sig", newline="") as file:
        assert [row["结果"] for row in csv.DictReader(file)] == ["与本程序一致", "不成立"]
    assert cli.main(["import", "--as", "李工", "--check"]) == 2
    assert "没有这个名字的表" in capfd.readouterr().err


def test_all_that_stands_is_done(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES])
    assert cli.main(["import", "张工.csv"]) == 0  # the name of the file is the reader's
    assert capfd.readouterr().out == "" and imports.load(own).in_force[0].reader == "张工"


def test_nothing_that_stands_is_kept_nowhere(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [WRONG, replace(AGREES, report="别处.txt")])
    assert cli.main(["import", "张工.csv"]) == 2
    out, err = capfd.readouterr()
    assert "没有一行成立，没有导入" in err and "没有这份报告（别处.txt）" in out
    assert not own.imports.exists()


def test_only_checked(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, WRONG])
    assert cli.main(["import", "张工.csv", "--check"]) == 3
    assert "没有导入" in capfd.readouterr().err and not own.imports.exists()


def test_each_row_with_its_outcome_in_a_file(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, ALONE, WRONG])
    assert cli.main(["import", "张工.csv", "-o", "核对.csv"]) == 3
    assert capfd.readouterr().out == ""
    with Path("核对.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["行"], row["结果"], row["说明"]) for row in rows] == [
        ("2", "与本程序一致", ""), ("3", "只有它读到", ""), ("4", "不成立", "增量"),
    ]  # fmt: skip
    assert rows[0]["观测编号"].startswith("o") and rows[2]["原因"].startswith("这个数是增量")
    assert cli.main(["import", "张工.csv", "-o", "张工.csv"]) == 2


def test_of_one_report(own: Config) -> None:
    Path("张工.csv").write_text("指标,时期,数值,原文\nGDP,2024,254亿元,全区地区生产总值完成254亿元\n", encoding="utf-8")
    assert cli.main(["import", "张工.csv", "--report", REPORT]) == 0


def test_trust_list_and_withdrawal(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, ALONE])
    assert cli.main(["import", "张工.csv", "--trust", "accept"]) == 0
    assert cli.main(["import", "张工.csv"]) == 0  # what was said of the reader before still holds
    capfd.readouterr()
    assert cli.main(["import"]) == 0
    out, err = capfd.readouterr()
    assert "张工  只有它读到的，有原文为证就采用" in out and "导入的表 1 张" in err
    assert cli.main(["import", "--as", "张工", "--trust", "propose", "--who", "王某"]) == 0
    assert cli.main(["import", "--as", "张工", "--withdraw", "--who", "王某"]) == 0
    assert "整个撤回；他读到的不再算数" in capfd.readouterr().err
    assert imports.load(own).in_force == () and len(imports.load(own).entries) == 4
    assert cli.main(["import"]) == 0
    assert "已撤回（1）：\nkpi:   - 张工  " in capfd.readouterr().err


def test_a_table_in_the_place_of_another_says_what_it_changes(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, ALONE, SURER])
    assert cli.main(["import", "张工.csv", "--who", "王某"]) == 0
    assert "代替" not in capfd.readouterr().err
    table(Path("张工.csv"), [replace(AGREES, quote="地区生产总值完成254亿元"), ALONE, DIFFERS])
    assert cli.main(["import", "张工.csv", "--check"]) == 0
    assert "会代替 张工 原来的表" in capfd.readouterr().err and len(imports.load(own).entries) == 1
    assert cli.main(["import", "张工.csv", "--who", "李某"]) == 0
    err = capfd.readouterr().err
    assert "代替 张工 原来的表（" in err and "王某 导入：3 行，张工.csv）" in err
    assert "一样 1 行；改了 1 行；没有了 1 行；新的 1 行" in err
    assert "没有了的行（1）：\nkpi:   - 第 4 行  濮阳经开区 税收收入 2024年1-10月 实际 3.67亿元" in err
    assert "新的行（1）：\nkpi:   - 第 4 行  濮阳经开区 科技创新平台数" in err
    assert "254亿元 → 第 2 行  254亿元，原文“地区生产总值完成254亿元”" in err
    assert "--undo，原来的表就回来" in err and "--as 换一个名字" in err


def test_the_last_table_alone_is_taken_back(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, SURER])
    cli.main(["import", "张工.csv", "--who", "王某"])
    table(Path("张工.csv"), [AGREES])
    cli.main(["import", "张工.csv", "--who", "李某"])
    capfd.readouterr()
    assert cli.main(["import", "--as", "张工", "--undo", "--who", "赵某"]) == 0
    err = capfd.readouterr().err
    assert "张工: 撤回了 " in err and "李某 导入：1 行" in err and "王某 导入：2 行，张工.csv" in err
    assert "一样 1 行；新的 1 行" in err and "税收收入" in err
    assert len(imports.load(own).in_force[0].rows) == 2
    assert cli.main(["import", "--as", "张工", "--undo"]) == 0
    assert "没有更早的表；原来的 2 行不再算数" in capfd.readouterr().err
    assert imports.load(own).in_force == ()


def test_rows_whose_report_is_gone_are_counted_apart(own: Config, capfd: Capture) -> None:
    other = own.path.parent / "reports" / "别的.txt"
    other.write_text(TEXT.replace("254", "255"), encoding="utf-8")
    there = replace(AGREES, value="255", quote="全区地区生产总值完成255亿元", report="别的.txt")
    table(Path("张工.csv"), [AGREES, there, there])
    cli.main(["import", "张工.csv"])
    assert cli.main(["import"]) == 0
    assert "没有对上报告" not in capfd.readouterr().err
    other.unlink()
    assert cli.main(["import"]) == 0
    err = capfd.readouterr().err
    assert "不算数的 2 行，报告（1）：\nkpi:   - 别的.txt  2 行" in err
    assert "导入的表 1 张，共 3 行（其中 2 行没有对上报告）" in err
    assert cli.main(["build"]) == 0
    err = capfd.readouterr().err
    assert "与本程序一致 1；没有对上报告（报告已不在，或有几份同名） 2" in err and "张工: 2 行" in err


def test_the_check_of_what_was_taken_in_knows_a_report_by_its_content(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES])
    cli.main(["import", "张工.csv"])
    report = own.path.parent / "reports" / REPORT
    report.rename(report.with_name("改名.txt"))
    assert cli.main(["import", "--as", "张工", "--check"]) == 0
    assert "与本程序一致 1 行" in capfd.readouterr().err


def test_what_does_not_stand_is_told_beside_the_file_too(own: Config, capfd: Capture) -> None:
    lost = [replace(AGREES, report="没有.txt")] * 3
    table(Path("张工.csv"), [AGREES, WRONG, *lost])
    assert cli.main(["import", "张工.csv", "-o", "核对.csv"]) == 3
    err = capfd.readouterr().err
    assert "不成立的 4 行，先列 3 行：" in err and "第 3 行  进出口总额 2024 3.2亿元  不成立：这个数是增量" in err
    assert err.count("没有这份报告（没有.txt）") == 2


def test_the_table_of_outcomes_can_be_taken_in_again(own: Config, capfd: Capture) -> None:
    table(Path("张工.csv"), [AGREES, ALONE])
    cli.main(["import", "张工.csv", "-o", "核对.csv"])
    capfd.readouterr()
    assert cli.main(["import", "核对.csv", "--as", "李工"]) == 0
    assert "与本程序一致 1 行；只有它读到 1 行" in capfd.readouterr().err


def test_a_table_with_what_was_reached_and_aimed_at_in_columns(own: Config, capfd: Capture) -> None:
    Path("张工.csv").write_text(
        "报告名称,园区名称,指标,统计时间,完成,目标,增速（%）,计量单位,原文摘录\n"
        f"{REPORT},濮阳经开区,地区生产总值,2024-12-31,254,,5.0,亿元,全区地区生产总值完成254亿元，同比增长5.0%\n"
        f"{REPORT},濮阳经开区,签约项目,2025,,30,,个,签约项目30个以上\n"
        f"{REPORT},濮阳经开区,地区生产总值,2024年,254,200,,亿元,全区地区生产总值完成254亿元\n",
        encoding="utf-8",
    )
    assert cli.main(["import", "张工.csv", "-o", "核对.csv"]) == 3
    err = capfd.readouterr().err
    assert "数值有几列的，一格算一条：完成（实际）、目标（目标）、增速（%）（增长）" in err
    assert "与本程序一致 4 行；不成立 1 行" in err and "第 4 行 目标  地区生产总值 2024年 200亿元  不成立" in err
    with Path("核对.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["行"], row["列"], row["类别"], row["度量"], row["结果"]) for row in csv.DictReader(file)]
    assert rows == [
        ("2", "完成", "actual", "", "与本程序一致"),
        ("2", "增速（%）", "", "growth", "与本程序一致"),
        ("3", "目标", "target", "", "与本程序一致"),
        ("4", "完成", "actual", "", "与本程序一致"),
        ("4", "目标", "target", "", "不成立"),
    ]


def test_without_a_column_of_kinds_each_row_is_of_its_words_kind(own: Config, capfd: Capture) -> None:
    Path("张工.csv").write_text(
        f"报告,指标,年份,数值,原文\n{REPORT},GDP,2024,254亿元,全区地区生产总值完成254亿元\n"
        f"{REPORT},签约项目,2025,30个,签约项目30个以上\n",
        encoding="utf-8",
    )
    assert cli.main(["import", "张工.csv"]) == 0
    err = capfd.readouterr().err
    assert "没有类型一列（实际、预计、目标）；没有写的，照原文是哪一种" in err and "与本程序一致 2 行" in err


# arguments, words of the fault
FAULTS = [
    (["没有.csv"], "没有.csv"),
    (["--check"], "缺少 FILE"),
    (["--undo"], "--as"),
    (["--undo", "--as", "赵工"], "没有导入过"),
    (["张工.csv", "--undo", "--as", "张工"], "不写文件"),
    (["张工.csv", "--withdraw", "--as", "张工"], "不写文件"),
    (["--withdraw", "--as", "赵工"], "没有导入过"),
    (["--withdraw", "--undo", "--as", "赵工"], "不能与 --withdraw 同时用"),
    (["张工.csv", "--as", "甲;乙"], "不含分号"),
    (["张工.csv", "--trust", "blindly"], "没有 "),
]


@pytest.mark.parametrize(("arguments", "words"), FAULTS)
def test_bad_input_is_told(own: Config, capfd: Capture, arguments: list[str], words: str) -> None:
    table(Path("张工.csv"), [AGREES])
    assert cli.main(["import", *arguments]) == 2
    err = capfd.readouterr().err
    assert words in err and "Traceback" not in err and not own.imports.exists()
