"""The dashboard as a child process: Streamlit on this machine only, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

from kpi.settings.shipped import shipped_folder
from kpi.vocabulary.errors import KpiError

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
_PORTS_TRIED = 50
_START_SECONDS = 120
_STOP_SECONDS = 10

# Also in dashboard/.streamlit/config.toml; said here too, since a user's own settings must not open the page to others.
_OPTIONS = (
    ("server.address", ADDRESS),
    ("server.allowedHosts", "localhost"),
    ("server.allowedHosts", ADDRESS),
    ("server.headless", "true"),
    ("server.fileWatcherType", "none"),
    ("browser.gatherUsageStats", "false"),
    ("client.showErrorDetails", "none"),
)


def serve(config: Path, port: int, browser: bool, say: Callable[[str], None]) -> int:
    """Runs the dashboard over `config` until it is stopped; returns the exit status."""
    app = shipped_folder() / "dashboard" / "app.py"
    if not app.is_file():
        raise KpiError(f"{app}: 找不到看板程序；请重新安装，或在完整的项目目录中运行")
    url = f"http://{ADDRESS}:{port}"
    # Its greeting goes nowhere, ours says the same; what goes wrong it says on standard error.
    child = subprocess.Popen(
        _command(app, port),
        env=_environment(config, app.parent.parent),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        if _wait_until_ready(child, url):
            say(f"看板已启动：{url} （按 Ctrl-C 停止）")
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


def _command(app: Path, port: int) -> list[str]:
    options = [f"--{name}={value}" for name, value in (*_OPTIONS, ("server.port", str(port)))]
    return [sys.executable, "-m", "streamlit", "run", str(app), *options]


def _environment(config: Path, project: Path) -> dict[str, str]:
    paths = [str(project), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "KPI_CONFIG": os.path.abspath(config),
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
