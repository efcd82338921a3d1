"""A benchmark in parts: those that are named run one after the other, and the aims that are not kept are told."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

Part = Callable[[Path, argparse.Namespace], list[str]]
"""Measures in a folder of its own, prints what it finds, and returns the aims that are not kept."""


def parser_of(module: str, text: str | None, parts: Iterable[str]) -> argparse.ArgumentParser:
    """The command line of a benchmark, which may be given options of its own."""
    parser = argparse.ArgumentParser(prog=f"python3 -m tests.benchmarks.{module}", description=text)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(parts)}; all of them by default")
    return parser


def run_parts(parser: argparse.ArgumentParser, parts: Mapping[str, Part], arguments: Sequence[str] | None) -> int:
    """Runs the parts that are named, or all; the exit status is 1 where an aim is not kept."""
    options = parser.parse_args(arguments)
    if unknown := [part for part in options.parts if part not in parts]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(parts)}")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}{load}", flush=True)
    misses: list[str] = []
    with tempfile.TemporaryDirectory(prefix=f"kpi-{parser.prog.rpartition('.')[2]}-") as folder:
        for name, part in parts.items():
            if not options.parts or name in options.parts:
                misses += part(Path(folder) / name, options)
    for miss in misses:
        print(f"MISSED  {miss}")
    print(f"{len(misses)} aims are not kept." if misses else "Every aim is kept.")
    return int(bool(misses))
