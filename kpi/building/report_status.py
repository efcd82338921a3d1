"""The reports of a build as a person manages them: whose, of when, on what grounds, what waits, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.series.explain import GROUNDS
from kpi.settings.report_facts import FACTS
from kpi.vocabulary.model import YEAR_ASSUMED, YEAR_OPEN, ZONE_OPEN, Hints

if TYPE_CHECKING:
    from kpi.results.builds import Build

_COLUMNS = (
    *("doc", "path", "title", "zone", "published", "observations", "year", "state", "candidates", "waiting"),
    *("stated", "zone_basis", "zone_ground", "date_basis", "date_ground"),
)


UNSUPPORTED = "文件类型不支持"
"""Why a file is left out that is none of the formats that are read."""


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """A report of a build. `facts` stand in the series, `waiting` figures wait for its zone or year, `to_confirm`
    readings for a person; `undated` figures lack their period where zone and year of the report are known.
    `candidates` are the zones that it may be of. `left_out` says why it gave nothing, `duplicate_of` names the report
    of the same content that is read in its place; `aside` is the reason for which a person set it aside, `removed`
    where it lies since a person removed it, `removed_by` when and who.
    """

    path: str
    doc: str = ""
    title: str = ""
    zone: str = ""
    candidates: tuple[str, ...] = ()
    year: int = 0
    published: str = ""
    state: tuple[str, ...] = ()
    facts: int = 0
    waiting: int = 0
    to_confirm: int = 0
    undated: int = 0
    grounds: Mapping[str, str] | None = None
    stated: tuple[str, ...] = ()
    left_out: str = ""
    duplicate_of: str = ""
    aside: str = ""
    removed: str = ""
    removed_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether figures of it stand in no series until somebody says whose they are, or of which year."""
        return ZONE_OPEN in self.state or YEAR_OPEN in self.state

    @property
    def told_zone(self) -> str:
        """Its zone, or that this is open and what it may be."""
        if ZONE_OPEN not in self.state:
            return self.zone or "开发区不详"
        return "开发区待定" + (f"（可能是 {' 或 '.join(self.candidates)}）" if self.candidates else "")

    @property
    def told_year(self) -> str:
        """The year that it looks back on, and whether that is a guess or open."""
        if not self.year:
            return "年份待定" if YEAR_OPEN in self.state else "年份不详"
        return f"{self.year} 年" + ("（年份推定）" if YEAR_ASSUMED in self.state else "")

    @property
    def told_waiting(self) -> str:
        """How many figures wait, and which zones they may be of."""
        candidates = f"；可能是{'或'.join(self.candidates)}" if ZONE_OPEN in self.state and self.candidates else ""
        return f"{self.waiting} 处数字{candidates}"

    def line(self) -> str:
        """The report in a line, as a list has it."""
        if self.left_out:
            return f"{self.path}  没有采用：{self.left_out}"
        counts = [f"{self.facts} 条事实"]
        counts += [f"{self.waiting} 处待定"] if self.waiting else []
        counts += [f"{self.to_confirm} 条待确认"] if self.to_confirm else []
        counts += [f"{self.undated} 处缺时期"] if self.undated else []
        published = f"{self.published} 发布" if self.published else "发布日期不详"
        return "  ".join((self.path, self.told_zone, self.told_year, published, "，".join(counts)))

    def lines(self) -> list[str]:
        """All that is known of the report and on what grounds, a line for each."""
        if self.left_out:
            return [self.path, f"  没有采用  {self.left_out}"]
        grounds = self.grounds or {}
        zone, date = (_ground(grounds.get(f"{name}_basis", ""), grounds.get(f"{name}_ground", "")) for name in _BASES)
        waiting = f"，{self.waiting} 处待定" if self.waiting else ""
        unsure = f"，{self.to_confirm} 条待确认" if self.to_confirm else ""
        unsure += f"，{self.undated} 处缺时期" if self.undated else ""
        return [
            self.path,
            f"  开发区    {self.told_zone}{zone if self.zone else ''}",
            f"  年份      {self.told_year}{date if self.year else ''}",
            f"  发布日期  {self.published or '不详'}",
            f"  题名      {self.title or '（没有）'}",
            f"  读出      {self.facts} 条事实{waiting}{unsure}",
        ]


_BASES = ("zone", "date")


def reports_of(build: Build) -> list[ReportStatus]:
    """The reports of a build, those that wait first, and last those that were left out, each with the reason."""
    unsure, undated = (_counted(build, reason) for reason in _LEFT_OUT)
    rows = build.tables.select("documents", _COLUMNS).to_pylist()
    found = [_status(row, unsure[row["doc"]], undated[row["doc"]]) for row in rows]
    return [*sorted(found, key=lambda report: (not report.waits, report.path)), *left_out_of(build)]


def left_out_of(build: Build) -> list[ReportStatus]:
    """The files of the folders that gave nothing to a build, and why."""
    info = build.info
    found = [ReportStatus(each["path"], left_out=each["reason"]) for each in info["failed"]]
    found += [
        ReportStatus(one, left_out=f"与 {other} 内容相同，只读那一份", duplicate_of=other)
        for one, other in info["duplicates"]
    ]
    found += [
        ReportStatus(each["path"], left_out=f"搁置：{each['reason']}", aside=each["reason"])
        for each in info.get("aside", ())
    ]
    found += [ReportStatus(path, left_out=UNSUPPORTED) for path in info["left_out"]]
    return sorted(found, key=lambda report: report.path)


def report_at(build: Build, path: str) -> ReportStatus | None:
    """The report that tables call `path`; None where the build does not know it."""
    rows = build.tables.select("documents", _COLUMNS, where={"path": path}).to_pylist()
    if not rows:
        return next((report for report in left_out_of(build) if report.path == path), None)
    doc = rows[0]["doc"]
    return _status(rows[0], *(_counted(build, reason, doc)[doc] for reason in _LEFT_OUT))


def with_word(reports: Iterable[ReportStatus], word: str) -> list[ReportStatus]:
    """The reports in whose line or title the word stands."""
    wanted = word.strip().casefold()
    return [report for report in reports if wanted in f"{report.line()} {report.title}".casefold()]


def hint_lines(hints: Hints) -> list[str]:
    """What is known of a report from outside its text, a line for each fact with where it stands."""
    found = ((word, getattr(hints, name)) for name, word in FACTS.items())
    return [f"  文外所知  {word} {hint.value}{_ground(hint.ground, '')}" for word, hint in found if hint]


_LEFT_OUT = ("to_confirm", "no_period")


def _counted(build: Build, reason: str, doc: str = "") -> Counter[str]:
    """How many numbers of each report, or of one, were left out for a reason."""
    where = {"reason": reason} | ({"doc": doc} if doc else {})
    counted = build.tables.counts("remarks", ["doc"], where=where).to_pylist()
    return Counter({row["doc"]: row["count"] for row in counted})


def _status(row: Mapping[str, Any], to_confirm: int, no_period: int) -> ReportStatus:
    state = tuple(row["state"].split())
    return ReportStatus(
        path=row["path"],
        doc=row["doc"],
        title=row["title"],
        zone=row["zone"],
        candidates=tuple(filter(None, row["candidates"].split("|"))),
        year=row["year"],
        published=row["published"],
        state=state,
        facts=row["observations"],
        waiting=row["waiting"],
        to_confirm=to_confirm,
        undated=0 if {ZONE_OPEN, YEAR_OPEN} & set(state) else no_period,
        grounds={name: row[name] for name in ("zone_basis", "zone_ground", "date_basis", "date_ground")},
        stated=tuple(row["stated"].split()),
    )


def _ground(basis: str, ground: str) -> str:
    how = GROUNDS.get(basis, basis)
    return f"（{'：'.join(filter(None, (how, ground)))}）" if how or ground else ""
