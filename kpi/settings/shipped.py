"""What comes with the program beside its modules: the indicator map, the example reports, the dashboard.

In a checkout they lie in its top folder. A wheel holds the same files, laid out the same way, in `kpi/shipped`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.patterns import lazy

CONFIG = "config.yaml"
REPORTS = "reports"
_EXAMPLES = "seeds"
_PACKAGE = Path(__file__).resolve().parents[1]
_REPORTS_LINE = lazy(r"^reports:.*$", re.MULTILINE)


def shipped_folder() -> Path:
    """The folder with `config.yaml`, `seeds` and `dashboard` of this program."""
    installed = _PACKAGE / "shipped"
    return installed if installed.is_dir() else _PACKAGE.parent


def checkout() -> Path | None:
    """The folder of the checkout that this program runs from; None where it was installed as a package."""
    return None if shipped_folder().is_relative_to(_PACKAGE) else _PACKAGE.parent


def shipped_map() -> str:
    """The text of the indicator map that comes with the program; KpiError where the file is missing."""
    path = shipped_folder() / CONFIG
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise KpiError(f"{path}: 程序自带的指标映射打不开（{error.strerror or error}）；请重新安装") from None


def lay_out(folder: Path, examples: bool = False) -> list[Path]:
    """Makes a project in `folder`: its indicator map and the folder for reports, with the `examples` where asked for.

    Returns what was made. KpiError, and nothing is written, where any of these files is there already or the folder
    cannot be written to.
    """
    text = _REPORTS_LINE.sub(f"reports: [{REPORTS}]", shipped_map(), count=1)
    sources = sorted((shipped_folder() / _EXAMPLES).glob("*.txt")) if examples else []
    copies = {folder / REPORTS / source.name: source for source in sources}
    config = folder / CONFIG
    there = next((path for path in (config, *copies) if path.exists() or path.is_symlink()), None)
    if there is not None:
        raise KpiError(f"{there}: 已经有这个文件，没有改动；请换一个文件夹")
    try:
        (folder / REPORTS).mkdir(parents=True, exist_ok=True)
        for copy, source in copies.items():
            shutil.copyfile(source, copy)
        with config.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise KpiError(f"{folder}: 建不了项目（{error.strerror or error}）；请检查写权限，或换一个位置") from None
    return [config, folder / REPORTS, *copies]
