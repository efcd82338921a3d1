"""What is done with an input, and what must come of it: a table, or one line that says what is wrong and the mend.

Everything here runs in a process of its own (`kpi.building.workers`), which is ended where it takes too much.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpi.building.memory import peak_memory, ran_out
from kpi.building.readings import Desk, document_at
from kpi.documents.reading import is_light
from kpi.settings.config import Config, check_config, load_config
from kpi.settings.shipped import shipped_map
from kpi.vocabulary.errors import InvalidFile, KpiError
from kpi.vocabulary.model import Extraction, Hints
from tests.fuzz.projects import LEDGERS, REPORT, YEARS, make_project

LONGEST_OF_LIGHT = 20.0
"""Seconds of the processor for a text that is read where it is asked for, without a limit of time."""

READ, REFUSED, FAULT = "read", "refused", "fault"


@dataclass(frozen=True, slots=True)
class Input:
    """What is tried: `target` says what is done with it, `name` is that of its file, `label` what makes it again."""

    target: str
    label: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """How it ended, after how many seconds of the processor, and the most megabytes its process has held by then; of a
    fault where it was met (the same of all inputs that meet it) and all that Python says of it.
    """

    ending: str
    seconds: float = 0.0
    megabytes: float = 0.0
    fault: str = ""
    trace: str = ""


class Broken(AssertionError):
    """What came of an input is not what must come of every one."""


@dataclass(slots=True)
class Bench:
    """A project in a folder of its own, and what is laid out for all inputs."""

    folder: Path

    @property
    def scratch(self) -> Path:
        """A folder for the files of one input."""
        place = self.folder / "scratch"
        place.mkdir(exist_ok=True)
        return place


class _Laid:
    """What takes a while to lay out, made when it is first asked for."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    @cached_property
    def desk(self) -> Desk:
        path = self.bench.folder / "map" / "config.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(shipped_map().replace("reports: [seeds]", "reports: [reports]"), "utf-8")
        return Desk(load_config(path))

    @cached_property
    def project(self) -> Config:
        return make_project(self.bench.folder / "project")


def bench_at(folder: str) -> _Laid:
    """The desk of a worker: a folder of its own below this one, since a worker may be ended at any moment."""
    place = Path(folder) / f"worker-{os.getpid()}"
    place.mkdir(parents=True, exist_ok=True)
    return _Laid(Bench(place))


def tried(laid: _Laid, given: Input) -> Tried:
    """Tries one input; only a lack of memory is raised, for whoever keeps the process to its limits."""
    started = time.process_time()
    try:
        ending, fault, trace = TRIALS[given.target](laid, given), "", ""
    except BaseException as error:
        if ran_out(error):
            raise MemoryError from error
        ending, fault, trace = FAULT, _where(error), "".join(traceback.format_exception(error))
    finally:
        shutil.rmtree(laid.bench.scratch, ignore_errors=True)
    seconds = time.process_time() - started
    if not fault and seconds > LONGEST_OF_LIGHT and is_light(Path(given.name), given.data):
        ending, fault = FAULT, f"a light text that takes more than {LONGEST_OF_LIGHT:g} s"
    return Tried(ending, seconds, peak_memory(), fault, trace)


def _where(error: BaseException) -> str:
    """The fault in a line that is the same for all inputs that meet it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}kpi{os.sep}" in frame.filename] or frames[-1:]
    if isinstance(error, Broken):
        return f"{error}"
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno} in {own[-1].name}"


# Reports

_MENDS = ("；", "应", "缺少", "请")
"""What a message says where it tells what was expected or what can be done."""


def try_report(laid: _Laid, given: Input) -> str:
    """A report that came by itself: read, and all that is in it found, as an upload is."""
    path = Path(given.name)
    try:
        hints = laid.desk.hints.hints_of(path, given.name)
        document = document_at(path, given.name, path.stem, hints, laid.desk, given.data)
    except KpiError as error:
        check_line(str(error), Path(given.name).name)
        return REFUSED
    check_extraction(laid.desk.extractor.extract(document))
    return READ


def try_archive(laid: _Laid, given: Input) -> str:
    """An archive in a folder: each of its members read, or told."""
    from kpi.documents.reading import bytes_of, find_reports, left_out_names, stat_of

    path = laid.bench.scratch / given.name
    path.write_bytes(given.data)
    ending = REFUSED
    left_out_names([path.parent])
    for member in find_reports([path.parent])[:200]:
        try:
            _, data = stat_of(member), bytes_of(member)
            shown = member.relative_to(laid.bench.scratch).as_posix()
            document = document_at(member, shown, member.stem, Hints(), laid.desk, data)
        except KpiError as error:
            check_line(str(error), "")
            continue
        check_extraction(laid.desk.extractor.extract(document))
        ending = READ
    return ending


def check_line(message: str, name: str) -> None:
    """The message must be one line that names the file and the mend."""
    head = "".join(letter for letter in name if letter not in "\r\n")
    flat = message.replace("\r", "").replace("\n", "") if "\n" in name or "\r" in name else message
    if "\n" in flat or "\r" in flat:
        raise Broken("a message of several lines")
    if head not in flat.replace("�", "") and name.isprintable():
        raise Broken("a message that does not name its file")
    if not any(mend in flat for mend in _MENDS):
        raise Broken(f"a message without a mend: {flat[-60:]}")
    try:
        flat.encode()
    except UnicodeEncodeError:
        raise Broken("a message that no terminal takes") from None


def check_extraction(found: Extraction) -> None:
    """Every place must lie in the text, every quote stand there, and all be kept and opened again as it was."""
    from kpi.results.cache import pack, unpack

    document, text = found.document, found.document.text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Broken("half of a pair in a text") from None
    for fact in (*found.observations, *found.readings):
        if not (0 <= fact.start < fact.end <= len(text) and text[fact.start : fact.end] == fact.quote):
            raise Broken("a fact whose quote does not stand in the text")
        if not (0 <= fact.sentence_start <= fact.start and fact.end <= fact.sentence_end <= len(text)):
            raise Broken("a fact beyond its sentence")
        if not 0 <= fact.confidence <= 1 or (fact.value is not None and not fact.value.is_finite()):
            raise Broken("a fact that is no number")
    for remark in found.remarks:
        if not 0 <= remark.start <= remark.end <= len(text):
            raise Broken("a remark beyond the text")
    for grid in document.tables:
        if not 0 <= grid.start <= grid.end <= len(text):
            raise Broken("a table beyond the text")
        if any(not grid.start <= cell.start <= cell.end <= grid.end for cell in grid.cells):
            raise Broken("a cell beyond its table")
    again = unpack(pack(found))
    if again.observations != found.observations or again.readings != found.readings or again.remarks != found.remarks:
        raise Broken("facts that are kept otherwise than they were read")


# Maps


def try_map(laid: _Laid, given: Input) -> str:
    """A map as `kpi check` and the page of the map take it: its faults told each in a line, or a map that reads."""
    from kpi.building.pipeline import Extractor

    path = laid.bench.scratch / "config.yaml"
    path.write_bytes(given.data)
    try:
        config = load_config(path)
    except InvalidFile as error:
        lines = given.data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        for problem in error.problems:
            if "\n" in str(problem) or not problem.found:
                raise Broken("a fault of the map that is no line") from None
            if not 0 <= problem.line <= lines:
                raise Broken("a fault of the map on a line that is not there") from None
            str(problem).encode()
        _edit(given.data.decode("utf-8", "replace"))
        return REFUSED
    if check_config(config.text, path):
        raise Broken("a map that is read and has faults")
    _edit(config.text)
    check_extraction(
        Extractor(config).extract(document_at(Path("a.txt"), "a.txt", "a", Hints(), Desk(config), REPORT.encode()))
    )
    return READ


def _edit(text: str) -> None:
    """What the form of the map does: a text that it changed says what was asked for, or it says that it cannot."""
    from dataclasses import replace

    from kpi.settings import editing

    with contextlib.suppress(editing.CannotEdit):
        known = editing.entries(text)
        for name, entry in list(known.items())[:2]:
            with contextlib.suppress(editing.CannotEdit):
                made = editing.put_entry(text, replace(entry, aliases=(*entry.aliases, "新的：说法")))
                if editing.entries(made)[name].aliases != (*entry.aliases, "新的：说法"):
                    raise Broken("a form that wrote something else")
                editing.remove_entry(text, name)
    editing.lines_of(text)


# Ledgers, sidecars


def try_ledger(laid: _Laid, given: Input) -> str:
    """A file of decisions beside the reports: whatever a line holds, the others hold and a build goes on."""
    from kpi.building import statements, store
    from kpi.results import corrections, journal, notes
    from kpi.second import imports, kept
    from kpi.settings.users import load_users, matches

    config = laid.project
    path = LEDGERS[given.name](config)
    with _in_place(path, given.data):
        if given.name == "users":
            return _told_or_done(
                lambda: [matches("口令", user.secret) for user in load_users(path).values()], path.name
            )
        told: list[str] = []
        if given.name == "corrections":
            found = corrections.load(config)
            told += [*found.problems, *(entry.told() for entry in found.entries)]
            _ = found.in_force
        elif given.name == "statements":
            told += [*statements.load(config).problems]
            told += [entry.told() for entry in statements.stated_since(config, 0)]
            _ = statements.sidecars_known(config), statements.mark_of(config)
        elif given.name == "imports":
            loaded = imports.load(config)
            told += [
                *loaded.problems,
                *(entry.told() for entry in loaded.entries),
                *(e.reader for e in loaded.in_force),
            ]
        elif given.name == "answers":
            lines = kept.load(config)
            told += lines.problems
            _ = kept.heard(lines, config.second_reader)
        elif given.name == "notes":
            said = notes.load(config)
            told += [*said.problems, *(note.told for note in said.standing), *(entry.told() for entry in said.entries)]
            for note in said.standing:
                note.row()
        else:
            told += journal.load(path).problems
        for line in told:
            line.encode()
        if given.name in ("notes", "journal"):
            return READ
        report = store.build(config, jobs=1)
        if report.read + report.cached != len(YEARS) or report.failed:
            raise Broken(f"reports that are not read for a line of {given.name}")
        if not store.open_build(config):
            raise Broken("no build")
    return READ


def try_sidecar(laid: _Laid, given: Input) -> str:
    """A file beside a report that says whose it is: followed, or its faults told with their lines."""
    from kpi.building import store
    from kpi.building.stating import standing_of

    config = laid.project
    path = config.reports[0] / f"{YEARS[0]}.txt.yaml"
    with _in_place(path, given.data):
        report = store.build(config, jobs=1)
        for failure in report.failed:
            check_line(failure.reason, "")
        try:
            standing_of(config.reports[0] / f"{YEARS[0]}.txt", config)
        except KpiError as error:
            str(error).encode()
    return REFUSED if report.failed else READ


# What others read


def try_table(laid: _Laid, given: Input) -> str:
    """A colleague's table: refused in a line, or each row stands or not for a reason, and is kept and loaded again."""
    from kpi.building import store
    from kpi.building.importing import check
    from kpi.second import imports
    from kpi.second.claims import Trust
    from kpi.second.tables import read_claims, told

    config = laid.project
    path = laid.bench.scratch / given.name
    path.write_bytes(given.data)
    try:
        understood = read_claims(path, "张工", report=f"{YEARS[0]}.txt")
    except KpiError as error:
        check_line(str(error), path.name)
        return REFUSED
    for line in told(understood):
        line.encode()
    found = check(understood.claims, config, Trust.ACCEPT)
    if len(found) != len(understood.claims):
        raise Broken("rows that nothing became of")
    with _in_place(config.imports, None):
        imports.keep(config, "张工", [each.imported for each in found], trust=Trust.ACCEPT, file=path.name, who="王某")
        again = imports.load(config)
        if again.problems or list(again.in_force[0].rows) != [each.imported for each in found]:
            raise Broken("rows that are kept otherwise than they were read")
        report = store.build(config, jobs=1)
        if report.failed or not sum(report.readers.values()):
            raise Broken("a table that the build does not count")
    return READ


def try_answer(laid: _Laid, given: Input) -> str:
    """What a model answered: whatever it says, claims are made of it or nothing is."""
    from kpi.building.importing import check
    from kpi.second.answers import claims_of
    from kpi.second.claims import Trust

    answered = claims_of(given.data.decode("utf-8", "replace"), "m", f"{YEARS[0]}.txt")
    for each in answered.unread:
        str(each).encode()
    found = check(answered.claims, laid.project, Trust.ACCEPT)
    return READ if len(found) == len(answered.claims) > 0 else REFUSED


@contextlib.contextmanager
def _in_place(path: Path, data: bytes | None) -> Iterator[None]:
    """The file with these bytes, or none, while the context lasts; then as it was."""
    before = path.read_bytes() if path.exists() else None
    try:
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)
        yield
    finally:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)


def _told_or_done(act: Callable[[], object], name: str) -> str:
    try:
        act()
    except KpiError as error:
        check_line(str(error), name)
        return REFUSED
    return READ


TRIALS: Mapping[str, Callable[[_Laid, Input], str]] = {
    "report": try_report,
    "archive": try_archive,
    "map": try_map,
    "ledger": try_ledger,
    "sidecar": try_sidecar,
    "table": try_table,
    "answer": try_answer,
}
"""What is done with an input, by its target."""
