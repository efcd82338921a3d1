"""Decides which readings of a page are facts: what speaks for and against each, weighed by a log-linear model.

It accepts or holds back; it makes no reading of its own. Its weights are a file that training makes from labelled
documents, and the contribution of each is told.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from kpi.pages.modes import Mode
from kpi.sentences.pieces import Token
from kpi.sentences.placing import Placed
from kpi.vocabulary.patterns import lazy

FACT_FROM = 0.65
"""The confidence from which on a reading is shown as a fact; below it waits for a person."""

_OPEN = 0.45

_OWN_DEED = lazy("A[BTtHaN]*[LVR][BH]*$")  # 全区|拿下|签约金额: the zone itself, before the verb of a weak name
_TOLD = frozenset("IgepMFuiJW")  # kinds of words before a name that say that it is another's


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature, as trained; empty where no training has been done."""
    path = files("kpi.language") / "weights" / "accept.json"
    loaded: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def probability(features: Mapping[str, float], trained: Mapping[str, float]) -> float:
    """How likely a reading is right, 0 to 1."""
    score = sum([trained.get(name, 0.0) * value for name, value in features.items()])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def contributions(features: Mapping[str, float], trained: Mapping[str, float], most: int = 5) -> str:
    """The features that weigh most, for and against, as `explain` shows them.

    >>> contributions({"bias": 1.0, "weak": 1.0, "again": 1.0}, {"weak": -1.25, "again": 0.5})
    'weak -1.25; again +0.50'
    """
    parts = [(name, weight) for name, value in features.items() if (weight := trained.get(name, 0.0) * value)]
    ranked = sorted([(-abs(weight), name, weight) for name, weight in parts if name != "bias"])
    return "; ".join([f"{name} {weight:+.2f}" for _, name, weight in ranked[:most]])


def decide(placed: Sequence[Placed], trained: Mapping[str, float]) -> None:
    """Gives each reading of a page its confidence."""
    _beside(placed)
    for each in placed:
        each.confidence = probability(each.features, trained) if trained else 1.0
        if each.kind_open:  # a person says which
            each.confidence = min(each.confidence, _OPEN)


def features_of(
    placed: Placed, tokens: Sequence[Token], mode: Mode, cue_stated: bool, assumed: bool
) -> dict[str, float]:
    """What a reading itself says for and against it: its name, rule, words around, time and area."""
    reading, when, area = placed.reading, placed.when, placed.area
    letters = "".join([token.kind for token in tokens])
    first, last = sorted((reading.name_at, reading.at))
    between = letters[first + 1 : last]
    before = re.split("[,;.]", letters[max(0, reading.name_at - 6) : reading.name_at])[-1]
    left = letters[reading.name_at - 1] if reading.name_at else "^"
    right = letters[reading.at + 1] if reading.at + 1 < len(letters) else "$"
    kind, period = str(placed.kind), placed.period
    if period.first_year != period.last_year:
        shape = "span"
    else:
        shape = "year" if period.is_year else "part" if period.is_cumulative_part else "single"
    cue = kind if cue_stated else "none"
    names = [
        "bias",
        "weak" if reading.weak else "strong",
        f"rule:{reading.rule}",
        f"measure:{reading.measure}",
        f"kind:{kind}",
        f"when:{when.basis}",
        f"when_kind:{when.basis}:{kind}",
        f"period:{shape}:{kind}",
        f"area:{area.sort}",
        f"area:{area.basis}:{area.sort}",
        f"cue:{cue}:{'ahead' if mode.state else 'back'}",
        f"left:{left}",
        f"right:{right}",
        f"indicator:{reading.indicator}",
        *(f"between:{kind}" for kind in sorted(set(between))),
        *(f"before:{kind}" for kind in sorted(set(before) & _TOLD)),
    ]
    if reading.weak:
        names += [f"weak:left:{left}", f"weak:area:{area.sort}", f"weak:{reading.indicator}"]
        if _OWN_DEED.search(re.split("[,;.:]", letters[: reading.name_at])[-1]):
            names.append("weak:own_deed")
    if assumed:
        names.append("year_assumed")
    if placed.kind_open:
        names.append("kind_open")
    if placed.not_over:
        names.append("not_over")
    return dict.fromkeys(names, 1.0) | {"gap": min(len(between), 12) / 6}


def _beside(placed: Sequence[Placed]) -> None:
    """Adds what the other readings of the page say: how many speak of the same time, which contradict."""
    article = Counter((p.article, p.kind, p.period) for p in placed)
    page = Counter((p.kind, p.period) for p in placed)
    paragraph = Counter(p.paragraph for p in placed)
    strong = Counter(p.paragraph for p in placed if not p.reading.weak)
    values: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for p in placed:
        values.setdefault(_key(p), set()).add((p.value, p.unit))
    times = Counter((p.reading.indicator, p.reading.measure, p.value, p.unit) for p in placed)
    for p in placed:
        x = p.features
        x["same_article"] = min(article[p.article, p.kind, p.period] - 1, 6) / 3
        x["same_page"] = min(page[p.kind, p.period] - 1, 10) / 5
        x["paragraph"] = min(paragraph[p.paragraph] - 1, 6) / 3
        x["rivals"] = float(min(len(values[_key(p)]) - 1, 4))
        x["again"] = float(times[p.reading.indicator, p.reading.measure, p.value, p.unit] > 1)
        if p.reading.weak:
            x["weak_paragraph"] = min(strong[p.paragraph], 4) / 2
            x["weak_alone"] = float(strong[p.paragraph] == 0)


def _key(p: Placed) -> tuple[object, ...]:
    return p.zone, p.reading.indicator, p.reading.scope, p.reading.measure, p.kind, p.period
