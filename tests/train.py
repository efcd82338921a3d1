"""Trains the weights that decide which readings are facts, from folders of labelled documents.

    python3 -m tests.train PAGES=PAGES.csv REPORTS=REPORTS.csv ...

Each argument is a folder of texts and its table of labels (doc, zone, indicator, measure, kind, period, value, unit,
required …). Prints what the decision gives on documents that took no part in it (folds by document) and how far its
confidence can be trusted, then writes the weights; the same folders give the same file, byte for byte.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

import numpy as np

from kpi.building.pipeline import Extractor
from kpi.sentences.decide import FACT_FROM
from kpi.sentences.placing import Placed
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Hint, Hints, Period
from kpi.vocabulary.units import to_base

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "kpi" / "language" / "weights" / "accept.json"
FOLDS, RIDGE, FEWEST, DIGITS = 8, 3.0, 3, 4
BINS = (0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
_HIGHER = re.compile(r"^(?:[㐀-鿿]{2,8}?(?:省|自治区|市|州|盟))+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document's readings, each with whether its labels hold it; None for one of an area without labels."""

    doc: str
    readings: tuple[Placed, ...]
    right: tuple[bool | None, ...]
    required: int
    found: tuple[frozenset[int], ...]


def main(arguments: Sequence[str]) -> int:
    """Trains from the folders given as `FOLDER=LABELS.csv`; exit status 2 where one cannot be read."""
    if not arguments or any("=" not in each for each in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    extractor = Extractor(load_config(ROOT / "config.yaml"))
    documents: list[Labelled] = []
    for folder, _, labels in (each.partition("=") for each in arguments):
        documents += _labelled(Path(folder), Path(labels), extractor)
    documents.sort(key=lambda each: each.doc)
    _report(documents)
    weights = _fit([(x.features, right) for d in documents for x, right in zip(d.readings, d.right, strict=True)])
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights from {len(documents)} documents")
    return 0


def _labelled(folder: Path, labels: Path, extractor: Extractor) -> list[Labelled]:
    """The documents of a folder, read with their zone stated, and held against their labels."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with labels.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["doc"]].append(row)
    found = []
    for doc, mine in sorted(rows.items()):
        path = next(iter(sorted(folder.glob(f"{doc}*.txt"))))
        zones = Counter(row["zone"] for row in mine if row["required"] == "yes") or Counter(r["zone"] for r in mine)
        hints = Hints(zone=Hint(zones.most_common(1)[0][0], "config"))
        text = path.read_text(encoding="utf-8")
        readings = tuple(extractor.readings(Document(doc, path.name, text, "", hints=hints)))
        found.append(_held_against(doc, readings, mine))
    return found


def _held_against(doc: str, readings: tuple[Placed, ...], labels: Sequence[Mapping[str, str]]) -> Labelled:
    several = len({row["zone"] for row in labels}) > 1
    keys = [_label_key(row) for row in labels]
    required = sorted({keys[i] for i, row in enumerate(labels) if row["required"] == "yes"}, key=repr)
    right: list[bool | None] = []
    hits: list[frozenset[int]] = []
    for reading in readings:
        same = [i for i, key in enumerate(keys) if key == _key(reading)]
        same = [i for i in same if not several or same_area(reading.zone, labels[i]["zone"])]
        known = not reading.zone or any(same_area(reading.zone, row["zone"]) for row in labels)
        known = known and reading.reading.measure != "completion"  # the labels leave these out
        right.append(True if same else False if known else None)
        hits.append(frozenset(required.index(keys[i]) for i in same if keys[i] in required))
    return Labelled(doc, readings, tuple(right), len(required), tuple(hits))


def same_area(one: str, other: str) -> bool:
    """Whether two names are of one area: an official name may carry its higher levels or not."""
    return one == other or (bool(one and other) and (one.endswith(other) or other.endswith(one)))


def _key(reading: Placed) -> tuple[object, ...]:
    aim = "target" if reading.kind == "target" else "reached"
    amount = to_base(reading.value, reading.unit)
    return (
        reading.reading.indicator,
        reading.reading.measure,
        aim,
        reading.period.code,
        amount[0].normalize(),
        amount[1],
    )


def _label_key(row: Mapping[str, str]) -> tuple[object, ...]:
    aim = "target" if row["kind"] == "target" else "reached"
    try:
        amount, unit = to_base(Decimal(row["value"].replace(",", "")), row["unit"])
    except InvalidOperation:
        amount, unit = Decimal(0), "?"
    return row["indicator"], row["measure"], aim, Period.parse(row["period"]).code, amount.normalize(), unit


def _report(documents: Sequence[Labelled]) -> None:
    """Prints what the decision gives by folds of documents, and how often readings of a confidence are right."""
    given: dict[int, float] = {}
    for fold in range(FOLDS):
        test = documents[fold::FOLDS]
        rest = [d for d in documents if d not in test]
        weights = _fit([(x.features, right) for d in rest for x, right in zip(d.readings, d.right, strict=True)])
        for d in test:
            given.update((id(x), _probability(x.features, weights)) for x in d.readings)
    for line in (0.0, 0.3, 0.5, FACT_FROM, 0.7, 0.8):
        print(f"from {line:.2f}: " + "  ".join(f"{name} {value:.3f}" for name, value in _score(documents, given, line)))
    for low, high in pairwise(BINS):
        inside = [
            (given[id(x)], right)
            for d in documents
            for x, right in zip(d.readings, d.right, strict=True)
            if right is not None and low <= given[id(x)] < high
        ]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            share = sum(bool(right) for _, right in inside) / len(inside)
            print(f"confidence {low:.2f} to {min(high, 1):.2f}: {len(inside):5}, said {said:.2f}, right {share:.2f}")


def _score(documents: Sequence[Labelled], given: Mapping[int, float], line: float) -> list[tuple[str, float]]:
    right = wrong = missed = 0
    for d in documents:
        kept = [i for i, x in enumerate(d.readings) if given[id(x)] >= line]
        found = frozenset().union(*(d.found[i] for i in kept)) if kept else frozenset()
        right, missed = right + len(found), missed + d.required - len(found)
        wrong += len({_key(d.readings[i]) for i in kept if d.right[i] is False})
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return [
        ("precision", precision),
        ("recall", recall),
        ("F1", 2 * precision * recall / max(1e-9, precision + recall)),
    ]


def _probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    score = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _fit(examples: Sequence[tuple[Mapping[str, float], bool | None]]) -> dict[str, float]:
    """The weights of a logistic regression with a ridge penalty, by Newton's method."""
    known = [(features, bool(right)) for features, right in examples if right is not None]
    counts = Counter(name for features, _ in known for name in features)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= FEWEST and name != "bias")]
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(known), len(names)))
    for i, (features, _) in enumerate(known):
        for name, value in features.items():
            if name in place:
                x[i, place[name]] = value
    y = np.array([float(right) for _, right in known])
    ridge = np.full(len(names), RIDGE)
    ridge[0] = 0.01
    weights = np.zeros(len(names))
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return {
        name: round(float(w), DIGITS) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.5 * 10**-DIGITS
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
