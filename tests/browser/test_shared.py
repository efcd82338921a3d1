"""A dashboard that is shared, in a real browser: signing in, who may do what under whose name, real proxies too."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi.settings.users import User, hash_of, put_user, users_file
from tests.browser.conftest import ROOT, await_server, seeds_in, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
NAME = "kpi.localhost"  # every browser looks for it on this machine, and no program of this machine is called so
EDITOR, READER = ("王编辑", "correct horse battery"), ("李读者", "another long secret")
SECRETS = (EDITOR[1], READER[1], "cookie-secret-cookie-secret-cookie-secret", "client-secret-of-the-provider")
PAGES = ("", "trends?show=gdp", "targets", "compare", "tile_map", "data", "sources", "dictionary", "indicator_map",
         "add_reports", "to_settle", "search?q=GDP")  # fmt: skip
README = (ROOT / "README.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Office:
    """A shared dashboard: where others open it, and its config."""

    url: str
    config: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"the README shows how {language} is set up"
    return found.group(1)


@contextmanager
def sharing(folder: Path, front: int = 0, provider: str = "") -> Iterator[tuple[Office, int]]:
    """`kpi serve --base-url` over a copy of the seeds; `front` is the port of the proxy before it, 0 for none, and
    `provider` the address of an OpenID provider that signs in instead of passwords.
    """
    config, port = seeds_in(folder), free_port()
    for (name, password), editor in ((EDITOR, True), (READER, False)):
        user = User(mail_of(name), editor) if provider else User(name, editor, hash_of(password))
        put_user(users_file(config), user)
    url = f"http://{NAME}:{front or port}/zone"
    command = [sys.executable, "-m", "kpi", "serve", "--no-browser", "--port", str(port), "--config", str(config)]
    if provider:
        command += ["--oidc", str(settings_of(provider, url, folder))]
    log, environment = folder / "server.log", {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--base-url", url], cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            await_server(f"http://127.0.0.1:{port}/zone/_stcore/health", server, log)
            yield Office(url, config), port
        finally:
            server.terminate()
            server.wait(20)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said
    assert not any(secret in said for secret in SECRETS)


def mail_of(name: str) -> str:
    return f"{'Wang' if name == EDITOR[0] else 'li'}@corp.example"


def settings_of(provider: str, url: str, folder: Path) -> Path:
    """The settings of OpenID Connect as the README shows them, for this provider and this address."""
    text = block("toml")
    for shown, own in (
        ("https://kpi.example/zone", url),
        ("32 个以上随机的字符", SECRETS[2]),
        ('client_secret = "…"', f'client_secret = "{SECRETS[3]}"'),
        ('client_id = "…"', 'client_id = "kpi"'),
        ("https://登录服务的网址", provider),
    ):
        assert text.count(shown) == 1
        text = text.replace(shown, own)
    path = folder / "oidc.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def office(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    del chromium
    with sharing(tmp_path_factory.mktemp("办公室")) as (running, _):
        yield running


def sign_in(context: BrowserContext, office: Office, who: tuple[str, str], path: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{office.url}/{path}")
    page.get_by_label("用户名").fill(who[0])
    page.get_by_label("密码").fill(who[1])
    page.get_by_role("button", name="登录").click()
    settle(page)
    return page


def walk(page: Page, office: Office, pages: Sequence[str] = PAGES) -> list[str]:
    """Opens these pages; what the browser complains of, and addresses elsewhere that it asked."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("request", lambda asked: None if is_own(asked.url, office) else faults.append(asked.url))
    for path in pages:
        page.goto(f"{office.url}/{path}")
        settle(page)
    return faults


def is_own(url: str, office: Office) -> bool:
    return url.startswith((office.url, office.url.replace("http", "ws", 1), "data:", "blob:"))


def test_one_signs_in_and_comes_to_the_page_that_was_asked_for(context: BrowserContext, office: Office) -> None:
    page = context.new_page()
    page.goto(f"{office.url}/trends?show=gdp")
    page.get_by_label("用户名").fill(EDITOR[0])
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert page.get_by_role("alert").inner_text() == "用户名或密码不对。"
    page.get_by_label("密码").fill(EDITOR[1])
    page.get_by_role("button", name="登录").click()
    settle(page)
    assert "/zone/trends" in page.url and "show=gdp" in page.url
    page.locator(".js-plotly-plot", has_text="254").first.wait_for()
    (cookie,) = [each for each in context.cookies() if each["name"] == "kpi_session"]
    assert cookie["httpOnly"] and cookie["path"] == "/zone/"
    assert EDITOR[1] not in page.url and cookie["value"] not in page.content()
    page.get_by_role("link", name="退出").click()
    page.get_by_label("密码").wait_for()


@pytest.mark.parametrize("who", [EDITOR, READER], ids=["editor", "reader"])
def test_every_page_stands_under_the_prefix_and_asks_nobody_else(
    context: BrowserContext, office: Office, who: tuple[str, str]
) -> None:
    assert walk(sign_in(context, office, who), office) == []


def test_an_editor_writes_under_the_name_of_the_sign_in(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, EDITOR, "trends?show=gdp")
    page.get_by_role("button", name="写批注").first.click()
    page.locator(".st-key-notes_trend textarea").fill("含续建项目")
    who = page.get_by_label("谁", exact=True)
    assert who.is_disabled() and who.input_value() == EDITOR[0]
    page.get_by_role("button", name="保存").last.click()
    page.locator("[class*=st-key-note_told_]").wait_for()
    (line,) = (office.config.parent / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["who"] == EDITOR[0]


def test_a_reader_sees_and_does_not_change(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, READER, "sources")
    page.get_by_text("李读者（只看）").wait_for()
    assert page.get_by_role("button", name="写批注").count() == 0
    for path in ("indicator_map", "add_reports", "to_settle"):
        page.goto(f"{office.url}/{path}")
        settle(page)
        page.get_by_text("您只能看，不能改").wait_for()
        assert page.locator("textarea, .cm-content, [data-testid=stFileUploader]").count() == 0


def test_a_page_that_stays_open_ends_with_the_session(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, EDITOR, "trends?show=gdp")
    other = context.new_page()
    other.goto(f"{office.url}/sign-out")
    page.get_by_text("柱形").first.click()
    page.get_by_text("登录已失效").or_(page.get_by_label("密码")).first.wait_for()


# Behind the proxies of the README


def nginx_config(folder: Path, front: int, port: int) -> list[str]:
    places = "".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    inner = block("nginx").replace("127.0.0.1:8501", f"127.0.0.1:{port}")
    path = folder / "nginx.conf"
    path.write_text(
        # its workers are whoever runs the tests: others cannot write into their folder, and large answers are cut
        f"daemon off; user {getpass.getuser()}; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {places} server {{ listen 127.0.0.1:{front}; server_name {NAME};\n{inner}}} }}\n",
        encoding="utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(path), "-e", str(folder / "error.log")]


def caddy_config(folder: Path, front: int, port: int) -> list[str]:
    inner = block("caddy").replace("127.0.0.1:8501", f"127.0.0.1:{port}")
    path = folder / "Caddyfile"
    path.write_text("{\n admin off\n}\n" + inner.replace("kpi.example", f"http://{NAME}:{front}"), encoding="utf-8")
    return ["caddy", "run", "--config", str(path)]


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_behind_a_proxy_as_the_readme_sets_it_up(
    browser: Browser, context: BrowserContext, tmp_path: Path, proxy: str
) -> None:
    if not shutil.which(proxy):
        pytest.skip(f"{proxy} is not on this machine")
    front = free_port()
    with sharing(tmp_path, front) as (office, port):
        command = (nginx_config if proxy == "nginx" else caddy_config)(tmp_path, front, port)
        log = tmp_path / "proxy.log"
        with log.open("wb") as output:
            environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
            running = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
            try:
                await_server(f"http://127.0.0.1:{front}/zone/_stcore/health", running, log, f"{NAME}:{front}")
                page = sign_in(context, office, EDITOR, "trends?show=gdp")
                page.locator(".js-plotly-plot", has_text="254").first.wait_for(
                    timeout=60_000
                )  # came over the web socket
                assert walk(page, office, PAGES[-5:-3]) == []
            finally:
                running.terminate()
                running.wait(20)
