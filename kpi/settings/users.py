"""Who may sign in to a dashboard that is shared, and who of them may change anything: `users.json` beside the config.

Passwords are kept as scrypt hashes with a salt of their own. The file is written for its owner alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kpi.settings.config_file import LOCK_SECONDS, put_file
from kpi.vocabulary.errors import KpiError, shown

USERS = "users.json"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
LONGEST_NAME = 60
_COST, _BLOCK, _LANES = 2**15, 8, 1  # 32 MB and a tenth of a second for each try
_MEMORY = 64 * 2**20
_MOST_WORK = (2**20, 32, 16)
"""Cost, block and lanes of a hash that is tried: what a damaged file asks for must not take hours."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in: by the password whose hash is `secret`, or, where it is empty, by OpenID Connect."""

    name: str
    editor: bool = False
    secret: str = ""


def users_file(config: Path) -> Path:
    """Where the users of a project stand."""
    return config.parent / USERS


def load_users(path: Path) -> Mapping[str, User]:
    """The users by name; none where there is no file, KpiError where it cannot be understood."""
    try:
        rows = json.loads(path.read_bytes())["users"]
        return {row["name"]: _user(row) for row in rows}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KpiError(f"{path}: 用户文件读不出（{error.strerror or error}）；请检查权限") from error
    except (ValueError, TypeError, KeyError, RecursionError):
        raise KpiError(f"{path}: 用户文件读不懂；请从备份恢复，或删去它再用 kpi user add 重新写") from None


def put_user(path: Path, user: User) -> bool:
    """Adds a user, or replaces the one of that name; whether there was one."""
    with _locked(path):
        users = dict(load_users(path))
        there = user.name in users
        _write(path, {**users, user.name: user})
    return there


def change_user(path: Path, name: str, editor: bool) -> None:
    """Lets a user change things, or only look; KpiError where there is none of that name."""
    with _locked(path):
        users = dict(load_users(path))
        _check_known(name, users)
        _write(path, {**users, name: replace(users[name], editor=editor)})


def remove_user(path: Path, name: str) -> None:
    """Removes a user; KpiError where there is none of that name."""
    with _locked(path):
        users = dict(load_users(path))
        _check_known(name, users)
        del users[name]
        _write(path, users)


def _check_known(name: str, users: Mapping[str, User]) -> None:
    if name not in users:
        raise KpiError(f"{shown(name)}: 没有这个用户；已有的：{'、'.join(users) or '（没有）'}")


def checked_name(text: str) -> str:
    """A name as it is kept; KpiError where it is none."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise KpiError(f"{shown(text)}: 不是用户名；应为 1 到 {LONGEST_NAME} 个字，不含控制字符")
    return name


def hash_of(password: str, name: str = "") -> str:
    """What is kept of a password; KpiError where it is too easily guessed."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise KpiError(f"密码应为 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符")
    if len(set(password)) < 4 or (name and name.casefold() in password.casefold()):
        raise KpiError("密码太容易猜；请换一个，不要含用户名，不要只用几个重复的字符")
    salt = secrets.token_bytes(16)
    written = (_COST, _BLOCK, _LANES, _text(salt), _text(_derived(password, salt, _COST, _BLOCK, _LANES)))
    return "$".join(("scrypt", *map(str, written)))


def matches(password: str, secret: str) -> bool:
    """Whether it is the password that `secret` was made of; takes as long where there is none."""
    try:
        _, cost, block, lanes, salt, kept = secret.split("$")
        wanted = base64.b64decode(kept)
        asked = tuple(map(int, (cost, block, lanes)))
        if not all(0 < each <= most for each, most in zip(asked, _MOST_WORK, strict=True)):
            raise ValueError("no hash that this program writes")
        found = _derived(password[:LONGEST_PASSWORD], base64.b64decode(salt), *asked)
    except ValueError:
        _derived(password[:LONGEST_PASSWORD], b"\0" * 16, _COST, _BLOCK, _LANES)
        return False
    return hmac.compare_digest(found, wanted)


def _derived(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    written = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(written, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _user(row: object) -> User:
    if not isinstance(row, dict) or not isinstance(row["name"], str) or not isinstance(row.get("secret", ""), str):
        raise ValueError
    return User(row["name"], row.get("editor") is True, row.get("secret", ""))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds the lock of the file; KpiError where somebody else has it for too long."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise KpiError(f"{path}: 另一个程序正在写；请稍后再试") from None
    except OSError as error:
        raise KpiError(f"{path}: 写不进去（{error.strerror or error}）；请检查写权限和磁盘空间") from error


def _write(path: Path, users: Mapping[str, User]) -> None:
    rows = [{"name": user.name, "editor": user.editor, "secret": user.secret} for user in users.values()]
    put_file(path, (json.dumps({"users": rows}, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), 0o600)
