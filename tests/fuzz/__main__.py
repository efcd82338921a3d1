"""`python3 -m tests.fuzz [target …] [--seconds 600] [--seed 1]`: inputs that nobody would write, by the thousand.

Every format of report, the map, the ledgers beside the reports, sidecars, tables for `kpi import` and a model's answers
are spoiled in thousands of ways and read in a process of its own within limits of time and memory. Each must end in a
table or in one line. Prints how many were tried of each and how they ended; what ended otherwise is a finding, and its
input is kept. The exit status is 1 where there is a finding.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kpi.bootstrap import DEVELOPMENT, prepare

if __name__ == "__main__":
    prepare("tests.fuzz", DEVELOPMENT)

from kpi.building.workers import Lost, Workers
from kpi.vocabulary.model import Limits
from tests.fuzz.inputs import TARGETS, inputs_of, specials_of
from tests.fuzz.trials import FAULT, READ, REFUSED, Input, Tried, bench_at, tried

_KEPT_OF_A_KIND = 3
_STOPPED = "stopped"
_DIED = "died"


@dataclass(slots=True)
class Score:
    """What came of the inputs of a target; `findings` are the faults, each with how often it was met."""

    endings: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_label: str = ""
    most: float = 0.0

    def add(self, given: Input, made: Tried | Lost) -> str:
        """Counts one input; what is to be kept of it, empty where nothing is."""
        if isinstance(made, Lost):
            ending = _STOPPED if "超过" in made.reason and "中途退出" not in made.reason else _DIED
            self.endings[ending] += 1
            return f"{ending}: {made.reason}"
        self.endings[made.ending] += 1
        if made.seconds > self.slowest:
            self.slowest, self.slowest_label = made.seconds, given.label
        self.most = max(self.most, made.megabytes)
        if made.ending == FAULT:
            self.findings[made.fault] += 1
            return made.fault
        return ""

    def told(self, name: str, seconds: float) -> str:
        """The counts in a line."""
        count = self.endings.total()
        ends = "  ".join(f"{self.endings[each]:7,} {each}" for each in (READ, REFUSED, _STOPPED, _DIED, FAULT))
        slowest = f"slowest {self.slowest:.1f} s ({self.slowest_label})"
        return f"{name:12} {count:8,} tried  {ends}  {seconds:5.0f} s  most {self.most:.0f} MB  {slowest}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries the targets that are named, or all; the exit status is 1 where there is a finding."""
    options = _options(arguments)
    keep = options.keep or Path(tempfile.mkdtemp(prefix="kpi-fuzz-found-"))
    targets = options.targets or list(TARGETS)
    limits = Limits(options.limit_seconds, options.limit_megabytes)
    findings: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    with tempfile.TemporaryDirectory(prefix="kpi-fuzz-") as folder:
        for target in targets:
            started = time.monotonic()
            made = inputs_of(target, options.seed, Path(folder))
            given = _until(made, options.seconds / len(targets), options.count)
            specials = [] if options.no_specials else specials_of(target)
            score = run([*specials], given, limits, Path(folder), keep)
            print(score.told(target, time.monotonic() - started), flush=True)
            findings[target] = score.findings
            total += score.endings.total()
    print(f"{total:,} inputs were tried, seed {options.seed}; what is kept is in {keep}")
    for target, found in findings.items():
        for fault, count in found.most_common():
            print(f"FINDING  {target}: {fault} ({count:,} times)")
    return int(any(findings.values()))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", choices=[[], *TARGETS], help=", ".join(TARGETS))
    parser.add_argument(
        "--seconds", type=float, default=600, help="for all of them together, specials not counted (600)"
    )
    parser.add_argument("--count", type=int, default=0, help="at most so many of each target (any)")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other inputs (1)")
    parser.add_argument("--keep", type=Path, help="the folder for the inputs of findings (a new one)")
    parser.add_argument("--no-specials", action="store_true", help="leave out the bombs that were made by hand")
    parser.add_argument("--limit-seconds", type=float, default=120, help="what one input may take (120)")
    parser.add_argument("--limit-megabytes", type=int, default=2048, help="and in memory (2048)")
    return parser.parse_args(arguments)


def _until(given: Iterable[Input], seconds: float, most: int) -> Iterator[Input]:
    """The inputs until so many seconds have gone by since the first of them, or so many are given."""
    deadline = 0.0
    for number, each in enumerate(given):
        deadline = deadline or time.monotonic() + seconds
        if time.monotonic() > deadline or (most and number >= most):
            return
        yield each


def run(specials: Sequence[Input], given: Iterable[Input], limits: Limits, folder: Path, keep: Path) -> Score:
    """Tries the inputs one after the other in a process of its own, and keeps those that end as none should."""
    score, kept = Score(), Counter[str]()
    with Workers[Input, Tried](1, bench_at, str(folder / "benches"), limits.seconds) as workers:
        for every in (specials, given):
            for each, made in workers.results(tried, every, limits):
                why = score.add(each, made)
                if why and kept[why] < _KEPT_OF_A_KIND:
                    kept[why] += 1
                    keep_input(keep, each, why, made.trace if isinstance(made, Tried) else "")
    return score


def keep_input(folder: Path, given: Input, why: str, trace: str) -> None:
    """The input under the name that it was tried by, and beside it what came of it."""
    place = folder / f"{given.label.partition(' ')[0].strip('.')}-{sha256(given.data).hexdigest()[:10]}"
    place.mkdir(parents=True, exist_ok=True)
    suffix = Path(given.name).suffix
    (place / f"input{suffix}").write_bytes(given.data)
    (place / "why.txt").write_text(f"{given.label}\n{given.name!r}\n{why}\n\n{trace}", "utf-8", "backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
