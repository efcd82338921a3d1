"""Work for the tests of processes: what a worker finds by its name, and reports that bring their reader down."""

from __future__ import annotations

import os
import time
from pathlib import Path

from kpi.settings.config import Config
from tests.samples import CONFIG, make_project

REPORT = """濮阳经济技术开发区{year}年工作总结

{year}年，全区地区生产总值完成{gdp}亿元，同比增长{growth}%。省市重点项目完成投资{invested}亿元，占年度计划的{share}%。
签约亿元以上项目{signed}个。{next}年，地区生产总值目标增长{aim}%左右，省市重点项目计划完成投资{plan}亿元。
"""

DEADLY, SLOW = "读到这里进程就没了", "读到这里再也没有下文"

SITE = f"""
import os, time
import kpi.building.pipeline
extract = kpi.building.pipeline.Extractor.extract
def deadly(self, document):
    if {DEADLY!r} in document.text:
        os._exit(77)
    if {SLOW!r} in document.text:
        time.sleep(600)
    return extract(self, document)
kpi.building.pipeline.Extractor.extract = deadly
"""


def desk_of(argument: int) -> int:
    return argument


def multiply(desk: int, item: int) -> tuple[int, int]:
    """The product and who made it; brings its process down at 13, takes its time at 17, fails at 19."""
    if item == 13:
        os._exit(77)
    if item == 17:
        time.sleep(600)
    if item == 19:
        raise ZeroDivisionError("19")
    print("a library that talks")
    return desk * item, os.getpid()


def die_once(mark: str, item: int) -> int:
    """Brings its process down the first time that it is asked for 3."""
    if item == 3 and not Path(mark).exists():
        Path(mark).touch()
        os._exit(77)
    return item


def broken_desk(argument: object) -> None:
    raise SystemExit("no desk today")


def make_reports(folder: Path, years: range = range(2011, 2023)) -> Config:
    """A project with a report for each year."""
    reports = {f"{year}.txt": report_of(year) for year in years}
    return make_project(folder, reports, CONFIG)


def report_of(year: int) -> str:
    numbers = {"gdp": 100 + year % 50, "growth": 5 + year % 4, "invested": 60 + year % 9 * 3.5, "share": 100 + year % 7}
    return REPORT.format(year=year, next=year + 1, signed=20 + year % 11, aim=6, plan=80 + year % 5, **numbers)


def deadly_site(folder: Path) -> Path:
    """A folder that, on the path of a Python, makes it die of reports that hold `DEADLY` and wait at `SLOW`."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    return folder


def another_version() -> str:
    return "of tomorrow"


def take_memory(desk: int, megabytes: int) -> int:
    """Holds so much memory for a moment; who did."""
    held = bytearray(megabytes * 2**20)
    held[:: 2**12] = b"x" * len(held[:: 2**12])
    return os.getpid()
