"""The page where one signs in, and what it answers: one form, no script, nothing fetched from anywhere."""

from __future__ import annotations

from html import escape
from pathlib import Path

from dashboard.serving.bounds import Bound
from dashboard.words.labels import EN, ZH
from kpi.settings.users import User, matches

PAGE = Path(__file__).parent.parent / "static" / "sign_in.html"

FEW_MINUTES = 600.0
WRONG_OF_NAME = Bound(6, FEW_MINUTES)
WRONG_OF_ADDRESS = Bound(40, FEW_MINUTES)
NOBODY = User("")


def page(prefix: str, language: str, then: str, problem: str = "", name: str = "") -> str:
    """The form as HTML; `problem` is the key of what was wrong."""
    words = EN if language == "en" else ZH
    text = PAGE.read_text(encoding="utf-8")
    said = f'<p role="alert">{escape(words[problem])}</p>' if problem else ""
    told = {
        "language": "en" if language == "en" else "zh-CN", "prefix": prefix, "then": then, "problem": said,
        "name": name,
        "title": f"{words['sign_in']} · {words['product']}", "product": words["product"], "sign_in": words["sign_in"],
        "name_label": words["sign_in_name"], "password_label": words["sign_in_password"], "note": words["sign_in_note"],
    }  # fmt: skip
    for key, value in told.items():
        text = text.replace(f"{{{{{key}}}}}", value if key == "problem" else escape(value, quote=True))
    return text


def checked(name: str, password: str, address: str, user: User | None) -> str:
    """Empty where it is the user's password; else the key of what is wrong. As slow for names that are none."""
    if WRONG_OF_NAME.is_full(name) or WRONG_OF_ADDRESS.is_full(address):
        return "sign_in_wait"
    right = matches(password, (user or NOBODY).secret)
    if right and user is not None and user.secret:
        WRONG_OF_NAME.forget(name)
        return ""
    WRONG_OF_NAME.take(name)
    WRONG_OF_ADDRESS.take(address)
    return "sign_in_wrong"


def local_path(then: str, prefix: str) -> str:
    """Where to go after signing in: what was asked for where that is a page of this site, else its first page."""
    home = f"{prefix}/"
    safe = then.startswith(home) and not then.startswith("//") and "\\" not in then and then.isprintable()
    return then if safe and then.isascii() else home


def language_of(accepted: str) -> str:
    """The language of a page by what the browser says it accepts."""
    first = accepted.strip().lower()[:2]
    return "zh" if first in ("zh", "") else "en"
