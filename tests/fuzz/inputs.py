"""The inputs of each target, one after the other without end: input number n of a seed is always the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from random import Random

from kpi.documents.reading import FOREIGN, LARGEST_LIGHT, READERS
from tests.fuzz import maps, originals
from tests.fuzz.mutations import (
    csv_of,
    image_spoiled,
    lines_spoiled,
    markup_spoiled,
    package_spoiled,
    rows_spoiled,
    spoiled,
    text_spoiled,
    workbook_of,
)
from tests.fuzz.projects import ANSWERS, LEDGERS, ROWS, SIDECARS, ledgers_of, make_project
from tests.fuzz.trials import Input

Make = Callable[[Random], tuple[str, bytes]]
"""Makes the name of a file and what is in it."""

_STEMS = (
    *("报告", "2023-01-15_濮阳经开区工作报告", "a\nb", "周口 2024年1-5月", "..", "a.b.c", "经开区高新区", "２０２４", "年报(1)", "\u202e报告"),
    *("99999年", "2024-13-45", "a" * 200),
)  # fmt: skip
_SUFFIXES = (*READERS, *FOREIGN)
_SPOILS = {".docx": package_spoiled, ".xlsx": package_spoiled, ".zip": package_spoiled, ".pdf": spoiled}
_IMAGES = tuple(suffix for suffix, module in READERS.items() if module.endswith(".scan"))
REPORTS = (".txt", ".md", ".html", ".mht", ".csv", ".docx", ".xlsx", ".pdf", ".zip", *(".png", ".jpg", ".tif", ".bmp", ".webp"))  # fmt: skip
"""Formats of reports that are spoiled; whole kinds of suffixes share a reader."""

TARGETS = (*REPORTS, "repeated", "map", *LEDGERS, "sidecar", "table", "answer")
"""All that can be tried, by name."""


def inputs_of(target: str, seed: int, folder: Path) -> Iterator[Input]:
    """The inputs of a target; `folder` is for the project whose ledgers are spoiled."""
    make = _maker(target, folder)
    for number in count():
        label = f"{target} {seed}:{number}"
        name, data = make(Random(label))
        yield Input(trial_of(target), label, name, data)


def specials_of(target: str) -> Iterator[Input]:
    """What is made by hand to take more than it is worth, or to say what nobody would."""
    if target in REPORTS:
        for what, (name, data) in originals.report_specials().items():
            if name.endswith(target):
                yield Input(trial_of(target), what, name, data)
    if target == "map":
        for what, text in maps.specials().items():
            yield Input("map", what, "config.yaml", text)


def trial_of(target: str) -> str:
    """What is done with the inputs of a target."""
    if target in (*REPORTS, "repeated"):
        return "archive" if target == ".zip" else "report"
    return "ledger" if target in LEDGERS else target


def _maker(target: str, folder: Path) -> Make:
    if target in REPORTS:
        return _report_maker(target)
    if target in LEDGERS:
        return _ledger_maker(target, folder)
    return {"map": maps.made, "repeated": _repeated, "sidecar": _sidecar, "table": _table, "answer": _answer}[target]


def _report_maker(suffix: str) -> Make:
    every: Mapping[str, Sequence[bytes]] = originals.reports()
    own = every[suffix]
    words = originals.words_of(suffix)
    spoil = _SPOILS.get(suffix) or (image_spoiled if suffix in _IMAGES else text_spoiled)

    def make(chance: Random) -> tuple[str, bytes]:
        stem = chance.choice(_STEMS) if chance.random() < 0.2 and suffix != ".zip" else "报告"
        shown = suffix if suffix == ".zip" or chance.random() < 0.95 else chance.choice(_SUFFIXES)
        others = own if chance.random() < 0.9 else chance.choice(list(every.values()))
        by = markup_spoiled if suffix == ".html" and chance.random() < 0.5 else spoil
        return stem + shown, by(chance, chance.choice(own), others, words)

    return make


def _repeated(chance: Random) -> tuple[str, bytes]:
    """A plain text of the length that is read wherever it is asked for: some words again and again."""
    words = [*originals.words_in("text"), b"\n", b" ", b" 20", b"5%", "“".encode(), "）".encode()]
    piece = b"".join(chance.choices(words, k=chance.choice((1, 1, 2, 2, 3, 4, 6, 10))))
    most = chance.choice((300, 3_000, 30_000, LARGEST_LIGHT - 2_000))
    head, tail = chance.choice(originals.reports()[".txt"][:7]), chance.choice(words)
    made = chance.choice((b"", head[:200], head)) + piece * (most // len(piece) + 1) + tail
    return "报告.txt", made.decode("utf-8", "ignore").encode()[:LARGEST_LIGHT]


@lru_cache(maxsize=1)
def _ledgers(folder: Path) -> Mapping[str, bytes]:
    return ledgers_of(make_project(folder / "whole"))


def _ledger_maker(name: str, folder: Path) -> Make:
    whole = _ledgers(folder)[name]

    def make(chance: Random) -> tuple[str, bytes]:
        if name == "users":
            return name, lines_spoiled(chance, whole.replace(b"\n", b" ")) if chance.random() < 0.8 else spoiled(
                chance, whole, (), ()
            )
        return name, lines_spoiled(chance, whole) if chance.random() < 0.85 else spoiled(chance, whole, (whole,), ())

    return make


def _sidecar(chance: Random) -> tuple[str, bytes]:
    return "sidecar", text_spoiled(chance, chance.choice(SIDECARS), SIDECARS, originals.words_in("map"))


def _table(chance: Random) -> tuple[str, bytes]:
    rows = rows_spoiled(chance, ROWS)
    made = csv_of(chance, rows) if chance.random() < 0.7 else workbook_of(chance, rows)
    if chance.random() < 0.25:
        spoil = package_spoiled if made[:2] == b"PK" else text_spoiled
        made = spoil(chance, made, (made,), originals.words_of(".xlsx" if made[:2] == b"PK" else ".csv"))
    return "摘录.xlsx" if chance.random() < 0.5 else "摘录.csv", made


def _answer(chance: Random) -> tuple[str, bytes]:
    whole = chance.choice(ANSWERS)
    start, end = whole.find(b"{"), whole.rfind(b"}") + 1
    if chance.random() < 0.6 and end > start:
        return "answer", whole[:start] + lines_spoiled(chance, whole[start:end].replace(b"\n", b" ")) + whole[end:]
    return "answer", text_spoiled(chance, whole, ANSWERS, originals.words_in("text"))
