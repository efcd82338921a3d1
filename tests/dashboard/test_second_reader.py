"""The second reader on the page of reports: nothing is read for it or sent before a person presses, and agreed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.building import store
from kpi.second import kept
from kpi.settings.config import load_config
from tests.dashboard.test_uploads import opened, said, sound
from tests.dashboard_data import CONFIG, A
from tests.second.servers import Behave, Served, answering, failing, serving

ANSWER = json.dumps({"facts": [{"indicator": "gdp", "value": "254", "quote": "地区生产总值完成254亿元"}, {}]})
KEY = "sk-geheim-5555"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    (tmp_path / "reports").mkdir()
    for year in (2023, 2024):
        text = f"开发区新闻\n\n{A}{year}年地区生产总值完成254亿元，同比增长5.0%。\n"
        (tmp_path / "reports" / f"{year}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KPI_CONFIG", str(path))
    monkeypatch.setenv("KPI_TEST_KEY", KEY)
    return path


def set_up(path: Path, url: str, more: str = "key_env: KPI_TEST_KEY") -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"second_reader: {{base_url: {url}, model: 小模型, reports: all, tries: 1, {more}}}\n")
    store.build(load_config(path), jobs=1)


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    behave: Behave = getattr(request, "param", answering(ANSWER))
    with serving(behave) as found:
        yield found


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    sound(app)
    return app


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


@pytest.mark.parametrize(
    ("locale", "told"), [("zh-CN", "报告只在这台机器上读"), ("en-US", "read on this machine alone")]
)
def test_without_one_the_page_says_so_and_offers_nothing(project: Path, locale: str, told: str) -> None:
    store.build(load_config(project), jobs=1)
    app = opened(locale)
    assert told in said(app) and "second_look" not in keys(app)


def test_what_it_is_stands_there_and_nothing_is_sent(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = opened()
    assert f"小模型，在 {served.host}" in said(app)
    assert "还没有存下的回答" in said(app) and "那是这台机器上的服务" in said(app)
    app = press(app, "second_look")
    assert "要把 2 份报告的文字（2 段" in said(app) and served.host in said(app)
    assert "会离开这台机器" not in said(app), "it goes to a server on this machine"
    assert served.asked == [] and not load_config(project).answers.exists()


def test_somewhere_else_is_told_apart(project: Path) -> None:
    set_up(project, "http://10.0.0.5:8000/v1")
    app = opened()
    assert "点发送之前，什么都不离开这台机器" in said(app) and "没有加密" in said(app)
    assert "报告的文字会离开这台机器" in said(press(app, "second_look"))


def test_who_does_not_agree_sends_nothing(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = press(press(opened(), "second_look"), "second_do_not")
    assert "second_look" in keys(app) and "second_send" not in keys(app)
    assert served.asked == []


def test_who_agrees_gets_answers_and_is_told_of_what_is_none(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = press(press(opened(), "second_look"), "second_send")
    assert "得到 2 个回答，共 2 条" in said(app) and "缺少指标（indicator）" in said(app)
    assert "已存 2 份报告的 2 个回答" in said(app) and "second_rebuild" in keys(app)
    assert len(kept.load(load_config(project)).entries) == 2 and "这一次用了约" in said(app)
    app = press(app, "second_look")
    assert "没有要问的" in said(app) and "second_send" not in keys(app)


@pytest.mark.parametrize("served", [failing(401, KEY.encode())], indirect=True)
def test_why_there_is_no_answer_is_told_and_the_key_is_not(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = press(press(opened(), "second_look"), "second_send")
    assert "密钥不对" in said(app) and KEY not in said(app) and "token，没有得到" not in said(app)


@pytest.mark.parametrize("served", [answering(" ", completion_tokens=7)], indirect=True)
def test_what_questions_in_vain_took_is_told(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = press(press(opened(), "second_look"), "second_send")
    assert "模型答了空白" in said(app) and "没有得到回答的也算在内" in said(app)


def test_a_key_that_is_not_there_is_told_before_anything_is_read(
    project: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(project, f"http://{served.host}/v1")
    monkeypatch.delenv("KPI_TEST_KEY")
    app = press(opened(), "second_look")
    assert "环境变量 KPI_TEST_KEY 没有设" in said(app) and "second_send" not in keys(app)


def test_in_english(project: Path, served: Served) -> None:
    set_up(project, f"http://{served.host}/v1")
    app = press(opened("en-US"), "second_look")
    assert "would go to" in said(app) and "No answers are kept yet" in said(app)
