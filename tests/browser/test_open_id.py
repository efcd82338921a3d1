"""Signing in at a real OpenID provider, in a real browser: an editor, a reader, a stranger, and the way out."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import IDLE, settle
from tests.browser.test_shared import EDITOR, PAGES, READER, SECRETS, Office, mail_of, sharing, walk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# the provider calls what Authlib is about to rename
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
STRANGER, UNCONFIRMED = "zhao@elsewhere.example", "another account"
COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that knows an editor and a reader, and vouches for whoever else comes."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        from oidc_provider_mock import User, run_server_in_thread

    known = [User(sub=mail_of(name).lower(), claims={"email": mail_of(name).lower()}) for name, _ in (EDITOR, READER)]
    claims = {"email": mail_of(EDITOR[0]), "email_verified": False}
    with run_server_in_thread(user_claims=[*known, User(sub=UNCONFIRMED, claims=claims)]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def office(chromium: Path, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    del chromium
    with sharing(tmp_path_factory.mktemp("统一登录"), provider=provider) as (running, _):
        yield running


def sign_in(context: BrowserContext, office: Office, sub: str, path: str = "") -> Page:
    """Opens a page, is led to the provider, says there who it is, and comes back."""
    page = context.new_page()
    page.goto(f"{office.url}/{path}")
    page.get_by_text("请先登录").wait_for()
    assert page.locator("[data-testid=stMetric], table, .js-plotly-plot").count() == 0, "nothing is shown before"
    page.get_by_role("button", name="登录").click()
    page.get_by_placeholder("sub").fill(sub)
    assert page.url.startswith("http://localhost:")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{office.url}/**")
    page.wait_for_selector(IDLE)
    return page


def test_an_editor_writes_under_the_address_that_is_on_the_list(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, mail_of(EDITOR[0]).lower(), "targets")
    settle(page)
    assert page.url.split("?")[0].rstrip("/") == office.url, "the first page comes first"
    page.get_by_text(mail_of(EDITOR[0]), exact=True).wait_for()
    page.goto(f"{office.url}/trends?show=gdp")
    settle(page)
    page.get_by_role("button", name="写批注").first.click()
    page.locator(".st-key-notes_trend textarea").fill("含续建项目")
    page.get_by_role("button", name="保存").last.click()
    page.locator("[class*=st-key-note_told_]").wait_for()
    (line,) = (office.config.parent / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["who"] == mail_of(EDITOR[0])
    page.goto(f"{office.url}/add_reports")
    settle(page)
    page.locator("[data-testid=stFileUploader] input").set_input_files(
        {"name": "总结.txt", "mimeType": "text/plain", "buffer": "濮阳经济技术开发区2023年总结".encode()}
    )
    page.get_by_text("总结.txt").first.wait_for()
    assert walk(page, office, PAGES[-4:]) == []
    (cookie,) = [each for each in context.cookies() if each["name"] == COOKIE]
    assert cookie["httpOnly"] and not any(secret in page.content() for secret in SECRETS)


def test_a_reader_sees_and_does_not_change(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, mail_of(READER[0]))
    page.get_by_text(f"{mail_of(READER[0])}（只看）").wait_for()
    for path in ("indicator_map", "add_reports", "to_settle"):
        page.goto(f"{office.url}/{path}")
        settle(page)
        page.get_by_text("您只能看，不能改").wait_for()
        assert page.locator("textarea, .cm-content, [data-testid=stFileUploader]").count() == 0
    page.goto(f"{office.url}/trends?show=gdp")
    page.locator(".js-plotly-plot", has_text="254").first.wait_for()
    assert page.get_by_role("button", name="写批注").count() == 0


@pytest.mark.parametrize("sub", [STRANGER, UNCONFIRMED], ids=["not on the list", "an address that nobody confirmed"])
def test_who_is_not_on_the_list_sees_nothing(context: BrowserContext, office: Office, sub: str) -> None:
    page = sign_in(context, office, sub)
    for path in ("", "trends?show=gdp", "sources", "indicator_map", "search?q=GDP"):
        page.goto(f"{office.url}/{path}")
        page.get_by_text("不在名单里").wait_for()
        assert page.locator(".js-plotly-plot, table, textarea, [data-testid=stFileUploader]").count() == 0
    asked = "([path, method]) => fetch(path, {method, body: method == 'PUT' ? 'x' : null}).then((got) => got.status)"
    for path, method in (("_stcore/upload_file/a/b", "PUT"), ("media/a.png", "GET")):
        assert page.evaluate(asked, [f"{office.url}/{path}", method]) == 401


def test_who_signs_out_has_to_sign_in_again(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, mail_of(READER[0]))
    page.get_by_role("button", name="退出").click()
    page.get_by_role("button", name="End session").click()  # the provider's own session ends too
    page.wait_for_url(f"{office.url}/**")
    page.get_by_text("请先登录").wait_for()
    assert COOKIE not in {each["name"] for each in context.cookies()}
    page.goto(f"{office.url}/trends?show=gdp")
    page.get_by_text("请先登录").wait_for()


def test_who_is_taken_off_the_list_is_out_at_once(context: BrowserContext, office: Office) -> None:
    page = sign_in(context, office, mail_of(READER[0]))
    users = office.config.with_name("users.json")
    kept = users.read_bytes()
    try:
        users.write_text(users.read_text("utf-8").replace(mail_of(READER[0]), "somebody@corp.example"), "utf-8")
        page.goto(f"{office.url}/trends?show=gdp")
        page.get_by_text("不在名单里").wait_for()
    finally:
        users.write_bytes(kept)
