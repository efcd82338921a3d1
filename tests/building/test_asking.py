"""A model asked about the reports of a project: which, how often, what that may cost, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi.building import asking
from kpi.building.asking import MOST_SILENT, Plan, Told, ask, plan_asking, questions_at, questions_of
from kpi.building.notebook import read
from kpi.second import kept
from kpi.second.client import Client
from kpi.settings.config import Config
from kpi.settings.second_reader import ALL, SecondReader
from kpi.vocabulary.errors import KpiError
from tests.second.servers import Behave, Served, answering, dying, failing, serving, silent
from tests.works import make_reports

ROW = {
    "zone": "濮阳经济技术开发区",
    "indicator": "gdp",
    "period": "2011",
    "value": "111",
    "quote": "地区生产总值111亿元",
}
ANSWER = json.dumps({"facts": [ROW, {"indicator": "gdp"}]}, ensure_ascii=False)


@pytest.fixture
def project(tmp_path: Path) -> Config:
    return make_reports(tmp_path, range(2011, 2016))


def with_reader(config: Config, served: Served, **settings: Any) -> Config:
    return replace(config, second_reader=served.reader(**{"reports": ALL, "at_once": 1, **settings}))


def run(config: Config, *names: str, again: tuple[str, ...] = ()) -> list[Told]:
    reader = config.second_reader
    assert reader is not None
    return list(ask(plan_asking(config, names, again), config, Client(reader, {}, "", lambda seconds: None)))


def answers(config: Config) -> list[kept.Answer]:
    return [answer for _, answer in kept.load(config).entries]


def test_every_report_is_asked_about_once_and_its_answer_kept(project: Config) -> None:
    with serving(answering(ANSWER, prompt_tokens=100, completion_tokens=20)) as served:
        config = with_reader(project, served)
        told = run(config)
        assert [each.question.path for each in told] == [f"reports/{year}.txt" for year in range(2011, 2016)]
        assert {(each.claims, each.reason, each.tokens) for each in told} == {(1, "", 120)}
        assert told[0].unread == ("第 2 条：缺少数值（value）、引文（quote）",)
        assert run(config) == [], "what is answered is not asked again"
    assert len(served.asked) == 5
    found = answers(config)
    assert [each.path for each in found] == [each.question.path for each in told]
    assert {(each.model, each.host, each.answer, each.of) for each in found} == {("tester", served.host, ANSWER, 1)}
    assert found[0].report == read(project.reports[0] / "2011.txt", project).extractions[0].document.digest


def test_the_question_holds_the_report_and_the_map(project: Config) -> None:
    with serving(answering(ANSWER)) as served:
        run(with_reader(project, served), "2012")
    prompt = served.asked[0]["messages"][0]["content"]
    assert (project.reports[0] / "2012.txt").read_text(encoding="utf-8").strip() in prompt
    assert all(f"`{each}`" in prompt for each in project.indicators)
    assert "- 是谁的报告：濮阳经济技术开发区" in prompt


def test_a_run_that_broke_off_goes_on_where_it_was(project: Config) -> None:
    with serving(answering(ANSWER), failing(418, b"tea"), answering(ANSWER)) as served:
        config = with_reader(project, served)
        assert [each.reason for each in run(config)] == ["", f"{served.host} 答 418：tea", "", "", ""]
        assert [each.question.doc for each in run(config)] == ["2012"]
    assert len(answers(config)) == 5


def test_one_report_is_asked_about_again_and_the_last_answer_counts(project: Config) -> None:
    with serving(answering(ANSWER), answering('{"facts": []}')) as served:
        config = with_reader(project, served)
        run(config, "2013")
        assert run(config, "2013") == []
        assert [each.question.doc for each in run(config, again=("2013",))] == ["2013"]
    found = answers(config)
    assert len(found) == 2 and found[0].answer == ANSWER, "the first one is there still"
    counted = kept.heard(kept.load(config), config.second_reader)
    assert [each.claims for each in counted.values()] == [()]


def test_another_model_is_asked_anew(project: Config) -> None:
    with serving(answering(ANSWER)) as served:
        config = with_reader(project, served)
        run(config, "2013")
        other = replace(config, second_reader=replace(config.second_reader, model="another"))
        assert len(run(other, "2013")) == 1


@pytest.mark.parametrize(
    ("answer", "unread"),
    [
        ("对不起，我不能。", "回答里没有 JSON"),
        ('{"facts": [{"zone": "濮', "第 1 条：回答在这里断了，这一条不完整"),
        ("{}" * 10, "回答里没有 JSON"),
    ],
)
def test_a_bad_answer_is_kept_with_its_reason_and_stops_no_other(project: Config, answer: str, unread: str) -> None:
    with serving(answering(answer), answering(ANSWER)) as served:
        config = with_reader(project, served)
        told = run(config)
        assert run(config) == [], "it cost money, and the model would say the same again"
    assert told[0].unread == (unread,) and [each.claims for each in told] == [0, 1, 1, 1, 1]


def test_letters_that_no_ledger_takes_are_kept_as_others(project: Config) -> None:
    with serving(answering("\ud800\0好")) as served:
        config = with_reader(project, served)
        run(config, "2011")
    assert kept.load(config).problems == () and answers(config)[0].answer == "?\ufffd好"


@pytest.mark.parametrize(("status", "reason"), [(401, "密钥不对"), (404, "没有这个地址或模型")])
def test_where_every_question_would_fail_one_is_enough(project: Config, status: int, reason: str) -> None:
    with serving(failing(status)) as served:
        told = run(with_reader(project, served))
    assert len(served.asked) == 1 and len(told) == 5
    assert all(reason in each.reason for each in told)


@pytest.mark.parametrize("behave", [dying, failing(503), silent])
def test_a_server_that_is_gone_is_left_alone(project: Config, behave: Behave) -> None:
    with serving(behave) as served:
        told = run(with_reader(project, served, tries=1, seconds=1))
    assert len(served.asked) == MOST_SILENT and len(told) == 5
    assert "连着 3 段没有得到回答" in told[-1].reason


def test_a_thread_that_never_comes_back_is_not_waited_for(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST_WAIT", 0.0)
    with serving(silent) as served:
        config = with_reader(project, served, tries=1, seconds=1)
        patient = Client(replace(config.second_reader, seconds=600), {}, "")
        told = list(ask(plan_asking(config, ["2011"]), config, patient))
    assert [each.reason for each in told] == ["等了太久，不再等"]


def test_no_more_is_asked_at_once_than_the_config_says(project: Config) -> None:
    at_once, most = 0, 0

    def counting(call: Any) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        call.stop.wait(0.05)
        at_once -= 1
        call.answer(ANSWER)

    with serving(counting) as served:
        assert len(run(with_reader(project, served, at_once=2))) == 5
    assert most == 2


def test_a_run_costs_no_more_than_it_may(project: Config) -> None:
    with serving(answering(ANSWER, prompt_tokens=3000, completion_tokens=1000)) as served:
        config = with_reader(project, served, answer_tokens=1000)
        need = plan_asking(config).questions[0].tokens + 1000
        config = with_reader(project, served, answer_tokens=1000, tokens=4000 + need)
        told = run(config)
        assert [bool(each.reason) for each in told] == [False, False, True, True, True]
        assert "再问就可能超过一次运行的上限" in told[-1].reason
        assert len(run(config)) == 3, "the next run goes on"


def test_what_a_server_does_not_count_is_counted_here(project: Config) -> None:
    with serving(answering(ANSWER)) as served:
        told = run(with_reader(project, served), "2011")[0]
    assert told.tokens > told.question.tokens > 500


def test_what_a_question_took_counts_whatever_came_of_it(project: Config) -> None:
    with serving(dying, answering(ANSWER, prompt_tokens=100, completion_tokens=20)) as served:
        told = run(with_reader(project, served), "2011")[0]
    assert (told.reason, told.tokens) == ("", told.question.tokens + 120)
    with serving(dying) as served:
        told = run(with_reader(project, served), "2012")[0]
    assert told.reason and told.tokens == 2 * told.question.tokens


def test_what_never_came_to_a_model_took_nothing(project: Config) -> None:
    with serving(failing(401)) as served:
        assert {told.tokens for told in run(with_reader(project, served))} == {0}
    assert {told.tokens for told in run(with_reader(project, served))} == {0}, "nobody is there any more"


def test_what_failed_counts_towards_what_a_run_may_cost(project: Config) -> None:
    with serving(answering(" ", completion_tokens=2500)) as served:
        config = with_reader(project, served, answer_tokens=1000)
        need = plan_asking(config).questions[0].tokens
        config = with_reader(project, served, answer_tokens=1000, tokens=2500 + 2 * need + 1500)
        told = run(config)
    assert "上限" in told[-1].reason and len(served.asked) == 2


@pytest.fixture
def reader() -> Iterator[SecondReader]:
    yield SecondReader("https://api.example.com/v1", "m", reports=ALL)


def test_before_anything_is_sent_it_is_said_what_and_where(project: Config, reader: SecondReader) -> None:
    plan = plan_asking(replace(project, second_reader=reader))
    said = "\n".join(plan.lines())
    letters = sum(len(each.piece.text) for each in plan.questions)
    assert "第二读者：api.example.com 上的 m" in said
    assert f"要把 5 份报告的文字（5 段，{letters:,} 字）" in said and f"约 {plan.tokens:,} 个 token" in said
    assert "报告的文字会离开这台机器" in said and "没有加密" not in said
    assert plan.is_first
    for url, told in (("http://10.0.0.5/v1", "没有加密"), ("http://localhost:1/v1", "这台机器上的服务")):
        assert told in "\n".join(replace(plan, reader=replace(reader, base_url=url)).lines())


def test_only_the_first_time_is_the_first(project: Config) -> None:
    with serving(answering(ANSWER)) as served:
        config = with_reader(project, served)
        assert plan_asking(config).is_first
        run(config, "2011")
        plan = plan_asking(config)
    assert not plan.is_first and plan.answered == 1 and len(plan.questions) == 4


CHOICES = [("all", 5), ("reports", 5), ("reports/", 5), ("reports/2012.txt", 1)]


@pytest.mark.parametrize(("reports", "count"), CHOICES)
def test_which_reports_are_asked_about(project: Config, reader: SecondReader, reports: str, count: int) -> None:
    assert len(plan_asking(replace(project, second_reader=replace(reader, reports=reports))).questions) == count


def test_waiting_are_those_with_something_to_settle(project: Config, reader: SecondReader) -> None:
    from kpi.building.store import build

    (project.reports[0] / "无名.txt").write_text("2014年，全区地区生产总值完成12亿元，增长5%。\n", encoding="utf-8")
    config = replace(project, second_reader=replace(reader, reports="waiting"))
    with pytest.raises(KpiError, match="请先运行 kpi build"):
        plan_asking(config)
    build(config)
    asked = [each.path for each in plan_asking(config).questions]
    assert "reports/无名.txt" in asked and len(asked) < 6


@pytest.mark.parametrize(
    ("names", "fault"),
    [((), "second_reader.reports: 别处 里没有报告"), (("没有的",), "没有这份报告"), (("草稿",), "建库不读这份报告")],
)
def test_what_cannot_be_asked_about_is_told(
    project: Config, reader: SecondReader, names: tuple[str, ...], fault: str
) -> None:
    (project.reports[0] / "草稿.txt").write_text("草稿", encoding="utf-8")
    (project.reports[0] / "草稿.txt.yaml").write_text("aside: 没有定稿\n", encoding="utf-8")
    with pytest.raises(KpiError, match=fault):
        plan_asking(replace(project, second_reader=replace(reader, reports="别处")), names)


def test_without_a_second_reader_nothing_is_asked(project: Config) -> None:
    with pytest.raises(KpiError, match="没有设第二读者"):
        plan_asking(project)


def test_a_report_that_cannot_be_read_is_told_and_the_others_are_asked_about(
    project: Config, reader: SecondReader
) -> None:
    (project.reports[0] / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    plan: Plan = plan_asking(replace(project, second_reader=reader))
    assert [each.path for each in plan.failed] == ["reports/坏.pdf"] and len(plan.questions) == 5


def test_a_long_report_is_asked_about_section_by_section(tmp_path: Path, project: Config) -> None:
    part = "地区生产总值完成12亿元，增长5%。" * 400
    path = tmp_path / "长.txt"
    path.write_text(f"濮阳经济技术开发区2014年工作报告\n一、回顾\n{part}\n二、安排\n{part}\n", encoding="utf-8")
    found = questions_at(path, project)
    assert [each.piece.text.strip().split("\n")[0] for each in found] == [
        "濮阳经济技术开发区2014年工作报告",
        "二、安排",
    ]
    assert "第 2 段" in found[1].told and "工作报告" in found[1].prompt.split("## 报告的文字")[0]


def test_a_report_without_a_text_is_not_asked_about(project: Config) -> None:
    extraction = read(project.reports[0] / "2011.txt", project).extractions[0]
    empty = replace(extraction, document=replace(extraction.document, text=" \n"))
    assert questions_of(empty, project) == []
