"""How a dashboard is reached: on this machine alone, or at an address that others open and sign in at.

What the process of the dashboard has to know goes to it in one variable of its environment (`KPI_SHARING`): addresses
and places of files, never what stands in them.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kpi.settings.config import Config, load_config
from kpi.settings.users import load_users, users_file
from kpi.vocabulary.errors import KpiError, to_install

ADDRESS = "127.0.0.1"
VARIABLE = "KPI_SHARING"
OWN_NAMES = ("localhost", ADDRESS, "::1")
"""What this machine is called on itself."""

_OIDC_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where the dashboard listens (`host`), where others open it (`base_url`, empty: on this machine), the file of
    those who may sign in (`users`, empty: nobody has to), the settings of OpenID Connect (`oidc`, empty: passwords),
    and the folders in which paths of the map must lie (`allowed`).
    """

    host: str = ADDRESS
    base_url: str = ""
    users: str = ""
    oidc: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of the server that a request may be for: those of this machine only where it listens there."""
        told = {urlsplit(self.base_url).hostname or ""} - {""}
        own = OWN_NAMES if is_loopback(self.host) else (self.host,) if _is_one_address(self.host) else ()
        return frozenset((*told, *own))

    @property
    def origin(self) -> str:
        """Where pages come from that may talk to the server, as browsers write it; empty on this machine alone."""
        parts = urlsplit(self.base_url)
        standard = {"http": 80, "https": 443}.get(parts.scheme)
        port = f":{parts.port}" if parts.port and parts.port != standard else ""
        name = parts.hostname or ""
        name = f"[{name}]" if ":" in name else name
        return f"{parts.scheme}://{name}{port}" if self.base_url else ""

    @property
    def prefix(self) -> str:
        """The path below which all of it lies: `/zone`; empty where it is the whole site."""
        path = urlsplit(self.base_url).path.strip("/")
        return f"/{path}" if path else ""

    @property
    def secure(self) -> bool:
        """Whether others open it over TLS."""
        return self.base_url.startswith("https://")

    def variable(self) -> str:
        """This, as the process of the dashboard is handed it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_sharing(text: str) -> Sharing:
    """What `variable` wrote; this machine alone where nothing was handed over."""
    found = json.loads(text) if text else {}
    return Sharing(**{**found, "allowed": tuple(found.get("allowed", ()))})


def sharing_of(
    config: Config, host: str = "", base_url: str = "", oidc: Path | None = None, allow: Sequence[Path] = ()
) -> Sharing:
    """How `kpi serve` shares; KpiError where that would let in whoever comes, or nobody."""
    host = host or ADDRESS
    _check_host(host)
    base_url = _checked_url(base_url) if base_url else ""
    users = users_file(config.path)
    if oidc is not None:
        _check_oidc(oidc, base_url)
    shared = not is_loopback(host) or bool(base_url and urlsplit(base_url).hostname not in OWN_NAMES)
    known = load_users(users)
    if shared and not base_url:
        raise KpiError(
            f"--host {host}: 请同时用 --base-url 写明别人在浏览器里打开的网址，如 https://kpi.example/zone；"
            "只有从那里来的页面才能用"
        )
    if shared and not known:
        raise KpiError(
            f"--host {host}: 给别人用必须登录，还没有用户；请先运行 kpi user add 姓名 --editor"
            + ("（用 OpenID Connect 登录的，姓名写邮箱，并加 --no-password）" if oidc else "")
        )
    if shared and oidc is None and not any(user.secret for user in known.values()):
        raise KpiError(f"{users}: 没有一个用户有密码，谁也登录不了；请运行 kpi user add 姓名，或用 --oidc")
    signing_in = str(users.resolve()) if known or oidc is not None else ""
    return Sharing(host, base_url, signing_in, str(oidc.resolve()) if oidc else "", _allowed(config, allow))


def allowed_folders(config_path: Path) -> tuple[str, ...]:
    """Where paths of the map may lie in a dashboard that was started without `kpi serve`."""
    try:
        return _allowed(load_config(config_path), ())
    except KpiError:  # a map with faults names no folder that anybody has in view
        return (str(config_path.resolve().parent),)


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_host(host: str) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if host != "localhost":
            raise KpiError(f"--host {host}: 不是地址；应为 127.0.0.1、0.0.0.0 或这台机器的一个 IP 地址") from None


def _is_one_address(host: str) -> bool:
    return not ipaddress.ip_address(host).is_unspecified


def _checked_url(text: str) -> str:
    mend = f"--base-url {text}: 不是网址；应如 https://kpi.example/zone"
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise KpiError(mend) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise KpiError(mend)
    if parts.username or parts.password or parts.query or parts.fragment or not parts.path.isascii():
        raise KpiError(f"{mend}，不带用户名、? 和 #")
    if any(part in (".", "..", "") for part in parts.path.strip("/").split("/")) and parts.path.strip("/"):
        raise KpiError(mend)
    return text.strip().rstrip("/")


def _check_oidc(path: Path, base_url: str) -> None:
    if not all(importlib.util.find_spec(name) for name in ("authlib", "httpx")):
        raise KpiError(f"--oidc: 要先安装 Authlib 和 httpx：{to_install('Authlib httpx')}")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
    except OSError as error:
        raise KpiError(f"--oidc {path}: 打不开（{error.strerror or error}）；应为 OpenID Connect 的设置文件") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):  # what is wrong is not told: it may quote a secret
        raise KpiError(f"--oidc {path}: 不是 TOML 文件；写法见 README 的「在办公室里分享」") from None
    missing = [key for key in _OIDC_KEYS if not isinstance(found, dict) or not str(found.get(key, "")).strip()]
    if missing:
        raise KpiError(f"--oidc {path}: [auth] 里缺 {'、'.join(missing)}；写法见 README 的「在办公室里分享」")
    assert isinstance(found, dict)
    wanted = f"{base_url}/oauth2callback"
    if found["redirect_uri"] != wanted:
        raise KpiError(f"--oidc {path}: redirect_uri 应为 {wanted}（--base-url 加 /oauth2callback）")
    if len(str(found["cookie_secret"])) < 32:
        raise KpiError(f"--oidc {path}: cookie_secret 太短；应为 32 个以上随机的字符")


def _allowed(config: Config, allow: Sequence[Path]) -> tuple[str, ...]:
    """The folder of the project, those that are allowed, and those that the map names as the server starts: who starts
    it has them in view.
    """
    for folder in allow:
        if not folder.is_dir():
            raise KpiError(f"--allow {folder}: 没有这个文件夹；请写一个已有的文件夹")
    named = [path if path.is_dir() else path.parent for path in (config.corrections, config.notes)]
    every = [config.path.resolve().parent, *allow, *config.reports, config.data, *named]
    return tuple(dict.fromkeys(str(path.resolve()) for path in every))
