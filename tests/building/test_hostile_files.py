"""Files that are made to stop a build, or that no build should wait for: each is listed, and the rest goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from kpi.bootstrap import ROOT
from kpi.building import apart, store
from kpi.building.apart import Crew
from kpi.building.memory import ran_out
from kpi.building.readings import Desk, Task
from kpi.building.workers import Lost, Workers
from kpi.cli import DONE, PARTLY, main
from kpi.documents.readers.number_formats import UNSHOWN
from kpi.documents.reading import LARGEST_LIGHT, is_light, read_document
from kpi.results.corrections import Action, Change, decide, load
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import observation_of
from kpi.vocabulary.model import Hints, Limits
from tests import hostile_files as hostile
from tests import works
from tests.samples import CONFIG, make_project
from tests.works import report_of

TEXTS = {f"{year}.txt": report_of(year) for year in (2022, 2023)}


@pytest.fixture
def project(tmp_path: Path) -> Config:
    return make_project(tmp_path, TEXTS, CONFIG)


def put(config: Config, name: str, data: bytes) -> Path:
    path = config.reports[0] / name
    path.write_bytes(data)
    return path


def failures(config: Config) -> dict[str, str]:
    """What a build could not read, and why; the ordinary reports must be there."""
    report = store.build(config)
    assert report.observations > 0 and report.read + report.cached >= len(TEXTS)
    return {each.path: each.reason for each in report.failed}


# One damaged archive


def test_an_archive_in_an_archive_whose_first_bytes_are_gone_is_listed(project: Config) -> None:
    put(project, "坏.zip", hostile.zip_in_zip_cut())
    assert failures(project) == {"reports/坏.zip/b.zip": "压缩包里的这个文件损坏了；请重新取得压缩包"}


@pytest.mark.parametrize("cut", range(0, 214, 40))
def test_whatever_is_gone_of_an_archive_the_rest_goes_on(project: Config, cut: int) -> None:
    whole = hostile.zip_in_zip_cut(0)
    put(project, "前.zip", whole[cut + 1 :])
    put(project, "后.zip", whole[: -cut - 1])
    put(project, "中.zip", whole[:cut] + whole[cut + 9 :])
    assert all(name.startswith("reports/") and "；请" in reason for name, reason in failures(project).items())


# What is no ordinary file


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def endless_link(path: Path) -> None:
    path.symlink_to(path)


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (pipe, "不是普通文件，是管道、设备一类，没有读；请移出报告文件夹"),
    "a link to a device": (device, "不是普通文件，是管道、设备一类，没有读；请移出报告文件夹"),
    "a link to itself": (endless_link, ""),
}


# a child, killed after a minute, since the fault is that it waits for ever or fills the memory
COMMAND = (
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30));"
    "import sys; from kpi.cli import main; sys.exit(main(sys.argv[1:]))"
)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among files")
@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".zip"])
@pytest.mark.parametrize(("make", "told"), ODD.values(), ids=list(ODD))
def test_what_is_no_ordinary_file_is_not_waited_for(
    project: Config, make: Callable[[Path], None], told: str, suffix: str
) -> None:
    make(project.reports[0] / f"怪{suffix}")
    done = run("build", "--config", project.path)
    assert done.returncode == PARTLY and f"reports/怪{suffix}: " in done.stderr and "新读 2" in done.stderr
    assert suffix == ".zip" or told in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among files")
@pytest.mark.parametrize("name", ["2022.txt.yaml", "../corrections.jsonl", "../corrections.reports.jsonl"])
def test_nor_is_what_stands_beside_the_reports(project: Config, name: str) -> None:
    pipe(project.reports[0] / name)
    done = run("build", "--config", project.path)
    assert done.returncode in (2, PARTLY) and Path(name).name in done.stderr and "不是普通文件" in done.stderr


# One line of the corrections


def corrected(config: Config) -> dict[str, Any]:
    """A line that a person wrote, of which each test makes one that no program would write."""
    store.build(config)
    build = store.open_build(config)
    assert build is not None
    item = observation_of(next(iter(build.rows("observations"))))
    digest = next(row["digest"] for row in build.rows("documents") if row["doc"] == item.doc)
    decide(config, item, digest, Action.OVERRIDE, why="核对", who="王某", change=Change(period="2019"))
    line: dict[str, Any] = json.loads(config.corrections.read_text("utf-8"))
    return line


DAMAGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a month that no year has": (lambda line: line | {"change": {"period": "2024-13"}}, "2024-13 不是时期"),
    "half of a pair": (lambda line: line | {"why": "\ud800"}, "有不能用的字符 \\ud800"),
    "half of a pair in a zone": (lambda line: line | {"change": {"zone": "\udfff区"}}, "有不能用的字符 \\udfff"),
    "true for a place": (lambda line: line | {"start": True}, "start 应为整数"),
    "a place before the text": (lambda line: line | {"start": -1}, "start 和 end 应为原文里的位置"),
    "a place behind its end": (lambda line: line | {"start": line["end"] + 1}, "start 和 end 应为原文里的位置"),
    "brackets": (lambda line: "[" * 100_000, "括号套得太深"),
    "brackets inside": (lambda line: line | {"why": "?"}, "括号套得太深"),
    "a number of many noughts": (lambda line: line | {"change": {"value": "1e999999999"}}, "位数太多"),
    "a number of many places": (lambda line: line | {"change": {"value": "1e-999999999"}}, "位数太多"),
    "a letter of code 0": (lambda line: line | {"change": {"zone": "a\0b"}}, "有不能用的字符 \\u0000"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "told"), DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_line_of_the_corrections_is_named_and_the_build_goes_on(
    project: Config, damage: Callable[[dict[str, Any]], object], told: str
) -> None:
    good = corrected(project)
    made = damage(good)
    line = made if isinstance(made, str) else json.dumps(made)
    line = line.replace('"?"', "[" * 100_000 + "]" * 100_000)
    good_line = json.dumps(good)
    project.corrections.write_text(f"{good_line}\n{line}\n", "utf-8")
    report = store.build(project)
    assert report.notes == (f"corrections.jsonl 第 2 行不完整或读不懂，没有采用（{told}）；请改正或删去这一行",)
    build = store.open_build(project)
    assert build is not None and "2019" in build.values_of("observations", "period"), "the other line is followed"


STATED = {
    "action": "state",
    "at": "2026-01-01T00:00:00+00:00",
    "who": "王某",
    "path": "reports/2022.txt",
    "digest": "d",
    "sidecar": "2022.txt.yaml",
    "before": None,
    "after": "zone: 濮阳经济技术开发区\n",
}


@pytest.mark.parametrize(
    "damage", [{"path": ""}, {"path": "a\0"}, {"path": "\ud800"}, {"sidecar": ""}, {"sidecar": "a/b"}], ids=str
)
def test_nor_does_one_of_what_was_stated_of_reports_stop_a_build(project: Config, damage: dict[str, str]) -> None:
    put(project, "2021.txt.yaml", b"zone: x\n")  # a sidecar of no report: the ledger is asked of it
    project.statements.write_text(json.dumps(STATED | damage) + "\n", "utf-8")
    report = store.build(project)
    assert report.read == len(TEXTS)
    assert report.notes[0].startswith("corrections.reports.jsonl 第 1 行不完整或读不懂，没有采用（")
    assert report.notes[0].endswith("；请改正或删去这一行")


@pytest.mark.parametrize("value", ["1e999999999", "1e-999999999", "9" * 41, "Infinity", "十二"])
def test_a_value_of_more_digits_than_any_report_has_is_refused(
    project: Config, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    corrected(project)
    before = project.corrections.read_bytes()
    build = store.open_build(project)
    assert build is not None
    name = next(iter(build.rows("observations")))["observation_id"]
    status = main(
        ["correct", name, f"--value={value}", "--why", "核对", "--who", "王某", "--config", str(project.path)]
    )
    assert status == 2 and f"--value {value[:40]}: " in capfd.readouterr().err
    assert project.corrections.read_bytes() == before


def test_values_that_reports_have_are_taken(project: Config) -> None:
    good = corrected(project)
    for value in ("0", "-3.2", "123456789012345678901234567890", "0.000000001"):
        project.corrections.write_text(json.dumps(good | {"change": {"value": value}}) + "\n", "utf-8")
        assert load(project).problems == ()


# What takes more than it is worth

SMALL = "limits: {seconds: 8, megabytes: 400}\n"
TOO_LONG, TOO_MUCH = "超过 8 秒没有读完，已放弃", "超过 400 MB"


@pytest.fixture
def limited(tmp_path: Path) -> Config:
    return make_project(tmp_path, TEXTS, CONFIG + SMALL)


# the maker of each, and what is said of it: which of two limits is met first depends on the machine
GREEDY: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "a page deflated twice": ("a.pdf", lambda: hostile.pdf_flate_twice(1500), (TOO_LONG, TOO_MUCH)),
    "forms in forms": ("a.pdf", hostile.pdf_nested_forms, (TOO_LONG, TOO_MUCH)),
    "forms in forms, called a text": ("a.txt", hostile.pdf_nested_forms, (TOO_LONG, TOO_MUCH)),
    "a large sheet": ("a.xlsx", lambda: hostile.workbook_large(20), (TOO_LONG, TOO_MUCH)),
    "a line without end": ("a.txt", lambda: hostile.text_of_one_line(20), (TOO_LONG, TOO_MUCH)),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
@pytest.mark.parametrize(("name", "make", "told"), GREEDY.values(), ids=list(GREEDY))
def test_a_file_that_takes_too_much_costs_itself_alone(
    limited: Config, name: str, make: Callable[[], bytes], told: tuple[str, ...]
) -> None:
    put(limited, name, make())
    done = run("build", "--config", limited.path, "--jobs", 1)
    assert done.returncode == PARTLY and "新读 2，沿用 0，读不了 1" in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if f"reports/{name}: " in line)
    assert any(each in line for each in told) and "config.yaml 的 limits" in line and "；" in line
    again = run("build", "--config", limited.path)
    assert line in again.stderr.splitlines() and "沿用 2" in again.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
def test_with_other_limits_it_is_tried_again(limited: Config) -> None:
    put(limited, "a.txt", hostile.text_of_one_line(20))
    assert TOO_MUCH in store.build(limited).failed[0].reason
    limited.path.write_text(CONFIG + SMALL.replace("400", "410"), "utf-8")
    assert "超过 410 MB" in store.build(load_config(limited.path)).failed[0].reason


@pytest.mark.parametrize("command", ["extract", "build"])
def test_what_is_given_up_is_in_the_exit_status(limited: Config, command: str) -> None:
    put(limited, "a.pdf", b"%PDF-1.5 no more")
    what = [limited.reports[0]] if command == "extract" else []
    assert main([command, *map(str, what), "--config", str(limited.path)]) == PARTLY
    (limited.reports[0] / "a.pdf").unlink()
    assert main([command, *map(str, what), "--config", str(limited.path)]) == DONE


def test_a_text_of_ordinary_length_is_read_where_it_is_asked_for(
    limited: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.Popen", None)  # whatever needs a process fails
    assert store.build(limited).read == len(TEXTS)
    assert main(["extract", str(limited.reports[0]), "--config", str(limited.path)]) == DONE


def in_a_thread(act: Callable[[], Any]) -> Any:
    """What `act` gives in another thread than the main one, as a server's are."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(act).result()


def test_a_server_reads_no_text_itself(limited: Config, crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread a reading that never ends cannot be broken off, and all others wait with it."""
    monkeypatch.setattr(apart, "_read_here", None)  # whatever reads here fails
    assert in_a_thread(lambda: store.build(limited, force=True)).read == len(TEXTS)
    desk = Desk(limited)
    text = report_of(2021).encode()
    assert in_a_thread(lambda: crew.read(task_of("a.txt", text), desk)).payload is not None
    ((_, found),) = in_a_thread(lambda: list(apart.extractions_of([task_of("a.txt", text)], desk)))
    assert found.observations


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarms")
def test_a_text_that_would_be_read_for_ever_where_it_is_asked_for_is_given_up(limited: Config) -> None:
    config = load_config(limited.path.parent / "config.yaml")
    limits = Limits(1, 400)
    desk = Desk(replace(config, limits=limits))
    found = dict(apart.Here(desk).results(try_for_ever, ["a", "b"]))
    assert found["a"] == Lost("超过 1 秒没有读完，已放弃；请拆成几份，或在 config.yaml 的 limits 里放宽 seconds", True)
    assert found["b"] == "read" and signal.getitimer(signal.ITIMER_REAL)[0] == 0


# what is light, by name and content
LIGHT = {
    "a text": ("a.txt", "濮阳".encode(), True),
    "in another encoding": ("a.md", "濮阳经济技术开发区".encode("gb18030"), True),
    "one of the greatest length": ("a.txt", b"1" * LARGEST_LIGHT, True),
    "a longer one": ("a.txt", b"1" * (LARGEST_LIGHT + 1), False),
    "a PDF under its name": ("a.txt", b"%PDF-1.5", False),
    "a page under its name": ("a.txt", b"<!-- --><html><p>1", False),
    "an archive under its name": ("a.txt", hostile.zip_in_zip_cut(0), False),
    "an image under its name": ("a.txt", b"\x89PNG\r\n\x1a\n", False),
    "mail under its name": ("a.txt", b"MIME-Version: 1.0\nContent-Type: multipart/related;", False),
    "another format": ("a.html", b"1", False),
    "comments without end": ("a.txt", hostile.page_of_comments(), True),
}


@pytest.mark.parametrize(("name", "data", "light"), LIGHT.values(), ids=list(LIGHT))
def test_only_short_plain_texts_are_light(name: str, data: bytes, light: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert is_light(tmp_path / name) is is_light(Path(name), data) is light


# Those who wait for it


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew(1)
    yield made
    made.end()


def task_of(name: str, data: bytes) -> Task:
    return Task(name, name, "a", name, Hints(), data)


def test_a_crew_reads_on_after_what_was_given_up(limited: Config, crew: Crew) -> None:
    desk = Desk(limited)
    bad = crew.read(task_of("a.pdf", hostile.pdf_nested_forms()), desk)
    assert bad.payload is None and (TOO_LONG in bad.reason or TOO_MUCH in bad.reason)
    good = crew.read(
        task_of("a.csv", "濮阳经济技术开发区2024年主要指标,\n指标,2024年（亿元）\n地区生产总值,254".encode()), desk
    )
    assert good.payload is not None


def test_who_leaves_is_read_for_no_longer(limited: Config, crew: Crew) -> None:
    class Left(Exception):
        pass

    def leave() -> None:
        raise Left

    with pytest.raises(Left):
        crew.made(wait_for_ever, None, limited, leave)
    assert crew.made(pid_of, None, limited) != os.getpid(), "the next one has a process of its own"


def test_a_crew_keeps_its_processes_and_ends_those_of_another_config(limited: Config, crew: Crew) -> None:
    first, second = crew.made(pid_of, None, limited), crew.made(pid_of, None, limited)
    assert isinstance(first, int) and first == second and psutil.pid_exists(first)
    limited.path.write_text(limited.text + "# changed\n", "utf-8")
    third = crew.made(pid_of, None, load_config(limited.path))
    assert third != first and not psutil.pid_exists(first)
    assert isinstance(third, int)
    crew.end()
    assert not psutil.pid_exists(third)


def test_a_crew_takes_no_more_at_once_than_it_may(limited: Config, crew: Crew) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: crew.made(pid_of, None, limited), range(8)))
    assert len(set(made)) == 1


def test_processes_that_have_had_nothing_to_do_are_ended(
    limited: Config, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_SECONDS_IDLE", 0.0)
    pid = crew.made(pid_of, None, limited)
    assert isinstance(pid, int)
    _, alive = psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=30)
    assert not alive


# Memory


def test_a_process_is_kept_to_its_memory_and_let_go_again() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("memory is limited on Linux alone")
    code = (
        "from kpi.building.memory import memory_limit\n"
        "with memory_limit(200):\n"
        "    try: bytearray(300 << 20)\n"
        "    except MemoryError: print('kept')\n"
        "bytearray(300 << 20)\n"
        "with memory_limit(0): bytearray(300 << 20)\n"
        "print('let go')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.stdout.split() == ["kept", "let", "go"], done.stderr


def test_a_lack_of_memory_is_known_under_any_name() -> None:
    try:
        try:
            raise MemoryError
        except MemoryError as lack:
            raise KpiError("damaged") from lack
    except KpiError as error:
        told = error
    assert ran_out(told) and ran_out(MemoryError()) and not ran_out(KpiError("damaged")) and not ran_out(None)


@pytest.mark.parametrize(
    "said",
    [
        "[ONNXRuntimeError] : 1 : FAIL : std::bad_alloc",
        "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Failed to allocate memory for requested buffer of size 1048576",
    ],
)
def test_a_lack_of_memory_is_known_by_the_words_of_a_library(said: str) -> None:
    assert ran_out(RuntimeError(said))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
def test_a_process_that_has_taken_much_is_replaced() -> None:
    with Workers[int, int](1, works.desk_of, 0, 60) as crew:
        limits = Limits(60, 400)
        small = [made for _, made in crew.results(works.take_memory, [1, 1], limits)]
        large = [made for _, made in crew.results(works.take_memory, [320, 1, 1], limits)]
        spent = dict(crew.results(works.take_memory, [500, 1], limits))
    assert small[0] == small[1] == large[0] != large[1] == large[2]
    assert spent[500] == Lost(
        "读它要用的内存超过 400 MB，已放弃；请拆成几份，或在 config.yaml 的 limits 里放宽 megabytes", True
    )
    assert isinstance(spent[1], int)


# What the readers themselves make of it


@pytest.mark.parametrize("write", hostile.MERGED_AS.values(), ids=list(hostile.MERGED_AS))
def test_a_whole_sheet_that_is_merged_is_refused_however_it_is_written(write: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.workbook_merged(write))
    with pytest.raises(KpiError, match="合并单元格的范围大得不像报表"):
        read_document(path)


def test_a_number_whose_format_is_missing_is_marked_and_the_workbook_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.workbook_without_format())
    text = read_document(path).text
    assert f"比重\t0.5{UNSHOWN}" in text and "地区生产总值（亿元）\t254\n" in text


def test_nor_is_it_taken_for_another_format(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.workbook_without_format(lacks=164, has=200))
    text = read_document(path).text
    assert f"比重\t0.5{UNSHOWN}" in text and "个" not in text


def wait_for_ever(desk: object, item: object) -> None:
    time.sleep(600)


def try_for_ever(desk: object, item: str) -> str:
    """Tries a pattern in more ways than anybody waits for, where it is asked about `a`."""
    try:
        if item == "a":
            re.fullmatch("(a|aa)+b", "a" * 60)
    except Exception:  # as whoever reads a report does
        return "a fault of the program"
    return "read"


def pid_of(desk: object, item: object) -> int:
    return os.getpid()
