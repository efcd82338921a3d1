"""Sets up `.venv` the first time a command runs, and goes on in it.

`python3 -m kpi …` and `python3 -m tests` work in a fresh clone with nothing but Python and pip: what the
requirements file pins is installed by the standard library's venv and pip, hashes checked, from whatever index
the user's own pip is set to. A Python that already has every dependency is used as it is.

Only the standard library may be imported here, and old Pythons must still be able to read the file, as far as
the message that names the oldest version that will do.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Iterator, NoReturn  # noqa: UP035 - old Pythons have to get as far as the message

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
MARKER = "kpi-installed.json"

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
# requirements-dev.txt pins all of requirements.txt too, so installing it makes both true.
_INCLUDES = {RUNTIME: (RUNTIME,), DEVELOPMENT: (DEVELOPMENT, RUNTIME)}
# Where the user's pip is set to put packages elsewhere, .venv would stay empty.
_MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "__PYVENV_LAUNCHER__")


class SetupError(Exception):
    """The set-up cannot go on: what happened and what to do about it."""


def prepare(module: str, requirements: str = RUNTIME, root: Path = ROOT) -> None:
    """Returns in a Python that has what `requirements` pins; otherwise sets `.venv` up and runs `module` there.

    Exits with status 2 and the mend on standard error where that is impossible.
    """
    try:
        _refuse_old_python(module)
        if not (root / requirements).is_file():
            return  # installed as a package: its installer has seen to the dependencies
        venv = root / ".venv"
        if _runs_in(venv) and _read_marker(venv):
            if is_current(venv, root, requirements):
                return
            # A running Python cannot renew its own venv; the Python that it was made from can.
            _continue_in(Path(getattr(sys, "_base_executable", sys.executable)), module)
        if not has_dependencies(root, requirements):
            set_up(venv, root, requirements)
            _continue_in(_python_of(venv), module)
    except SetupError as error:
        _say(str(error))
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        _say("已中断；下次运行会重新安装。 Interrupted; the next run installs afresh.")
        raise SystemExit(130) from None


def has_dependencies(root: Path, requirements: str) -> bool:
    """Whether this Python already has every direct dependency of pyproject.toml in a version that will do."""
    import tomllib
    from importlib.metadata import PackageNotFoundError, version

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = list(project["dependencies"])
    if requirements == DEVELOPMENT:
        required += project["optional-dependencies"]["dev"]
    for line in required:
        name, limits = _split_requirement(line)
        try:
            if not _is_allowed(version(name), limits):
                return False
        except PackageNotFoundError:
            return False
    return True


def is_current(venv: Path, root: Path, requirements: str) -> bool:
    """Whether `venv` was finished for the Python it still has and for this very requirements file."""
    marker = _read_marker(venv)
    return (
        bool(marker)
        and marker.get("python") == _identity(venv)
        and marker["installed"].get(requirements) == _digest(root / requirements)
    )


def set_up(venv: Path, root: Path, requirements: str) -> None:
    """Makes `venv` current; several at once wait for one another, and an interrupted one is begun again."""
    if is_current(venv, root, requirements):
        return
    try:
        with _lock(root / ".venv.lock") as handle:
            if not is_current(venv, root, requirements):
                _install(venv, root, requirements, handle)
    except (OSError, ValueError) as error:  # ValueError: venv refuses a path with a colon in it
        raise SetupError(
            f"无法在 {root} 中安装：{error} 请把项目放到可写、路径不含冒号、约有 1 GB 空间的文件夹。"
            " Cannot set up here: move the project to a folder that you may write to, without a colon in its path"
            " and with about 1 GB free."
        ) from error


def _refuse_old_python(module: str) -> None:
    if sys.version_info >= OLDEST:
        return
    import shutil

    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    mend = f"请运行 Run: {newer[0]} -m {module}" if newer else "请先安装新版本。 Install a newer one first."
    oldest = ".".join(map(str, OLDEST))
    found = ".".join(map(str, sys.version_info[:3]))
    raise SetupError(f"需要 Python {oldest} 或更新，当前是 {found}。 Python {oldest} or later is needed. {mend}")


def _install(venv: Path, root: Path, requirements: str, lock: IO[bytes]) -> None:
    began = time.monotonic()
    _say(f"正在安装依赖到 {venv.name}（只需一次，需要网络）… Setting up {venv.name}, once; this needs the network.")
    marker = _read_marker(venv)
    pip = [str(_python_of(venv)), "-m", "pip"]
    if marker and marker.get("python") == _identity(venv):
        # Finished once: bring it up to date in place. Without the marker, an interruption means a fresh start.
        (venv / MARKER).unlink()
    else:
        if venv.exists():
            _say(f"{venv.name} 不完整或属于别的 Python，重新建立。 It is unfinished or another Python's: made anew.")
        pip = _create(venv)
    _run_pip(pip, root / requirements, lock)
    installed = {name: _digest(root / name) for name in _INCLUDES[requirements] if (root / name).is_file()}
    text = json.dumps({"python": _identity(venv), "installed": installed}, ensure_ascii=False, indent=1)
    partial = venv / (MARKER + ".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(venv / MARKER)
    _say(f"安装完成，用时 {time.monotonic() - began:.0f} 秒。 Set up in {time.monotonic() - began:.0f} s.")


def _create(venv: Path) -> list[str]:
    """Makes an empty virtual environment; gives the command that runs pip for it."""
    import subprocess

    try:
        from venv import create
    except ImportError:
        raise SetupError(_install_venv_message()) from None
    symlinks = sys.platform != "win32"
    if find_spec("ensurepip"):
        try:
            create(venv, clear=True, symlinks=symlinks, with_pip=True)
            return [str(_python_of(venv)), "-m", "pip"]
        except subprocess.CalledProcessError:
            pass  # a crippled ensurepip: this Python's own pip may still serve
    if not find_spec("pip"):
        raise SetupError(_install_venv_message())
    # Debian leaves ensurepip out of python3, but a pip beside it (22.3 or later) can install into another Python.
    create(venv, clear=True, symlinks=symlinks, with_pip=False)
    return [sys.executable, "-m", "pip", "--python", str(_python_of(venv))]


def _install_venv_message() -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return (
        "这个 Python 缺少 venv/ensurepip，也没有 pip，无法建立虚拟环境。请先安装，例如 Debian/Ubuntu："
        f"apt-get install python{version}-venv。 This Python has neither ensurepip nor pip; install one of them first."
    )


def _run_pip(pip: list[str], requirements: Path, lock: IO[bytes]) -> None:
    command = [*pip, "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(requirements)]
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    environment["PYTHONUTF8"] = "1"
    # The child holds the lock as well: if only this process is killed, no other begins before pip has ended.
    kept = () if sys.platform == "win32" else (lock.fileno(),)
    import subprocess  # here, as most runs need none: it takes its time to load

    total = len(re.findall(r"^[A-Za-z0-9]", requirements.read_text(encoding="utf-8"), re.MULTILINE))
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        cwd=requirements.parent, pass_fds=kept,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = _follow(process.stdout, total)
    if process.returncode:
        tail = "\n".join(said[-12:])
        raise SetupError(
            f"{tail}\n安装依赖失败（上面是 pip 的话）。请检查网络或 pip 的索引设置后重试；"
            f"所需：Python {'.'.join(map(str, OLDEST))} 或更新的 64 位版本。"
            " Installing failed (pip's words above): check the network or your pip index settings, and run it again."
        )


def _follow(lines: Iterator[str] | IO[str], total: int) -> list[str]:
    """Reads pip's output to its end, telling a person how far it is; gives back what it said."""
    said: list[str] = []
    seen = 0
    for line in lines:
        said.append(line.rstrip())
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen += 1
            _show_progress(f"  {seen}/{total} {line.split()[1 if line[0] == 'C' else 3]}")
        elif line.startswith("Installing collected packages"):
            _show_progress("  正在写入 writing …")
    _show_progress("")
    return said


def _show_progress(text: str) -> None:
    if sys.stderr.isatty():
        print("\r\x1b[2K" + text, end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _continue_in(python: Path, module: str) -> NoReturn:
    """Runs `module` with the same arguments under `python`, in place of this process."""
    command = [str(python), "-m", module, *sys.argv[1:]]
    environment = {name: value for name, value in os.environ.items() if name != "__PYVENV_LAUNCHER__"}
    environment.setdefault("PYTHONUTF8", "1")
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execve(command[0], command, environment)
    import subprocess

    # Windows' exec would return to the prompt at once and leave the program behind.
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                raise SystemExit(process.wait())
            except KeyboardInterrupt:
                continue  # the child got it as well and ends by itself


@contextmanager
def _lock(path: Path) -> Iterator[IO[bytes]]:
    with path.open("a+b") as handle:
        announced = False
        while not _try_lock(handle):
            if not announced:
                _say("另一个进程正在安装，等它完成… Waiting for another set-up to finish.")
            announced = True
            time.sleep(0.2)
        yield handle


def _try_lock(handle: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _runs_in(venv: Path) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(venv)


def _python_of(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if sys.platform == "win32" else venv / "bin" / "python"


def _identity(venv: Path) -> str:
    """The Python behind `venv`: another one after an upgrade or a move, none when it is gone."""
    python = _python_of(venv)
    return os.path.realpath(python) if python.exists() else ""


def _read_marker(venv: Path) -> dict:
    try:
        marker = json.loads((venv / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marker if isinstance(marker, dict) and isinstance(marker.get("installed"), dict) else {}


def _digest(path: Path) -> str:
    # Line ends do not count: a checkout may have turned them.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _split_requirement(line: str) -> tuple[str, list[tuple[str, str]]]:
    """
    >>> _split_requirement("pandas>=3.1,<4")
    ('pandas', [('>=', '3.1'), ('<', '4')])
    """
    name = re.match(r"[A-Za-z0-9._-]+", line)
    return (name.group() if name else line), re.findall(r"(>=|<=|==|<|>)\s*([0-9.]+)", line)


def _is_allowed(found: str, limits: list[tuple[str, str]]) -> bool:
    """
    >>> _is_allowed("3.1.1", [(">=", "3.1"), ("<", "4")]), _is_allowed("4.0", [("<", "4")])
    (True, False)
    """
    order = {">=": (0, 1), "<=": (-1, 0), "==": (0,), "<": (-1,), ">": (1,)}
    return all(_compare(found, limit) in order[sign] for sign, limit in limits)


def _compare(left: str, right: str) -> int:
    first, second = ([int(part) for part in re.findall(r"\d+", text)] for text in (left, right))
    width = max(len(first), len(second))
    first, second = (numbers + [0] * (width - len(numbers)) for numbers in (first, second))
    return (first > second) - (first < second)
