"""The nodes of config.yaml -> the model's types, with every fault found on the way."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from kpi.settings.fields import LONGEST_TEXT, FieldReader, Word, is_empty, what_is
from kpi.settings.report_facts import FACTS, ReportFacts, facts_in
from kpi.settings.second_reader import SecondReader, second_reader_in
from kpi.settings.source import Mapping as MappingNode
from kpi.settings.source import Node, Scalar, Sequence, Unreadable
from kpi.vocabulary.errors import Problem, shown
from kpi.vocabulary.model import Cues, Direction, Group, Indicator, Limits, Within, Zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension as dimension_of

VERSION = "1"
DIMENSIONS = ("money", "count", "people", "rate", "index")
RULES = ("latest_published", "most_precise", "whole_over_rounded", "most_sources", "first_read")
DEFAULT_DATA = "data"
DEFAULT_RULES = ("latest_published", "most_precise", "first_read")

LONGEST_PATTERN = 60
MOST_GAPS = 4
LONGEST_PATH = 1000
LONGEST_DEFINITION = 2000

_UNITS = {"money": "亿元、万元、元", "count": "个、家、项", "people": "人、万人", "rate": '"%"'}
# What is counted in them stands at a date: a new indicator in 家 need not say so.
_ENTERPRISES = "家"
_ID = lazy(r"[a-z][a-z0-9_]*")
_SECTIONS = ("version", "reports", "groups", "zones", "indicators", "cues")
_WRITTEN = ("data", "corrections", "notes")
_OPTIONAL_SECTIONS = ("data", "corrections", "notes", "limits", "second_reader", "scopes", "reconcile")
_INDICATOR = ("zh", "en", "group", "dimension", "unit", "good")
_OPTIONAL_INDICATOR = ("stock", "definition", "aliases", "forbid", "within", "patterns", "unlike", "gaps")
_WORDS_OF_INDICATOR = ("aliases", "within", "patterns")
_ZONE = ("en",)
_OPTIONAL_ZONE = ("level", "province", "city", "aliases")
_ONE_ZONE = "一个名称应只属于一个开发区"
_LIMITS = {"seconds": (1, 86_400), "megabytes": (256, 1_000_000)}
"""What a limit may be: with less memory no report can be read at all."""
_CUES = tuple(kind.name for kind in fields(Cues))


@dataclass(frozen=True, slots=True)
class Content:
    """What config.yaml says, as it says it: folders are still as written."""

    reports: tuple[str, ...] = ()
    report_facts: Mapping[str, ReportFacts] = field(default_factory=dict)
    data: str = DEFAULT_DATA
    corrections: str = ""
    notes: str = ""
    groups: Mapping[str, Group] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    second_reader: SecondReader | None = None
    cues: Cues = field(default_factory=Cues)
    scopes: tuple[str, ...] = ()
    reconcile: tuple[str, ...] = DEFAULT_RULES


def read_content(root: Node | None, text: str, path: Path) -> tuple[Content, list[Problem]]:
    """What the file at `path` says and all that is wrong with it; the content is whole only where nothing is."""
    file = path.name
    if root is None or is_empty(root):
        return Content(), [Problem(file, 0, "", "文件是空的", f"必填的有 {'、'.join(_SECTIONS)}")]
    reader = _MapReader(path, text)
    content = reader.content(root)
    return content, reader.problems


class _MapReader(FieldReader):
    def __init__(self, path: Path, text: str) -> None:
        super().__init__(path.name, text)
        self._path = path
        self._owners: dict[tuple[str, str], Word] = {}

    def content(self, root: Node) -> Content:
        sections = self.mapping(root, "", _SECTIONS, _OPTIONAL_SECTIONS) or {}
        self._version(sections.get("version"))
        reports = self._reports(sections.get("reports"))
        self._paths_apart(sections, tuple(reports))
        return Content(
            reports=tuple(reports),
            report_facts={path: facts for path, facts in reports.items() if facts != ReportFacts()},
            groups=self._groups(sections.get("groups")),
            zones=self._zones(sections.get("zones")),
            indicators=self._indicators(sections.get("indicators"), _names(sections.get("groups"))),
            limits=self._limits(sections.get("limits")),
            second_reader=second_reader_in(sections.get("second_reader"), self),
            cues=self._cues(sections.get("cues")),
            scopes=self._distinct(sections.get("scopes"), "scopes", "scope"),
            data=self.text(sections["data"], "data", longest=LONGEST_PATH) if "data" in sections else DEFAULT_DATA,
            corrections=self.text(sections.get("corrections"), "corrections", "应为文件名", LONGEST_PATH),
            notes=self.text(sections.get("notes"), "notes", "应为文件名", LONGEST_PATH),
            reconcile=self._rules(sections["reconcile"]) if "reconcile" in sections else DEFAULT_RULES,
        )

    def _version(self, node: Node | None) -> None:
        if node is None or isinstance(node, Unreadable):
            return
        if not (isinstance(node, Scalar) and node.plain and node.text == VERSION):
            self.tell(node.line, "version", what_is(node), f"应为数字 {VERSION}", "目前没有其他版本")

    def _reports(self, node: Node | None) -> dict[str, ReportFacts]:
        """The folders and files in their order, with what is stated of the reports in them."""
        self.some(node, "reports", "应至少有一个报告文件夹或文件")
        if not isinstance(node, Sequence):
            self.words(node, "reports")  # tells that it is no list
            return {}
        return dict(report for item in node.items for report in self._report(item))

    def _report(self, item: Node) -> list[tuple[str, ReportFacts]]:
        facts = ReportFacts()
        if isinstance(item, MappingNode):
            fields = self.mapping(item, "reports", ("path",), tuple(FACTS)) or {}
            facts = facts_in(fields, "reports", self)
            item = fields.get("path", Unreadable(item.line))
        paths = self.words(Sequence(item.line, (item,)), "reports", longest=LONGEST_PATH)
        for path in paths:
            self._own(path, "folder of reports", "每个应只写一次")
        return [(path.text, facts) for path in paths]

    def _paths_apart(self, sections: Mapping[str, Node], reports: tuple[str, ...]) -> None:
        """Tells of paths that would have the program write over what it reads, or read what it wrote."""
        places = {self._place(name): f"reports 的“{name}”" for name in reports}
        written = {name: node for name in _WRITTEN if isinstance(node := sections.get(name), Scalar)}
        for name, node in written.items():
            place = self._place(node.text)
            above = next((places[each] for each in (place, *place.parents) if each in places), "")
            if "\0" in node.text:
                self.tell(node.line, name, "路径里有空字符", "路径不能含有空字符", "删去它")
            elif place == self._place(self._path.name):
                self.tell(node.line, name, f"{name} 就是这份指标映射", "应为另一个文件或文件夹", "换一个名字")
            elif name == "data" and above:
                self.tell(
                    node.line, name, f"结果文件夹在 {above} 里", "结果不能写在报告文件夹里", "换一个文件夹，如 data"
                )
            elif place in places:
                self.tell(node.line, name, f"和 {places[place]} 是同一个", "应为另一个文件或文件夹", "换一个名字")
            places.setdefault(place, name)

    def _place(self, written: str) -> Path:
        """Where a path of the file leads, seen from the file's own folder."""
        return Path(
            os.path.normcase(os.path.abspath(self._path.parent / os.path.expanduser(written.replace("\0", ""))))
        )

    def _groups(self, node: Node | None) -> dict[str, Group]:
        groups = {}
        for key, value, where in self.entries(node, "groups"):
            self._id(key, where)
            names = self.mapping(value, where, ("zh", "en")) or {}
            zh, en = (self.text(names.get(name), f"{where}.{name}") for name in ("zh", "en"))
            groups[key.text] = Group(key.text, zh, en)
        return groups

    def _limits(self, node: Node | None) -> Limits:
        if node is None:
            return Limits()
        limits = self.mapping(node, "limits", (), tuple(_LIMITS)) or {}
        usual = asdict(Limits())
        return Limits(
            **{
                name: self.number(limits.get(name), f"limits.{name}", least, most, usual[name])
                for name, (least, most) in _LIMITS.items()
            }
        )

    def _cues(self, node: Node | None) -> Cues:
        cues = self.mapping(node, "cues", _CUES) or {}
        for kind in _CUES:
            self.some(cues.get(kind), f"cues.{kind}", "应至少有一个词")
        return Cues(**{kind: self._distinct(cues.get(kind), f"cues.{kind}", "cue") for kind in _CUES})

    def _rules(self, node: Node) -> tuple[str, ...]:
        self.some(node, "reconcile", f"应至少有 {'、'.join(RULES)} 之一")
        rules = self.words(node, "reconcile")
        for rule in rules:
            self._own(rule, "rule", "规则依次使用，每条应只写一次")
            if rule.text not in RULES:
                self.unknown(rule.line, "reconcile", "规则", rule.text, RULES)
        return _texts(rules)

    # Zones

    def _zones(self, node: Node | None) -> dict[str, Zone]:
        names = list(self.entries(node, "zones"))
        for key, _, where in names:
            self._own(Word(key.text, key.line, where), "zone", _ONE_ZONE)
            if len(key.text) > LONGEST_TEXT:
                self.tell(key.line, where, f"名称有 {len(key.text):,} 个字", f"应不超过 {LONGEST_TEXT} 个")
        return {key.text: self._zone(key.text, value, where) for key, value, where in names}

    def _zone(self, name: str, node: Node, where: str) -> Zone:
        zone = self.mapping(node, where, _ZONE, _OPTIONAL_ZONE) or {}
        texts = {part: self.text(zone.get(part), f"{where}.{part}") for part in ("en", "level", "province", "city")}
        aliases = self.words(zone.get("aliases"), f"{where}.aliases", shortest=2)
        for alias in aliases:
            self._own(alias, "zone", _ONE_ZONE)
        return Zone(name, **texts, aliases=_texts(aliases))

    # Indicators

    def _indicators(self, node: Node | None, groups: Collection[str] | None) -> dict[str, Indicator]:
        if isinstance(node, MappingNode):
            self.some(node, "indicators", "应至少有一个指标")
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
            found = "没有 aliases、patterns 或 within"
            self.tell(key.line, where, found, "应有表示这个指标的词", "请加上 aliases: […]")
        zh, en, group = (self.text(fields.get(name), f"{where}.{name}") for name in ("zh", "en", "group"))
        if group and groups is not None and group not in groups:
            self.unknown(fields["group"].line, f"{where}.group", "分组", group, groups)
        dimension = self.choice(fields.get("dimension"), f"{where}.dimension", "量纲", DIMENSIONS)
        good = self.choice(fields.get("good"), f"{where}.good", "方向", [way.value for way in Direction])
        unit = self._unit(fields.get("unit"), f"{where}.unit", dimension)
        definition, unlike, gaps = (
            self._told(fields.get(name), f"{where}.{name}") for name in ("definition", "unlike", "gaps")
        )
        return Indicator(
            id=key.text,
            zh=zh,
            en=en,
            group=group,
            dimension=dimension,
            unit=unit,
            good=Direction(good or "none"),
            aliases=self._aliases(fields.get("aliases"), f"{where}.aliases"),
            forbid=self._distinct(fields.get("forbid"), f"{where}.forbid", "word"),
            within=self._within(fields.get("within"), f"{where}.within", ids),
            patterns=self._patterns(fields.get("patterns"), f"{where}.patterns"),
            definition_zh=definition.get("zh", ""),
            definition_en=definition.get("en", ""),
            unlike_zh=unlike.get("zh", ""),
            unlike_en=unlike.get("en", ""),
            gaps_zh=gaps.get("zh", ""),
            gaps_en=gaps.get("en", ""),
            stock=self.flag(fields.get("stock"), f"{where}.stock", default=unit == _ENTERPRISES),
        )

    def _told(self, node: Node | None, where: str) -> dict[str, str]:
        lines = self.mapping(node, where, (), ("zh", "en")) or {}
        return {
            language: self.text(line, f"{where}.{language}", longest=LONGEST_DEFINITION)
            for language, line in lines.items()
        }

    def _unit(self, node: Node | None, where: str, dimension: str) -> str:
        unit = self.text(node, where)
        if not (node and unit and dimension) or dimension == "index":
            return unit
        measured = dimension_of(unit)
        if not measured:
            expected = f"应为 {dimension} 的单位，如 {_UNITS[dimension]}"
            self.tell(node.line, where, f"未知的单位{shown(unit)}", expected, _likely_unit(unit, dimension))
        elif measured != dimension:
            found = f"{shown(unit)}是 {measured} 的单位"
            self.tell(node.line, where, found, f"应为 {dimension} 的单位", "请改 unit 或 dimension")
        return unit

    def _aliases(self, node: Node | None, where: str) -> tuple[str, ...]:
        aliases = self.words(node, where, shortest=2)
        for alias in aliases:
            self._own(alias, "alias", "一个别名应只属于一个指标")
        return _texts(aliases)

    def _within(self, node: Node | None, where: str, ids: Collection[str]) -> tuple[Within, ...]:
        passages = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        return tuple(self._passage(passage, where, ids) for passage in passages)

    def _passage(self, node: Node, where: str, ids: Collection[str]) -> Within:
        parts = self.mapping(node, where, ("topics", "words")) or {}
        for name in parts:
            self.some(parts[name], f"{where}.{name}", "应至少有一个词")
        topics = self.words(parts.get("topics"), f"{where}.topics")
        words = self.words(parts.get("words"), f"{where}.words", shortest=2)
        for topic in topics:
            if topic.text not in ids:
                self.unknown(topic.line, topic.where, "指标", topic.text, ids)
            for word in words:
                self._own(word, f"word within {topic.text}", "一个词应只属于一个指标")
        return Within(_texts(topics), _texts(words))

    def _patterns(self, node: Node | None, where: str) -> tuple[str, ...]:
        patterns = self.words(node, where, shortest=2, longest=LONGEST_PATTERN)
        for pattern in patterns:
            self._own(pattern, "pattern", "一个句式应只属于一个指标")
            for found, expected, mend in _faults_of_pattern(pattern.text):
                self.tell(pattern.line, where, f"句式{shown(pattern.text)}{found}", expected, mend)
        return _texts(patterns)

    # Names and words

    def _id(self, key: Scalar, where: str) -> None:
        if not _ID.fullmatch(key.text):
            expected = "应为小写字母、数字和 _，以字母开头"
            self.tell(key.line, where, f"标识{shown(key.text)}不合规则", expected, "中文名请写在 zh")

    def _distinct(self, node: Node | None, where: str, what: str, longest: int = 60) -> tuple[str, ...]:
        words = self.words(node, where, longest=longest)
        for word in words:
            self._own(word, f"{what} of {where}", "每个词应只写一次")
        return _texts(words)

    def _own(self, word: Word, what: str, expected: str) -> None:
        """Tells of a word that an earlier entry has taken; width and case of letters make no difference."""
        same = unicodedata.normalize("NFKC", word.text).casefold()
        first = self._owners.setdefault((what, same), word)
        if first is not word:
            found = f"{shown(word.text)}在 {first.where}（第 {first.line} 行）已有"
            self.tell(word.line, word.where, found, expected, "请删去一处")


def _faults_of_pattern(pattern: str) -> list[tuple[str, str, str]]:
    """What keeps a pattern from being searched for, or makes the search slow: found, expected, mend."""
    faults = []
    if "#" not in pattern:
        mend = "请改用半角的 #" if "＃" in pattern else "没有引号时“ #”之后是注释，请给句式加引号"
        faults.append(("没有“#”", "数字的位置应有“#”", mend))
    elif pattern.count("#") > 1:
        faults.append(("有不止一个“#”", "应只有一个数字", "每个数字请各写一个句式"))
    if "..." in pattern or "………" in pattern:
        faults.append(("里有“...”或“………”", "应为“…”或“……”", "“…”代表几个字，“……”代表句中任意的字"))
    elif len(re.findall("…+", pattern)) > MOST_GAPS:
        faults.append((f"的省略号超过 {MOST_GAPS} 处", f"应不超过 {MOST_GAPS} 处", "请把其间的词写长些"))
    if pattern.startswith("…") or pattern.endswith("…"):
        faults.append(("的一端是“…”", "两端应为词或“#”", "请去掉这个“…”"))
    if len(re.sub(r"[#…\s]", "", pattern)) < 2:
        faults.append(("的字太少", "“#”和“…”之外应至少有两个字", "请写长些"))
    return faults


def _likely_unit(written: str, dimension: str) -> str:
    from difflib import get_close_matches

    # of the two characters of 亿园 one is right: half of a unit is enough
    return "".join(
        f"是不是{shown(unit)}？" for unit in get_close_matches(written, _UNITS[dimension].split("、"), 1, 0.5)
    )


def _names(node: Node | None) -> Collection[str] | None:
    """The keys of a section; None where they cannot be known."""
    return node.entries.keys() if isinstance(node, MappingNode) else None


def _texts(words: list[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
