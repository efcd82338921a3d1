"""The nodes of config.yaml -> the model's types, with every fault found on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

from kpi.errors import Problem
from kpi.model import Cues, Direction, Group, Indicator, Within, Zone
from kpi.report_facts import FACTS, ReportFacts, facts_in
from kpi.units import dimension as dimension_of
from kpi.yaml_fields import FieldReader, Word, is_empty, shown, what_is
from kpi.yaml_source import Mapping as MappingNode
from kpi.yaml_source import Node, Scalar, Sequence, Unreadable

VERSION = "1"
DIMENSIONS = ("money", "count", "people", "rate", "index")
RULES = ("latest_published", "most_precise", "whole_over_rounded", "most_sources", "first_read")
DEFAULT_DATA = "data"
DEFAULT_RULES = ("latest_published", "most_precise", "first_read")

LONGEST_PATTERN = 60
MOST_GAPS = 4
LONGEST_PATH = 1000

_UNITS = {"money": "亿元", "count": "个", "people": "人", "rate": '"%"'}
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SECTIONS = ("version", "reports", "groups", "zones", "indicators", "cues")
_OPTIONAL_SECTIONS = ("data", "corrections", "scopes", "reconcile")
_INDICATOR = ("zh", "en", "group", "dimension", "unit", "good")
_OPTIONAL_INDICATOR = ("definition", "aliases", "forbid", "within", "patterns")
_WORDS_OF_INDICATOR = ("aliases", "within", "patterns")
_ZONE = ("en",)
_OPTIONAL_ZONE = ("level", "province", "city", "aliases")
_CUES = tuple(kind.name for kind in fields(Cues))


@dataclass(frozen=True, slots=True)
class Content:
    """What config.yaml says, as it says it: folders are still as written."""

    reports: tuple[str, ...] = ()
    report_facts: Mapping[str, ReportFacts] = field(default_factory=dict)
    data: str = DEFAULT_DATA
    corrections: str = ""
    groups: Mapping[str, Group] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    cues: Cues = field(default_factory=Cues)
    scopes: tuple[str, ...] = ()
    reconcile: tuple[str, ...] = DEFAULT_RULES


def read_content(root: Node | None, text: str, file: str) -> tuple[Content, list[Problem]]:
    """What the file says and all that is wrong with it; the content is whole only where nothing is."""
    if root is None or is_empty(root):
        found = "an empty file"
        return Content(), [Problem(file, 0, "", found, f"the keys {', '.join(_SECTIONS)}")]
    reader = _MapReader(file, text)
    content = reader.content(root)
    return content, reader.problems


class _MapReader(FieldReader):
    def __init__(self, file: str, text: str) -> None:
        super().__init__(file, text)
        self._owners: dict[tuple[str, str], Word] = {}

    def content(self, root: Node) -> Content:
        sections = self.mapping(root, "", _SECTIONS, _OPTIONAL_SECTIONS) or {}
        self._version(sections.get("version"))
        reports = self._reports(sections.get("reports"))
        return Content(
            reports=tuple(reports),
            report_facts={path: facts for path, facts in reports.items() if facts != ReportFacts()},
            groups=self._groups(sections.get("groups")),
            zones=self._zones(sections.get("zones")),
            indicators=self._indicators(sections.get("indicators"), _names(sections.get("groups"))),
            cues=self._cues(sections.get("cues")),
            scopes=self._distinct(sections.get("scopes"), "scopes", "scope"),
            data=self.text(sections["data"], "data") if "data" in sections else DEFAULT_DATA,
            corrections=self.text(sections.get("corrections"), "corrections", "the name of a file"),
            reconcile=self._rules(sections["reconcile"]) if "reconcile" in sections else DEFAULT_RULES,
        )

    def _version(self, node: Node | None) -> None:
        if node is None or isinstance(node, Unreadable):
            return
        if not (isinstance(node, Scalar) and node.plain and node.text == VERSION):
            self.tell(node.line, "version", what_is(node), f"the number {VERSION}", "no other version is known")

    def _reports(self, node: Node | None) -> dict[str, ReportFacts]:
        """The folders and files in their order, with what is stated of the reports in them."""
        self.some(node, "reports", "at least one folder or file with reports")
        if not isinstance(node, Sequence):
            self.words(node, "reports")  # tells that it is no list
            return {}
        return dict(report for item in node.items for report in self._report(item))

    def _report(self, item: Node) -> list[tuple[str, ReportFacts]]:
        facts = ReportFacts()
        if isinstance(item, MappingNode):
            fields = self.mapping(item, "reports", ("path",), FACTS) or {}
            facts = facts_in(fields, "reports", self)
            item = fields.get("path", Unreadable(item.line))
        paths = self.words(Sequence(item.line, (item,)), "reports", longest=LONGEST_PATH)
        for path in paths:
            self._own(path, "folder of reports", "each word once")
        return [(path.text, facts) for path in paths]

    def _groups(self, node: Node | None) -> dict[str, Group]:
        groups = {}
        for key, value, where in self.entries(node, "groups"):
            self._id(key, where)
            names = self.mapping(value, where, ("zh", "en")) or {}
            zh, en = (self.text(names.get(name), f"{where}.{name}") for name in ("zh", "en"))
            groups[key.text] = Group(key.text, zh, en)
        return groups

    def _cues(self, node: Node | None) -> Cues:
        cues = self.mapping(node, "cues", _CUES) or {}
        for kind in _CUES:
            self.some(cues.get(kind), f"cues.{kind}", "at least one word")
        return Cues(**{kind: self._distinct(cues.get(kind), f"cues.{kind}", "cue") for kind in _CUES})

    def _rules(self, node: Node) -> tuple[str, ...]:
        self.some(node, "reconcile", f"at least one of {', '.join(RULES)}")
        rules = self.words(node, "reconcile")
        for rule in rules:
            self._own(rule, "rule", "rules are asked in turn, each once")
            if rule.text not in RULES:
                self.unknown(rule.line, "reconcile", "rule", rule.text, RULES)
        return _texts(rules)

    # Zones

    def _zones(self, node: Node | None) -> dict[str, Zone]:
        names = list(self.entries(node, "zones"))
        for key, _, where in names:
            self._own(Word(key.text, key.line, where), "zone", "a name of one zone only")
        return {key.text: self._zone(key.text, value, where) for key, value, where in names}

    def _zone(self, name: str, node: Node, where: str) -> Zone:
        zone = self.mapping(node, where, _ZONE, _OPTIONAL_ZONE) or {}
        texts = {part: self.text(zone.get(part), f"{where}.{part}") for part in ("en", "level", "province", "city")}
        aliases = self.words(zone.get("aliases"), f"{where}.aliases", shortest=2)
        for alias in aliases:
            self._own(alias, "zone", "a name of one zone only")
        return Zone(name, **texts, aliases=_texts(aliases))

    # Indicators

    def _indicators(self, node: Node | None, groups: Collection[str] | None) -> dict[str, Indicator]:
        if isinstance(node, MappingNode):
            self.some(node, "indicators", "at least one indicator")
        ids = _names(node) or ()
        indicators = {}
        for key, value, where in self.entries(node, "indicators"):
            self._id(key, where)
            indicator = self.mapping(value, where, _INDICATOR, _OPTIONAL_INDICATOR)
            if indicator is not None:
                indicators[key.text] = self._indicator(key, indicator, where, groups, ids)
        return indicators

    def _indicator(
        self, key: Scalar, fields: dict[str, Node], where: str, groups: Collection[str] | None, ids: Collection[str]
    ) -> Indicator:
        if all(is_empty(fields.get(name)) for name in _WORDS_OF_INDICATOR):
            found = "neither aliases nor patterns nor within"
            self.tell(key.line, where, found, "the words that mean this indicator", "add aliases: […]")
        zh, en, group = (self.text(fields.get(name), f"{where}.{name}") for name in ("zh", "en", "group"))
        if group and groups is not None and group not in groups:
            self.unknown(fields["group"].line, f"{where}.group", "group", group, groups)
        dimension = self.choice(fields.get("dimension"), f"{where}.dimension", "dimension", DIMENSIONS)
        good = self.choice(fields.get("good"), f"{where}.good", "direction", [way.value for way in Direction])
        definition = self._definition(fields.get("definition"), f"{where}.definition")
        return Indicator(
            id=key.text,
            zh=zh,
            en=en,
            group=group,
            dimension=dimension,
            unit=self._unit(fields.get("unit"), f"{where}.unit", dimension),
            good=Direction(good or "none"),
            aliases=self._aliases(fields.get("aliases"), f"{where}.aliases"),
            forbid=self._distinct(fields.get("forbid"), f"{where}.forbid", "word"),
            within=self._within(fields.get("within"), f"{where}.within", ids),
            patterns=self._patterns(fields.get("patterns"), f"{where}.patterns"),
            definition_zh=definition.get("zh", ""),
            definition_en=definition.get("en", ""),
        )

    def _definition(self, node: Node | None, where: str) -> dict[str, str]:
        lines = self.mapping(node, where, (), ("zh", "en")) or {}
        return {language: self.text(line, f"{where}.{language}") for language, line in lines.items()}

    def _unit(self, node: Node | None, where: str, dimension: str) -> str:
        unit = self.text(node, where)
        if not (node and unit and dimension) or dimension == "index":
            return unit
        measured = dimension_of(unit)
        if not measured:
            self.tell(
                node.line,
                where,
                f"the unknown unit {shown(unit)}",
                f"a unit of {dimension}, such as {_UNITS[dimension]}",
            )
        elif measured != dimension:
            found = f"{shown(unit)}, a unit of {measured}"
            self.tell(node.line, where, found, f"a unit of {dimension}", "change the unit or the dimension")
        return unit

    def _aliases(self, node: Node | None, where: str) -> tuple[str, ...]:
        aliases = self.words(node, where, shortest=2)
        for alias in aliases:
            self._own(alias, "alias", "an alias of one indicator only")
        return _texts(aliases)

    def _within(self, node: Node | None, where: str, ids: Collection[str]) -> tuple[Within, ...]:
        passages = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        return tuple(self._passage(passage, where, ids) for passage in passages)

    def _passage(self, node: Node, where: str, ids: Collection[str]) -> Within:
        parts = self.mapping(node, where, ("topics", "words")) or {}
        for name in parts:
            self.some(parts[name], f"{where}.{name}", "at least one word")
        topics = self.words(parts.get("topics"), f"{where}.topics")
        words = self.words(parts.get("words"), f"{where}.words", shortest=2)
        for topic in topics:
            if topic.text not in ids:
                self.unknown(topic.line, topic.where, "indicator", topic.text, ids)
            for word in words:
                self._own(word, f"word within {topic.text}", "a word of one indicator only")
        return Within(_texts(topics), _texts(words))

    def _patterns(self, node: Node | None, where: str) -> tuple[str, ...]:
        patterns = self.words(node, where, shortest=2, longest=LONGEST_PATTERN)
        for pattern in patterns:
            self._own(pattern, "pattern", "a pattern of one indicator only")
            for found, expected, mend in _faults_of_pattern(pattern.text):
                self.tell(pattern.line, where, f"{found} in the pattern {shown(pattern.text)}", expected, mend)
        return _texts(patterns)

    # Names and words

    def _id(self, key: Scalar, where: str) -> None:
        if not _ID.fullmatch(key.text):
            expected = "small letters, digits and _, a letter first"
            self.tell(key.line, where, f"the id {shown(key.text)}", expected, "the Chinese name goes to zh")

    def _distinct(self, node: Node | None, where: str, what: str, longest: int = 60) -> tuple[str, ...]:
        words = self.words(node, where, longest=longest)
        for word in words:
            self._own(word, f"{what} of {where}", "each word once")
        return _texts(words)

    def _own(self, word: Word, what: str, expected: str) -> None:
        """Tells of a word that an earlier entry has taken; width and case of letters make no difference."""
        same = unicodedata.normalize("NFKC", word.text).casefold()
        first = self._owners.setdefault((what, same), word)
        if first is not word:
            found = f"{shown(word.text)}, which stands under {first.where} (line {first.line}) too"
            self.tell(word.line, word.where, found, expected, "take out one of them")


def _faults_of_pattern(pattern: str) -> list[tuple[str, str, str]]:
    """What keeps a pattern from being searched for, or makes the search slow: found, expected, mend."""
    faults = []
    if "#" not in pattern:
        mend = (
            "write the ASCII #" if "＃" in pattern else "an unquoted ' #' begins a comment: put the pattern in quotes"
        )
        faults.append(("no '#'", "'#' where the number stands", mend))
    elif pattern.count("#") > 1:
        faults.append(("more than one '#'", "one number", "write a pattern for each number"))
    if "..." in pattern or "………" in pattern:
        faults.append(("'...' or '………'", "'…' or '……'", "… stands for a few words, …… for any words of the sentence"))
    elif len(re.findall("…+", pattern)) > MOST_GAPS:
        faults.append((f"more than {MOST_GAPS} gaps", f"at most {MOST_GAPS}", "write a longer word between them"))
    if pattern.startswith("…") or pattern.endswith("…"):
        faults.append(("'…' at an end", "a word or '#' at both ends", "leave the '…' out"))
    if len(re.sub(r"[#…\s]", "", pattern)) < 2:
        faults.append(("too few words", "at least two characters beside '#' and '…'", ""))
    return faults


def _names(node: Node | None) -> Collection[str] | None:
    """The keys of a section; None where they cannot be known."""
    return node.entries.keys() if isinstance(node, MappingNode) else None


def _texts(words: list[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
