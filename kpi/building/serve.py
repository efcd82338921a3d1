"""The dashboard as a child process: Streamlit, for this machine alone or shared, until Ctrl-C."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import urlsplit

from kpi.building.sharing import ADDRESS, VARIABLE, Sharing, is_loopback
from kpi.settings.shipped import shipped_folder
from kpi.vocabulary.errors import KpiError

FIRST_PORT = 8501
_PORTS_TRIED = 50
_START_SECONDS = 120
_STOP_SECONDS = 10
SECONDS_KEPT = 120
"""So long Streamlit keeps the session of a browser that is gone, with what is typed there, for when it comes back: each
holds some files open and a megabyte or two, and there are 128 of them at most.
"""
_LONGEST_LOG, _KEPT_LOGS = 5 * 2**20, 5

# Also in dashboard/.streamlit/config.toml; said here too, since a user's own settings must not open the page to others.
_OPTIONS = (
    ("server.headless", "true"),
    ("server.fileWatcherType", "none"),
    ("browser.gatherUsageStats", "false"),
    ("client.showErrorDetails", "none"),
    ("server.disconnectedSessionTTL", str(SECONDS_KEPT)),
)


def serve(
    config: Path,
    port: int,
    browser: bool,
    say: Callable[[str], None],
    sharing: Sharing | None = None,
    log: Path | None = None,
) -> int:
    """Runs the dashboard over `config` until it is stopped; returns the exit status. What it says of faults goes to
    standard error, and to the file `log` where one is named.
    """
    sharing = sharing or Sharing()
    kept = _log_at(log) if log else None
    app = shipped_folder() / "dashboard" / "server.py"
    if not app.is_file():
        raise KpiError(f"{app}: 找不到看板程序；请重新安装，或在完整的项目目录中运行")
    own = f"http://{_own_address(sharing.host)}:{port}{sharing.prefix}"
    url = sharing.base_url or own
    # Its greeting goes nowhere, ours says the same; what goes wrong it says on standard error.
    child = subprocess.Popen(
        _command(app, port, sharing),
        env=_environment(config, app.parent.parent, sharing),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if kept else None,
    )
    if kept:
        threading.Thread(target=_keep, args=(child, kept), daemon=True).start()
        kept.info("started at %s", url)
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        if _wait_until_ready(child, own):
            say(f"看板已启动：{url} （按 Ctrl-C 停止）")
            if sharing.base_url and not sharing.secure and not is_loopback(sharing.host):
                say("注意：网址是 http，密码在网络上不加密；请放在带 TLS 的反向代理后面（见 README）")
            if browser and has_display():
                webbrowser.open(url)
        status = child.wait()
    except KeyboardInterrupt:
        say("看板已停止。")
        return 0
    finally:
        _stop(child)
    if status:
        raise KpiError(f"看板意外退出（状态 {status}）；原因见上面的输出")
    return 0


def choose_port(port: int | None) -> int:
    """A port that is free: the one asked for, else the first from 8501; KpiError where the one asked for is in use."""
    if port is None:
        return _free_port(FIRST_PORT)
    if not 1 <= port <= 65535:
        raise KpiError(f"--port {port}: 不是端口号，应为 1 到 65535")
    try:
        taken = not is_free(port)
    except PermissionError:
        raise KpiError(
            f"--port {port}: 没有权限使用这个端口；请用 1024 以上的，例如 --port {_free_port(FIRST_PORT)}"
        ) from None
    if taken:
        raise KpiError(f"--port {port}: 端口已被占用；可改用 --port {_free_port(port + 1)}")
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on the port; PermissionError where this user may not."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((ADDRESS, port)) == 0:
            return False
    with socket.socket() as probe:
        if os.name != "nt":  # otherwise the port of a server that has just ended counts as taken for a minute
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError:
            if os.name != "nt":
                raise
            return False
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def has_display() -> bool:
    """Whether a browser window could open for this user."""
    if sys.platform in ("win32", "darwin"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _free_port(first: int) -> int:
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        free: int = probe.getsockname()[1]
        return free


def _log_at(path: Path) -> logging.Logger:
    """What writes to the file, and begins another when it is full: at most some 30 MB are kept."""
    logger = logging.getLogger("kpi.serve")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LONGEST_LOG, backupCount=_KEPT_LOGS, encoding="utf-8")
    except OSError as error:
        raise KpiError(f"--log {path}: 写不进去（{error.strerror or error}）；请检查写权限") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.handlers[:] = [handler]
    return logger


def _keep(child: subprocess.Popen[bytes], kept: logging.Logger) -> None:
    """Passes on what the server says on standard error, a line at a time."""
    assert child.stderr is not None
    for line in child.stderr:
        said = line.decode("utf-8", "replace").rstrip()
        print(said, file=sys.stderr)
        kept.info("%s", said)


def _own_address(host: str) -> str:
    """Where this machine reaches a server that listens at `host`."""
    if host in ("0.0.0.0", "localhost"):
        return ADDRESS
    return "[::1]" if host == "::" else f"[{host}]" if ":" in host else host


def _command(app: Path, port: int, sharing: Sharing) -> list[str]:
    """Streamlit's own checks are set as narrow as ours (dashboard/serving), which come first."""
    options = [*_OPTIONS, ("server.address", sharing.host), ("server.port", str(port))]
    options += [("server.allowedHosts", name) for name in sorted({*sharing.names, ADDRESS})]
    if sharing.base_url:
        options += [
            ("browser.serverAddress", urlsplit(sharing.base_url).hostname or ""),
            ("server.corsAllowedOrigins", sharing.origin),
            ("server.baseUrlPath", sharing.prefix.strip("/")),
        ]
    if sharing.oidc:
        options.append(("secrets.files", sharing.oidc))
    return [sys.executable, "-m", "streamlit", "run", str(app), *(f"--{name}={value}" for name, value in options)]


def _environment(config: Path, project: Path, sharing: Sharing) -> dict[str, str]:
    """Streamlit runs each page in a thread of its own. On Linux (glibc) threads take memory from up to eight places for
    each core and give it back there alone, so that what others could use lies idle: as many as cores will do.
    """
    paths = [str(project), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "MALLOC_ARENA_MAX": str(max(2, os.cpu_count() or 1)),
        **os.environ,
        "KPI_CONFIG": os.path.abspath(config),
        VARIABLE: sharing.variable(),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
    }


def _wait_until_ready(child: subprocess.Popen[bytes], url: str) -> bool:
    """Whether the server answers; False where it ended or took too long."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # a proxy cannot reach this machine's own address
    deadline = time.monotonic() + _START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(f"{url}/_stcore/health", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
