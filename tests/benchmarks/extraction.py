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
from functools import cache, partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from io import StringIO
from itertools import cycle, product
from typing import TYPE_CHECKING

from kpi.bootstrap import ROOT, prepare

if TYPE_CHECKING:  # the program itself is imported once its dependencies are there
    from kpi.settings.config import Config
    from kpi.vocabulary.model import Extraction, Indicator

    Read = Callable[[str], object]

MB = 1_000_000
SERIES = (1, 2, 4, 8)
INDICATORS = (12, 48, 192)

AT_LEAST_TIMES_JIONLP = 4.0
AT_MOST_TIMES_ORDINARY = 3.0
AT_MOST_START_UP = 0.8
# How much more a character may cost in a text several times as long: linear but for the clock's noise, which is
# greater over a short text; a quadratic cost would be four times as high.
AT_MOST_GROWTH = 1.25
AT_MOST_GROWTH_OF_SHORT = 1.6
AT_MOST_GROWTH_OF_PIECES = 2.0  # some take microseconds


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
    print(f"{len(misses)} limits are not kept." if misses else "Every limit is kept.")
    return int(bool(misses))


# ---- parts: each prints its table and returns the limits that are not kept ----------------------


def against_jionlp() -> list[str]:
    """The whole pipeline, and two recognisers of JioNLP, on the same megabyte."""
    rivals = jionlp()
    heading(f"The whole pipeline against JioNLP's extract_money + extract_time, seeds repeated to 1 MB ({rivals.name})")
    extractor = Extracting(config())
    print(f"words of {len(config().indicators)} indicators compiled in {extractor.compiled:.3f} s, once a run")
    misses = []
    for label, texts in (("documents", documents(MB)), ("one text", [joined(MB)])):
        size = sum(map(size_of, texts))
        print(f"{label}: {len(texts)} × {size / len(texts) / 1000:.1f} KB")
        # in turns, so that a busy moment of the machine falls on all alike
        reads = [extractor.read, *rivals.recognisers]
        rounds = [[cpu(partial(read, texts), tries=1) for read in reads] for _ in range(3)]
        own, *others = (min(times) for times in zip(*rounds, strict=True))
        print(f"  pipeline {speed(own, size)}   {extractor.found} observations")
        if not others:
            continue
        ratio = sum(others) / own
        kept = ratio >= AT_LEAST_TIMES_JIONLP
        print(f"  JioNLP   {speed(sum(others), size)}   money {others[0]:.3f} s, time {others[1]:.3f} s")
        print(f"  the pipeline is {ratio:.2f} times as fast (at least {AT_LEAST_TIMES_JIONLP:g})  {mark(kept)}")
        if not kept:
            misses.append(f"{label}: {ratio:.2f} times as fast as JioNLP, not {AT_LEAST_TIMES_JIONLP:g}")
    return misses if rivals.recognisers else ["the ratio to JioNLP was not measured"]


def by_size() -> list[str]:
    """The cost of 1, 2, 4 and 8 MB: as many documents, and as one text."""
    heading(f"By size of the text: × is the cost of a KB over that of {SERIES[0]} MB, at most {AT_MOST_GROWTH:g}")
    extractor = Extracting(config())
    misses = []
    for label, make in (("documents", documents), ("one text", lambda size: [joined(size)])):
        first = 0.0
        for megabytes in SERIES:
            texts = make(megabytes * MB)
            size = sum(map(size_of, texts))
            seconds = cpu(partial(extractor.read, texts))
            first = first or seconds / size
            grown = seconds / size / first
            kept = grown <= AT_MOST_GROWTH
            print(f"{label:<10} {megabytes} MB {speed(seconds, size)}   × {grown:.2f}  {mark(kept)}")
            if not kept:
                misses.append(f"{label} of {megabytes} MB: {grown:.2f} times the cost a KB of {SERIES[0]} MB")
    return misses


def by_indicators() -> list[str]:
    """The cost of one megabyte with small and large indicator maps."""
    heading("By number of indicators, 1 MB in documents: cut from the shipped map, then made-up ones of 8 aliases each")
    texts = documents(MB)
    size = sum(map(size_of, texts))
    first, misses = 0.0, []
    for count in INDICATORS:
        extractor = Extracting(replace(config(), indicators=indicators(count)))
        aliases = sum(len(indicator.aliases) for indicator in extractor.config.indicators.values())
        seconds = cpu(partial(extractor.read, texts))
        first = first or seconds
        grown, times = seconds / first, count / INDICATORS[0]
        kept = grown < times or times == 1
        print(
            f"{count:>4} indicators, {aliases:>4} aliases {speed(seconds, size)}   × {grown:.2f} for × {times:g}  "
            f"{mark(kept)}   {extractor.found} observations, compiled in {extractor.compiled:.3f} s"
        )
        if not kept:
            misses.append(f"{count} indicators: {grown:.2f} times the cost of {INDICATORS[0]}")
    return misses


def by_shape() -> list[str]:
    """Texts that no writer meant, held against ordinary text of the same length."""
    heading(
        f"Hostile texts: cost over ordinary text as long, at most {AT_MOST_TIMES_ORDINARY:g} by characters "
        f"(by bytes in brackets);\nalone, behind an indicator's name, and with that name every {EVERY} characters. "
        "× 4: what a character costs\nin the dearest of these, repeated four times, over once, at most "
        f"{AT_MOST_GROWTH_OF_SHORT:g}. q, p: find_quantities and\nfind_periods alone, against themselves "
        "on ordinary text, without a limit."
    )
    print("characters          alone          named    named often   × 4      q      p")
    extractor = Extracting(config())
    misses = []
    for label, text in hostile().items():
        try:
            fault = shape(extractor, label, text)
        except Exception as error:  # a text that stops the extraction is worse than a slow one
            fault = f"{error!r}"
            print(f"{len(text):>10,} {fault}  {mark(False)}  {label}")
        misses += [f"{label}: {fault}"] if fault else []
    return misses


def shape(extractor: Extracting, label: str, text: str) -> str:
    """Prints the row of a hostile text; returns what it misses."""
    ratios = {name: Ratio.of(extractor.read_one, form(text)) for name, form in FORMS.items()}
    dearest = max(ratios, key=lambda name: ratios[name].of_characters)
    worst = ratios[dearest].of_characters
    grown = growth(extractor.read_one, FORMS[dearest](text)) if len(text) < LONG else 1.0
    kept = worst <= AT_MOST_TIMES_ORDINARY and grown <= AT_MOST_GROWTH_OF_SHORT
    alone = "".join(f"{Ratio.of(recogniser, text).of_characters:>7.2f}" for recogniser in recognisers())
    shown = "".join(f" {ratio.shown:>14}" for ratio in ratios.values())
    print(f"{len(text):>10,}{shown}{grown:>6.2f}{alone}  {mark(kept):<6}  {label}", flush=True)
    return "" if kept else f"{dearest}: {worst:.2f} times ordinary text, × 4 {grown:.2f}"


def by_piece() -> list[str]:
    """Each recogniser alone over one small piece again and again, as a damaged page or a long list has it."""
    heading(
        f"Pieces repeated to {SHORT:,} and to {SHORT * 4:,} characters: what a character costs in the longer text "
        f"over the shorter,\nat most {AT_MOST_GROWTH_OF_PIECES:g}, for each recogniser alone."
    )
    misses = []
    for name, read in alone().items():
        grown = {piece: growth(read, piece * (SHORT // len(piece))) for piece in PIECES}
        worst = max(grown, key=lambda piece: grown[piece])
        kept = grown[worst] <= AT_MOST_GROWTH_OF_PIECES
        print(f"{name:<16} {len(grown)} pieces, at worst {grown[worst]:.2f} for {worst!r}  {mark(kept)}", flush=True)
        misses += [] if kept else [f"{name} of {worst!r} again and again: × {grown[worst]:.2f}"]
    return misses


def start_up() -> list[str]:
    """The CPU time of a whole process that reads one seed."""
    heading("Start-up: CPU seconds of a whole process, user and system")
    seed = min((ROOT / "seeds").glob("*.txt")).relative_to(ROOT).as_posix()
    print(f"{child_seconds('-c', 'pass'):.3f} s  python -c pass")
    seconds = child_seconds("-m", "kpi", "extract", seed)
    kept = seconds < AT_MOST_START_UP
    print(f"{seconds:.3f} s  python -m kpi extract {seed} (under {AT_MOST_START_UP:g})  {mark(kept)}")
    return [] if kept else [f"kpi extract of one seed: {seconds:.2f} s"]


PARTS: dict[str, Callable[[], list[str]]] = {
    "jionlp": against_jionlp,
    "size": by_size,
    "indicators": by_indicators,
    "shape": by_shape,
    "piece": by_piece,
    "start": start_up,
}


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)


def speed(seconds: float, size: int) -> str:
    return f"{seconds:7.3f} s {size / 1000 / seconds:7.0f} KB/s"


def mark(kept: bool) -> str:
    return "ok" if kept else "MISSED"


# ---- what is measured --------------------------------------------------------------------------


class Extracting:
    """The pipeline from text to observations with one config; `found` counts those of the last reading."""

    def __init__(self, config: Config) -> None:
        from kpi.building.memory import collect_seldom
        from kpi.building.pipeline import Extractor
        from kpi.vocabulary.model import Document

        collect_seldom()  # as the commands do that read reports
        self.config, self.found = config, 0
        started = time.process_time()
        extractor = Extractor(config)
        self.compiled = time.process_time() - started
        self.read_one: Callable[[str], Extraction] = lambda text: extractor.extract(Document("x", "x.txt", text, ""))

    def read(self, texts: Sequence[str]) -> None:
        self.found = sum(len(self.read_one(text).observations) for text in texts)


@cache
def recognisers() -> tuple[Read, Read]:
    """The recognisers of quantities and of periods, which may be used without the rest."""
    from kpi.language.periods import find_periods
    from kpi.language.quantities import find_quantities

    return find_quantities, find_periods


def alone() -> dict[str, Read]:
    """Every recogniser that goes over a whole text by itself, by name."""
    from kpi.pages.places import find_places
    from kpi.vocabulary.numerals import parse_numeral

    return {read.__name__: read for read in (parse_numeral, *recognisers(), find_places)}


@dataclass(frozen=True, slots=True)
class Rivals:
    """JioNLP by its version, and what is measured of it: extract_money and extract_time over many texts."""

    name: str
    recognisers: tuple[Callable[[Sequence[str]], object], ...] = ()


def jionlp() -> Rivals:
    """JioNLP, warmed up and silent; without recognisers where it is not installed."""
    if find_spec("jionlp") is None:
        return Rivals(f"not installed: {sys.executable} -m pip install jionlp")
    with redirect_stdout(StringIO()):  # it greets when it is imported
        ner = import_module("jionlp").ner
    logging.disable(logging.CRITICAL)  # what it cannot read it logs with a traceback: writing that is not counted
    money, period = ner.extract_money, ner.extract_time
    for recogniser in (money, period):
        recogniser("2024年完成投资3亿元")
    return Rivals(
        f"JioNLP {version('jionlp')}", (lambda texts: [*map(money, texts)], lambda texts: [*map(period, texts)])
    )


def child_seconds(*arguments: str) -> float:
    """CPU seconds of a Python process from start to end: the best of several, the first of which fills the caches."""
    from resource import RUSAGE_CHILDREN, getrusage

    best = float("inf")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(6):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def cpu(run: Callable[[], object], tries: int = 3, least: float = 0.05) -> float:
    """CPU seconds of `run`, the best of `tries`; a short one is repeated until `least` seconds have passed.

    A long one is tried once: the clock's noise is in the short ones.
    """
    best = float("inf")
    for _ in range(tries):
        gc.collect()
        count, passed, started = 0, 0.0, time.process_time()
        while passed < least:
            run()
            count += 1
            passed = time.process_time() - started
        best = min(best, passed / count)
        if passed > 2:
            break
    return best


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a text costs over ordinary text of as many characters, and of as many bytes."""

    of_characters: float
    of_bytes: float

    @classmethod
    def of(cls, read: Read, text: str) -> Ratio:
        seconds = cpu(partial(read, text))
        a_byte = len(joined(MB)) / MB
        return cls(seconds / ordinary(read, len(text)), seconds / ordinary(read, round(size_of(text) * a_byte)))

    @property
    def shown(self) -> str:
        return f"{self.of_characters:.2f} ({self.of_bytes:.2f})"


@cache
def ordinary(read: Read, length: int) -> float:
    """CPU seconds for ordinary text of `length` characters: the mean of windows all over the seeds."""
    text = joined(4 * MB)
    step = len("".join(seeds())) // 10
    windows = [text[at : at + length] for at in range(0, 10 * step if length < LONG else 1, step)]
    return cpu(lambda: [*map(read, windows)]) / len(windows)


def growth(read: Read, text: str) -> float:
    """What a character costs in four times the text, over once."""
    return cpu(partial(read, text * 4)) / cpu(partial(read, text)) / 4


# ---- texts -------------------------------------------------------------------------------------


@cache
def config() -> Config:
    from kpi.settings.config import load_config

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
            break
        texts.append(seed)
        total += size_of(seed)
    return texts


@cache
def joined(size: int) -> str:
    """The seeds in turn as one text of `size` bytes."""
    return "\n".join(documents(size)).encode()[:size].decode(errors="ignore")


# what an analyst might add: 12 × 12 indicators, each in 8 wordings
_SECTORS = ("光伏", "风电", "储能", "钢铁", "水泥", "造纸", "纺织", "食品", "医药", "汽车", "船舶", "家电")
_AMOUNTS = (
    *("总产值", "增加值", "营业收入", "利润总额", "投资额", "税收"),
    *("出口额", "销售额", "企业数", "研发投入", "技改投资", "用电支出"),
)
_WORDINGS = (
    *("{0}{1}", "{0}业{1}", "{0}产业{1}", "{0}制造业{1}", "{0}企业{1}"),
    *("全区{0}{1}", "规上{0}业{1}", "规模以上{0}业{1}"),
)


def indicators(count: int) -> dict[str, Indicator]:
    """`count` indicators: the first of the shipped map, then made-up ones."""
    shipped = config().indicators
    chosen = dict(list(shipped.items())[:count])
    model = replace(next(iter(shipped.values())), forbid=(), within=(), patterns=())
    for number, parts in enumerate(product(_SECTORS, _AMOUNTS)):
        if len(chosen) < count:
            name = f"made_up_{number}"
            chosen[name] = replace(model, id=name, aliases=tuple(wording.format(*parts) for wording in _WORDINGS))
    return chosen


# ---- hostile texts -----------------------------------------------------------------------------

LONG = 100_000
SHORT = 8_000
PIECES = (
    *("1", "1,", "1.", "1-", "1  ", "5\n", "7", "2018-", "1,234", "123 4567 ", "123 4567 89.5 ", "2024年1-5月"),
    *("一", "一 ", "一、", "十", "一十", "“十", "一万", "万", "零", "点", "一百二十三", "3万亿", "三分之一", "5亿元，"),
    *("以上5家", "2016至", "截至", "年末", " ", "市县区镇村开发区公司"),
)
NAME = "地区生产总值"
EVERY = 500
_NUMBERS = "12 345.6 7,890 0.5 66 1024 3.14 88.8 "


def _named(text: str) -> str:
    return NAME + text


def _named_often(text: str) -> str:
    """The name again and again, so that no sentence of the text goes unread."""
    return "".join(NAME + text[at : at + EVERY] for at in range(0, len(text), EVERY))


FORMS: dict[str, Callable[[str], str]] = {"alone": str, "named": _named, "named often": _named_often}


@cache
def hostile() -> dict[str, str]:
    """Texts by what they are; those of the speed goals first, then what saved pages and long lists bring."""
    line = joined(MB).replace("\n", "")
    rows = ["项目", "2022年", "2023年", "地区生产总值", "120.5", "131.2", "财政收入", "30.2", "33"]
    table = "\n".join(["表1 主要指标", *rows, "", "经济平稳运行，成效较好。", ""])
    return {
        "5 KB of bare numbers in a row": (_NUMBERS * 200)[:5000],
        "5 KB of bare numbers, one a line": (_NUMBERS.replace(" ", "\n") * 200)[:5000],
        "2,000 digits": "1234567890" * 200,
        "'1,' × 1000": "1," * 1000,
        "a Chinese numeral of 2,000 characters": ("一千二百三十四万五千六百七十八亿" * 125)[:2000],
        "a Chinese numeral of 2,000 digits": "一二三四五六七八九零" * 200,
        "'3万亿' × 500": "3万亿" * 500,
        "'2024年1-5月' × 300": "2024年1-5月" * 300,
        "a line of 1 MB, the seeds' words": line,
        "a line of 1 MB without a full stop": line.translate(str.maketrans("。！？!?", "，" * 5)),
        "a line of 1 MB, bare numbers": _NUMBERS * (MB // len(_NUMBERS)),
        "'1 ' × 1500": "1 " * 1500,
        "'6%、' × 600": "6%、" * 600,
        "'（3万元）' × 400": "（3万元）" * 400,
        "a list of 300 names, then 300 rates": "固定资产投资、" * 300 + "分别增长" + "6%、" * 300,
        "short lines of words × 1000": "指标名称\n" * 1000,
        "short lines of words and numbers × 900": "项目\n3.5\n甲乙\n" * 300,
        "small tables × 200": table * 200,
        "3,000 spaces before a number": "增长" + " " * 3000 + "6%",
    }


if __name__ == "__main__":
    prepare("tests.benchmarks.extraction")
    raise SystemExit(main())
