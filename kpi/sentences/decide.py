"""Decides which readings of a page are facts: what speaks for and against each, weighed by a small log-linear model.

The model accepts or holds back; it makes no reading of its own. Its weights are a file that training makes from labelled
documents, and every contribution can be shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence


def beside(found: Sequence) -> None:
    """Adds to the features of each reading what the other readings of its page say."""
    same = Counter((f.article, f.kind, f.period) for f in found)
    page = Counter((f.kind, f.period) for f in found)
    paragraph = Counter(f.paragraph for f in found)
    key = lambda f: (f.zone, f.reading.indicator, f.reading.scope, f.reading.measure, f.kind, f.period)
    values: dict = {}
    for f in found:
        values.setdefault(key(f), set()).add((f.value, f.unit))
    times = Counter((f.reading.indicator, f.reading.measure, f.value, f.unit) for f in found)
    strong = Counter(f.paragraph for f in found if not f.reading.weak)
    for f in found:
        x = f.features
        x["same_article"] = min(same[f.article, f.kind, f.period] - 1, 6) / 3
        x["same_page"] = min(page[f.kind, f.period] - 1, 10) / 5
        x["paragraph"] = min(paragraph[f.paragraph] - 1, 6) / 3
        if f.reading.weak:
            x["weak_paragraph"] = min(strong[f.paragraph], 4) / 2
            x["weak_alone"] = float(strong[f.paragraph] == 0)
        x["rivals"] = float(min(len(values[key(f)]) - 1, 2))
        x["again"] = float(times[f.reading.indicator, f.reading.measure, f.value, f.unit] > 1)


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely a reading is right, 0 to 1."""
    score = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
