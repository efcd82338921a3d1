"""Puts into the wheel what lies beside the package `kpi` in a checkout: the map, the example reports, the dashboard.

They go to `kpi/shipped`, laid out as in the checkout (`kpi/settings/shipped.py` finds them in either place). So a
wheel adds the one name `kpi` to an environment: the dashboard's package `dashboard` lies in a folder that is on no
path but that of the process which `kpi serve` starts. All else of the build is in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
SHIPPED = ("config.yaml", "seeds", "dashboard")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.py[cod]", ".*.lock", ".DS_Store")


class BuildWithShipped(build_py):
    """Copies the modules as ever, then what is shipped with them; an editable install finds it in the checkout."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        folder = Path(self.build_lib, "kpi", "shipped")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in SHIPPED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=NOT_SHIPPED)
            else:
                shutil.copyfile(source, folder / name)


setup(cmdclass={"build_py": BuildWithShipped})
