"""The wheel of this checkout, installed where there is no checkout: its commands work and it adds one name only."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

import kpi
from kpi.bootstrap import ROOT
from kpi.building import serve
from tests.test_cli import wait_for_line

SOURCES = ("pyproject.toml", "README.md", "config.yaml", "seeds", "dashboard", "kpi")
SHIPPED = ("config.yaml", "seeds", "dashboard")
NO_SOURCE = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is built, so that nothing is left behind in the checkout."""
    folder = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=NO_SOURCE)
        else:
            shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(source, tmp_path_factory.mktemp("wheel"))


def build(source: Path, folder: Path) -> Path:
    """The wheel of a folder or a source archive, made by the hatchling that is installed."""
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    made = subprocess.run([*pip, "-w", folder, source], capture_output=True, encoding="utf-8")
    assert made.returncode == 0, made.stdout + made.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("环境") / "venv", str(wheel))


def install(folder: Path, *what: str) -> Path:
    """The `kpi` of a new environment that has `what` in it, and borrows the dependencies of this one."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    purelib = Path(subprocess.check_output([python, "-c", where], text=True).strip())
    (purelib / "borrowed.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    made = subprocess.run([*pip, "--no-build-isolation", *what], capture_output=True, encoding="utf-8")
    assert made.returncode == 0, made.stdout + made.stderr
    return scripts / ("kpi.exe" if os.name == "nt" else "kpi")


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KPI_"))}


def run(command: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments], cwd=folder, env=clean_environment(), capture_output=True, encoding="utf-8", timeout=300
    )


def python_of(installed: Path) -> Path:
    return installed.with_name("python.exe" if os.name == "nt" else "python")


def test_the_wheel_holds_all_that_belongs_to_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"kpi", f"development_zone_kpi-{kpi.__version__}.dist-info"}
    data = {".py", ".typed", ".yaml", ".csv", ".txt", ".json", ".gz"}
    for path in (ROOT / "kpi").rglob("*"):
        if path.suffix in data:
            assert path.relative_to(ROOT).as_posix() in names
    for top in SHIPPED:
        for path in [ROOT / top, *(ROOT / top).rglob("*")]:
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"kpi/shipped/{path.relative_to(ROOT).as_posix()}" in names
    assert not [name for name in names if name.endswith((".pyc", ".lock"))]


def test_a_source_archive_makes_the_same_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    made = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8")
    assert made.returncode == 0, made.stdout + made.stderr
    (archive,) = tmp_path.glob("*.tar.gz")
    assert build(archive, tmp_path / "wheel").read_bytes() == wheel.read_bytes()


def test_an_editable_install_runs_from_the_checkout(source: Path, tmp_path: Path) -> None:
    editable = install(tmp_path / "venv", "--editable", str(source))
    code = (
        "import json, kpi; from kpi.settings.shipped import checkout, shipped_folder;"
        "print(json.dumps([kpi.__file__, str(checkout()), str(shipped_folder())]))"
    )
    said = json.loads(run(python_of(editable), "-c", code, folder=tmp_path).stdout)
    assert [Path(path) for path in said] == [source / "kpi" / "__init__.py", source, source]
    assert run(editable, "check", folder=tmp_path).returncode == 0


def test_it_adds_no_other_name(installed: Path, tmp_path: Path) -> None:
    code = (
        "import importlib.util as u, json, kpi;"
        "print(json.dumps([kpi.__file__, [n for n in ('dashboard', 'tests') if u.find_spec(n)]]))"
    )
    said = json.loads(run(python_of(installed), "-c", code, folder=tmp_path).stdout)
    assert Path(said[0]).is_relative_to(installed.parents[1])
    assert said[1] == []


def test_extract_and_check_need_no_project(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "--version", folder=tmp_path).stdout == f"kpi {kpi.__version__}\n"
    checked = run(installed, "check", folder=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "没有问题" in checked.stdout
    found = run(installed, "extract", str(ROOT / "seeds"), folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert len(found.stdout.splitlines()) > 50
    assert list(tmp_path.iterdir()) == []


def test_read_is_the_same_as_extract(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "报告")
    code = "import kpi, sys; sys.stdout.buffer.write(kpi.csv_bytes(kpi.read('报告').to_frame()))"
    read = run(python_of(installed), "-X", "utf8", "-c", code, folder=tmp_path)
    assert read.returncode == 0, read.stderr
    assert read.stdout == run(installed, "extract", "报告", folder=tmp_path).stdout


def test_what_writes_results_asks_for_a_project(installed: Path, tmp_path: Path) -> None:
    for command in ("build", "serve", "export"):
        refused = run(installed, command, folder=tmp_path)
        assert refused.returncode == 2
        assert "kpi init FOLDER" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="sends the signal of Ctrl-C")
def test_a_project_of_ones_own_is_served(installed: Path, tmp_path: Path) -> None:
    """`kpi init`, then the dashboard over it: the first page answers, and the one script is run without a fault."""
    made = run(installed, "init", "我的项目", "--example", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    project = tmp_path / "我的项目"
    assert {path.name for path in project.iterdir()} == {"config.yaml", "reports"}
    port = serve.choose_port(None)
    child = subprocess.Popen(
        [installed, "serve", "--no-browser", "--port", str(port)],
        cwd=project,
        env=clean_environment(),
        stderr=subprocess.PIPE,
    )
    try:
        wait_for_line(child, "看板已启动")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        assert opener.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=10).read() == b"ok"
        assert b"<title>" in opener.open(f"http://127.0.0.1:{port}/", timeout=10).read()
    finally:
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 0
    assert b"Traceback" not in said
    assert (project / "data" / "current").is_file()
    assert run(installed, "export", "--table", "panel", folder=project).stdout.count("\n") > 50


def test_its_dashboard_runs(installed: Path, tmp_path: Path) -> None:
    """Every page of the shipped dashboard, run as its server runs it."""
    assert run(installed, "init", ".", "--example", folder=tmp_path).returncode == 0
    assert run(installed, "build", folder=tmp_path).returncode == 0
    code = """
import sys
from kpi.settings.shipped import shipped_folder
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(str(shipped_folder() / "dashboard" / "app.py"), default_timeout=120).run()
assert not app.exception, app.exception
for page in sorted((shipped_folder() / "dashboard" / "views").glob("[a-z]*.py")):
    app.switch_page(str(page.relative_to(shipped_folder() / "dashboard"))).run()
    assert not app.exception, (page, app.exception)
    print(page.stem)
print(sys.modules["dashboard.shared.data"].__file__)
"""
    (tmp_path / "pages.py").write_text(code, encoding="utf-8")
    environment = clean_environment() | {"KPI_CONFIG": str(tmp_path / "config.yaml"), "PYTHONUTF8": "1"}
    seen = subprocess.run(
        [python_of(installed), "pages.py"],
        cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert seen.returncode == 0, seen.stderr
    *pages, where = seen.stdout.split()
    assert len(pages) == len(list((ROOT / "dashboard" / "views").glob("[a-z]*.py")))
    assert Path(where).is_relative_to(installed.parents[1])
