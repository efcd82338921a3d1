"""The public API against the commands: the same reports give the same rows, hints from outside the text included."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kpi
from kpi import cli
from kpi.bootstrap import ROOT
from kpi.building.notebook import Paths
from kpi.settings.config import Config
from tests.samples import make_project

MAP = """\
version: 1
reports: [reports, {path: reports/entry.txt, zone: 青山经济技术开发区, period: "2022"}]
data: data
groups: {economy: {zh: 综合经济, en: Economy}}
zones:
  青山经济技术开发区: {en: Qingshan Economic and Technological Development Zone, aliases: [青山经开区]}
indicators:
  gdp: {zh: 地区生产总值, en: GDP, group: economy, dimension: money, unit: 亿元, good: up, aliases: [地区生产总值]}
cues: {target: [力争, 目标], estimate: [预计], actual: [完成]}
scopes: [省市重点]
reconcile: [latest_published, most_precise, first_read]
"""
BODY = "一年来，我区坚持稳中求进。全年实现地区生产总值{}亿元。\n二、下一步工作安排\n力争实现地区生产总值{}亿元。\n"
# No text names its zone or its year: the name of a folder and of a file, a sidecar, an entry of the config say so.
REPORTS = {
    "青山经开区/2023-12-30.txt": BODY.format(120, 130),
    "青山经开区/2024年工作报告.txt": BODY.format(121, 131),
    "sidecar.txt": BODY.format(140, 150),
    "sidecar.txt.yaml": 'zone: 青山经开区\npublished: 2025-01-06\nperiod: "2024"\n',
    "entry.txt": BODY.format(110, 115),
    "entry/copy.txt": BODY.format(140, 150),
    "entry/copy.yaml": "zone: 青山经开区\npublished: 2025-01-06\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    config = make_project(tmp_path / "开发区 报告", REPORTS, MAP)
    monkeypatch.chdir(config.path.parent)
    return config


def output_of(capfd: pytest.CaptureFixture[str], *arguments: str) -> bytes:
    capfd.readouterr()
    assert cli.main(list(arguments)) == 0
    return capfd.readouterr().out.encode()


def rows_of(frame: pd.DataFrame) -> list[str]:
    return sorted(map(str, frame.to_dict("records")))


def test_read_gives_the_rows_of_extract(project: Config, capfd: pytest.CaptureFixture[str]) -> None:
    """Byte by byte, for a folder of reports whose zone and year stand outside their texts only."""
    found = kpi.read("reports")
    assert kpi.csv_bytes(found.to_frame()) == output_of(capfd, "extract", "reports")
    assert len(found.extractions) == 5
    assert {item.zone for item in found} == {"青山经济技术开发区"}
    actual = {item.path: (item.period, str(item.value)) for item in found if item.kind == "actual"}
    assert actual["reports/青山经开区/2023-12-30.txt"] == ("2023", "120")
    assert actual["reports/青山经开区/2024年工作报告.txt"] == ("2023", "121")
    assert actual["reports/sidecar.txt"] == ("2024", "140")
    assert actual["reports/entry.txt"] == ("2022", "110")


def test_read_of_the_seeds_gives_the_rows_of_extract(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    monkeypatch.chdir(ROOT)
    found = kpi.read(["seeds"])
    assert kpi.csv_bytes(found.to_frame()) == output_of(capfd, "extract", "seeds")
    assert len(found) > 50


@pytest.mark.parametrize("paths", ["reports", Path("reports"), ["reports/青山经开区", "reports/sidecar.txt"]])
def test_paths_and_configs_in_any_form(project: Config, paths: Paths) -> None:
    found = [kpi.read(paths, config) for config in (None, project, project.path, str(project.path))]
    assert {tuple(each) for each in found} == {tuple(found[0])}
    assert found[0]


def test_panel_and_targets_are_those_of_a_build(project: Config) -> None:
    """Of two reports of the same content one counts, as in a build."""
    found = kpi.read("reports")
    kpi.build(project)
    build = kpi.open_build(project)
    assert build
    panel = kpi.panel(found)
    assert rows_of(panel.to_frame()) == rows_of(build.cells)
    assert rows_of(kpi.targets(panel).to_frame()) == rows_of(build.targets)
    assert list(kpi.targets(found)) == list(kpi.targets(panel))
    assert len(panel) < len(found)


def test_a_part_of_the_observations_gives_a_part_of_the_panel(project: Config) -> None:
    found = kpi.read("reports")
    panel = kpi.panel((item for item in found if item.kind == "target"), project)
    assert {cell.kind for cell in panel} == {"target"}
    wide = kpi.panel(found).wide()
    assert list(wide.columns[:3]) == ["zone", "year", "period"]
    assert wide["year"].tolist() == sorted(wide["year"])


def test_without_a_config_the_map_that_comes_with_the_program_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpi.settings import config

    monkeypatch.delenv("KPI_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "checkout", lambda: None)  # as where it is installed
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "周口开发区.txt").write_text(BODY.format(5, 6), encoding="utf-8")
    found = kpi.read(".")
    assert found.config.text == (ROOT / "config.yaml").read_text("utf-8")
    assert {item.path for item in found} == {"2024/周口开发区.txt"}


def test_a_report_that_cannot_be_read_is_listed(project: Config) -> None:
    Path("reports/empty.txt").write_bytes(b"")
    found = kpi.read("reports")
    assert [(failure.path, "空" in failure.reason) for failure in found.failed] == [("reports/empty.txt", True)]
    assert len(found.extractions) == 5
    with pytest.raises(kpi.KpiError, match=r"reports/empty\.txt: .*空"):
        kpi.read("reports/empty.txt")
    with pytest.raises(kpi.KpiError, match="nowhere"):
        kpi.read("nowhere")
    with pytest.raises(kpi.InvalidFile, match="other"):
        kpi.read("reports", "other.yaml")


def test_nothing_is_an_empty_table_with_its_columns(project: Config) -> None:
    Path("empty").mkdir()
    found = kpi.read("empty")
    for table in (found, kpi.panel(found), kpi.targets(found)):
        assert not table
        assert table.to_frame().shape[1] > 20
    assert repr(kpi.targets(found)) == "Targets(0)"


def test_a_repr_fits_a_line(project: Config) -> None:
    found = kpi.read("reports")
    panel = kpi.panel(found)
    assert repr(found) == f"Observations({len(found)}, reports=5, remarks={len(found.remarks)})"
    assert repr(panel).startswith(f"Panel({len(panel)}, disputed=")
    assert repr(kpi.targets(panel)).startswith("Targets(")
    assert all(len(repr(table)) < 100 for table in (found, panel, kpi.targets(panel)))


def test_they_are_sequences(project: Config) -> None:
    found = kpi.read("reports")
    assert found[0] == next(iter(found))
    assert found[:2] == tuple(found)[:2]
    assert found[-1] in found


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "kpi" / "py.typed").is_file()
