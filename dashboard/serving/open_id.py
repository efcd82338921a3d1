"""Who is signed in by OpenID Connect: Streamlit does that (`st.login`) and keeps it in a cookie that it signs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kpi.building.sharing import Sharing
from kpi.settings.users import User


def user_of_claims(claims: Mapping[str, Any], users: Mapping[str, User]) -> User | None:
    """The user whom the provider vouches for: by the e-mail address, which it must not call unconfirmed."""
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is False or not claims.get("is_logged_in"):
        return None
    wanted = email.strip().casefold()
    return next((user for name, user in users.items() if name.casefold() == wanted), None)


def signed_in_by_provider(cookies: Mapping[str, str], sharing: Sharing, users: Mapping[str, User]) -> User | None:
    """The user of a request by the cookie of Streamlit; None where it is none or was not signed here."""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    secret = _cookie_secret(sharing.oidc)

    def one(name: str) -> bytes | None:
        raw = cookies.get(name)
        return None if raw is None else decode_signed_value(secret, name, raw.encode("latin-1", "replace"))

    try:
        found = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(found) if found else None
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("origin") != sharing.origin:
        return None
    return user_of_claims(claims, users)


@cache
def _cookie_secret(path: str) -> str:
    return str(tomllib.loads(Path(path).read_text(encoding="utf-8"))["auth"]["cookie_secret"])
