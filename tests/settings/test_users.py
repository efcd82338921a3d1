"""Who may sign in: what is kept of a password, and the file of users."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi import cli
from kpi.settings import users
from kpi.settings.users import User
from kpi.vocabulary.errors import KpiError

PASSWORD = "正确的 马 battery staple"


def test_a_password_is_known_again_and_is_not_kept() -> None:
    secret = users.hash_of(PASSWORD)
    assert users.matches(PASSWORD, secret) and PASSWORD not in secret
    assert not users.matches(PASSWORD + " ", secret) and not users.matches("", secret)
    assert users.hash_of(PASSWORD) != secret, "a salt of its own"


NO_HASHES = [
    *("", "x", "scrypt$a$8$1$AA==$AA==", "scrypt$16384$8$1$AA==", "$$$$$"),
    "scrypt$32768$-2147483648$1$AA==$AA==",  # a number that no hash may have
    "scrypt$32768$99999999999999999999$1$AA==$AA==",
    "scrypt$32768$8$60000$AA==$AA==",  # hours
    "scrypt$3$8$1$AA==$AA==",
]


@pytest.mark.parametrize("secret", NO_HASHES)
def test_what_is_no_hash_is_nobodys_password(secret: str) -> None:
    assert not users.matches(PASSWORD, secret) and not users.matches("", secret)


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaa", "abababababab", "王编辑 is my name", "x" * 201])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(KpiError, match="密码"):
        users.hash_of(password, "王编辑")


@pytest.mark.parametrize("name", ["", "  ", "a\nb\x00", "\u202eabc", "x" * 61])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(KpiError, match="不是用户名"):
        users.checked_name(name)


def test_the_file_is_for_its_owner_alone_and_keeps_who_is_there(tmp_path: Path) -> None:
    path = users.users_file(tmp_path / "config.yaml")
    assert users.load_users(path) == {}
    one, other = User("甲", True, users.hash_of(PASSWORD)), User("li@corp.example")
    assert not users.put_user(path, one) and not users.put_user(path, other)
    assert users.load_users(path) == {"甲": one, "li@corp.example": other}
    users.change_user(path, "甲", editor=False)
    assert users.load_users(path)["甲"] == User("甲", False, one.secret), "the password stays"
    users.remove_user(path, "甲")
    assert list(users.load_users(path)) == ["li@corp.example"]
    for refused in (lambda: users.remove_user(path, "甲"), lambda: users.change_user(path, "甲", True)):
        with pytest.raises(KpiError, match="没有这个用户"):
            refused()
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"users": 3}', '{"users": [{"name": 3}]}', "[" * 100_000, "\udcff"])
def test_a_file_that_cannot_be_understood_lets_nobody_in(tmp_path: Path, text: str) -> None:
    path = tmp_path / users.USERS
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(KpiError, match="用户文件读不懂"):
        users.load_users(path)


def test_the_command_adds_lists_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("version: 1\n", encoding="utf-8")  # who may come in does not hang on what the map says
    where = ["--config", str(config)]
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert cli.main(["user", "add", "王编辑", "--editor", *where]) == 0
    assert cli.main(["user", "add", "李读者", *where]) == 2, "typed twice, not the same"
    assert cli.main(["user", "add", "li@corp.example", "--no-password", *where]) == 0
    assert cli.main(["user", "add", *where]) == 2
    assert PASSWORD not in "".join(capfd.readouterr())
    assert cli.main(["user", "list", *where]) == 0
    assert capfd.readouterr().out.splitlines() == ["王编辑  编辑", "li@corp.example  只看  用 OpenID Connect 登录"]
    assert (
        cli.main(["user", "reader", "王编辑", *where]) == cli.main(["user", "remove", "li@corp.example", *where]) == 0
    )
    assert [(each.name, each.editor) for each in users.load_users(tmp_path / users.USERS).values()] == [
        ("王编辑", False)
    ]
