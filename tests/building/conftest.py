"""A small project for tests of the store: sample reports, read by a pipeline that knows nothing but them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kpi.building import store
from kpi.settings.config import Config
from tests import samples
from tests.samples import make_project


@pytest.fixture
def sample_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this process read the lines of sample reports, not sentences."""
    monkeypatch.setitem(sys.modules, "kpi.building.pipeline", samples.pipeline())


@pytest.fixture
def project(sample_pipeline: None, tmp_path: Path) -> Config:
    """The sample reports, not built yet."""
    return make_project(tmp_path / "开发区 报告")


@pytest.fixture
def built_project(project: Config) -> Config:
    """The sample reports, built once."""
    store.build(project)
    return project
