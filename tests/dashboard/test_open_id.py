"""Who is signed in by OpenID Connect: by a cookie that was signed here, with an address that is on the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.serving import site
from dashboard.serving.guard import Guard
from dashboard.serving.open_id import signed_in_by_provider, user_of_claims
from kpi.building.sharing import Sharing
from kpi.settings import users
from kpi.settings.users import User, put_user
from tests.dashboard.test_guard import ask, everything

SECRET = "0123456789abcdef0123456789abcdef"
EDITOR, READER = User("Wang@corp.example", True), User("li@corp.example")
LIST = {user.name: user for user in (EDITOR, READER)}
CLAIMS = {"email": "wang@corp.example", "is_logged_in": True, "origin": "https://kpi.example"}


@pytest.fixture
def sharing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sharing:
    settings, there = tmp_path / "oidc.toml", tmp_path / users.USERS
    settings.write_text(f'[auth]\ncookie_secret = "{SECRET}"\n', encoding="utf-8")
    for user in LIST.values():
        put_user(there, user)
    made = Sharing("127.0.0.1", "https://kpi.example/zone", str(there), str(settings))
    monkeypatch.setattr(site, "sharing", lambda: made)
    return made


def cookie(claims: object, secret: str = SECRET) -> dict[str, str]:
    return {USER_COOKIE_NAME: create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode("latin-1")}


@pytest.mark.parametrize(
    ("claims", "who"),
    [
        (CLAIMS, EDITOR),
        (CLAIMS | {"email": " LI@corp.example"}, READER),
        (CLAIMS | {"email_verified": True}, EDITOR),
        (CLAIMS | {"email_verified": False}, None),
        (CLAIMS | {"email": "stranger@corp.example"}, None),
        (CLAIMS | {"email": ["wang@corp.example"]}, None),
        (CLAIMS | {"is_logged_in": False}, None),
        ({"name": "wang@corp.example", "is_logged_in": True}, None),
        ({}, None),
    ],
)
def test_whom_the_provider_vouches_for(claims: dict[str, object], who: User | None) -> None:
    assert user_of_claims(claims, LIST) == who


def test_only_cookies_that_were_signed_here_count(sharing: Sharing) -> None:
    assert signed_in_by_provider(cookie(CLAIMS), sharing, LIST) == EDITOR
    for wrong in (cookie(CLAIMS, "another secret of thirty-two letters"), cookie(CLAIMS | {"origin": "https://evil"}),
                  cookie([1]), cookie("x"), {USER_COOKIE_NAME: json.dumps(CLAIMS)}, {}):  # fmt: skip
        assert signed_in_by_provider(wrong, sharing, LIST) is None


def test_files_are_given_and_taken_behind_the_provider(sharing: Sharing) -> None:
    guard = Guard(everything, sharing)
    own = {"host": "kpi.example", "origin": "https://kpi.example"}
    assert ask(guard, "/zone/trends", **own).status == 200, "the page itself leads to the provider"
    assert ask(guard, "/zone/media/a.png", **own).status == 401
    upload = {"method": "PUT", "body": b"x", **own}
    statuses = []
    for claims in (None, CLAIMS | {"email": READER.name}, CLAIMS):
        kept = "; ".join(f"{name}={value}" for name, value in cookie(claims).items()) if claims else ""
        statuses.append(ask(guard, "/zone/_stcore/upload_file/s/f", cookie=kept, **upload).status)  # type: ignore[arg-type]
    assert statuses == [401, 403, 200]
