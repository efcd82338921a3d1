"""`python3 -m tests.benchmarks.extraction [part …]`: how fast reports are read, on one machine in one run.

All times are CPU seconds of one core (`time.process_time`), the best of several tries; KB are 1000 bytes of
UTF-8. The text is the seeds, again and again up to the size wanted. Every limit is printed beside its number,
and the exit status is 1 where one is not kept. JioNLP is asked for by no other part of the project: where it is
missing, its lines say so and the rest is measured all the same.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from io import StringIO
from itertools import cycle, product
from statistics import mean
from typing import TYPE_CHECKING

from kpi.bootstrap import ROOT, prepare

if TYPE_CHECKING:  # the program itself is imported once its dependencies are there
    from kpi.config import Config
    from kpi.model import Extraction, Indicator

MB = 1_000_000
AT_LEAST_TIMES_JIONLP = 4.0
AT_MOST_LINEAR = 1.25
"""How much more a character may cost in a text several times as long; the rest is the noise of the clock."""
AT_MOST_TIMES_ORDINARY = 3.0
AT_MOST_START_UP = 1.0
SERIES = (1, 2, 4, 8)
INDICATORS = (12, 48, 192)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the parts that are named, or all; the exit status is 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.benchmarks.extraction", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all of them by default")
    parts = parser.parse_args(arguments).parts
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    misses = [miss for name, part in PARTS.items() if not parts or name in parts for miss in part()]
    print()
    for miss in misses:
        print(f"MISSED  {miss}")
    print("Every limit is kept." if not misses else f"{len(misses)} limits are not kept.")
    return int(bool(misses))


# ---- parts: each prints its table and returns the limits that were not kept --------------------


def against_jionlp() -> list[str]:
    """The whole pipeline, and two recognisers of JioNLP, on the same megabyte."""
    title("The whole pipeline and JioNLP's extract_money + extract_time, seeds repeated to 1 MB")
    extractor = Extracting(config())
    print(f"words of {len(config().indicators)} indicators compiled in {extractor.compiled:.3f} s, once a run")
    recognisers = jionlp()
    misses = []
    for label, texts in (("documents", documents(MB)), ("one text", [joined(MB)])):
        size = sum(map(size_of, texts))
        own, both = [], []
        for _ in range(3):  # in turns, so that a busy moment of the machine falls on either
            own.append(cpu(lambda texts=texts: extractor.read(texts), tries=1))
            both += [[cpu(lambda texts=texts, one=one: list(map(one, texts)), tries=1) for one in recognisers]]
        ours = min(own)
        print(f"{label:<10} {len(texts):>3} × {size / len(texts) / 1000:>6.1f} KB")
        print(f"  pipeline {row_of(ours, size)}   {extractor.found} observations")
        if recognisers:
            money, period = (min(times) for times in zip(*both, strict=True))
            ratio = (money + period) / ours
            print(f"  JioNLP   {row_of(money + period, size)}   money {money:.3f} s, time {period:.3f} s")
            print(f"  ratio    {ratio:.2f} (at least {AT_LEAST_TIMES_JIONLP})  {mark(ratio >= AT_LEAST_TIMES_JIONLP)}")
            if ratio < AT_LEAST_TIMES_JIONLP:
                misses.append(f"{label}: {ratio:.2f} times as fast as JioNLP, not {AT_LEAST_TIMES_JIONLP}")
    if not recognisers:
        print(f"no ratio: JioNLP is not installed; {sys.executable} -m pip install jionlp")
        misses.append("the ratio to JioNLP was not measured")
    return misses


def by_size() -> list[str]:
    """The cost of 1, 2, 4 and 8 MB: as many documents, and as one text."""
    title(f"By size of the text: KB a second must not fall below 1/{AT_MOST_LINEAR} of those at {SERIES[0]} MB")
    extractor = Extracting(config())
    misses = []
    for label, make in (("documents", documents), ("one text", lambda size: [joined(size)])):
        first = 0.0
        for megabytes in SERIES:
            texts = make(megabytes * MB)
            size = sum(map(size_of, texts))
            seconds = cpu(lambda texts=texts: extractor.read(texts), tries=3 if megabytes < 4 else 2)
            first = first or seconds / size
            grown = seconds / size / first
            kept = grown <= AT_MOST_LINEAR
            print(f"{label:<10} {megabytes} MB {row_of(seconds, size)}   × {grown:.2f} a KB  {mark(kept)}")
            if not kept:
                misses.append(f"{label} of {megabytes} MB: {grown:.2f} times the cost a KB of {SERIES[0]} MB")
    return misses


def by_indicators() -> list[str]:
    """The cost of one megabyte with small and large indicator maps."""
    title("By number of indicators, seeds repeated to 1 MB: 12 cut from the map, 192 with made-up ones of 8 aliases")
    texts = documents(MB)
    size = sum(map(size_of, texts))
    first, misses = 0.0, []
    for count in INDICATORS:
        extractor = Extracting(replace(config(), indicators=indicators(count)))
        seconds = cpu(lambda extractor=extractor: extractor.read(texts))
        first = first or seconds
        grown, times = seconds / first, count / INDICATORS[0]
        kept = grown < times or count == INDICATORS[0]
        aliases = sum(len(indicator.aliases) for indicator in extractor.config.indicators.values())
        print(
            f"{len(extractor.config.indicators):>4} indicators, {aliases:>4} aliases {row_of(seconds, size)}"
            f"   × {grown:.2f} for × {times:.0f}  {mark(kept)}   {extractor.found} observations,"
            f" compiled in {extractor.compiled:.3f} s"
        )
        if not kept:
            misses.append(f"{count} indicators: {grown:.2f} times the cost of {INDICATORS[0]}")
    return misses


def by_shape() -> list[str]:
    """Texts that no writer meant, held against ordinary text of the same length."""
    title(
        f"Hostile texts, as a multiple of ordinary text of as many characters: at most {AT_MOST_TIMES_ORDINARY}\n"
        f"alone; behind one indicator's name; with the name every {EVERY} characters. In brackets against ordinary\n"
        f"text of as many bytes. × 4: what a character costs in the same text four times as long (≤ {AT_MOST_LINEAR}\n"
        "but for noise). q, p: find_quantities and find_periods alone on the text without names, for comparison."
    )
    extractor = Extracting(config())
    print("   characters        alone        named     named often    × 4      q     p")
    misses = []
    for label, text in HOSTILE.items():
        cells = [
            cell
            for name, form in FORMS.items()
            for cell in [times_ordinary(extractor, form(text), f"{label}, {name}", misses)]
        ]
        print(
            f"{len(text):>13,} {''.join(cells)} {longer(extractor, text, label, misses)}"
            f" {recogniser_times('quantities', text):>6.1f} {recogniser_times('periods', text):>5.1f}   {label}"
        )
    return misses


def start_up() -> list[str]:
    """The CPU time of a whole process that reads one seed."""
    title("Start-up: CPU seconds of a whole process, user and system")
    seed = min((ROOT / "seeds").glob("*.txt")).relative_to(ROOT).as_posix()
    bare = child_seconds("-c", "pass")
    seconds = child_seconds("-m", "kpi", "extract", seed)
    kept = seconds < AT_MOST_START_UP
    print(f"python -c pass                {bare:.3f} s")
    print(f"python -m kpi extract {seed}  {seconds:.3f} s (under {AT_MOST_START_UP})  {mark(kept)}")
    return [] if kept else [f"kpi extract of one seed: {seconds:.2f} s"]


PARTS: dict[str, Callable[[], list[str]]] = {
    "jionlp": against_jionlp,
    "size": by_size,
    "indicators": by_indicators,
    "shape": by_shape,
    "start": start_up,
}

# ---- what is measured --------------------------------------------------------------------------


class Extracting:
    """The pipeline from text to observations with one config; `found` counts those of the last reading."""

    def __init__(self, config: Config) -> None:
        from kpi.model import Document
        from kpi.pipeline import Extractor

        self.config, self.found = config, 0
        started = time.process_time()
        extractor = Extractor(config)
        self.compiled = time.process_time() - started
        self._one: Callable[[str], Extraction] = lambda text: extractor.extract(Document("x", "x.txt", text, ""))

    def read(self, texts: Sequence[str]) -> None:
        self.found = sum(len(self._one(text).observations) for text in texts)


def jionlp() -> list[Callable[[str], object]]:
    """JioNLP's extract_money and extract_time, warmed up and silent; none where it is not installed."""
    if find_spec("jionlp") is None:
        return []
    with redirect_stdout(StringIO()):  # it greets when it is imported
        ner = import_module("jionlp").ner
    logging.disable(logging.CRITICAL)  # it logs a traceback for each period it cannot read: not counted against it
    print(f"JioNLP {version('jionlp')}")
    recognisers = [ner.extract_money, ner.extract_time]
    for recogniser in recognisers:
        recogniser("2024年完成投资3亿元")
    return recognisers


def child_seconds(*arguments: str) -> float:
    """CPU seconds of a Python process from start to end, the best of five after one that fills the caches."""
    from resource import RUSAGE_CHILDREN, getrusage

    best = float("inf")
    for _ in range(6):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def cpu(run: Callable[[], object], tries: int = 3, least: float = 0.05) -> float:
    """CPU seconds of `run`, the best of `tries`; short ones are repeated until `least` seconds have passed."""
    best = float("inf")
    for _ in range(tries):
        gc.collect()
        count, started = 0, time.process_time()
        while (passed := time.process_time() - started) < least or not count:
            run()
            count += 1
        best = min(best, passed / count)
    return best


# ---- texts -------------------------------------------------------------------------------------


@cache
def config() -> Config:
    from kpi.config import load_config

    return load_config(ROOT / "config.yaml")


@cache
def seeds() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))


def size_of(text: str) -> int:
    return len(text.encode())


def documents(size: int) -> list[str]:
    """The seeds in turn, each whole, until they are `size` bytes."""
    texts: list[str] = []
    total = 0
    for seed in cycle(seeds()):
        if total >= size:
            return texts
        texts.append(seed)
        total += size_of(seed)
    return texts


@cache
def joined(size: int) -> str:
    """The seeds in turn as one text of `size` bytes."""
    return "\n".join(documents(size)).encode()[:size].decode(errors="ignore")


# what an analyst might add: 12 × 12 further indicators, each in 8 wordings
_SECTORS = "光伏 风电 储能 钢铁 水泥 造纸 纺织 食品 医药 汽车 船舶 家电".split()
_AMOUNTS = "总产值 增加值 营业收入 利润总额 投资额 税收 出口额 销售额 企业数 研发投入 技改投资 用电支出".split()
_WORDINGS = ("{0}{1}", "{0}业{1}", "{0}产业{1}", "规上{0}业{1}", "规模以上{0}业{1}", "{0}制造业{1}", "全区{0}{1}", "{0}企业{1}")


def indicators(count: int) -> dict[str, Indicator]:
    """`count` indicators: the first ones of the shipped map, then made-up ones."""
    shipped = config().indicators
    chosen = dict(list(shipped.items())[:count])
    model = replace(next(iter(shipped.values())), forbid=(), within=(), patterns=())
    for number, parts in enumerate(product(_SECTORS, _AMOUNTS)):
        if len(chosen) >= count:
            break
        name = f"made_up_{number}"
        chosen[name] = replace(model, id=name, aliases=tuple(wording.format(*parts) for wording in _WORDINGS))
    return chosen


# ---- hostile texts -----------------------------------------------------------------------------

NAME = "地区生产总值"
EVERY = 500
_NUMBERS = "12 345.6 7,890 0.5 66 1024 3.14 88.8 "

HOSTILE: dict[str, str] = {
    "5 KB of bare numbers in one row": (_NUMBERS * 200)[:5000],
    "5 KB of bare numbers, one a line": (_NUMBERS.replace(" ", "\n") * 200)[:5000],
    "2,000 digits": ("1234567890" * 200),
    "'1,' × 1000": "1," * 1000,
    "a Chinese numeral of 2,000 characters": ("一千二百三十四万五千六百七十八亿" * 125)[:2000],
    "a Chinese numeral of 2,000 digits": ("一二三四五六七八九零" * 200),
    "'3万亿' × 500": "3万亿" * 500,
    "'2024年1-5月' × 300": "2024年1-5月" * 300,
    # not in the list of the speed goals, but as easily met: saved pages, broken tables, long lists
    "short lines without a number × 1000": "指标名称\n" * 1000,
    "short lines with a number × 1000": "项目\n3.5\n甲乙\n" * 330,
    "'（3万元）' × 400": "（3万元）" * 400,
    "'6%、' × 600": "6%、" * 600,
    "names in a list × 300": "固定资产投资、" * 300 + "分别增长6%、8%。",
    "spaces × 3000": "增长" + " " * 3000 + "6%",
    "'1 ' × 1500": "1 " * 1500,
}


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What ordinary text of some length costs: by the pipeline and by either recogniser alone."""

    seconds: float


def named_once(text: str) -> str:
    return NAME + text


def named_often(text: str) -> str:
    """The name again and again, so that no sentence of the text goes unread."""
    return "".join(NAME + text[at : at + EVERY] for at in range(0, len(text), EVERY))


FORMS: dict[str, Callable[[str], str]] = {"alone": str, "named": named_once, "named often": named_often}
