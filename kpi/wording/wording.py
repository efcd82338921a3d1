"""Names, numbers and codes of the results in the language of a reader, as pages and files write them alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi.settings.config import Config
from kpi.vocabulary.model import BETWEEN_READERS, SELF, guesses_of, is_expected
from kpi.wording.claims import told_reason
from kpi.wording.en import EN
from kpi.wording.numbers import number_text
from kpi.wording.periods import period_name
from kpi.wording.scopes import is_term, scope_en
from kpi.wording.zh import ZH

TEXTS: Mapping[str, Mapping[str, str]] = {"zh": ZH, "en": EN}

# The English of the yearbooks: amounts stay in the unit of the source.
UNITS_EN = {
    "万亿元": "trillion yuan",
    "亿元": "100 mn yuan",
    "万元": "10,000 yuan",
    "元": "yuan",
    "亿美元": "100 mn US dollars",
    "万美元": "10,000 US dollars",
    "美元": "US dollars",
    "人": "persons",
    "万人": "10,000 persons",
    "人次": "person-times",
    "万人次": "10,000 person-times",
    "个": "items",
    "家": "enterprises",
    "户": "enterprises",
    "件": "pieces",
    "项": "items",
    "个百分点": "percentage points",
    "%": "%",
}
_IN_BRACKETS = {"亿元", "万元", "亿美元", "万美元", "万人", "万人次"}
_COMPARATORS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}


@dataclass(frozen=True, slots=True)
class Wording:
    """One language, and the config's names in it."""

    language: str
    config: Config

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by key."""
        return TEXTS[self.language]

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, with `values` filled in; of `one|many` the one that fits the value `count`."""
        one, bar, many = self.texts[key].partition("|")
        text = many if bar and str(values["count"]) != "1" else one
        return text.format(**values)

    def zone(self, name: str) -> str:
        zone = self.config.zones.get(name)
        return zone.en if self.language == "en" and zone is not None and zone.en else name

    def indicator(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return indicator_id
        return (indicator.en if self.language == "en" else indicator.zh) or indicator_id

    def definition(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return ""
        return indicator.definition_en if self.language == "en" else indicator.definition_zh

    def group(self, group_id: str) -> str:
        group = self.config.groups.get(group_id)
        if group is None:
            return group_id
        return (group.en if self.language == "en" else group.zh) or group_id

    def group_of(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        return indicator.group if indicator is not None else ""

    def kind(self, kind: str) -> str:
        return self(f"kind.{kind}")

    def measure(self, measure: str) -> str:
        return self(f"measure.{measure}")

    def verdict(self, verdict: str) -> str:
        return self(f"verdict.{verdict}")

    def judged(self, verdict: str, flags: Sequence[str]) -> str:
        """A verdict in words; one that rests on an estimate says so: `预计未完成`."""
        return self(f"expected.{verdict}") if is_expected(verdict, flags) else self.verdict(verdict)

    def code(self, family: str, code: str) -> str:
        """A code of the store (`later_report:2024-H1`) in words; a code that is not known stays as it is."""
        name, _, detail = code.partition(":")
        if (family, name) in (("remark", "claim"), ("flag", "left_open")):
            return told_reason(detail, self.language == "en")
        text = self.texts.get(f"{family}.{name}")
        if text is None:
            return code
        shown = {"later_report": self.period, "part_not_cumulative": self.period, "indicator_was": self.indicator,
                 "comparator_was": self.comparator, "scope_differs": self.scope,
                 "scopes_differ": self._scopes}  # fmt: skip
        return text.format(detail=shown.get(name, str)(detail))

    def readers(self, names: str) -> str:
        """Who read a value, this program by what it is called in the reader's language."""
        named = (self("reader_self") if name == SELF else name for name in names.split(BETWEEN_READERS))
        return self.comma.join(named) if self.language == "en" else "、".join(named)

    def standing(self, standing: str, verdict: str, reason: str, flags: Sequence[str]) -> str:
        """How a target stands, and where that is in doubt also of what and why: `存疑：未完成，年份是推定的`."""
        if standing == verdict:
            return self.judged(verdict, flags)
        name = self.verdict(standing)
        if not (guesses := guesses_of(reason, flags)):
            return name
        grounds = [self.code("reason", code) for code in guesses]
        return f"{name}{self.colon}{self.comma.join([self.judged(verdict, flags), *grounds])}"

    @property
    def colon(self) -> str:
        return self("colon")

    @property
    def comma(self) -> str:
        return "，" if self.language == "zh" else ", "

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row: `甲、乙`; in English with semicolons, since they hold commas."""
        return ("、" if self.language == "zh" else "; ").join(names)

    def scope(self, scope: str) -> str:
        """A scope in words; the whole, where there is none."""
        if not scope:
            return self("scope.none")
        return scope_en(scope) if self.language == "en" else scope

    def exact_scope(self, scope: str) -> str:
        """A scope in words that no other scope has: behind an English made of its parts stand the report's own."""
        if self.language == "zh" or not scope or is_term(scope) or scope_en(scope) == scope:
            return self.scope(scope) if scope else ""
        return f"{scope_en(scope)} [{scope}]"

    def _scopes(self, scopes: str) -> str:
        return self.listed(map(self.scope, scopes.split(",")))

    def unit(self, unit: str) -> str:
        return UNITS_EN.get(unit, unit) if self.language == "en" else unit

    def period(self, code: str) -> str:
        return period_name(code, self.language)

    def number(self, value: str, comparator: str = "=", signed: bool = False) -> str:
        """A number as the source gave it, with its modifier and with thousands set apart."""
        text = number_text(value, signed)
        if not text:
            return ""
        about = "约 " if self.language == "zh" else "about "
        return (about if comparator == "~" else _COMPARATORS.get(comparator, "")) + text

    def number_and_unit(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> tuple[str, str]:
        """For a card: the number with its unit, and a unit too long to stand beside it (`100 mn yuan`), if it is."""
        if self.language == "en" and unit in _IN_BRACKETS:
            return self.number(value, comparator), self.unit(unit)
        return self.quantity(value, unit, comparator, measure), ""

    def modifier(self, comparator: str) -> str:
        """`≥`, `约`, or nothing where the number is exact."""
        if comparator == "~":
            return "约" if self.language == "zh" else "about"
        return _COMPARATORS.get(comparator, "").strip()

    def quantity(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> str:
        """Number and unit: `87.45 亿元`, `+7.1 %`, `≥ 15 个`; in English `87.45 (100 mn yuan)`."""
        number = self.number(value, comparator, signed=measure in ("growth", "growth_gap"))
        if not number or not unit:
            return number
        name = self.unit(unit)
        return f"{number} ({name})" if self.language == "en" and unit in _IN_BRACKETS else f"{number} {name}"

    def comparator(self, comparator: str) -> str:
        """A comparator by its sign and in words: `≥ 以上`."""
        return self(f"comparator.{comparator}")
