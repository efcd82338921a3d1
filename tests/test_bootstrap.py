"""The set-up in real, small projects: a path with spaces and Chinese, one tiny dependency, no network."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from kpi import bootstrap
from kpi.bootstrap import DEVELOPMENT, MARKER, ROOT, RUNTIME

CLI = """
import json, sys

def main():
    import tiny
    print(json.dumps({"arguments": sys.argv[1:], "prefix": sys.prefix, "tiny": tiny.VERSION}))
    return 7 if "fail" in sys.argv else 0
"""


def make_wheel(folder: Path, version: str) -> str:
    """Writes a wheel of one module and gives its line for a requirements file."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},"
        for name, text in files.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    wheel = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return f"tiny=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Project:
    """A clone of a project as small as one can be, run as its user runs it."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.root = root
        self.wheels = wheels

    @property
    def marker(self) -> Path:
        return self.root / ".venv" / MARKER

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kpi", *arguments],
            cwd=self.root,
            env=self.environment(environment),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def environment(self, extra: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PYTHONUTF8": "1"}
        return kept | pip | extra


def make_project(root: Path, wheels: Path) -> Project:
    (root / "kpi").mkdir(parents=True)
    for name in ("bootstrap.py", "__main__.py"):
        shutil.copy(ROOT / "kpi" / name, root / "kpi" / name)
    (root / "kpi" / "__init__.py").touch()
    (root / "kpi" / "cli.py").write_text(CLI, encoding="utf-8")
    (root / "pyproject.toml").write_text('[project]\nname = "small"\ndependencies = ["tiny>=1,<3"]\n', "utf-8")
    (root / RUNTIME).write_text(make_wheel(wheels, "1.0"), encoding="utf-8")
    return Project(root, wheels)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """A project after its first run, and what that run said."""
    folder = tmp_path_factory.mktemp("一次")
    project = make_project(folder / "项目 目录" / "repo", folder / "包 裹")
    return project, project.run("extract", "报告 一.txt", "--port", "1")


@pytest.fixture
def project(finished: tuple[Project, object], tmp_path: Path) -> Project:
    """A copy of the finished project, for one test to break."""
    first = finished[0]
    shutil.copytree(first.root, tmp_path / "副本 一" / "repo", symlinks=True)
    shutil.copytree(first.wheels, tmp_path / "包 裹")
    return Project(tmp_path / "副本 一" / "repo", tmp_path / "包 裹")


def test_first_run_sets_up_and_goes_on_with_the_same_arguments(
    finished: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    project, result = finished
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)  # nothing but the command's own words on standard output
    assert said["arguments"] == ["extract", "报告 一.txt", "--port", "1"]
    assert Path(said["prefix"]).samefile(project.root / ".venv")
    assert "安装完成" in result.stderr


def test_second_run_installs_nothing_and_needs_no_network(project: Project) -> None:
    shutil.rmtree(project.wheels)
    result = project.run("fail")
    assert result.returncode == 7, "the exit status is the command's own"
    assert json.loads(result.stdout)["tiny"] == "1.0"
    assert result.stderr == ""


def test_interrupted_set_up_is_begun_again(project: Project) -> None:
    project.marker.unlink()
    next((project.root / ".venv").rglob("tiny.py")).unlink()
    result = project.run()
    assert json.loads(result.stdout)["tiny"] == "1.0"
    assert "不完整" in result.stderr
    assert project.run().stderr == ""


def test_half_a_venv_without_python_is_repaired(project: Project) -> None:
    shutil.rmtree(project.root / ".venv" / ("Scripts" if sys.platform == "win32" else "bin"))
    assert json.loads(project.run().stdout)["tiny"] == "1.0"


def test_new_pins_are_installed_into_the_same_venv(project: Project) -> None:
    (project.root / RUNTIME).write_text(make_wheel(project.wheels, "2.0"), encoding="utf-8")
    result = project.run()
    assert json.loads(result.stdout)["tiny"] == "2.0"
    assert "不完整" not in result.stderr


def test_development_requirements_cover_the_runtime(project: Project) -> None:
    (project.root / DEVELOPMENT).write_text((project.root / RUNTIME).read_text("utf-8"), encoding="utf-8")
    venv = project.root / ".venv"
    assert not bootstrap.is_current(venv, project.root, DEVELOPMENT)
    (project.root / "tests").mkdir()
    main = "from kpi.bootstrap import prepare\nprepare('tests', 'requirements-dev.txt')\nprint('ready')\n"
    (project.root / "tests" / "__main__.py").write_text(main, encoding="utf-8")
    pyproject = project.root / "pyproject.toml"
    pyproject.write_text(pyproject.read_text("utf-8") + "[project.optional-dependencies]\ndev = []\n", "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "tests"], cwd=project.root, env=project.environment({}), capture_output=True, text=True
    )
    assert result.stdout == "ready\n", result.stderr
    assert bootstrap.is_current(venv, project.root, DEVELOPMENT)
    assert bootstrap.is_current(venv, project.root, RUNTIME)


@pytest.mark.parametrize("wrong", ["hash", "network"])
def test_failed_installation_says_why_and_is_not_taken_for_done(project: Project, wrong: str) -> None:
    if wrong == "hash":
        pins = re.sub(r"sha256:\w+", "sha256:" + "0" * 64, make_wheel(project.wheels, "2.0"))
    else:
        pins = make_wheel(project.wheels / "elsewhere", "2.0")
    (project.root / RUNTIME).write_text(pins, encoding="utf-8")
    result = project.run()
    assert result.returncode == 2
    assert "安装依赖失败" in result.stderr and "pip index settings" in result.stderr
    assert "Traceback" not in result.stderr and result.stdout == ""
    assert not project.marker.exists()


def test_two_at_once_install_once(project: Project) -> None:
    project.marker.unlink()
    command = [sys.executable, "-m", "kpi"]
    environment = project.environment({})
    runs = [
        subprocess.Popen(
            command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=120) for run in runs]
    assert [json.loads(out)["tiny"] for out, _ in said] == ["1.0", "1.0"]
    assert sum("安装完成" in error for _, error in said) == 1


def test_python_that_has_everything_is_used_as_it_is(tmp_path: Path) -> None:
    project = make_project(tmp_path / "repo", tmp_path / "wheels")
    with zipfile.ZipFile(next(project.wheels.glob("*.whl"))) as archive:
        archive.extractall(tmp_path / "own")
    result = project.run(PYTHONPATH=str(tmp_path / "own"))
    assert json.loads(result.stdout)["prefix"] == sys.prefix
    assert not (project.root / ".venv").exists()


def test_pip_settings_that_lead_elsewhere_do_not_empty_the_venv(project: Project, tmp_path: Path) -> None:
    project.marker.unlink()
    result = project.run(PIP_USER="1", PIP_TARGET=str(tmp_path / "elsewhere"))
    assert json.loads(result.stdout)["tiny"] == "1.0"
    assert not (tmp_path / "elsewhere").exists()


def test_python_without_ensurepip_uses_its_own_pip(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = bootstrap.find_spec
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None if name == "ensurepip" else real(name))
    for name, value in project.environment({}).items():
        monkeypatch.setenv(name, value)
    project.marker.unlink()
    bootstrap.set_up(project.root / ".venv", project.root, RUNTIME)
    assert project.run().stderr == ""


def test_python_without_pip_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path / "repo", tmp_path / "wheels")
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.SetupError, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.set_up(project.root / ".venv", project.root, RUNTIME)


def test_old_python_is_told_which_one_is_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.prepare("kpi")
    assert stopped.value.code == 2
    assert "需要 Python 3.11 或更新，当前是 3.9.2" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    project = make_project(tmp_path / "repo", tmp_path / "wheels")
    project.root.chmod(0o500)
    result = project.run()
    project.root.chmod(0o700)
    assert result.returncode == 2
    assert "请把项目放到可写" in result.stderr


def test_bootstrap_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "kpi" / "bootstrap.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"__future__"}


def test_kpi_can_be_imported_before_anything_is_installed() -> None:
    """`python3 -m kpi` reads kpi/__init__.py first: importing a dependency there would stop the set-up."""
    code = "import kpi, kpi.bootstrap"
    result = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def read_pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
def test_requirements_are_pinned_with_hashes_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_requirements_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    runtime, development = read_pins(RUNTIME), read_pins(DEVELOPMENT)
    for wanted, pins in (
        (project["dependencies"], runtime),
        (project["optional-dependencies"]["dev"], development),
    ):
        for line in wanted:
            name, limits = bootstrap._split_requirement(line)
            pinned = pins.get(name.lower())
            assert pinned, f"{name} is not in the requirements file: make it anew (README, 依赖)"
            assert bootstrap._is_allowed(pinned, limits), f"{name} {pinned} is not {line}"
    assert runtime.items() <= development.items()
