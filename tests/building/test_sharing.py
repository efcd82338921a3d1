"""How a dashboard may be shared: never so that whoever comes is let in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kpi.building import serve
from kpi.building.sharing import Sharing, is_loopback, read_sharing, sharing_of
from kpi.settings.config import Config, load_config
from kpi.settings.users import User, put_user, users_file
from kpi.vocabulary.errors import KpiError
from tests.samples import make_project

URL = "https://kpi.example/zone"


@pytest.fixture
def project(tmp_path: Path) -> Config:
    return make_project(tmp_path / "项目")


def with_user(config: Config, secret: str = "scrypt$…") -> Config:
    put_user(users_file(config.path), User("甲", True, secret))
    return config


def test_on_this_machine_nobody_signs_in(project: Config) -> None:
    alone = sharing_of(project)
    assert (alone.host, alone.users, alone.base_url, alone.prefix) == ("127.0.0.1", "", "", "")
    assert alone.names == {"localhost", "127.0.0.1", "::1"} and alone.origin == ""


@pytest.mark.parametrize(
    ("host", "base_url", "why"),
    [
        ("0.0.0.0", "", "--base-url"),
        ("192.168.1.5", "", "--base-url"),
        ("0.0.0.0", URL, "必须登录，还没有用户"),
        ("127.0.0.1", URL, "必须登录，还没有用户"),
        ("::", "http://192.168.1.5:8501", "必须登录，还没有用户"),
        ("kpi.example", URL, "不是地址"),
    ],
)
def test_beyond_this_machine_somebody_must_be_able_to_sign_in(
    project: Config, host: str, base_url: str, why: str
) -> None:
    with pytest.raises(KpiError, match=why):
        sharing_of(project, host, base_url)


def test_users_without_passwords_cannot_sign_in_by_one(project: Config) -> None:
    with_user(project, secret="")
    with pytest.raises(KpiError, match="没有一个用户有密码"):
        sharing_of(project, "0.0.0.0", URL)


@pytest.mark.parametrize(
    "url",
    ["kpi.example", "ftp://kpi.example", "https://", "https://a:b@kpi.example", "https://kpi.example/?a=1",
     "https://kpi.example/a/../b", "https://kpi.example:0", "https://kpi.example:x", "https://kpi.example/区"],
)  # fmt: skip
def test_what_is_no_address_is_refused(project: Config, url: str) -> None:
    with pytest.raises(KpiError, match="不是网址"):
        sharing_of(with_user(project), "0.0.0.0", url)


@pytest.mark.parametrize(
    ("host", "url", "names", "origin", "prefix"),
    [
        ("0.0.0.0", URL, {"kpi.example"}, "https://kpi.example", "/zone"),
        ("127.0.0.1", f"{URL}/", {"kpi.example", "localhost", "127.0.0.1", "::1"}, "https://kpi.example", "/zone"),
        ("0.0.0.0", "https://KPI.example:443", {"kpi.example"}, "https://kpi.example", ""),
        ("192.168.1.5", "http://192.168.1.5:8501", {"192.168.1.5"}, "http://192.168.1.5:8501", ""),
        ("::", "http://[fd00::5]:8501/a/b", {"fd00::5"}, "http://[fd00::5]:8501", "/a/b"),
    ],
)
def test_names_and_pages_come_from_the_address(
    project: Config, host: str, url: str, names: set[str], origin: str, prefix: str
) -> None:
    shared = sharing_of(with_user(project), host, url)
    assert (shared.names, shared.origin, shared.prefix) == (names, origin, prefix)
    assert shared.users == str(users_file(project.path).resolve())


def test_the_process_is_told_addresses_and_places_and_no_secret(project: Config) -> None:
    shared = sharing_of(with_user(project, secret="the hash itself"), "0.0.0.0", URL, allow=[project.path.parent])
    assert read_sharing(shared.variable()) == shared and read_sharing("") == Sharing()
    command = " ".join(serve._command(Path("server.py"), 8600, shared))
    environment = serve._environment(project.path, Path("."), shared)
    assert "the hash itself" not in command + "".join(environment.values())
    for option in ("server.address=0.0.0.0", "server.allowedHosts=kpi.example", "server.baseUrlPath=zone",
                   "server.corsAllowedOrigins=https://kpi.example", "browser.serverAddress=kpi.example"):  # fmt: skip
        assert f"--{option}" in command


def test_threads_of_the_server_take_memory_from_few_places(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert serve._environment(project.path, Path("."), Sharing())["MALLOC_ARENA_MAX"] == "6"
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")  # who runs the server may know better
    assert serve._environment(project.path, Path("."), Sharing())["MALLOC_ARENA_MAX"] == "1"


def test_paths_are_allowed_in_the_project_where_it_was_said_and_where_the_map_had_them(
    project: Config, tmp_path: Path
) -> None:
    elsewhere, more = tmp_path / "elsewhere", tmp_path / "more"
    elsewhere.mkdir()
    more.mkdir()
    project.path.write_text(
        re.sub("(?m)^reports: .*$", f"reports: [reports, {elsewhere}]", project.text), encoding="utf-8"
    )
    config = load_config(project.path)
    assert elsewhere in config.reports
    allowed = {Path(each) for each in sharing_of(config, allow=[more]).allowed}
    assert {project.path.parent.resolve(), elsewhere.resolve(), more.resolve()} <= allowed
    with pytest.raises(KpiError, match="没有这个文件夹"):
        sharing_of(config, allow=[tmp_path / "none"])


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        *((name, True) for name in ("127.0.0.1", "127.9.9.9", "::1", "localhost")),
        *((name, False) for name in ("0.0.0.0", "::", "10.0.0.1")),
    ],
)
def test_which_addresses_are_this_machine_alone(host: str, is_one: bool) -> None:
    assert is_loopback(host) is is_one


OIDC = """[auth]
redirect_uri = "https://kpi.example/zone/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "kpi"
client_secret = "the secret"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OIDC.replace("kpi.example/zone", "kpi.example"), "redirect_uri 应为"),
        (OIDC.replace("client_secret", "other"), "缺 client_secret"),
        (OIDC.replace("0123456789abcdef0123456789abcdef", "short"), "cookie_secret 太短"),
        ("the secret = = [", "不是 TOML 文件"),
    ],
)
def test_settings_of_a_provider_are_checked_and_never_quoted(
    project: Config, tmp_path: Path, text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    path = tmp_path / "oidc.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KpiError, match=why) as caught:
        sharing_of(with_user(project, secret=""), "0.0.0.0", URL, path)
    assert "the secret" not in str(caught.value) and "0123456789abcdef" not in str(caught.value)
    path.write_text(OIDC, encoding="utf-8")
    assert sharing_of(project, "0.0.0.0", URL, path).oidc == str(path.resolve())
