"""The five seed reports against the facts that a careful reader finds in them.

`seeds_gold.csv` has one row for each fact; the rows with `required` = no count neither way.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.building.notebook import read
from kpi.settings.config import Config, load_config
from kpi.vocabulary.model import Extraction, Observation, Period

ROOT = Path(__file__).parents[2]
COUNTED = dict.fromkeys(("个", "家", "户", "项", "件", "宗", "起", "处"), "个")
BASES = {"元": "元", "美元": "美元", "人": "人", "人次": "人", "名": "人", "%": "%", "个百分点": "pp", **COUNTED}
FACTORS = {"亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
TOLERANCE = Decimal("1e-6")
# What stands on the pages and is no fact of the catalogue: the report, words around the number, the reason.
NO_FACTS = [
    ("000", "30 亿元", "the money of one signed project"),
    ("000", "10 亿元", "the money of one signed project"),
    ("000", "20.05 亿元", "the money of one project"),
    ("000", "2.98 亿元", "the money of two projects"),
    ("000", "160 个", "projects in stock are neither signed nor started"),
    ("000", "9 亿元", "a sum borrowed against patents"),
    ("000", "5000 余万元", "what visitors spent in a holiday"),
    ("000", "530 万元", "the money of one school building"),
    ("001", "新增产值30亿元", "an increment of some firms"),
    ("001", "76%", "a share of the revenue is no revenue"),
    ("001", "6400余人", "one number for two indicators is their sum"),
    ("001", "12.9%", "the mean of another area"),
    ("001", "500分", "marks of pupils"),
    ("001", "25个制造业项目", "projects to be built, not signed"),
    ("001", "17个项目", "a part of twenty projects, to be commissioned one day"),
    ("001", "100%", "a coverage aimed at"),
    ("001", "80%", "a rate of energy audits aimed at"),
    ("001", "74个", "policy projects that are only applied for"),
    ("001", "10万吨", "what one plant makes"),
    ("002", "118.9亿元", "projects that only wait for approval"),
    ("002", "124个", "projects that only wait for approval"),
    ("002", "37.07", "the twelve projects of one ceremony"),
    ("002", "4600 万元", "the money of one project"),
    ("002", "1.5 亿元", "the money of one project"),
    ("003", "1.22 亿元", "loans for firms"),
    ("003", "1.96 亿元", "taxes given back"),
    ("003", "20 亿元", "the money of one project"),
    ("003", "36 个项目", "projects of six rounds, not of the year"),
    ("003", "11 个", "a part of the signed projects"),
    ("003", "2 亿元", "the money of one project"),
    ("003", "3 亿元", "the money of one project, in a photo's caption"),
    ("004", "3.6 亿元", "the money of one plant's line"),
    ("004", "200亿元", "projects only talked about"),
    ("004", "20亿元", "what one plant will bring one day"),
    ("004", "95%", "a rate of mended faults"),
]

# Zones, firms, places and numbers of the five pages: none may stand in the code.
OWN_WORDS = re.findall(
    r"\S+",
    """
    濮阳 周口 联鑫 雷佰瑞 惠成 恒丰电子 恒信橡塑 中原大化 中原石化 龙丰 联众 柏榆 康润达 奥博特 高塔复合肥 雪汇
    中储粮 班德路 华龙香料 宏业高科 中农发 蓝星 豫粮 益海 娃哈哈 老磨坊 天子铝业 海熙 瑞诺 益常青 迪信通 恩赢
    海尔希 东方雨虹 展辰 金启 金泰化工 东浦 天能 航民 三棵树 君恒 豫能 王助 胡村 生物质乙二醇 33430 206.19 131.2
    96.3 195.15 74.86 3206 61.3 95.7 37.07 118.9 22.45 23.26 96.1 110.3 4647 1314 1780 4730 1594 523 338
    """,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of either table in base units; `what` is all that decides whether two rows agree but the value."""

    doc: str
    what: tuple[str, ...]
    number: Decimal
    zone: str
    kind: str
    comparator: str
    shown: str

    def agrees(self, other: Fact) -> bool:
        gap = abs(self.number - other.number)
        scale = max(Decimal(1), abs(self.number), abs(other.number))
        return self.what == other.what and gap <= TOLERANCE * scale


@dataclass(frozen=True, slots=True)
class Score:
    right: list[tuple[Fact, list[Fact]]]
    wrong: list[Fact]
    missed: list[Fact]

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def accuracy(self, column: str) -> float:
        """How many of the right rows have a prediction with the gold row's `column` too."""
        same = sum(any(getattr(p, column) == getattr(g, column) for p in found) for g, found in self.right)
        return same / len(self.right)

    def __str__(self) -> str:
        lines = [f"right {len(self.right)} wrong {len(self.wrong)} missed {len(self.missed)}"]
        lines += [f"precision {self.precision:.4f} recall {self.recall:.4f} f1 {self.f1:.4f}"]
        lines += [f"{column} {self.accuracy(column):.4f}" for column in ("zone", "kind", "comparator")]
        return "\n".join(
            [*lines, *(f"WRONG  {f.shown}" for f in self.wrong), *(f"MISSED {f.shown}" for f in self.missed)]
        )


def _fact(row: Mapping[str, str]) -> Fact:
    unit = row["unit"]
    prefix = next(p for p in FACTORS if unit.startswith(p) and unit.removeprefix(p) in BASES)
    aim = "target" if row["kind"] == "target" else "reached"
    what = (row["doc"], row["indicator"], row["measure"], aim, Period.parse(row["period"]).code)
    loose = {">": ">=", "<": "<="}.get(row["comparator"], row["comparator"])
    number = Decimal(row["value"]) * FACTORS[prefix]
    shown = " ".join((*what, row["value"], unit, repr(row["quote"][:50])))
    return Fact(row["doc"], (*what, BASES[unit.removeprefix(prefix)]), number, row["zone"], row["kind"], loose, shown)


def _row(o: Observation) -> dict[str, str]:
    row = {name: str(getattr(o, name)) for name in ("zone", "indicator", "measure", "kind", "period", "value", "unit")}
    return row | {"doc": o.doc.split("_")[0], "comparator": str(o.comparator), "quote": o.quote}


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    found: list[Fact] = []
    for fact in facts:
        if not any(fact.agrees(other) for other in found):
            found.append(fact)
    return found


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(ROOT / "config.yaml")


@pytest.fixture(scope="module")
def extractions(config: Config) -> dict[str, Extraction]:
    found = read(ROOT / "seeds", config)
    return {extraction.document.doc.split("_")[0]: extraction for extraction in found.extractions}


@pytest.fixture(scope="module")
def observations(extractions: Mapping[str, Extraction]) -> list[Observation]:
    return [observation for extraction in extractions.values() for observation in extraction.observations]


@pytest.fixture(scope="module")
def score(observations: list[Observation]) -> Score:
    with (Path(__file__).parent / "seeds_gold.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    gold, required = [_fact(row) for row in rows], _distinct(_fact(row) for row in rows if row["required"] == "yes")
    predicted = [_fact(_row(o)) for o in observations if o.value is not None and str(o.measure) != "completion"]
    score = Score(
        right=[(g, [p for p in predicted if p.agrees(g)]) for g in required if any(p.agrees(g) for p in predicted)],
        wrong=[p for p in _distinct(predicted) if not any(p.agrees(g) for g in gold)],
        missed=[g for g in required if not any(p.agrees(g) for p in predicted)],
    )
    print(f"\n{score}")
    return score


def _levels(observations: Iterable[Observation], indicator: str, kind: str, period: str) -> set[str]:
    return {
        f"{o.value} {o.unit}"
        for o in observations
        if (o.indicator, str(o.measure), str(o.kind), o.period) == (indicator, "level", kind, period)
    }


def test_no_wrong_value(score: Score) -> None:
    assert score.precision == 1.0, f"a wrong number is worse than a missing one\n{score}"


def test_nearly_every_fact_is_found(score: Score) -> None:
    assert score.f1 >= 0.95, str(score)


@pytest.mark.parametrize("column", ["zone", "kind", "comparator"])
def test_right_rows_are_right_in_all_columns(score: Score, column: str) -> None:
    differing = [(g.shown, [getattr(p, column) for p in found]) for g, found in score.right]
    differing = [row for row, (g, _) in zip(differing, score.right, strict=True) if getattr(g, column) not in row[1]]
    assert score.accuracy(column) == 1.0, f"{column}: {differing}\n{score}"


def test_every_quote_is_verbatim(extractions: Mapping[str, Extraction]) -> None:
    for extraction in extractions.values():
        raw = extraction.document.text
        for item in (*extraction.observations, *extraction.remarks):
            assert "".join(raw[item.start : item.end].split()) == "".join(item.quote.split()) != ""


def test_three_investments_of_one_year_all_stand(observations: list[Observation]) -> None:
    found = _levels(observations, "key_project_investment", "actual", "2024")
    assert found == {"96.3 亿元", "131.2 亿元", "206.19 亿元"}, "none vanishes, none is averaged"
    scopes = {o.scope for o in observations if o.value == Decimal("206.19")}
    assert scopes == {"在建重大"}, "the largest speaks of another group of projects"


def test_two_statements_of_one_target_and_its_first_half(observations: list[Observation]) -> None:
    assert _levels(observations, "key_project_investment", "target", "2020") == {"96 亿元", "95.7 亿元"}
    assert _levels(observations, "key_project_investment", "actual", "2020-H1") == {"61.3 亿元"}


@pytest.mark.parametrize(("doc", "words", "why"), NO_FACTS, ids=[f"{row[0]} {row[1]!r}" for row in NO_FACTS])
def test_what_is_no_fact(extractions: Mapping[str, Extraction], doc: str, words: str, why: str) -> None:
    extraction = extractions[doc]
    spaced = r"\s*".join(map(re.escape, "".join(words.split())))
    places = [match.span() for match in re.finditer(rf"(?<![\d.]){spaced}", extraction.document.text)]
    assert places, f"{words!r} does not stand in {doc}"
    number = Decimal(re.findall(r"[\d.]+", words)[0])
    for fact in extraction.observations:
        for start, end in places:
            if fact.value is not None and fact.start < end and start < fact.end:
                assert abs(fact.value) != number, f"{why}: {fact.quote!r}"


def _code() -> list[object]:
    paths = sorted((ROOT / "kpi").rglob("*.py"))
    return [pytest.param(p, id=p.relative_to(ROOT).as_posix()) for p in paths]


@pytest.mark.parametrize("path", _code())
def test_code_knows_nothing_of_the_seeds(path: Path) -> None:
    text = path.read_text("utf-8")
    places = {"濮阳", "周口"} if path.name == "places.py" else set()  # that table lists all Chinese cities
    found = [w for w in OWN_WORDS if w not in places and re.search(rf"(?<![\d.]){re.escape(w)}(?![\d.])", text)]
    assert not found, f"rules speak of the language, not of these pages: {found}"
