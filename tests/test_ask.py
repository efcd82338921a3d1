"""`kpi ask`: it says what leaves the machine and asks before it does, and the key is nowhere."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kpi import cli
from kpi.settings.config import Config, load_config
from tests.second.servers import Served, answering, failing, serving
from tests.works import make_reports

Capture = pytest.CaptureFixture[str]
KEY = "sk-geheim-0987654321"
ANSWER = json.dumps({"facts": [{"indicator": "gdp", "value": "111", "quote": "地区生产总值111亿元"}, {}]})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = make_reports(tmp_path / "项目", range(2011, 2013))
    monkeypatch.chdir(config.path.parent)
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    monkeypatch.setenv("KPI_TEST_KEY", KEY)
    return config


def set_up(config: Config, served: Served, more: str = "") -> None:
    text = config.path.read_text(encoding="utf-8")
    section = f"base_url: http://{served.host}/v1, model: 小模型, key_env: KPI_TEST_KEY, reports: all{more}"
    config.path.write_text(f"{text}\nsecond_reader: {{{section}}}\n", encoding="utf-8")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def kept(config: Config) -> str:
    path = load_config(config.path).answers
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_without_a_second_reader_the_command_says_how_to_set_one_up(project: Config, capsys: Capture) -> None:
    assert cli.main(["ask"]) == 2
    assert "没有设第二读者；请在 config.yaml 写上 second_reader" in capsys.readouterr().err


def test_what_would_be_asked_is_shown_and_nothing_is_sent(project: Config, capsys: Capture) -> None:
    with serving(answering(ANSWER)) as served:
        set_up(project, served)
        for name in ("2011", "reports/2011.txt"):
            assert cli.main(["ask", "--show-prompt", name]) == 0
            out, err = capsys.readouterr()
            assert out.startswith("你是一位细心的统计员") and "原文开始" in out and "什么也没有发送" in err
    assert served.asked == []


def test_nobody_to_agree_and_nothing_is_sent(project: Config, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with serving(answering(ANSWER)) as served:
        set_up(project, served)
        assert cli.main(["ask"]) == 2
    said = capsys.readouterr().err
    assert "要把 2 份报告的文字" in said and served.host in said and "加上 --yes" in said
    assert served.asked == [] and kept(project) == ""


@pytest.mark.parametrize(
    ("typed", "status", "sent"), [("y\n", 0, 2), ("是\n", 0, 2), ("\n", 2, 0), ("n\n", 2, 0), ("", 2, 0)]
)
def test_at_a_terminal_the_person_is_asked(
    project: Config, capsys: Capture, monkeypatch: pytest.MonkeyPatch, typed: str, status: int, sent: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    with serving(answering(ANSWER)) as served:
        set_up(project, served)
        assert cli.main(["ask"]) == status
    assert len(served.asked) == sent
    assert ("没有发送任何东西" in capsys.readouterr().err) == (sent == 0)


def test_whoever_agreed_once_is_not_asked_again_for_the_same_place(project: Config, capsys: Capture) -> None:
    with serving(answering(ANSWER)) as served:
        set_up(project, served)
        assert cli.main(["ask", "2011", "--yes"]) == 0
        said = capsys.readouterr().err
        assert (
            "[1/1] reports/2011.txt: 1 条" in said
            and "第 2 条：缺少指标（indicator）、数值（value）、引文（quote）" in said
        )
        assert "问了 1 段，得到 1 段的回答，共 1 条" in said and "corrections.answers.jsonl" in said
        assert cli.main(["ask"]) == 0
        assert cli.main(["ask"]) == 0
        assert "没有要问的" in capsys.readouterr().err
        assert cli.main(["ask", "--ask-again", "2011"]) == 0
    assert len(served.asked) == 3


def test_what_was_not_answered_is_told(project: Config, capsys: Capture) -> None:
    with serving(answering(ANSWER), failing(418, b"tea")) as served:
        set_up(project, served, ", at_once: 1")
        assert cli.main(["ask", "--yes"]) == 3
    said = capsys.readouterr().err
    assert "没有得到回答，下次运行会再问（1）" in said and "reports/2012.txt: " in said and "答 418：tea" in said


def test_a_key_that_is_not_there_is_told_before_anything_is_sent(
    project: Config, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_TEST_KEY")
    with serving(answering(ANSWER)) as served:
        set_up(project, served)
        assert cli.main(["ask", "--yes"]) == 2
    assert "环境变量 KPI_TEST_KEY 没有设" in capsys.readouterr().err and served.asked == []


@pytest.mark.parametrize("status", [200, 401, 418, 500])
def test_the_key_is_in_no_message_and_in_no_file(
    project: Config, capsys: Capture, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("KPI_DEBUG", "1")
    behave = answering(f"{ANSWER} {KEY}") if status == 200 else failing(status, f"wrong key: {KEY}".encode())
    with serving(behave) as served:
        set_up(project, served, ", tries: 1")
        cli.main(["ask", "--yes"])
    assert served.headers[0]["Authorization"] == f"Bearer {KEY}"
    out, err = capsys.readouterr()
    assert KEY not in out + err
    files = [path for path in project.path.parent.rglob("*") if path.is_file()]
    assert files and all(KEY.encode() not in path.read_bytes() for path in files)
