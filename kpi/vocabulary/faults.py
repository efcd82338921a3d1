"""Faults of the program itself, told in one line with their place, since nobody reads a traceback gladly."""

from __future__ import annotations

from pathlib import Path

from kpi.vocabulary.errors import KpiError

NEW_LINE = "\n"


def reason_of(error: BaseException, *names: str) -> str:
    """Why something could not be done, in one line; without `names`, which say what, where they stand in front.

    A message for the user is taken as it is; anything else is a fault of the program: what and where.
    """
    message = str(error)
    if not isinstance(error, KpiError):
        return f"程序出错（{type(error).__name__}: {message.partition(NEW_LINE)[0]}，{place_of(error)}）"
    for name in names:  # a file's name may hold line ends of its own
        message = message.removeprefix(f"{name}: ")
    return message.partition(NEW_LINE)[0]


def place_of(error: BaseException) -> str:
    """File and line where the error was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
