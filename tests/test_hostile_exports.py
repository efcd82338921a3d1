"""What leaves the program holds the texts of others as texts: nothing runs in a spreadsheet, a document or a page, and
no number is another one than in the store.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html

from dashboard.frames import build_frames, tables
from dashboard.shared import downloads
from dashboard.words.labels import Words
from kpi import cli
from kpi.building import store
from kpi.settings.config import Config, load_config
from tests.browser import hostile

RUNS = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠\t\r\x00]")
NUMBER = re.compile(r"^[-+]?[\d.,]+%?$")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(hostile.make(tmp_path_factory.mktemp("带走") / "项目"))


def exported(config: Config, folder: Path, *options: str) -> list[list[str]]:
    path = folder / "out.csv"
    assert cli.main(["export", *options, "-o", str(path), "--config", str(config.path)]) == cli.DONE
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "options",
    [(), ("--table", "panel"), ("--table", "panel", "--wide"), ("--table", "targets"), ("--table", "dictionary"),
     ("--table", "notes")],
)  # fmt: skip
def test_nothing_in_a_table_runs(config: Config, tmp_path: Path, options: tuple[str, ...]) -> None:
    head, *rows = exported(config, tmp_path, *options)
    assert rows and any(hostile.OPEN in cell for row in [head, *rows] for cell in row)
    running = [cell for row in [head, *rows] for cell in row if RUNS.match(cell) and not NUMBER.match(cell)]
    assert set(running) <= {"=", ">=", "<="}, running


def test_no_number_is_another_one(config: Config, tmp_path: Path) -> None:
    head, *rows = exported(config, tmp_path)
    names = [name.split("|")[0] for name in head]
    told = {(row[names.index("observation_id")], Decimal(row[names.index("value")])) for row in rows}
    build = store.open_build(config)
    assert build is not None
    assert told == {(row["observation_id"], Decimal(str(row["value"]))) for row in build.rows("observations")}


def test_nothing_in_a_workbook_runs(config: Config) -> None:
    build = store.open_build(config)
    assert build is not None
    words = Words("zh", config)
    frame = build_frames.frames_of(build).observations(columns=tables.EXPORT_COLUMNS)
    about = [(hostile.HOSTILE, hostile.HOSTILE)]
    data = downloads.workbook(frame, words, about)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
        links = [name for name in package.namelist() if "externalLink" in name or "hyperlink" in name]
    assert not links and not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ending", [".html", ".docx", ".pptx", ".md"])
def test_nothing_in_a_brief_is_markup(config: Config, tmp_path: Path, ending: str, language: str) -> None:
    path = tmp_path / f"brief{ending}"
    arguments = ["brief", hostile.FIRST, "--lang", language, "-o", str(path), "--config", str(config.path)]
    assert cli.main(arguments) == cli.DONE
    data = path.read_bytes()
    if ending == ".html":
        root = html.fromstring(data.decode())
        assert not root.xpath("//img[not(starts-with(@src, 'data:'))] | //a[contains(@href, 'evil')] | //iframe")
        assert not [node for node in root.iter("script") if "alert" in (node.text or "")]
        assert not root.xpath("//@onerror") and hostile.IN_NAMES in root.text_content()
    elif ending == ".md":
        text = data.decode()
        assert not re.search(r"(?<!\\)!?(?<!\\)\[[^\]]*(?<!\\)\]\(", text), "a link or a picture"
        assert not re.search(r"(?<!\\)<(img|script|b)\b", text) and not re.search(r"(?<!\\)\*\*粗", text)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        links = [link for name, part in parts.items() if name.endswith(".rels") for link in etree.fromstring(part)]
        assert not [link.get("Target") for link in links if link.get("TargetMode") == "External"]
        words = "".join(
            "".join(etree.fromstring(part).itertext()) for name, part in parts.items() if name.endswith(".xml")
        )
        assert hostile.IN_NAMES in words
