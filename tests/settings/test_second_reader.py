"""`second_reader` of config.yaml: what is read, and the words of every fault; what may be a key is never among them."""

from __future__ import annotations

import pytest

from kpi.settings.config import check_config, parse_config
from kpi.settings.second_reader import SecondReader
from tests.settings.test_config import MAP

URL = "base_url: http://127.0.0.1:8000/v1"


def read(section: str) -> SecondReader | None:
    return parse_config(f"{MAP}\nsecond_reader: {{{section}}}\n", "config.yaml").second_reader


def faults(section: str) -> list[str]:
    return [str(problem) for problem in check_config(f"{MAP}\nsecond_reader: {section}\n", "config.yaml")]


def test_there_is_none_until_it_is_set_up() -> None:
    assert parse_config(MAP, "config.yaml").second_reader is None


def test_what_is_not_written_is_as_usual() -> None:
    reader = SecondReader("http://127.0.0.1:8000/v1", "qwen")
    assert read(f"{URL}/, model: qwen") == reader
    assert (reader.reports, reader.trust, reader.key_env) == ("waiting", "propose", "")


def test_all_that_can_be_written() -> None:
    assert read(
        "base_url: https://api.example.com/v1, model: m, key_env: KPI_KEY, reports: 简报, trust: accept, seconds: 60, "
        "tries: 2, at_once: 8, tokens: 50000, answer_tokens: 4000"
    ) == SecondReader("https://api.example.com/v1", "m", "KPI_KEY", "简报", "accept", 60, 2, 8, 50000, 4000)


@pytest.mark.parametrize(
    ("url", "host", "local", "is_open"),
    [
        ("http://127.0.0.1:8000/v1", "127.0.0.1:8000", True, False),
        ("http://localhost:11434/v1", "localhost:11434", True, False),
        ("http://[::1]:80/v1", "[::1]:80", True, False),
        ("https://api.example.com/v1", "api.example.com", False, False),
        ("http://10.0.0.5:8000/v1", "10.0.0.5:8000", False, True),
    ],
)
def test_where_the_text_goes(url: str, host: str, local: bool, is_open: bool) -> None:
    reader = SecondReader(url, "m")
    assert (reader.host, reader.is_local, reader.is_open) == (host, local, is_open)


FAULTS: tuple[tuple[str, str], ...] = (
    ("3", "second_reader: 写的是数字 3"),
    ("", "second_reader: 没有内容"),
    ("{model: m}", "缺少必填的 base_url"),
    (f"{{{URL}}}", "缺少必填的 model"),
    ("{base_url: 8000, model: m}", "second_reader.base_url: 写的是数字 8000，应为 http://"),
    ("{base_url: 'ftp://x/v1', model: m}", "base_url: 不是一个地址"),
    ("{base_url: 'http:///v1', model: m}", "base_url: 不是一个地址"),
    ("{base_url: 'http://x:99999/v1', model: m}", "base_url: 地址读不懂"),
    ("{base_url: 'http://模型/v1', model: m}", "base_url: 地址里有中文"),
    ("{base_url: 'https://u:GEHEIM@x/v1', model: m}", "base_url: 地址里有用户名或密钥"),
    ("{base_url: 'https://x/v1?key=GEHEIM', model: m}", "base_url: 地址里有 ?"),
    (f"{{{URL}, model: 'a;b'}}", "model: 模型名里有分号"),
    (f"{{{URL}, model: m, key_env: sk-GEHEIM}}", "key_env: 写的不是环境变量的名字"),
    (f"{{{URL}, model: m, key_env: geheimGEHEIM}}", "key_env: 写的不是环境变量的名字"),
    (f"{{{URL}, model: m, api_key: GEHEIM}}", "未知的键“api_key”"),
    (f"{{{URL}, model: m, trust: acept}}", "未知的信任程度“acept”，应为 propose、accept 之一；是不是“accept”？"),
    (f"{{{URL}, model: m, tokens: 5}}", "tokens: 写的是数字 5，应为 1000 到 1000000000 的整数"),
    (f"{{{URL}, model: m, tries: 0}}", "tries: 写的是数字 0，应为 1 到 10"),
    (f"{{{URL}, model: m, seconds: '60'}}", "seconds: 写的是“60”，应为 5 到 3600"),
)


@pytest.mark.parametrize(("section", "told"), FAULTS)
def test_every_fault_is_told_and_no_key_with_it(section: str, told: str) -> None:
    found = faults(section)
    assert any(told in each for each in found), found
    assert all("GEHEIM" not in each for each in found)
