"""What a person states of a whole report: zone, publication date, covered period, title, or that it is set aside.

It goes into the sidecar beside the report (`年报.pdf.yaml`), so it moves along with the file and holds in
every later build; the report itself is never touched. Each statement is a line of an append-only ledger
beside the corrections, with the sidecar as it was and as it is since, so that it can be undone.

    path = find_report("年报.pdf", config)
    state(config, path, who="王某", zone="荆州经开区", period="2024")
    undo(config, path, who="王某")
    standing_of(path, config).facts, standing_of(path, config).statements
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from kpi.building.stated_zone import find_stated_zone
from kpi.building.statements import (
    STATED,
    UNDONE,
    LeftBehind,
    Statement,
    add,
    facts_stated,
    history_of,
    in_force,
    ledger_of,
    left_behind,
    load,
    mark_of,
    removed,
    sidecar_now,
    stated_after,
    stated_since,
)
from kpi.building.survey import read_instead_of, shown_path
from kpi.documents.hints import CONFIG, HintFinder, text_of_sidecar
from kpi.documents.readers import archive
from kpi.documents.reading import content_digest, report_names
from kpi.results.export import write_bytes
from kpi.settings.config import Config
from kpi.settings.report_facts import FACTS, ReportFacts, read_date, read_period
from kpi.settings.sidecar_text import put_facts
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import PERIOD_EXAMPLES, STATED_BY_A_PERSON, Hints

__all__ = [
    "LeftBehind",
    "ReportFacts",
    "Standing",
    "StatedMeanwhile",
    "Statement",
    "alone",
    "digest_at",
    "find_report",
    "find_stated_zone",
    "ledger_of",
    "left_behind",
    "line_of",
    "lines_on",
    "mark_of",
    "reports_lock",
    "standing_of",
    "state",
    "stated_since",
    "text_at",
    "text_if_any",
    "time_now",
    "undo",
]

LOCK_SECONDS = 10
LONGEST_TITLE = 200
LONGEST_NAME = 60
_LINES = {"title": "题名", "aside": "搁置的原因"}
_FIRST_YEAR, _LAST_YEAR = 1980, 2099
_TOLD = 12
_OF_ONE_QUESTION = ({"zone"}, {"published", "period"}, {"title"}, {"aside"})
"""Facts that answer the same question: whose the report is, of when, what it is called, whether it is read."""
_NOTHING_OF = "# 不用 {name} 所写的\n"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stated of a report now (`facts`), all that is known of it from outside its text with the grounds
    (`hints`), the `statements` in force, the last at the end, which `undo` takes back, and all lines of the ledger
    on it (`history`); `problems` are lines of the ledger that could not be read, each told. `left` is what was stated
    of it before it was renamed or moved and did not go along: it does not hold.
    """

    path: Path
    shown: str
    facts: ReportFacts
    hints: Hints
    statements: tuple[Statement, ...]
    history: tuple[Statement, ...]
    problems: tuple[str, ...] = ()
    left: LeftBehind | None = None


class StatedMeanwhile(KpiError):
    """Somebody else has answered the question since the person saw the report: `entry` says who, when and how."""

    def __init__(self, message: str, entry: Statement) -> None:
        super().__init__(message)
        self.entry = entry


def find_report(name: str, config: Config) -> Path:
    """The report that a person means by its path, its name with or without the folders, or without the format.

    KpiError where the folders of reports hold none, or several.
    """
    root = config.path.parent
    reports = {shown_path(each, root): each for each in report_names(config.reports)}
    here = {os.path.realpath(name), os.path.realpath(root / name)}
    exact = [path for shown, path in reports.items() if shown == name or os.path.realpath(path) in here]
    wanted = name.replace(os.sep, "/")
    by_name = [path for shown, path in reports.items() if shown.endswith(f"/{wanted}")]
    by_stem = [path for shown, path in reports.items() if PurePosixPath(shown).stem == wanted]
    found = exact or by_name or by_stem
    if len(found) == 1:
        return Path(found[0])
    if found:
        listed = "、".join(shown_path(path, root) for path in found[:_TOLD])
        raise KpiError(f"{name}: 有 {len(found)} 份报告叫这个名字：{listed}；请连文件夹一起写")
    raise KpiError(f"{name}: {_why_no_report(Path(name), reports, config)}{_where_removed(wanted, config)}")


def standing_of(path: Path, config: Config) -> Standing:
    """What is stated of the report at `path`; InvalidFile with its faults where the sidecar cannot be read."""
    root, finder = config.path.parent, HintFinder(config)
    shown = shown_path(path, root)
    sidecar = finder.sidecar_of(path)
    text = text_of_sidecar(sidecar, shown_path(sidecar, root)) if sidecar else None
    facts = facts_stated(text, shown_path(sidecar, root) if sidecar else "")
    digest = digest_at(path, shown)
    history = history_of(load(config), config, shown, digest)
    hints, statements = finder.hints_of(path, shown), in_force(history.entries)
    left = next(iter(left_behind(config, {digest: shown})), None)
    return Standing(path, shown, facts, hints, statements, history.entries, history.problems, left)


def lines_on(shown: Iterable[str], config: Config) -> list[str]:
    """What a person stated of each of the reports that tables call so, a line for each that anything is stated of.

    Of one whose sidecar cannot be read the line says so.
    """
    finder, ledger, lines = HintFinder(config), load(config), []
    for name in dict.fromkeys(shown):
        path = config.path.parent / name
        if not path.is_file():
            continue
        try:
            hints = finder.hints_of(path, name)
        except KpiError as error:
            lines.append(f"{name}  说明文件读不懂：{'；'.join(str(error).splitlines())}")
            continue
        found = {word: hint for each, word in FACTS.items() if (hint := getattr(hints, each)) is not None}
        by_person = [f"{word} {hint.value}" for word, hint in found.items() if hint.ground in STATED_BY_A_PERSON]
        if by_person:
            entries = in_force(history_of(ledger, config, name, digest_at(path, name)).entries)
            who = "".join(f"（{entry.at[:10]} {entry.who}）" for entry in entries[-1:])
            lines.append(f"{name}  写明 {'，'.join(by_person)}{who}")
    return lines


def state(
    config: Config,
    path: Path,
    *,
    who: str,
    zone: str | None = None,
    published: str | None = None,
    period: str | None = None,
    title: str | None = None,
    aside: str | None = None,
    known: Collection[str] = (),
    seen: ReportFacts | None = None,
    seen_lines: int | None = None,
) -> Statement | None:
    """States facts of the report at `path`; those that are None stay, an empty one is no longer stated.

    `aside` is the reason for which builds leave the report out, empty to take it back. None where all of it is
    stated already. `known` as in `find_stated_zone`; `seen` is what the person saw
    stated: where somebody else has stated something since, nothing is written. `seen_lines` is how many lines the
    ledger had then (`mark_of`): where a later one answers the same question, it holds, nothing is written, and
    StatedMeanwhile says whose it is. KpiError where a fact is none, where the config states another (it would hold),
    where builds read another report of the same content in its place, or where the sidecar cannot be written.
    """
    given = {"zone": zone, "published": published, "period": period, "title": title, "aside": aside}
    shown = shown_path(path, config.path.parent)
    name = line_of(author(who), "--who", "姓名", LONGEST_NAME)
    facts = _checked({key: value for key, value in given.items() if value is not None}, config, shown, known)
    with alone(config):
        finder, digest = HintFinder(config), digest_at(path, shown)
        _refuse_where_config_states(finder.hints_of(path, shown), facts, config, shown)
        if archive.is_inside(path) or facts.keys() != {"aside"}:  # a copy may be set aside
            _refuse_what_is_read_elsewhere(path, shown, facts, config)
        if seen_lines is not None:
            _refuse_what_is_answered(config, shown, digest, facts, seen_lines)
        read, target = _sidecars(finder, path)
        before = text_at(read, config)
        if seen is not None and seen != facts_stated(before, str(read)):
            raise KpiError(f"{shown}: 您打开之后已有人改过这份报告的说明；没有写入，请重新载入后再定")
        behind = _behind(finder, path, target)
        after = _with(before, facts, target, behind)
        if before == after:
            return None
        texts = (before if read == target else None, after, text_if_any(behind, config))
        entry = Statement(time_now(), name, STATED, shown, digest, target.name, *texts)
        _settle(config, entry, target)
        return entry


def undo(config: Config, path: Path, *, who: str, entry: Statement | None = None) -> Statement:
    """Takes back the last statement in force on the report: its sidecar is again what it was, or gone.

    `entry` is the one that is meant: where it is not the last any more, nothing is taken back. KpiError then, where
    there is none, and where the sidecar was changed by hand since.
    """
    root = config.path.parent
    shown, name = shown_path(path, root), line_of(author(who), "--who", "姓名", LONGEST_NAME)
    with alone(config):
        digest = digest_at(path, shown)
        entries = in_force(history_of(load(config), config, shown, digest).entries)
        if not entries:
            raise KpiError(f"{shown}: 没有可以撤销的；只有用 kpi report 或看板写明的才能撤销")
        last = entries[-1]
        if entry is not None and not _is_same(entry, last):
            raise KpiError(f"{shown}: 后来又有人写明或撤销过（现在是 {last.told()}），没有撤销")
        target = sidecar_now(last, path)
        now = text_at(target if target.exists() else None, config)
        if now != last.after:
            what = "已被手工改过" if now is not None else "已不在"
            raise KpiError(f"{shown_path(target, root)}: 写明之后{what}，没有撤销，以免丢掉别人的改动；请直接改该文件")
        behind = text_if_any(_behind(HintFinder(config), path, target), config)
        entry = Statement(time_now(), name, UNDONE, shown, digest, target.name, now, last.before, behind)
        _settle(config, entry, target)
        return entry


def reports_lock(config: Config) -> Any:
    """The lock of all who put something into the folders of reports."""
    from filelock import FileLock

    config.data.mkdir(parents=True, exist_ok=True)
    return FileLock(config.data / "intake.lock")


# What a person writes


def _checked(given: Mapping[str, str], config: Config, shown: str, known: Collection[str]) -> dict[str, str]:
    """The facts as a sidecar states them; KpiError for the first that is none."""
    if not given:
        raise KpiError("没有要写明的；请给出 --zone、--published、--period、--title、--aside 或 --back")
    folders = PurePosixPath(shown).parent.parts
    facts: dict[str, str] = {}
    for name, value in given.items():
        text = value.strip()
        if not text:
            facts[name] = ""
        elif name == "zone":
            facts[name] = find_stated_zone(text, config, known, folders)
        elif name in _LINES:
            facts[name] = line_of(text, f"--{name}", _LINES[name], LONGEST_TITLE)
        else:
            facts[name] = _time(name, text)
    return facts


def _time(name: str, text: str) -> str:
    if name == "published":
        code, expected = read_date(text), "日期，应写到日，如 2024-03-01"
    else:
        code, expected = read_period(text), f"一年之内的时期，应如 {PERIOD_EXAMPLES}"
    if not code or not _FIRST_YEAR <= int(code[:4]) <= _LAST_YEAR:
        raise KpiError(f"--{name} {text}: 不是{expected}")
    if name == "published" and code > (date.today() + timedelta(days=1)).isoformat():
        raise KpiError(f"--{name} {text}: 这一天还没有到，请核对年份")
    return code


def line_of(text: str, option: str, what: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line or len(line) > longest or not line.isprintable():
        raise KpiError(f"{option}: 请写明{what}，一行，{longest} 字以内，不含控制字符")
    return line


def _refuse_what_is_read_elsewhere(path: Path, shown: str, facts: Mapping[str, str], config: Config) -> None:
    """KpiError where nothing beside the report would be read, with the place where it may be stated."""
    if archive.is_inside(path):
        said = {"path": shown} | {name: value for name, value in facts.items() if value}
        entry = ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
        raise KpiError(
            f"{shown}: 在压缩包里，旁边放不了说明文件；"
            f"请在 {config.path.name} 的 reports 里加一项 {{{entry}}}，或者先解开"
        )
    if other := read_instead_of(path, config):
        raise KpiError(f"{shown}: 内容与 {other} 相同，建库只读那一份；请写明那一份")


def _refuse_what_is_answered(
    config: Config, shown: str, digest: str, facts: Mapping[str, str], seen_lines: int
) -> None:  # fmt: skip
    """StatedMeanwhile where a line that the person has not seen answers what the facts answer."""
    asked = {name for question in _OF_ONE_QUESTION if question & facts.keys() for name in question}
    later = stated_after(load(config), config, shown, digest, seen_lines)
    for entry in reversed(later):
        if asked & entry.changes.keys():
            raise StatedMeanwhile(f"{shown}: 刚才已由别人写明，没有再记：{entry.told()}", entry)


def _is_same(one: Statement, other: Statement) -> bool:
    """Whether both are the same line, wherever the report is by now."""
    return replace(one, path="") == replace(other, path="")


def _refuse_where_config_states(hints: Hints, facts: Mapping[str, str], config: Config, shown: str) -> None:
    for name, value in facts.items():
        hint = getattr(hints, name)
        if hint is not None and hint.ground == CONFIG and hint.value != value:
            raise KpiError(
                f"{shown}: {config.path.name} 的 reports 已写明它的{FACTS[name]}（{hint.value}），以那里为准；请改那里"
            )


# The report and its sidecar


def _where_removed(wanted: str, config: Config) -> str:
    """That a report of this name was removed, and how it comes back; empty where none was."""
    found = [entry for entry in removed(config) if wanted in _names_of(entry.path)][-1:]
    return "".join(
        f"；{each.path} 已移出（{each.at[:10]} {each.who}），在 {each.kept}，放回用 --undo" for each in found
    )


def _names_of(shown: str) -> set[str]:
    path = PurePosixPath(shown)
    return {shown, path.name, path.stem}


def _why_no_report(path: Path, reports: Collection[str], config: Config) -> str:
    from difflib import get_close_matches

    place = path if path.exists() else config.path.parent / path
    if place.is_dir():
        return "是文件夹；请写出其中的一份报告"
    if place.exists():
        finder = HintFinder(config)
        if finder.is_sidecar(place):
            return "是报告旁的说明文件；请写报告本身"
        return f"不在 {config.path.name} 的 reports 所写的文件夹里，或是不读的格式；请先把它放进去"
    by_stem = {PurePosixPath(shown).stem: shown for shown in reports}
    close = get_close_matches(path.stem, list(by_stem), 3, 0.6)
    return "没有这份报告" + (f"；是不是 {'、'.join(by_stem[each] for each in close)}？" if close else "；请核对名称")


def _sidecars(finder: HintFinder, path: Path) -> tuple[Path | None, Path]:
    """The sidecar that is read for the report now, and the one to write: its own where that is other reports' too."""
    own = path.with_name(f"{path.name}.yaml")
    read = finder.sidecar_of(path)
    if read is None or (read.stem == path.stem and finder.is_shared(read)):
        return read, own
    return read, read


def _behind(finder: HintFinder, path: Path, sidecar: Path) -> Path | None:
    """The sidecar that is read for the report where that one is gone."""
    return next((each for each in finder.sidecars_of(path) if each != sidecar), None)


def text_at(sidecar: Path | None, config: Config) -> str | None:
    """The text of a sidecar whose facts can be read; None where there is none."""
    if sidecar is None:
        return None
    shown = shown_path(sidecar, config.path.parent)
    text = text_of_sidecar(sidecar, shown)
    facts_stated(text, shown)
    return text


def text_if_any(sidecar: Path | None, config: Config) -> str | None:
    """The same of one that is not read now, and nothing where it is none: its faults are told when it is."""
    with contextlib.suppress(KpiError):
        return text_at(sidecar, config)
    return None


def _with(before: str | None, facts: Mapping[str, str], target: Path, behind: Path | None) -> str | None:
    """The text with the facts, once it is certain that it says just these; None where nothing is left of it.

    Comments stay where nothing is stated any more, and so does an empty statement in the way of what is `behind` it.
    """
    was = asdict(facts_stated(before, target.name))
    changed = {name: value for name, value in facts.items() if value != was[name]}
    there = was | changed
    if not changed:
        return before
    try:
        after = put_facts(before or "", changed)
        if not any(there.values()) and "#" not in after:
            return _NOTHING_OF.format(name=behind.name) if behind is not None else None
        if facts_stated(after, target.name) == ReportFacts(**there):
            return after
    except KpiError as error:
        raise KpiError(f"{target.name}: {error}") from None
    raise KpiError(f"{target.name}: 这个文件的写法程序改不了；请直接在文件里改")


def _settle(config: Config, entry: Statement, sidecar: Path) -> None:
    """Writes the sidecar and the line of the ledger, both or neither."""
    _put(sidecar, entry.after)
    try:
        add(config, entry)
    except KpiError:
        _put(sidecar, entry.before)
        raise


def _put(sidecar: Path, text: str | None) -> None:
    if text is not None:
        write_bytes(text.encode(), sidecar)
        return
    try:
        sidecar.unlink(missing_ok=True)
    except OSError as error:
        raise KpiError(f"{sidecar}: 删不掉（{error.strerror or error}）；请检查写权限") from error


def digest_at(path: Path, shown: str) -> str:
    if not path.is_file() and not archive.is_inside(path):
        raise KpiError(f"{shown}: 报告已不在原处；请核对，或运行 kpi build 更新结果")
    return content_digest(path)


@contextlib.contextmanager
def alone(config: Config) -> Iterator[None]:
    """Holds the lock, so that of two who state at once each writes on what the other wrote."""
    from filelock import Timeout

    try:
        lock = reports_lock(config)
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise KpiError(f"{config.data}: 另一个程序正在写报告的说明；请稍后再试") from None
    except OSError as error:
        raise KpiError(f"{config.data}: 写不进去（{error.strerror or error}）；请检查写权限和磁盘空间") from error
    try:
        yield
    finally:
        lock.release()


def time_now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
