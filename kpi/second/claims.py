"""What a second reader says, as it was given: text, not yet believed, and not yet understood.

A claim names its report, and quotes it. Whoever reads an answer or a spreadsheet makes claims of its rows; `proof`
holds them against the report.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Trust(StrEnum):
    """How far a reader is trusted: what it alone found waits for a person, or counts where the proof stands."""

    PROPOSE = "propose"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as a reader stated it; every field is the reader's own text, empty where nothing was said.

    `reader` is what the source is called, `row` the number of the row in its file or answer, from 1. `report` is the
    path of the report below the report folder, its name, or the name of its content (`r0635801179e1`). `indicator` is
    an id or any of its names; `kind` may be actual, estimate, target or 实际, 预计, 目标; `measure` level, growth and
    so on; `period` a code or what people write; `value` the number, with or without a unit of its own. `column` is the
    head of its value where a row has several values, each a claim of its own.
    """

    reader: str
    row: int
    report: str = ""
    zone: str = ""
    indicator: str = ""
    scope: str = ""
    period: str = ""
    value: str = ""
    unit: str = ""
    kind: str = ""
    measure: str = ""
    quote: str = ""
    page: str = ""
    column: str = ""

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands in its file or answer: no two claims of one reader on one report stand at one place."""
        return self.row, self.column

    def to_json(self) -> dict[str, Any]:
        """The claim as a line of a ledger has it: what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value or name in ("reader", "row")}


TEXTS = tuple(each.name for each in fields(Claim) if each.name not in ("reader", "row", "column"))
"""The fields of a claim that its reader fills."""


def claim_of(found: dict[str, Any]) -> Claim:
    """The claim that a line of a ledger holds; ValueError or TypeError where it holds none."""
    claim = Claim(**found)
    if type(claim.row) is not int or not all(
        type(getattr(claim, name)) is str for name in ("reader", "column", *TEXTS)
    ):
        raise ValueError("claim")
    return claim


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that one reader says of one report, and how far it is trusted."""

    reader: str
    trust: Trust
    claims: tuple[Claim, ...]


def digest_of(testimonies: tuple[Testimony, ...]) -> str:
    """The digest of what readers say of one report: what is made of it stays as long as this does; empty for none."""
    if not testimonies:
        return ""
    return sha256(repr(testimonies).encode("utf-8", "backslashreplace")).hexdigest()[:24]
