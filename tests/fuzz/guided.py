"""`python3 -m tests.fuzz.guided TARGET [--seconds 300]`: inputs led by which lines of the program they reach.

Needs Atheris, which is not among the tools of the tests (it is not for every Python and system): install it, then name
one of the targets of `tests.fuzz` that are read from bytes alone. Findings are kept as there; the number of inputs is
what libFuzzer prints at its end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kpi.bootstrap import DEVELOPMENT, prepare

if __name__ == "__main__":
    prepare("tests.fuzz.guided", DEVELOPMENT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzzes one target until the time is up; ends the process."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("target", help="such as .csv, .html, map, corrections, answer")
    parser.add_argument("--seconds", type=int, default=300, help="how long (300)")
    parser.add_argument("--keep", type=Path, help="the folder for the inputs of findings (a new one)")
    options = parser.parse_args(arguments)
    try:
        import atheris
    except ModuleNotFoundError:
        print("Atheris is not installed: python3 -m pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["kpi"], enable_loader_override=False):
        import kpi.building.pipeline
        import kpi.building.store
        import kpi.documents.readers.html
        import kpi.documents.readers.workbook
        import kpi.second.answers
        import kpi.second.imports  # noqa: F401
    from tests.fuzz import originals, trials
    from tests.fuzz.__main__ import Score, keep_input
    from tests.fuzz.inputs import inputs_of, trial_of

    folder = Path(tempfile.mkdtemp(prefix="kpi-guided-"))
    keep = options.keep or folder / "found"
    started = time.monotonic()
    laid, score = trials.bench_at(str(folder)), Score()
    made = inputs_of(options.target, 1, folder)
    first = next(made)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, each in enumerate((first, *(next(made) for _ in range(200)))):
        (corpus / str(number)).write_bytes(each.data)
    words = folder / "words"
    listed = dict.fromkeys(word for word in originals.words_of(options.target) if word)
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in listed), "ascii")
    name = first.name if trial_of(options.target) == "ledger" else f"报告{options.target}"

    def try_one(data: bytes) -> None:
        given = trials.Input(trial_of(options.target), f"{options.target} guided", name, data)
        outcome = trials.tried(laid, given)
        known = score.findings[outcome.fault]
        if score.endings.total() % 200 == 0:
            print(score.told(options.target, time.monotonic() - started), flush=True)
        if (why := score.add(given, outcome)) and known < 3:
            print(f"FINDING  {options.target}: {why}; kept in {keep}", flush=True)
            keep_input(keep, given, why, outcome.trace)

    limits = [
        "-max_len=20000",
        "-timeout=300",
        "-report_slow_units=600",
        f"-artifact_prefix={folder}/",
        "-rss_limit_mb=6000",
        f"-max_total_time={options.seconds}",
    ]
    atheris.Setup([sys.argv[0], str(corpus), f"-dict={words}", *limits], try_one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
