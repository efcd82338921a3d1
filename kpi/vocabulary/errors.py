"""The one exception that a user may see, and how its message is worded."""

from __future__ import annotations

import sys
from dataclasses import dataclass


class KpiError(Exception):
    """Bad input, told in one line: what was found, what was expected, and how to mend it.

    The command line prints it after the name of the program and exits with status 2;
    the dashboard shows it in place. It never carries a traceback to the user.
    """


def to_install(packages: str) -> str:
    """The command that installs `packages` where the program runs, for the mend of a message."""
    return f'"{sys.executable}" -m pip install {packages}'


def shown(text: str) -> str:
    """`text` in quotation marks, on one line, cut where it is too long for a message.

    >>> print(shown("亿园"), shown("a\\tb"))
    “亿园” “a\\tb”
    """
    cut = text if len(text) <= 40 else text[:40] + "…"
    return f"“{''.join(char if char.isprintable() else repr(char)[1:-1] for char in cut)}”"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file that a person wrote.

    `line` counts from 1 (0 where the file as a whole is meant), `where` is the path of keys
    (`indicators.gdp.unit`); `found` and `expected` are clauses (`写的是数字 2`, `应为数字 1`),
    `mend` says what to do about it; the last two may be empty.
    """

    file: str
    line: int
    where: str
    found: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The fault without file and line."""
        where = f"{self.where}: " if self.where else ""
        expected = f"，{self.expected}" if self.expected else ""
        mend = f"；{self.mend}" if self.mend else ""
        return f"{where}{self.found}{expected}{mend}"


class InvalidFile(KpiError):
    """A file with faults: all of them at once, in the order of their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))
