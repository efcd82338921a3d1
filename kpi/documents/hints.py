"""What is known of a report from outside its text: whose it is, when it was published, which period it covers.

Sources, from the most trusted to the least:

1. an entry of `reports:` in the config, of the file itself or of the nearest folder around it;
2. a sidecar beside the report: `年报.pdf.yaml` or `年报.yaml` of `年报.pdf`;
3. the text of the report itself (found later, by `context`);
4. what the file says of itself: the title and the publication date of a web page;
5. its name; 6. the names of its folders; 7. the day on which the file was made, for want of anything else.

The first two override the text, the others serve where it says nothing. A name is read only where
it names one zone, one date, one period: of two, none is chosen.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kpi.pages.zone_names import ZoneNames
from kpi.settings.config import Config
from kpi.settings.config_file import without_marks
from kpi.settings.fields import FieldReader, is_empty
from kpi.settings.report_facts import FACTS, ReportFacts, facts_in
from kpi.settings.source import read_yaml
from kpi.vocabulary.errors import InvalidFile, Problem
from kpi.vocabulary.model import STATED_BY_A_PERSON, Document, FileFacts, Hint, Hints, Period
from kpi.vocabulary.ordinary_files import read_ordinary
from kpi.vocabulary.patterns import lazy

CONFIG, SIDECAR, METADATA, FILE_NAME, FOLDER, CREATED = (
    *("config", "sidecar", "metadata", "file_name", "folder", "created"),
)
"""The grounds of a hint, from the most trusted to the least."""

FROM_PATH = (FILE_NAME, FOLDER)

_SIDECAR_SUFFIXES = (".yaml", ".yml")
_NOTHING = Hints()


class HintFinder:
    """Finds the hints of many reports: names are compiled, folders listed once."""

    def __init__(self, config: Config) -> None:
        self._zones = ZoneNames(config.zones)
        self._entries = {str(place): facts for place, facts in config.report_facts.items()}
        self._of_entries: dict[str, Hints] = {}
        self._of_folder: dict[tuple[str, ...], Hints] = {}
        self._listings: dict[str, _Folder] = {}

    def hints_of(self, path: Path, shown: str) -> Hints:
        """The hints of the report at `path`, called `shown` in tables, before it is read.

        InvalidFile, with the faults and their lines, where its sidecar cannot be read.
        """
        folder, _, name = shown.rpartition("/")
        folders = tuple(_plain(part) for part in folder.split("/") if part not in ("", ".", ".."))
        stated = self._stated(path, shown, folders)
        return _joined(stated, self._of_path(name, folders))

    def with_metadata(self, hints: Hints, facts: FileFacts) -> Hints:
        """The hints with what the file says of itself: above those of its name, below those that a person stated."""
        zones: set[str] = set()
        for text in (facts.title, facts.site):
            zones = zones or self._zones.names_in(_plain(text))
        said = Hints(
            zone=Hint(next(iter(zones)), METADATA) if len(zones) == 1 else None,
            published=Hint(facts.published, METADATA) if facts.published else None,
            title=Hint(facts.title, METADATA) if facts.title else None,
        )
        by_person = {name: hint for name, hint in _each(hints) if hint.ground in STATED_BY_A_PERSON}
        found = _joined(_joined(Hints(**by_person), said), hints)
        if facts.created and found.published is None and found.period is None:
            return replace(found, published=Hint(facts.created, CREATED))
        return found

    def with_hints(self, document: Document, path: Path) -> Document:
        """The document, read from `path`, with its hints."""
        return replace(document, hints=self.with_metadata(self.hints_of(path, document.path), document.facts))

    def is_sidecar(self, path: Path) -> bool:
        """Whether this file states the facts of a report beside it."""
        if path.suffix.lower() not in _SIDECAR_SUFFIXES:
            return False
        beside = self._beside(path)
        return path.stem in beside.others or path.stem in beside.stems

    def sidecar_of(self, path: Path) -> Path | None:
        """The sidecar that is read for the report at `path`; None where there is none."""
        return next(iter(self.sidecars_of(path)), None)

    def sidecars_of(self, path: Path) -> list[Path]:
        """All sidecars beside the report at `path`; the first one is read, each other where those before are gone."""
        sidecars = self._beside(path).sidecars
        names = (name + suffix for name in (path.name, path.stem) for suffix in _SIDECAR_SUFFIXES)
        return [path.with_name(name) for name in names if name in sidecars] if sidecars else []

    def is_shared(self, sidecar: Path) -> bool:
        """Whether a sidecar named without a format is that of several reports: 年报.yaml of 年报.pdf and 年报.docx."""
        return [name.rpartition(".")[0] for name in self._beside(sidecar).others].count(sidecar.stem) > 1

    # What a person stated

    def _stated(self, path: Path, shown: str, folders: tuple[str, ...]) -> Hints:
        hints = self._by_entries(os.path.abspath(path), folders) if self._entries else _NOTHING
        sidecar = self.sidecar_of(path)
        if sidecar is not None:
            called = PurePosixPath(shown).parent / sidecar.name
            hints = _joined(hints, self._hints(read_sidecar(sidecar, str(called)), SIDECAR, folders))
        return hints

    def _by_entries(self, place: str, folders: tuple[str, ...]) -> Hints:
        """What the entries of the config state of a file or folder, those of folders around it last."""
        around = os.path.dirname(place)
        if around not in self._of_entries:
            self._of_entries[around] = self._by_entries(around, folders) if around != place else _NOTHING
        facts = self._entries.get(place)
        own = self._hints(facts, CONFIG, folders) if facts else _NOTHING
        return _joined(own, self._of_entries[around])

    def _hints(self, facts: ReportFacts, ground: str, folders: tuple[str, ...]) -> Hints:
        zone = self._zones.named(facts.zone, folders) if facts.zone else ""
        values = {**asdict(facts), "zone": zone}
        return Hints(**{name: Hint(value, ground) for name, value in values.items() if value})

    def _beside(self, path: Path) -> _Folder:
        folder = os.path.dirname(path)
        if folder not in self._listings:
            try:
                names = os.listdir(folder or ".")
            except OSError:  # a member of an archive, or an upload: nothing stands beside it
                names = []
            sidecars = frozenset(name for name in names if name.lower().endswith(_SIDECAR_SUFFIXES))
            others = frozenset(names) - sidecars
            self._listings[folder] = _Folder(sidecars, others, frozenset(name.rpartition(".")[0] for name in others))
        return self._listings[folder]

    # What the names say

    def _of_path(self, name: str, folders: tuple[str, ...]) -> Hints:
        stem = _plain(name.rpartition(".")[0] or name)
        times, zones = _times_in(stem), self._zones.names_in(stem, folders)
        around = self._of_folders(folders)
        zone = Hint(next(iter(zones)), FILE_NAME) if len(zones) == 1 else None
        if not zones:  # of a name that speaks of two zones the folder is no judge
            zone = around.zone
        if times == _NO_TIMES:  # nor does a folder's year add anything to the file's own date
            return Hints(zone, around.published, around.period)
        return Hints(zone, _hint(times.published, FILE_NAME), _hint(times.period, FILE_NAME))

    def _of_folders(self, folders: tuple[str, ...]) -> Hints:
        if folders not in self._of_folder:
            zones = {zone for folder in folders for zone in self._zones.names_in(folder, folders)}
            times = next((time for time in map(_times_in, _dated(folders)) if time != _NO_TIMES), _NO_TIMES)
            self._of_folder[folders] = Hints(
                zone=Hint(next(iter(zones)), FOLDER) if len(zones) == 1 else None,
                published=_hint(times.published, FOLDER),
                period=_hint(times.period, FOLDER),
            )
        return self._of_folder[folders]


def digest_of(hints: Hints) -> str:
    """SHA-256 of what the hints say and on what ground: with the content, all that decides what a report yields."""
    parts = [f"{name}={hint.ground}:{hint.value}" for name, hint in _each(hints)]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def read_sidecar(path: Path, shown: str) -> ReportFacts:
    """The facts in a sidecar; InvalidFile with all its faults, which call it `shown`."""
    return facts_of_sidecar(text_of_sidecar(path, shown), shown)


def text_of_sidecar(path: Path, shown: str) -> str:
    """What stands in a sidecar, to the letter; InvalidFile, which calls it `shown`, where that is no text."""
    try:
        return read_ordinary(path).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"字节 0x{error.object[error.start]:02X} 不是 UTF-8"
        raise InvalidFile([Problem(shown, line, "", found, "应为 UTF-8 文本", "请另存为 UTF-8")]) from None
    except OSError as error:
        found = f"文件打不开（{error.strerror or error}）"
        raise InvalidFile([Problem(shown, 0, "", found, "应为可读的文件", "请检查权限")]) from None


def facts_of_sidecar(text: str, shown: str) -> ReportFacts:
    """The facts that the text of a sidecar states, none where it is all comments; InvalidFile with all its faults."""
    text = without_marks(text)
    root, problems = read_yaml(text, shown)
    reader = FieldReader(shown, text)
    facts = ReportFacts()
    if not problems and is_empty(root):
        if "#" in text:
            return facts
        problems = [Problem(shown, 0, "", "文件是空的", f"应有 {'、'.join(FACTS)} 中的几项")]
    elif root is not None:
        facts = facts_in(reader.mapping(root, "", (), tuple(FACTS)) or {}, "", reader)
    if problems or reader.problems:
        raise InvalidFile([*problems, *reader.problems])
    return facts


@dataclass(frozen=True, slots=True)
class _Folder:
    """The names in a folder: what may be a sidecar, the other files, and those without their suffix."""

    sidecars: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()


# Dates and periods in names


@dataclass(frozen=True, slots=True)
class _Times:
    """When a name says that a report was published (a year, a month or a day), and the period that it covers."""

    published: str = ""
    period: str = ""


_NO_TIMES = _Times()
_DAY = lazy(
    r"(?<!\d)(?P<y>20\d\d)(?:年(?=\d+月)|(?P<mark>[-_./ ]))(?P<m>\d{1,2})"
    r"(?(mark)(?P=mark)|月)(?P<d>\d{1,2})(?:日|(?!\d))"
    r"|(?<!\d)(?P<yy>20\d\d)(?P<mm>0[1-9]|1[0-2])(?P<dd>0[1-9]|[12]\d|3[01])(?!\d)"
)
_SPAN = lazy(r"(?<!\d)20\d\d年?[-—–~～至到]20\d\d年?(?!\d)")  # 2021-2025: a plan's years, not the report's
_PARTS = {
    "上半年": (1, 6), "h1": (1, 6), "下半年": (7, 12), "h2": (7, 12), "前三季度": (1, 9), "1-3季度": (1, 9),
    "一季度": (1, 3), "q1": (1, 3), "二季度": (4, 6), "q2": (4, 6),
    "三季度": (7, 9), "q3": (7, 9), "四季度": (10, 12), "q4": (10, 12),
}  # fmt: skip
_PART = lazy(rf"(?<!\d)(20\d\d)[年\-_ ]?第?({'|'.join(sorted(_PARTS, key=len, reverse=True))})")
_MONTHS = lazy(r"(?<!\d)(20\d\d)年0?1[-—–~～至到](\d{1,2})月")
# a month by itself dates a report; with these words it is what the report covers
_ONE_MONTH = lazy(
    r"(?<!\d)(20\d\d)年(\d{1,2})月份?(?=经济|运行|主要|指标|数据|统计|完成|情况|快报|月报)|(?<!\d)(20\d\d)年(\d{1,2})月份"
)
_WORK_REPORT = lazy(r"(?<!\d)(20\d\d)年?[㐀-鿿]{0,16}工作报告|工作报告\D{0,3}(20\d\d)(?:年|(?!\d))")
_WHOLE_YEAR = lazy(
    r"(?<!\d)(20\d\d)(?:年度|年全年|年[㐀-鿿]{0,14}(?:统计公报|总结|年报|年鉴|回顾|全年))|(?:总结|年报|公报|年鉴)\D{0,2}(20\d\d)(?!\d)"
)
_MONTH = lazy(r"(?<!\d)(20\d\d)(?:年|[-_./ ])(\d{1,2})(?:月|(?!\d))|(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)")
_YEAR = lazy(r"(?<!\d)(20\d\d)(?!\d)")


def _times_in(name: str) -> _Times:
    """The date and the period in a name; neither where it gives several.

    >>> _times_in("2023-01-15_工作报告"), _times_in("某区2024年上半年")
    (_Times(published='2023-01-15', period=''), _Times(published='', period='2024-H1'))
    >>> _times_in("2024年工作报告"), _times_in("2023-01"), _times_in("2021-2025年规划")
    (_Times(published='2024', period='2023'), _Times(published='2023-01', period=''), _Times(published='', period=''))
    """
    if "20" not in name:
        return _NO_TIMES
    days, rest = set(), name
    for match in _DAY.finditer(name):
        days.add(_day(*(match[a] or match[b] for a, b in (("y", "yy"), ("m", "mm"), ("d", "dd")))))
        rest = rest.replace(match[0], " ")
    rest = _SPAN.sub(" ", rest)
    periods = _periods_in(rest)
    published = _one(days - {""})
    if not days and not periods:
        published = _one({_month(*filter(None, groups)) for groups in _MONTH.findall(rest)} - {""})
    report = _WORK_REPORT.search(rest)
    if report and not periods and not days:  # the report given in a year looks back on the one before
        year = int(report[1] or report[2])
        return _Times(str(year), str(year - 1))
    if not days and not periods and not published:
        published = _one(set(_YEAR.findall(_MONTH.sub(" ", rest))))
    return _Times(published, _one(periods))


def _periods_in(text: str) -> set[str]:
    found = {Period.months(int(year), *_PARTS[part]).code for year, part in _PART.findall(text)}
    found |= {Period.months(int(y), 1, int(last)).code for y, last in _MONTHS.findall(text) if 2 <= int(last) <= 12}
    for groups in _ONE_MONTH.findall(text):
        year, month = map(int, filter(None, groups))
        found |= {Period.months(year, month, month).code} if 1 <= month <= 12 else set()
    return found or {next(filter(None, groups)) for groups in _WHOLE_YEAR.findall(text)}


def _dated(folders: tuple[str, ...]) -> Iterable[str]:
    """The names of folders, innermost first; a month below a year (2023/01) is read with it."""
    for at in range(len(folders) - 1, -1, -1):
        month = re.fullmatch(r"(0?[1-9]|1[0-2])月?", folders[at])
        year = re.fullmatch(r"(20\d\d)年?", folders[at - 1]) if at else None
        yield f"{year[1]}-{month[1]}" if month and year else folders[at]


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else ""


def _one(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _plain(name: str) -> str:
    """A name with full-width signs as plain ones, small letters: what differs only for the eye is one."""
    return unicodedata.normalize("NFKC", name).lower()


def _hint(value: str, ground: str) -> Hint | None:
    return Hint(value, ground) if value else None


def _each(hints: Hints) -> list[tuple[str, Hint]]:
    found = ((name, getattr(hints, name)) for name in FACTS)
    return [(name, hint) for name, hint in found if hint is not None]


def _joined(first: Hints, second: Hints) -> Hints:
    """Each hint of the first, and of the second where the first has none."""
    return Hints(**{name: getattr(first, name) or getattr(second, name) for name in FACTS})
