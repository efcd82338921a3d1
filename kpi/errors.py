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


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file that a person wrote.

    `line` counts from 1 (0 where the file as a whole is meant), `where` is the path of keys
    (`indicators.gdp.unit`), `found` and `expected` say the rest; `mend` may add a suggestion.
    """

    file: str
    line: int
    where: str
    found: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        tail = f"; {self.mend}" if self.mend else ""
        where = f"{self.where}: " if self.where else ""
        return f"{place}: {where}{self.found}, expected {self.expected}{tail}"


class InvalidFile(KpiError):
    """A file with faults: all of them at once, in the order of their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))
