"""One question to a server: whatever it does, there is an answer or a reason, and the key is in neither."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi.second.client import LARGEST_ANSWER, LONGEST_WAIT, Client, NoAnswer, Reply, key_of
from kpi.settings.second_reader import SecondReader
from kpi.vocabulary.errors import KpiError
from tests.second.servers import (
    Behave,
    Served,
    answering,
    dripping,
    dying,
    endless,
    failing,
    serving,
    silent,
)

KEY = "sk-geheim-1234567890"
SCHEMA = {"type": "object"}


def ask(served: Served, waits: list[float] | None = None, key: str = KEY, **settings: Any) -> Reply:
    sleep = (waits if waits is not None else []).append
    return Client(served.reader(**settings), SCHEMA, key, sleep).ask("问")


def refused(served: Served, waits: list[float] | None = None, **settings: Any) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        ask(served, waits, **settings)
    return caught.value


def test_an_answer_with_what_it_took() -> None:
    with serving(answering("好", prompt_tokens=12, completion_tokens=3)) as served:
        reply = ask(served)
    assert (reply.text, reply.cut, reply.asked_tokens, reply.answered_tokens) == ("好", False, 12, 3)
    asked = served.asked[0]
    assert asked["model"] == "tester" and asked["messages"] == [{"role": "user", "content": "问"}]
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (asked["temperature"], asked["max_tokens"], asked["stream"]) == (0, 12_000, False)
    assert served.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_no_key_no_header() -> None:
    with serving(answering("好")) as served:
        ask(served, key="")
    assert "Authorization" not in served.headers[0]


def test_an_answer_that_the_server_cut_short_says_so() -> None:
    with serving(lambda call: call.answer("好", finish="length")) as served:
        assert ask(served).cut


BAD: tuple[tuple[str, Behave, str, int], ...] = (
    ("garbage", lambda call: call.send(b"\xff\x00<html>"), "不是约定的格式", 1),
    ("a web page", lambda call: call.send("<html>登录".encode(), Content_Type="text/html"), "不是约定的格式：<html>", 1),
    ("JSON of another shape", lambda call: call.send(b'{"choices": []}'), "不是约定的格式", 1),
    ("a list", lambda call: call.send(b"[1]"), "不是约定的格式", 1),
    ("nested without end", lambda call: call.send(b"[" * 1_000_000), "不是约定的格式", 1),
    ("no words", answering(" \n"), "模型答了空白", 1),
    ("no text", lambda call: call.send(b'{"choices": [{"message": {"content": 3}}]}'), "模型答了空白", 1),
    ("dying", dying, "连接断了", 2),
    ("endless", endless, "没完没了", 1),
    ("too many requests", failing(429, b'{"error": "slow down"}'), "答 429：{\"error\": \"slow down\"}（试了 2 次）", 2),
    ("a fault", failing(500), "答 500（试了 2 次）", 2),
    ("a proxy's fault", failing(503, b"<h1>unavailable</h1>"), "答 503", 2),
    ("a wrong key", failing(401, f"Incorrect API key provided: {KEY}".encode()), "答 401：密钥不对", 1),
    ("another address", failing(404, b"not found"), "答 404：没有这个地址或模型", 1),
    ("elsewhere", failing(307, Location="http://127.0.0.1:1/v1"), "没有跟去", 1),
    ("strange", failing(418, b"teapot"), "答 418：teapot", 1),
)  # fmt: skip


@pytest.mark.parametrize(("behave", "reason", "tries"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_server_that_misbehaves_ends_in_a_reason(behave: Behave, reason: str, tries: int) -> None:
    with serving(behave) as served:
        said = str(refused(served))
    assert reason in said and len(said) < 400
    assert KEY not in said
    assert len(served.asked) == tries


@pytest.mark.parametrize("behave", [silent, dripping])
def test_a_server_that_is_too_slow_is_not_waited_for(behave: Behave) -> None:
    with serving(behave) as served:
        assert "1 秒没有答完（试了 2 次）" in str(refused(served, seconds=1))


def test_a_server_that_is_not_there() -> None:
    with serving(silent) as served:
        pass
    assert "连接断了" in str(refused(served)) or "连不上" in str(refused(served))


@pytest.mark.parametrize(
    ("behaviours", "waits"),
    [
        ((failing(500), dying, answering("好")), [2.0, 4.0]),
        ((failing(429, Retry_After="7"), answering("好")), [7.0]),
        ((failing(429, Retry_After="99999999"), answering("好")), [LONGEST_WAIT]),
        ((failing(503, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), answering("好")), [2.0]),
    ],
)
def test_tries_again_after_a_longer_wait_each_time(behaviours: tuple[Behave, ...], waits: list[float]) -> None:
    waited: list[float] = []
    with serving(*behaviours) as served:
        assert ask(served, waited, tries=3).text == "好"
    assert waited == waits


# what a server does at the first try, how many tries the model may have read in vain where the next is answered
IN_VAIN = [
    (failing(429), 0), (failing(503), 0), (failing(500), 1), (failing(504), 1), (dying, 1), (answering("好"), 0),
]  # fmt: skip


@pytest.mark.parametrize(("behave", "in_vain"), IN_VAIN)
def test_tries_that_the_model_may_have_read_are_counted(behave: Behave, in_vain: int) -> None:
    with serving(behave, answering("好")) as served:
        assert ask(served, tries=2).in_vain == in_vain


# a server that gives no answer, the tries that it may have read, the tokens beyond that it tells of
NOTHING = [
    (failing(429), 0, 0), (failing(401), 0, 0), (failing(418), 0, 0), (failing(500), 2, 0), (dying, 2, 0),
    (answering("", prompt_tokens=9, completion_tokens=7), 1, 7), (lambda call: call.send(b"[1]"), 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("behave", "in_vain", "tokens"), NOTHING)
def test_what_no_answer_took_is_known(behave: Behave, in_vain: int, tokens: int) -> None:
    with serving(behave) as served:
        none = refused(served)
    assert (none.in_vain, none.tokens) == (in_vain, tokens)


def test_a_server_that_is_not_there_takes_nothing() -> None:
    with serving(silent) as served:
        pass
    assert refused(served).in_vain == 0


def test_who_was_waited_for_in_vain_may_have_read() -> None:
    with serving(silent) as served:
        assert refused(served, seconds=1).in_vain == 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_would_end_every_question_in_the_same_way_is_hopeless(status: int) -> None:
    with serving(failing(status)) as served:
        assert refused(served).hopeless
    with serving(failing(418)) as served:
        assert not refused(served).hopeless


def picky(known: Callable[[dict[str, Any]], str], status: int = 400) -> Behave:
    """A server that does not take everything: what `known` says is wrong with a request is refused."""

    def behave(call: Any) -> None:
        wrong = known(call.asked)
        call.send(json.dumps({"error": {"message": wrong}}).encode(), status) if wrong else call.answer("好")

    return behave


PICKY: tuple[tuple[str, Callable[[dict[str, Any]], str], set[str]], ...] = (
    (
        "no schemas, but objects",
        lambda asked: "response_format" if asked.get("response_format", {}).get("type") == "json_schema" else "",
        {"response_format", "temperature", "max_tokens"},
    ),
    (
        "no schemas",
        lambda asked: "response_format is not supported" if "response_format" in asked else "",
        {"temperature", "max_tokens"},
    ),
    (
        "no schemas, and does not say so",
        lambda asked: "bad request" if "response_format" in asked else "",
        {"temperature", "max_tokens"},
    ),
    (
        "no temperature",
        lambda asked: "temperature: only 1" if "temperature" in asked else "",
        {"response_format", "max_tokens"},
    ),
    (
        "another name for the longest answer",
        lambda asked: "max_tokens: use max_completion_tokens" if "max_tokens" in asked else "",
        {"response_format", "temperature", "max_completion_tokens"},
    ),
    (
        "nothing but the question",
        lambda asked: next((each for each in asked if each not in ("model", "messages", "stream")), ""),
        set(),
    ),
)


@pytest.mark.parametrize(("known", "left"), [case[1:] for case in PICKY], ids=[case[0] for case in PICKY])
def test_what_a_server_does_not_take_is_left_out_from_then_on(
    known: Callable[[dict[str, Any]], str], left: set[str]
) -> None:
    with serving(picky(known)) as served:
        client = Client(served.reader(), SCHEMA)
        assert client.ask("问").text == "好"
        asked = len(served.asked)
        assert client.ask("问").text == "好" and len(served.asked) == asked + 1
    assert set(served.asked[-1]) - {"model", "messages", "stream"} == left


def test_a_server_that_calls_a_field_that_it_does_not_know_its_own_fault() -> None:
    known = lambda asked: "literal_error response_format" if "response_format" in asked else ""  # noqa: E731
    with serving(picky(known, 500)) as served:
        assert ask(served, tries=1).text == "好"
        assert "response_format" not in served.asked[-1]


def test_what_is_asked_of_a_server_without_schemas_holds_the_schema_too() -> None:
    known = lambda asked: "response_format" if asked["response_format"]["type"] == "json_schema" else ""  # noqa: E731
    with serving(picky(known)) as served:
        ask(served)
    assert served.asked[-1]["response_format"] == {"type": "json_object", "schema": SCHEMA}


def test_a_server_that_takes_nothing_is_told_with_its_words() -> None:
    with serving(picky(lambda asked: f"context too long {KEY}")) as served:
        said = str(refused(served))
    assert "答 400" in said and "context too long ***" in said


def test_a_question_that_is_refused_in_every_form_changes_none_for_the_others() -> None:
    known = lambda asked: "too long" if asked["messages"][0]["content"] == "长" else ""  # noqa: E731
    with serving(picky(known)) as served:
        client = Client(served.reader(), SCHEMA)
        with pytest.raises(NoAnswer, match="too long"):
            client.ask("长")
        client.ask("短")
    assert served.asked[-1]["response_format"]["type"] == "json_schema"


def test_the_key_is_hidden_in_what_a_server_repeats() -> None:
    with serving(answering(f"您的密钥是 {KEY}")) as served:
        assert ask(served).text == "您的密钥是 ***"
        assert KEY not in repr(Client(served.reader(), SCHEMA, KEY))


def test_an_answer_is_never_larger_than_it_may_be() -> None:
    body = json.dumps({"choices": [{"message": {"content": "好" * LARGEST_ANSWER}}]}).encode()
    with serving(lambda call: call.send(body)) as served:
        assert "没完没了" in str(refused(served))


@pytest.mark.parametrize(
    ("environment", "fault"),
    [
        ({}, "KPI_KEY 没有设"),
        ({"KPI_KEY": "  "}, "KPI_KEY 没有设"),
        ({"KPI_KEY": "两个 key"}, "不像密钥"),
        ({"KPI_KEY": "secret\nInjected: yes"}, "不像密钥"),
    ],
)
def test_a_key_that_is_none_is_told_without_its_words(environment: dict[str, str], fault: str) -> None:
    reader = SecondReader("http://127.0.0.1/v1", "m", key_env="KPI_KEY")
    with pytest.raises(KpiError, match=fault) as caught:
        key_of(reader, environment)
    assert all(word not in str(caught.value) for word in ("两个", "secret", "Injected"))


def test_the_key_comes_from_the_variable_that_the_config_names(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SecondReader("http://127.0.0.1/v1", "m", key_env="KPI_KEY")
    assert key_of(reader, {"KPI_KEY": f" {KEY}\n"}) == KEY
    monkeypatch.setenv("KPI_KEY", "sk-other")
    assert key_of(reader) == "sk-other"
    assert key_of(replace(reader, key_env="")) == ""


@pytest.mark.parametrize(("key", "sent"), [(KEY, f"Bearer {KEY}"), ("", None)])
def test_no_other_password_of_the_machine_is_sent(
    key: str, sent: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = tmp_path / "netrc"
    passwords.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(passwords))
    with serving(answering("好")) as served:
        ask(served, key=key)
    assert served.headers[0].get("Authorization") == sent
