"""Stores that are not as this program leaves them, made of one that it built."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq

from kpi.results.builds import LAYOUT, MARK, Build, current_build
from kpi.settings.config import Config
from kpi.vocabulary.frames import TABLES


def in_force(config: Config) -> Build:
    build = current_build(config.data)
    assert build is not None
    return build


def say(build: Build, sums: bool = True, **other: Any) -> None:
    """Writes what a build says of itself anew, for the tables as they are; what is None is not said."""
    sizes = {path.name: path.stat().st_size for path in build.folder.glob("*.parquet")}
    info = {**build.info, "sizes": sizes, **({} if sums else {"sums": None}), **other}
    said = {name: value for name, value in info.items() if value is not None}
    (build.folder / "build.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def change_table(build: Build, name: str, change: Callable[[Any], Any]) -> None:
    path = build.folder / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)


def of_an_earlier_program(config: Config) -> None:
    """Without the columns that reports have by now, what waits, its layout and number, checksums and the mark."""
    build = in_force(config)
    change_table(build, "documents", lambda table: table.drop_columns(["year", "state", "candidates", "waiting"]))
    (build.folder / "waiting.parquet").unlink()
    (build.folder / MARK).unlink()
    say(build, sums=False, layout=None, number=None, states=None, waiting=None, arranged_by="earlier", inputs="earlier")


def of_a_newer_program(config: Config) -> None:
    """With a table, columns and codes that this one does not know, and without some of what it looks for."""
    build = in_force(config)
    for name in TABLES:
        change_table(build, name, lambda table: table.append_column("new", [["x"] * len(table)]))
    (build.folder / "more.parquet").write_bytes(b"PAR2")
    of_it = {"layout": LAYOUT + 1, "inputs": "newer", "arranged_by": "newer"}
    say(build, sums=False, **of_it, duplicates=None, reports=None, zones=None)


def changed_bytes(config: Config) -> None:
    path = in_force(config).folder / "cells.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
