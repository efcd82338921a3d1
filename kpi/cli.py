"""The command line: `kpi init`, `extract`, `build`, `watch`, `report`, `export`, `explain`, `note`, `serve` …

Results go to standard output or to the file of `-o`, messages to standard error. CSV begins with a
byte order mark on standard output too, so that `kpi extract … > x.csv` opens right in a spreadsheet.
Exit status: 0 done, 2 bad input (a line for each fault), 3 done but for reports that could not be read (`build`,
`extract`) or were not answered (`ask`), 1 a fault of the program (`KPI_DEBUG=1` for more), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from kpi import __version__
from kpi.vocabulary.errors import InvalidFile, KpiError
from kpi.vocabulary.visible import in_a_line

if TYPE_CHECKING:
    import pandas as pd

    from kpi.building.importing import Checked
    from kpi.building.report_status import ReportStatus
    from kpi.building.statements import Statement
    from kpi.building.store import Build, BuildReport
    from kpi.results.notes import Note
    from kpi.second.claims import Claim
    from kpi.second.imports import Change, Imports, Step
    from kpi.settings.config import Config
    from kpi.vocabulary.model import Extraction

_USER_ACTIONS = ("add", "editor", "reader", "remove", "list")
_MOST_ZONES, _ALIKE = 50, 6
DONE, FAULT, BAD_INPUT, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130

TABLES = {"observations": "observations", "panel": "cells", "targets": "targets"}
"""What a table is called on the command line and in the store."""

_OWN_TABLES = ("dictionary", "notes")
"""Tables that are exported and stand in no build: the data dictionary, and what people noted."""

_SHOWN_AT_MOST, _FIRST_REASONS = 20, 3
_LAST = "以上问题改好之前，这里仍是上次 kpi build 的结果"
_STALE = "报告或设置在上次 kpi build 之后有变化，这里仍是上次的结果；运行 kpi build 可更新"

REMARK_REASONS = {
    "unread": "没有认出是什么的数",
    "no_indicator": "没有对应的指标",
    "no_zone": "开发区待定",
    "no_period": "时期待定",
    "single_project": "单个项目或企业",
    "single_firm": "单个企业",
    "single_event": "一次活动",
    "share": "占另一个数的比重",
    "sum_of_several": "几个指标的合计",
    "part_of_group": "其中一部分",
    "another_subject": "说的是别的对象",
    "another_area": "别的地区",
    "increment": "只是增量",
    "gap": "与别处的差距",
    "points": "百分点",
    "times": "倍数",
    "two_readings": "有两种读法",
    "unit_mismatch": "单位与指标不符",
    "unread_page": "没有文字的页，没有读（未装 OCR）",
    "no_unit": "表格没有写明单位",
    "blocked": "有排除词",
    "completion": "计划完成的比例",
    "rank": "名次",
    "base_value": "变化的起点",
    "not_yet": "时期还没有到，又看不出是目标",
    "to_confirm": "把握不足，待确认",
    "rejected": "人工剔除",
    "stale_correction": "更正已失效",
}
"""Why a number became nothing, in the reader's words; reasons not listed are shown by their code."""


_OF_READERS = {
    "agreed": "与本程序一致",
    "alone": "只有别人读到、已采用",
    "proposed": "只有别人读到、待确认",
    "differs": "与本程序不同、待确认",
    "refused": "不成立",
    "lost": "没有对上报告（报告已不在，或有几份同名）",
}
"""What came of what others than this program read, as a build counts it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status and never raises."""
    _use_utf8()
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        _flush()
        return status
    except SystemExit as stop:  # from argparse: --help, --version or a wrong option
        return stop.code if isinstance(stop.code, int) else BAD_INPUT
    except KpiError as error:
        _say_lines(error)
        return BAD_INPUT
    except BrokenPipeError:  # `kpi extract … | head`: the reader has enough
        _let_go(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        _say("已中断。")
        return INTERRUPTED
    except Exception as error:
        return _tell_fault(error)


def run_extract(options: argparse.Namespace) -> int:
    """Observations of the reports that are named, in the order of the reports and of their words."""
    from kpi.building.memory import collect_seldom

    collect_seldom()
    from kpi.building.notebook import find_named, read_reports
    from kpi.building.progress import ProgressBar
    from kpi.results.export import csv_text, json_text, write_bytes
    from kpi.settings.config import load_config
    from kpi.vocabulary.frames import OBSERVATIONS, observation_row

    config = load_config(options.config)
    reports = find_named(options.paths, config)
    _refuse_to_overwrite([report.path for report in reports], options.output)
    if not reports:
        _say(f"{'、'.join(map(str, options.paths))}: 没有可读的报告")
    found = read_reports(reports, config, ProgressBar("读取报告"))
    items = found.with_readings() if options.readings else tuple(found)
    rows, header = [observation_row(each, config.indicators) for each in items], list(OBSERVATIONS)
    if options.format == "json":
        at = header.index("value")
        text = json_text(
            header, ((*row[:at], each.value, *row[at + 1 :]) for row, each in zip(rows, items, strict=True))
        )
    else:
        text = csv_text(header, rows)
    nothing_read = bool(found.failed) and not found.extractions
    if not nothing_read:
        write_bytes(text.encode("utf-8", "replace"), options.output)
    _tell_extracted(found.extractions, options.readings)
    mend = "没有读；要读请用 kpi report FILE --back 收回，或去掉 reports 里写的 aside"
    _list(f"搁置，{mend}", (f"{each.path}: {each.reason}" for each in found.aside))
    _list("读不了", (f"{failure.path}: {failure.reason}" for failure in found.failed))
    return BAD_INPUT if nothing_read else PARTLY if found.failed else DONE


def _refuse_to_overwrite(reports: Iterable[Path], output: Path | None) -> None:
    if output and any(os.path.realpath(path) == os.path.realpath(output) for path in reports):
        raise KpiError(f"-o {output}: 这是要读的报告本身，写入会毁掉它；请换一个文件名")


def run_init(options: argparse.Namespace) -> int:
    """A project of one's own: the indicator map and the folder for reports."""
    from kpi.settings.shipped import CONFIG, REPORTS, lay_out

    folder: Path = options.folder
    made = lay_out(folder, options.example)
    _say(f"已建立项目 {folder}：{CONFIG}（指标映射）、{REPORTS}（放报告的文件夹，现有 {len(made) - 2} 份）")
    _say(f"把报告放进 {folder / REPORTS}，再运行 kpi serve --config {folder / CONFIG}")
    return DONE


def _tell_extracted(extractions: Sequence[Extraction], readings: bool) -> None:
    from kpi.vocabulary.model import TO_CONFIRM, UNDATED

    facts = sum(len(each.observations) for each in extractions)
    waiting = Counter(reading.status for each in extractions for reading in each.readings)
    unsure, undated = waiting[TO_CONFIRM], waiting[UNDATED]
    left_out = sum(remark.reason != "to_confirm" for each in extractions for remark in each.remarks) - undated
    counts = [f"{len(extractions)} 份报告", f"{facts} 条观测"]
    counts += [f"{unsure} 条待确认"] if unsure else []
    counts += [f"{undated} 处缺时期"] if undated else []
    counts[-1] += "（加 --readings 一并输出）" if waiting and not readings else ""
    counts.append(f"{left_out} 处数字没有采用")
    _say("，".join(counts))
    unplaced = sum(not fact.zone for each in extractions for fact in each.observations)
    if unplaced:
        _say(f"其中 {unplaced} 条观测开发区待定：zone 为空，flags 有 zone_open，候选在 basis")


def run_build(options: argparse.Namespace) -> int:
    """Brings the store up to date."""
    config = _config(options)
    report = _build(config, options.force, options.jobs, options.dask, options.accept_loss)
    for line in report_lines(report, config):
        _put(line, sys.stderr)
    return BAD_INPUT if report.nothing_read else PARTLY if report.failed else DONE


def run_zones(options: argparse.Namespace) -> int:
    """Lists the zones that words speak of, those of the config first: what to write in `zones` and beside a report."""
    from kpi.language.gazetteer import gazetteer
    from kpi.pages.zone_choice import candidates

    words = " ".join(options.words)
    config = _config(options)
    own = [
        zone
        for zone in config.zones.values()
        if all(any(word in name for name in (zone.name, *zone.aliases, zone.city)) for word in options.words)
    ]
    found = [zone for zone in gazetteer().search(words) if zone.name not in {each.name for each in own}]
    for area in filter(None, map(gazetteer().former, options.words)):
        _say(f"{area.name}：{area.until} 年起为 {area.now}")
    for zone in own:
        _put(f"{zone.name}（{config.path.name} 的 zones）")
    for known in found[:_MOST_ZONES]:
        _put("  ".join(filter(None, (known.name, known.level, known.type, known.where))))
    if len(found) > _MOST_ZONES:
        _say(f"还有 {len(found) - _MOST_ZONES} 个；请多写几个字，如加上城市")
    if not own and not found:
        near = "、".join(candidates(words, config.zones)[:_ALIKE])
        mend = f"是不是 {near}？都不是的，请" if near else "可以只写城市名，或"
        _say(f"没有找到叫“{words}”的开发区；{mend}在 {config.path.name} 的 zones 中自己写上")
        return BAD_INPUT
    return DONE


def run_ask(options: argparse.Namespace) -> int:
    """Has the model of the config read reports; what it answers is kept, and counts from the next build on."""
    from kpi.building.asking import ask, client_of, plan_asking
    from kpi.building.progress import ProgressBar

    if options.show_prompt is not None:
        return _show_prompt(options)
    config = _config(options)
    plan = plan_asking(config, options.reports, options.ask_again, ProgressBar("读取报告"))
    for line in plan.lines():
        _say(line)
    _list("读不了，没有问", (f"{failure.path}: {failure.reason}" for failure in plan.failed))
    if not plan.questions:
        return PARTLY if plan.failed else DONE
    client = client_of(config)
    if plan.is_first and not options.yes and not _agrees():
        _say("没有发送任何东西")
        return BAD_INPUT
    claims = answered = tokens = 0
    silent: list[str] = []
    for number, told in enumerate(ask(plan, config, client), 1):
        tokens += told.tokens
        if told.reason:
            silent.append(f"{told.question.told}: {told.reason}")
            continue
        answered, claims = answered + 1, claims + told.claims
        _say(f"[{number}/{len(plan.questions)}] {told.question.told}: {told.claims} 条")
        for line in _items(told.unread):
            _say(line)
    _list("没有得到回答，下次运行会再问", silent)
    _say(f"问了 {answered + len(silent)} 段，得到 {answered} 段的回答，共 {claims} 条，用了约 {tokens:,} 个 token")
    if answered:
        _say(f"回答存进 {config.answers}；运行 kpi build 后，与原文对得上的生效")
    return PARTLY if silent or plan.failed else DONE


def _show_prompt(options: argparse.Namespace) -> int:
    """Writes what would be asked of a report, a file anywhere; nothing is sent."""
    from kpi.building.asking import questions_at
    from kpi.building.stating import find_report
    from kpi.settings.config import load_config

    config = load_config(options.config)
    named = Path(options.show_prompt)
    questions = questions_at(named if named.exists() else find_report(options.show_prompt, config), config)
    for number, question in enumerate(questions):
        if number:
            _put("=" * 72)
        for line in question.prompt.split("\n"):
            _put(line)
    _say(f"{len(questions)} 段，约 {sum(each.tokens for each in questions):,} 个 token；什么也没有发送")
    return DONE


def _agrees() -> bool:
    """Whether the person at the terminal agrees; KpiError where nobody is there to be asked."""
    if not sys.stdin.isatty():
        raise KpiError("第一次发到这个地方，要先同意；请看过上面的说明，加上 --yes 再运行")
    print("kpi: 发送吗？[y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def run_watch(options: argparse.Namespace) -> int:
    """Keeps the store up to date until it is stopped."""
    from kpi.building.watch import watch

    path = _config_path(options.config)
    _say(f"正在留意 {path} 及其中的报告文件夹，每 {options.every:g} 秒看一次；按 Ctrl-C 结束")
    watch(path, _say, options.every, options.jobs)
    return DONE


def run_import(options: argparse.Namespace) -> int:
    """Takes in a colleague's table, or says what was taken in; how far its reader is trusted, or takes it out again."""
    from kpi.second import imports
    from kpi.second.claims import Trust

    config = _config(options)
    known = imports.load(config)
    for problem in known.problems:
        _say(problem)
    if options.file is not None:
        return _import_table(options, config)
    if options.reader and (options.check or options.output) and not options.report:
        return _check_kept(options, config)
    if options.report or options.check or options.output:
        raise KpiError("缺少 FILE: 要导入的 CSV 或 Excel 文件；已导入的要核对，请写 --as NAME")
    who = options.who or _user()
    if options.undo or options.withdraw or options.trust:
        if options.reader is None:
            raise KpiError("--as: 请写明是谁的")
        if options.undo:
            _tell_undone(imports.undo(config, options.reader, who=who))
        elif options.withdraw:
            made = imports.withdraw(config, options.reader, who=who)
            _say(f"{made.reader}: {made.told()}；他读到的不再算数，收回用 kpi import --as {made.reader} --undo")
        else:
            made = imports.trust(config, options.reader, Trust(options.trust), who=who)
            _say(f"{made.reader}: {made.told()}")
        _say("运行 kpi build 后生效")
        return DONE
    _list_imports(known, config)
    return DONE


def _list_imports(known: Imports, config: Config) -> None:
    """Says which tables are taken in, and which of their rows are on no report that is there."""
    from kpi.building.importing import heard_now
    from kpi.second.imports import TRUST_WORDS

    lost = heard_now(config).lost
    for entry in known.in_force:
        _put(f"{entry.reader}  {TRUST_WORDS[entry.trust]}  {entry.told()}")
    for name, reports in lost.items():
        title = f"{name}: 没有对上报告（已不在，或有几份同名）、不算数的 {sum(reports.values())} 行，报告"
        _list(title, (f"{report or '没有写'}  {count} 行" for report, count in reports.items()))
    out = [step.entry for step in known.last_steps if step.since is None]
    _list("已撤回", (f"{entry.reader}  {entry.told()}" for entry in out))
    rows = sum(len(entry.rows) for entry in known.in_force)
    gone = sum(sum(lost.get(entry.reader, {}).values()) for entry in known.in_force)
    of_them = f"（其中 {gone} 行没有对上报告）" if gone else ""
    _say(f"导入的表 {len(known.in_force)} 张，共 {rows} 行{of_them}；要导入请写文件名，用法见 kpi import --help")


def _tell_undone(step: Step) -> None:
    """What an undo took back, what holds since, and what that changes."""
    assert step.undone is not None
    _say(f"{step.entry.reader}: 撤回了 {step.undone.told()}")
    if step.since is None:
        _say(f"他没有更早的表；原来的 {step.change.before} 行不再算数")
        return
    _say(f"现在算数的是 {step.since.told()}" + ("" if step.before is not None else "（收回）"))
    if not step.change.is_none:
        _tell_change(step.change)


def _tell_change(change: Change) -> None:
    """How many rows stay, are changed, are gone and are new, and the first of each that does not stay."""
    counts = {"一样": change.same, "改了": len(change.changed), "没有了": len(change.gone), "新的": len(change.new)}
    _say("；".join(f"{words} {count} 行" for words, count in counts.items() if count))
    _list("改了的行", (f"{_row_told(was)} → {_row_told(now, was)}" for was, now in change.changed))
    _list("没有了的行", map(_row_told, change.gone))
    _list("新的行", map(_row_told, change.new))


def _row_told(claim: Claim, was: Claim | None = None) -> str:
    from kpi.second.imports import told_row

    return f"第 {claim.row} 行{claim.column and ' ' + claim.column}  {told_row(claim, was)}"


def _check_kept(options: argparse.Namespace, config: Config) -> int:
    """Says what becomes now of what a reader said before, row by row."""
    from kpi.building.importing import REFUSED, check_kept

    found, trust = check_kept(options.reader, config)
    _tell_checked(found, trust, options)
    return PARTLY if any(each.outcome == REFUSED for each in found) else DONE


def _import_table(options: argparse.Namespace, config: Config) -> int:
    from kpi.building.importing import REFUSED, check
    from kpi.second import imports
    from kpi.second.claims import Trust
    from kpi.second.tables import read_claims, told

    if options.undo or options.withdraw:
        raise KpiError("--undo、--withdraw: 撤回只写 --as，不写文件")
    reader = imports.name_of(options.reader or options.file.stem)
    _refuse_to_overwrite([options.file], options.output)
    understood = read_claims(options.file, reader, options.report or "")
    where = f"{options.file}" + (f" 的工作表 {understood.sheet}" if understood.sheet else "")
    _say(f"{where}: {len(understood.claims)} 行，读表人 {reader}")
    for line in told(understood):
        _say(line)
    before = {entry.reader: entry for entry in imports.load(config).in_force}.get(reader)
    trust = Trust(options.trust) if options.trust else before.trust if before else Trust.PROPOSE
    found = check(understood.claims, config, trust)
    _tell_checked(found, trust, options)
    if all(each.outcome == REFUSED for each in found):
        _say("没有一行成立，没有导入" + (f"；{reader} 原来的表仍在" if before else ""))
        return BAD_INPUT
    rows = [each.imported for each in found]
    if before is not None:
        would = "会代替" if options.check else "代替"
        _say(f"{would} {reader} 原来的表（{before.told()}）：")
        made = imports.change(before.rows, rows)
        _tell_change(made)
        if made.gone:
            _say("没有了的行还要的，请用 --as 换一个名字导入")
    if options.check:
        _say("只是核对，没有导入；导入请去掉 --check")
    else:
        imports.keep(config, reader, rows, trust=trust, file=options.file.name, who=options.who or _user())
        back = "，原来的表就回来" if before else ""
        mend = f"撤回这一次用 kpi import --as {reader} --undo{back}"
        _say(f"已导入，记在 {config.imports.name}；运行 kpi build 后生效，{mend}")
    return PARTLY if any(each.outcome == REFUSED for each in found) else DONE


def _tell_checked(found: Sequence[Checked], trust: str, options: argparse.Namespace) -> None:
    """How many rows stand in which way, and each that does not, with the reason; all of them into the file of `-o`."""
    from kpi.building.importing import REFUSED, counted
    from kpi.second.claims import Trust
    from kpi.second.imports import TRUST_WORDS
    from kpi.wording.claims import OUTCOMES

    counts = counted(found)
    _say("；".join(f"{words[0]} {counts[code]} 行" for code, words in OUTCOMES.items() if counts[code]))
    if counts["alone"]:
        _say(f"信到什么程度：{TRUST_WORDS[Trust(trust)]}（--trust propose 或 accept）")
    failing = [each for each in found if each.outcome == REFUSED]
    if not options.output:
        for each in failing:
            _put(_why_refused(each))
        return
    _write_checked(found, options.output)
    if failing:
        _say(
            f"不成立的 {len(failing)} 行" + (f"，先列 {_FIRST_REASONS} 行：" if len(failing) > _FIRST_REASONS else "：")
        )
        for each in failing[:_FIRST_REASONS]:
            _say(f"  {_why_refused(each)}")
    _say(f"{options.output}: {len(found)} 行，每行怎么样、为什么")


def _why_refused(checked: Checked) -> str:
    from kpi.wording.claims import told_detail, told_reason

    detail = f"（{told_detail(checked.detail)}）" if checked.detail else ""
    claim = checked.imported.claim
    said = " ".join(filter(None, (claim.indicator, claim.period, claim.value + claim.unit)))
    where = f"第 {claim.row} 行{claim.column and ' ' + claim.column}"
    return f"{where}  {said}  不成立：{told_reason(checked.reason)}{detail}"


def _write_checked(found: Sequence[Checked], path: Path) -> None:
    """Each row with how it stands and why, as a table that opens in a spreadsheet and can be taken in again."""
    from kpi.results.export import csv_text, write_bytes
    from kpi.second.claims import TEXTS
    from kpi.vocabulary.frames import observation_id
    from kpi.wording.claims import HEADS, OUTCOMES, told_detail, told_reason

    claims = [each.imported.claim for each in found]
    fields = ["row", *(["column"] if any(claim.column for claim in claims) else []), *TEXTS]
    rows = []
    for each, claim in zip(found, claims, strict=True):
        stated = each.proof.observation if each.proof else None
        reason = (OUTCOMES[each.outcome][0], told_reason(each.reason), told_detail(each.detail))
        said = (str(getattr(claim, field)) for field in fields)
        rows.append([*said, *reason, observation_id(stated) if stated else ""])
    header = [HEADS[name] for name in (*fields, "outcome", "reason", "detail", "observation_id")]
    write_bytes(csv_text(header, rows).encode("utf-8", "replace"), path)


def run_report(options: argparse.Namespace) -> int:
    """Says what is known of a report and on what grounds, or states it for the whole report."""
    from kpi.building.stating import find_report, state, undo
    from kpi.settings.report_facts import FACTS

    config = _config(options)
    given = {name: getattr(options, name) for name in FACTS}
    given["aside"] = "" if options.back else given["aside"]
    stated = {name: value for name, value in given.items() if value is not None}
    if options.undo and not stated and (removal := _removal_to_undo(options.report, config)):
        return _put_back(removal, options, config)
    path = find_report(options.report, config)
    if (options.undo or options.remove) and stated:
        doing = "--undo: 撤销时" if options.undo else "--remove: 移出时"
        raise KpiError(f"{doing}不能同时写明别的；请分两次")
    if options.remove:
        return _remove(path, options, config)
    if options.aside is not None and not options.aside.strip():
        raise KpiError("--aside: 请写明搁置的原因；要收回请用 --back")
    if not (options.undo or stated):
        return _tell_report(path, config)
    status = _status_of(path, config)
    who = options.who or _user()
    known = status.candidates if status else ()
    made = undo(config, path, who=who) if options.undo else state(config, path, who=who, known=known, **stated)
    if made is None:
        _say("已经是这样写明的，没有改动")
        return DONE
    _say(f"{made.path}: {made.told()}")
    _say("运行 kpi build 后生效" + ("" if options.undo else "；撤销用 --undo"))
    return DONE


def _remove(path: Path, options: argparse.Namespace, config: Config) -> int:
    from kpi.building.removing import remove

    done = remove(config, path, who=options.who or _user())
    _say(f"{done.entry.path}: {done.entry.told()}")
    for copy in done.copies:
        _say(f"内容相同的 {copy} 仍在，建库会读它；不要的话也请移出或搁置")
    _say("运行 kpi build 后生效；放回用 --undo")
    return DONE


def _removal_to_undo(name: str, config: Config) -> Statement | None:
    """The removal that is the last thing that was done with the report of that name; None where there is none."""
    from kpi.building.removing import find_removed
    from kpi.building.statements import load
    from kpi.building.stating import find_report, standing_of

    removal = find_removed(name, config)
    if removal is None:
        return None
    try:
        path = find_report(name, config)
    except KpiError:
        return removal
    stated = standing_of(path, config).statements  # of a report that has come to its place
    lines = [entry for _, entry in load(config).entries]  # the later line is the later step, whatever the clock said
    return None if stated and lines.index(stated[-1]) > lines.index(removal) else removal


def _put_back(removal: Statement, options: argparse.Namespace, config: Config) -> int:
    from kpi.building.removing import restore

    made = restore(config, removal, who=options.who or _user())
    _say(f"{made.path}: {made.told()}")
    _say("运行 kpi build 后生效")
    return DONE


def _status_of(path: Path, config: Config) -> ReportStatus | None:
    """What the build in force says of a report; None where it does not know it, or where there is no build yet."""
    from kpi.building.report_status import report_at
    from kpi.building.store import open_build
    from kpi.building.survey import shown_path

    build = open_build(config)
    return report_at(build, shown_path(path, config.path.parent)) if build else None


def _tell_report(path: Path, config: Config) -> int:
    from kpi.building.report_status import hint_lines
    from kpi.building.stating import standing_of

    standing, status = standing_of(path, config), _status_of(path, config)
    for line in [*(status.lines() if status else [standing.shown]), *hint_lines(standing.hints)]:
        _put(line)
    for entry in standing.statements:
        _put(f"  写明      {entry.told()}")
    if standing.left is not None:
        _put(f"  不算数    {standing.left.told()}")
    for problem in standing.problems:
        _say(problem)
    if status is None:
        _say("还没有读过这份报告；运行 kpi build 后可看到读出了什么")
    else:
        _tell_if_stale(config)
    return DONE


def run_reports(options: argparse.Namespace) -> int:
    """Lists the reports of the build in force, those that wait first, and what was left out with the reason."""
    from kpi.building.removing import statuses
    from kpi.building.report_status import reports_of, with_word

    config = _config(options)
    removed = statuses(config)
    gone = {report.path for report in removed}
    listed = [*(each for each in reports_of(_build_in_force(config)) if each.path not in gone), *removed]
    found = with_word(listed, options.word or "")
    for report in found:
        _put(report.line())
    waiting, left_out = sum(each.waits for each in found), sum(bool(each.left_out) for each in found)
    of_all = f"（共 {len(listed)} 份）" if options.word else ""
    _say(f"报告 {len(found)} 份{of_all}：{waiting} 份待定，{left_out} 份没有采用")
    return DONE


def run_export(options: argparse.Namespace) -> int:
    """The chosen rows of a table of the build in force, or of one that stands beside it."""
    from kpi.results.export import write_csv
    from kpi.results.noted import with_notes, with_notes_wide
    from kpi.results.notes import load
    from kpi.vocabulary.lookup import find_kind, find_years

    config = _config(options)
    if options.table in _OWN_TABLES:
        return _export_own(options, config)
    build = _build_in_force(config)
    table = TABLES[options.table]
    if options.kind and options.table == "targets":
        raise KpiError("--kind: targets 表每行都是目标与实际的对照，没有类别可选；请去掉 --kind")
    if options.wide and options.table != "panel":
        raise KpiError("--wide: 只有 panel 表可以排成宽表；请加上 --table panel")
    there = build.values_of(table, "zone")
    choices = {
        "zone": [_zone(name, config, there) for name in options.zone],
        "indicator": [_indicator(name, config) for name in options.indicator],
        "kind": [find_kind(name) for name in options.kind],
    }
    frame = build.select(table, find_years(options.year) if options.year else None, **choices)
    notes = load(config)
    for problem in notes.problems:
        _say(problem)
    if options.wide:
        from kpi.series.panel import wide

        frame = with_notes_wide(wide(frame, config.indicators, config.scopes), notes)
    else:
        frame = with_notes(frame, notes)
    write_csv(frame, options.output)
    with_values = build.values_of(table, "indicator")
    for name in choices["indicator"]:
        if name not in with_values:
            _say(f"{config.indicators[name].zh}（{name}）: 结果里没有它的数")
    return _tell_exported(frame, options)


def _export_own(options: argparse.Namespace, config: Config) -> int:
    """The data dictionary with its counts, or the notes of people, of what was asked for."""
    import pandas as pd

    from kpi.building.store import open_build
    from kpi.results import dictionary, noted, notes
    from kpi.results.export import write_csv
    from kpi.vocabulary.lookup import find_years

    if options.kind or options.wide:
        option = "--kind" if options.kind else "--wide"
        raise KpiError(f"{option}: {options.table} 表没有这一项可选；请去掉 {option}")
    build = open_build(config)
    known = notes.load(config)
    there = {note.zone for note in known.standing} | set(build.values_of("cells", "zone") if build else ())
    zones = [_zone(name, config, there) for name in options.zone]
    indicators = [_indicator(name, config) for name in options.indicator]
    years = find_years(options.year) if options.year else None
    if options.table == "dictionary":
        stored = dictionary.stored_of(build, years, {"zone": zones}) if build else None
        frame = pd.DataFrame(dictionary.rows_of(config, stored), columns=list(dictionary.COLUMNS))
    else:
        for problem in known.problems:
            _say(problem)
        frame = noted.table_of(known.standing)
        frame = frame[frame["zone"].isin(zones or frame["zone"]) & frame["year"].between(*(years or (0, 9999)))]
    frame = frame[frame["indicator"].isin(indicators or frame["indicator"])]
    write_csv(frame, options.output)
    return _tell_exported(frame, options)


def _tell_exported(frame: pd.DataFrame, options: argparse.Namespace) -> int:
    if options.output:
        _say(f"{options.output}: {len(frame)} 行")
    if frame.empty:
        _say("没有符合条件的数据，只写了表头；可放宽 --zone、--indicator、--kind 或 --year")
    return DONE


def run_brief(options: argparse.Namespace) -> int:
    """The brief of one zone, as the file that its name asks for."""
    from kpi.briefs.content import brief_of
    from kpi.briefs.files import ending_of, made, write
    from kpi.results.notes import load
    from kpi.wording.wording import Wording

    ending = ending_of(options.output)
    config = _config(options)
    _refuse_among_reports(config, options.output)
    build = _build_in_force(config)
    zone = _zone(options.zone, config, build.values_of("cells", "zone"))
    charts = [_indicator(name, config) for name in options.chart] or None
    notes = load(config)
    for problem in notes.problems:
        _say(problem)
    brief = brief_of(build, zone, config, options.year, notes=notes.standing)
    if options.year is not None and not brief.rows:
        years = "、".join(map(str, brief.years_to_choose)) or "无"
        raise KpiError(f"--year {options.year}: {zone}没有这一年的数据；可选的年份：{years}")
    write(made(brief, Wording(options.lang, config), ending, charts), options.output)
    if options.output:
        _say(f"{options.output}: {zone} {brief.year} 年，{brief.values} 个数值，{len(brief.sources)} 处来源")
    if not brief.rows:
        _say(f"{zone}: 报告里没有读到它的数字")
    return DONE


def _refuse_among_reports(config: Config, output: Path | None) -> None:
    place = output and Path(os.path.realpath(output))
    for folder in config.reports:
        if place and place.is_relative_to(os.path.realpath(folder)):
            raise KpiError(f"-o {output}: 这是放报告的地方，下次建库会把简报当成报告读；请写到别处")


def _zone(asked: str, config: Config, there: Collection[str]) -> str:
    """The zone that a name means, and a word about it where it was not spelled out."""
    from kpi.vocabulary.lookup import find_zone

    try:
        return _taken(asked, find_zone(asked, config.zones, there))
    except KpiError as error:
        return _taken(asked, _zone_by_gazetteer(asked, config, there, error))


def _zone_by_gazetteer(asked: str, config: Config, there: Collection[str], unknown: KpiError) -> str:
    """The zone by the names that `kpi report --zone` understands; `unknown` where these lead nowhere either."""
    from kpi.building.stated_zone import find_stated_zone

    try:
        found = find_stated_zone(asked, config)
    except KpiError:
        raise unknown from None
    if found not in config.zones and found not in there:
        raise KpiError(f"{asked}: 是 {found}，结果里没有它的数据")
    return found


def _zone_stated(asked: str, config: Config, known: Collection[str]) -> str:
    """The same of a zone that is stated, of which there may be no figure yet; one that no list has stays as it is."""
    from kpi.building.stated_zone import find_stated_zone

    try:
        return _taken(asked, find_stated_zone(asked, config, known))
    except KpiError:  # a full name that nobody lists, or a slip: what is written down is looked at once more
        return asked


def _indicator(asked: str, config: Config) -> str:
    """The id of the indicator that a name means, and a word about it where it was not spelled out."""
    from kpi.vocabulary.lookup import find_indicator

    found = find_indicator(asked, config.indicators)
    return _taken(asked, found, config.indicators[found].zh)


def _taken(asked: str, found: str, name: str = "") -> str:
    """What a name was taken for, and a word about it where it was not spelled out."""
    if asked.strip() not in (found, name):
        _say(f"{asked}: 取 {name}（{found}）" if name else f"{asked}: 取 {found}")
    return found


def run_check(options: argparse.Namespace) -> int:
    """Every fault of config.yaml at once, each with its line."""
    from kpi.settings.config import find_config, load_config
    from kpi.settings.shipped import CONFIG

    path = find_config(options.file)
    try:
        config = load_config(path)
    except InvalidFile as error:
        for problem in error.problems:
            _put(problem, sys.stderr)
        return BAD_INPUT
    zones, indicators = len(config.zones), len(config.indicators)
    where = path or f"程序自带的 {CONFIG}"
    _put(f"{where}: 没有问题（{zones} 个开发区，{indicators} 个指标）")
    return DONE


def run_explain(options: argparse.Namespace) -> int:
    """Where a value of the panel comes from."""
    from kpi.building.stating import lines_on
    from kpi.building.store import cells_of
    from kpi.series.explain import explain
    from kpi.vocabulary.lookup import find_period

    config = _config(options)
    build = _build_in_force(config)
    zone = _zone(options.zone, config, build.values_of("cells", "zone"))
    indicator = _indicator(options.indicator, config)
    cells = cells_of(build, zone)
    told = explain(cells, zone, indicator, options.period, config)
    period = find_period(options.period)
    asked = [cell for cell in cells if (cell.indicator, cell.period) == (indicator, period)]
    stated = lines_on((item.path for cell in asked for item in cell.observations), config)
    for line in [*told.splitlines(), *(["", "报告的说明", *(f"  {line}" for line in stated)] if stated else [])]:
        _put(line)
    return DONE


def run_correct(options: argparse.Namespace) -> int:
    """Adds a person's decision on one observation; without one, lists those in force."""
    from dataclasses import fields, replace

    from kpi.results.corrections import WHY_UNDONE, Action, Change, decide, load, undo
    from kpi.results.naming import find_observation
    from kpi.vocabulary.frames import observation_of

    config = _config(options)
    if options.undated:
        return _correct_undated(options, config)
    corrections = load(config)
    for problem in corrections.problems:
        _say(problem)
    if options.id is None:
        for entry in corrections.in_force:
            _put(f"{entry.id}  {entry.path}  {entry.told()}")
        _say(f"有效的更正 {len(corrections.in_force)} 条；要添加请写明观测编号，用法见 kpi correct --help")
        return DONE
    change = Change(**{each.name: getattr(options, each.name) or "" for each in fields(Change)})
    if change.indicator:
        change = replace(change, indicator=_indicator(change.indicator, config))
    action = Action(options.action or Action.OVERRIDE)
    why = options.why or (WHY_UNDONE if action is Action.UNDO else "")
    who = options.who or _user()
    build = _build_in_force(config)
    zones = set(build.values_of("observations", "zone"))
    if change.zone:
        change = replace(change, zone=_zone_stated(change.zone, config, zones))
    row = find_observation(build, options.id, config)
    item = observation_of(row) if row else None
    digest = build.rows("documents", doc=[item.doc])[0]["digest"] if item else ""
    names = {options.id, row["observation_id"] if row else ""}
    made = corrections.on(item, digest) if item else None
    made = made or next((each for each in corrections.in_force if names & each.names), None)
    if made and action is Action.UNDO and not (item and corrections.behind(item, digest)):
        done = undo(config, made, why=why, who=who)  # rejected, or of a report that changed
    elif item:
        done = decide(config, item, digest, action, why=why, who=who, change=change, known_zones=zones)
    else:
        known = "它已有更正，先用 --undo 撤销" if made else "编号见导出表的 observation_id 列或 kpi explain"
        raise KpiError(f"{options.id}: 当前结果中没有这条观测；{known}")
    _say(f"已记下：{done.told()}")
    _say("运行 kpi build 后生效")
    return DONE


def _correct_undated(options: argparse.Namespace, config: Config) -> int:
    """Lists the figures of a report that lack only their period, or states it, or rejects them, all in one step."""
    from kpi.building.stating import find_report
    from kpi.building.survey import shown_path
    from kpi.results.corrections import Action, Change, load, settle
    from kpi.vocabulary.frames import observation_of
    from kpi.vocabulary.model import UNDATED

    others = ("value", "unit", "kind", "zone", "indicator", "comparator")
    if options.id or options.action in ("accept", "undo") or any(getattr(options, name) for name in others):
        raise KpiError("--undated: 只能与 --period 或 --reject 同用；撤销和别的更正请写观测编号")
    build, shown = _build_in_force(config), shown_path(find_report(options.undated, config), config.path.parent)
    decided = {entry.name for entry in load(config).in_force}
    rows = build.rows("waiting", path=[shown], status=[UNDATED])
    rows = [row for row in rows if row["observation_id"] not in decided]
    if not rows:
        _say(f"{shown}: 没有只缺时期的数字")
        return DONE
    if not (options.period or options.action):
        for row in rows:
            _put(f"{row['observation_id']}  {row['indicator']}  {' '.join(row['quote'].split())}")
        _say(f"{len(rows)} 处只缺时期；一并写明请加 --period 和 --why，逐条写明请用编号")
        return DONE
    if options.period and options.action:
        raise KpiError("--undated: --period 与 --reject 只能用一个")
    digest = build.rows("documents", path=[shown])[0]["digest"]
    items = [(observation_of(row), digest) for row in rows]
    action, change = Action(options.action or Action.OVERRIDE), Change(period=options.period or "")
    who = options.who or _user()
    done = settle(config, items, action, why=options.why or "", who=who, change=change)
    for entry in done.made:
        _say(f"已记下：{entry.name} {entry.told()}")
    _say(f"{len(done.made)} 条，运行 kpi build 后生效；撤销用 kpi correct 编号 --undo")
    return DONE


def run_note(options: argparse.Namespace) -> int:
    """Writes, edits or deletes a note, or takes the last step on it back; without any of these, lists the notes."""
    from kpi.results import notes

    config = _config(options)
    named = options.edit or options.delete or options.undo or options.history
    if named is None and options.text is None:
        return _list_notes(options, config)
    if options.history is not None:
        for line in notes.load(config).history(named):
            _put(line.told())
        return DONE
    if named is not None and options.zone:
        raise KpiError("ZONE: 已用编号指明了批注，请去掉开发区、指标和时期")
    who, text = options.who or _user(), options.text
    if (text is None) != (options.delete is not None or options.undo is not None):
        raise KpiError("--text: 写和改要写明批注，删除和撤销则不写")
    if options.undo is not None:
        now = notes.undo(config, named, who=who)
        _say(f"已撤销；现在是：{now.told}" if now else "已撤销；这条批注不再显示")
    elif options.delete is not None:
        notes.delete(config, named, who=who)
        _say("已删除；恢复用 --undo")
    else:
        made = notes.edit(config, named, text, who=who) if named else _write_note(options, config, who)
        _say(f"已记下 {made.id}：{made.told}")
    return DONE


def _write_note(options: argparse.Namespace, config: Config, who: str) -> Note:
    from kpi.building.store import open_build
    from kpi.results import notes

    if not (options.zone and options.indicator and options.period):
        raise KpiError("缺少 ZONE INDICATOR PERIOD: 批注要写明开发区、指标和时期，如 荆州经开区 gdp 2024")
    build = open_build(config)
    there = build.values_of("cells", "zone") if build else []
    zone = _zone(options.zone, config, there)
    indicator = _indicator(options.indicator, config)
    return notes.write(config, zone, indicator, options.period, options.text, who=who, known_zones=there)


def _list_notes(options: argparse.Namespace, config: Config) -> int:
    """The notes on what was asked for, and how many of all were deleted."""
    from kpi.results import notes
    from kpi.vocabulary.lookup import find_period

    known = notes.load(config)
    for problem in known.problems:
        _say(problem)
    zone = _zone(options.zone, config, {note.zone for note in known.standing}) if options.zone else ""
    indicator = _indicator(options.indicator, config) if options.indicator else ""
    period = find_period(options.period) if options.period else ""
    asked = (zone, indicator, period)
    found = [
        note for note in known.standing if all(want in ("", has) for want, has in zip(asked, note.place, strict=True))
    ]
    for note in found:
        name = config.indicators[note.indicator].zh if note.indicator in config.indicators else note.indicator
        _put(f"{note.id}  {note.zone}  {name}  {note.period}  {note.told}")
    gone = "".join(f"；已删除的 {entry.note}" for entry in known.deleted[-_SHOWN_AT_MOST:])
    _say(f"批注 {len(found)} 条{gone}")
    return DONE


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise KpiError("--who: 不知道当前用户名，请用 --who 写明") from None


def run_serve(options: argparse.Namespace) -> int:
    """Brings the store up to date and runs the dashboard until it is stopped."""
    from kpi.building.serve import choose_port, serve
    from kpi.building.sharing import sharing_of
    from kpi.results.builds import current_build

    config = _config(options)
    port = choose_port(options.port)
    sharing = sharing_of(config, options.host, options.base_url, options.oidc, options.allow)
    try:
        for line in report_lines(_build(config), config):
            _put(line, sys.stderr)
    except KpiError as error:  # what is in force is shown, and what to do is said
        if current_build(config.data) is None:
            raise
        _say(str(error))
        _say(_LAST)
    return serve(config.path, port, browser=not options.no_browser, say=_say, sharing=sharing, log=options.log)


def run_doctor(options: argparse.Namespace) -> int:
    """What is wrong with the installation and the project, and what to do about it."""
    from kpi.building.doctor import examine

    ill = 0
    for finding in examine(_config_path(options.config)):
        _put(f"{'好' if finding.well else '要改'}  {finding.said}")
        ill += not finding.well
    _say(f"有 {ill} 处要改" if ill else "没有发现问题")
    return PARTLY if ill else DONE


def run_user(options: argparse.Namespace) -> int:
    """Adds, removes or lists those who may sign in to the dashboard."""
    from kpi.settings.users import (
        User,
        change_user,
        checked_name,
        hash_of,
        load_users,
        put_user,
        remove_user,
        users_file,
    )

    path = users_file(_config_path(options.config))
    if options.action == "list":
        for user in load_users(path).values():
            signs_in = "" if user.secret else "  用 OpenID Connect 登录"
            _put(f"{user.name}  {'编辑' if user.editor else '只看'}{signs_in}")
        return DONE
    if options.name is None:
        raise KpiError(f"请写明用户名，如 kpi user {options.action} 王某")
    name = checked_name(options.name)
    if options.action == "remove":
        remove_user(path, name)
        _say(f"已去掉用户 {name}；马上生效")
    elif options.action == "add":
        secret = "" if options.no_password else hash_of(_password(), name)
        there = put_user(path, User(name, options.editor, secret))
        role = "可以编辑" if options.editor else f"只能看（要能编辑，运行 kpi user editor {name}）"
        _say(f"{'已改' if there else '已加'}用户 {name}：{role}；马上生效，存在 {path}")
    else:
        change_user(path, name, editor=options.action == "editor")
        _say(f"用户 {name}：{'可以编辑' if options.action == 'editor' else '只能看'}；马上生效，密码不变")
    return DONE


def _password() -> str:
    """A password that is typed twice and not shown; the first line of what is piped in. Never an argument: those can be
    seen by all users of the machine.
    """
    import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码（不显示）：")
    if getpass.getpass("再输一遍：") != first:
        raise KpiError("两次输入的密码不一样；没有改动，请再运行一次")
    return first


def report_lines(report: BuildReport, config: Config) -> list[str]:
    """What a build read, found and left out, and why, for a person to read."""
    lines = [f"注意：{note}" for note in report.notes]
    counts = [f"新读 {report.read}", f"沿用 {report.cached}"]
    counts += [f"读不了 {len(report.failed)}"] if report.failed else []
    counts += [f"搁置 {len(report.aside)}"] if report.aside else []
    counts += [f"内容重复 {len(report.duplicates)}"] if report.duplicates else []
    lines.append(f"报告 {report.files} 份：{'，'.join(counts)}")
    if not report.files:
        folders = "、".join(map(str, config.reports))
        lines.append(f"没有找到报告；请把报告放进 {folders}，或在 {config.path.name} 的 reports 中写明文件夹")
    if report.nothing_read:
        lines.append("没有一份报告能读，结果没有改动" + ("，仍是上一次的" if report.build_id else ""))
    else:
        lines += _findings(report, config)
    lines += _listed("文件类型不支持，没有读", report.left_out)
    lines += _listed("搁置，没有读", (f"{each.path}: {each.reason}" for each in report.aside))
    lines += _listed("内容相同，只读一份", (f"{one} = {other}" for one, other in report.duplicates))
    lines += _listed("报告已移动或改名", (f"{before} → {now}" for before, now in report.moved))
    lines += _gone_reports(report, config)
    lines += _listed("读不了", (f"{failure.path}: {failure.reason}" for failure in report.failed))
    return lines


def _gone_reports(report: BuildReport, config: Config) -> list[str]:
    """The reports that a build before held, those that a person removed apart from those that are just not there."""
    from kpi.building.removing import removed

    by_person = {entry.path: entry for entry in removed(config)} if report.removed else {}
    taken = [by_person[path] for path in report.removed if path in by_person]
    told = (f"{each.path}（{each.at[:10]} {each.who}，放在 {each.kept}）" for each in taken)
    lines = _listed("报告由人移出，其数字不再计入；放回用 kpi report FILE --undo", told)
    return lines + _listed("报告已不在，其数字已移出", (path for path in report.removed if path not in by_person))


def _findings(report: BuildReport, config: Config) -> list[str]:
    from kpi.pages.zone_names import spelled_alike

    zones = "、".join(f"{zone or '开发区待定'} {count}" for zone, count in report.zones.items())
    lines = [f"观测 {report.observations} 条" + (f"：{zones}" if zones else "")]
    lines.append(f"面板 {report.cells} 格，其中 {report.disputed} 格各来源有分歧；目标 {report.targets} 个")
    if report.remarks:
        total = sum(report.remarks.values())
        reasons = "、".join(f"{REMARK_REASONS.get(code, code)} {count}" for code, count in report.remarks.items())
        lines.append(f"没有采用的数字 {total} 处：{reasons}")
    if report.readers or report.rows_lost:
        counts = {**report.readers, "lost": sum(report.rows_lost.values())}
        told = (f"{words} {counts[code]}" for code, words in _OF_READERS.items() if counts.get(code))
        lines.append(f"别人读到的：{'；'.join(told)}")
    mend = "；kpi import 列出是哪些报告"
    lines += _listed(
        f"别人读的表里没有对上报告的行{mend}", (f"{name}: {count} 行" for name, count in report.rows_lost.items())
    )
    unknown = [zone for zone in report.zones if zone and zone not in config.zones]
    lines += _listed(f"不在 {config.path.name} 的 zones 中的地区", unknown)
    alike = (pair for pair in spelled_alike(report.zones) if not set(pair) <= set(config.zones))
    mend = f"；请在 {config.path.name} 的 zones 中写全称，简称写入 aliases"
    lines += _listed(f"可能是同一个区{mend}", (f"{full} 和 {short}" for full, short in alike))
    lines += _open_reports(report, config)
    state = "已更新" if report.changed else "没有变化"
    lines.append(f"结果{state}：{config.data / 'builds' / report.build_id}（{report.seconds:.1f} 秒）")
    return lines


def _open_reports(report: BuildReport, config: Config) -> list[str]:
    """The reports whose zone or year is open, with what can be done about it; a guessed year is counted only."""
    from kpi.building.report_status import reports_of
    from kpi.building.store import open_build
    from kpi.vocabulary.model import UNDATED, YEAR_ASSUMED, YEAR_OPEN, ZONE_OPEN

    lines: list[str] = []
    waits = {ZONE_OPEN, YEAR_OPEN} & set(report.states) or UNDATED in report.waiting
    build = open_build(config) if waits else None
    listed = reports_of(build) if build is not None else []
    if open_ones := [each for each in listed if each.waits]:
        mends = (
            (ZONE_OPEN, "份报告开发区待定，数字不进序列；请用 kpi report FILE --zone 开发区 指明"),
            (YEAR_OPEN, "份报告年份待定，数字不进序列；请用 kpi report FILE --period 时期 指明"),
        )
        for state, mend in mends:
            some = [each for each in open_ones if state in each.state]
            told = (f"{each.path}（{each.told_waiting}）" for each in some)
            lines += [f"{len(some)} {mend}", *_items(told)] if some else []
    if guessed := report.states.get(YEAR_ASSUMED, 0):
        lines.append(f"{guessed} 份报告的年份是推定的；kpi reports 年份推定 列出，kpi report FILE --period 时期 核定")
    if undated := sum(each.undated for each in listed):
        mend = "kpi reports 缺时期 列出，看板的「待办」或 kpi correct --undated FILE --period 时期 写明"
        lines.append(f"{undated} 处数字只缺时期，不进序列；{mend}")
    return lines


def _build(
    config: Config, force: bool = False, jobs: int | None = None, dask: str = "", accept_loss: bool = False
) -> BuildReport:
    from kpi.building.progress import ProgressBar
    from kpi.building.store import build

    # Arrow's own allocator holds on to what was freed, and a build frees as much as it takes.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    return build(config, ProgressBar("读取报告"), force, _say, jobs, dask, accept_loss=accept_loss)


def _build_in_force(config: Config) -> Build:
    from kpi.building.store import check_sound, open_build

    build = open_build(config)
    if build is None:
        raise KpiError(f"{config.data}: 还没有结果；请先运行 kpi build")
    check_sound(build)
    _tell_if_stale(config)
    return build


def _tell_if_stale(config: Config) -> None:
    """Says where the results in force are not of what is there now, or where nobody can tell: a folder is not there."""
    from kpi.building.store import is_stale

    try:
        if is_stale(config):
            _say(_STALE)
    except KpiError as error:
        _say(f"{error}")
        _say(_LAST)


def _config(options: argparse.Namespace) -> Config:
    from kpi.settings.config import load_config

    return load_config(_config_path(options.config))


def _config_path(named: Path | None) -> Path:
    """The config of a project, in which results may be put; KpiError where there is none."""
    from kpi.settings.config import find_config

    found = find_config(named)
    if found is None:
        raise KpiError(
            f"{Path.cwd()}: 这里没有 config.yaml；请先用 kpi init FOLDER 建立项目，"
            "在项目文件夹中运行，或用 --config FILE 指定"
        )
    return found


_REFUSALS = (
    (r"unrecognized arguments: (.+)", r"\1: 没有这个参数"),
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1: 没有 \2，应为 \3 之一"),
    (r"argument (.+): invalid int value: (.+)", r"\1: \2 不是整数"),
    (r"argument (.+): expected one argument", r"\1: 后面应有一个值"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1: 后面不能有值，写的是 \2"),
    (r"argument (.+): not allowed with argument (.+)", r"\1: 不能与 \2 同时用"),
    (r"argument \S+: (--.+)", r"\1"),
)
"""What argparse says of a wrong command line, and what the user reads instead; the last: `_jobs` and `_seconds`."""


_STATUSES = (
    "退出码：0 完成；2 输入有误，或没有一份报告能读；3 完成了，但有报告读不了（build、extract）或没有得到回答（ask）；"
    "1 程序出错；130 被中断。watch 和 serve 逐条说明读不了的报告，继续运行。"
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        shown = next((match.expand(to) for said, to in _REFUSALS if (match := re.fullmatch(said, message))), message)
        _say(f"{shown}；用法见 {self.prog} --help")
        raise SystemExit(BAD_INPUT)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kpi", description="开发区报告 → 指标序列与目标对照", epilog=_STATUSES, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"kpi {__version__}")
    commands = parser.add_subparsers(title="命令", metavar="COMMAND", required=True, parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    init = command("init", run_init, "建立自己的项目：指标映射和放报告的文件夹")
    init.add_argument("folder", type=Path, metavar="FOLDER", help="项目文件夹；已有的文件不会被覆盖")
    init.add_argument("--example", action="store_true", help="放入五份示例报告")
    _add_extract(command("extract", run_extract, "读取报告，输出观测（不经过结果库）"))
    build = command("build", run_build, "读取全部报告，更新结果库")
    build.add_argument("--force", action="store_true", help="不用缓存，全部重新读取")
    build.add_argument("--dask", default="", metavar="ADDRESS", help="由 Dask 集群读取，如 tcp://10.0.0.1:8786")
    build.add_argument("--accept-loss", action="store_true", help="报告少了一大半也更新结果")
    _add_jobs(build)
    _add_config(build)
    watch = command("watch", run_watch, "报告文件夹有变化就更新结果库，直到按 Ctrl-C")
    watch.add_argument("--every", type=_seconds, default=2.0, metavar="SECONDS", help="多久看一次，默认 2 秒")
    _add_jobs(watch)
    _add_config(watch)
    _add_import(command("import", run_import, "导入同事的表，逐行对照原文；不写文件则列出已导入的"))
    _add_ask(command("ask", run_ask, "请 config.yaml 里的第二读者（语言模型）也读报告；回答存下来，建库时与原文核对"))
    _add_report(command("report", run_report, "一份报告是谁的、何时的、依据什么；或为整份报告写明"))
    reports = command("reports", run_reports, "列出报告：哪个区、哪一年、读出多少、待定的和没有采用的")
    reports.add_argument("word", nargs="?", metavar="WORD", help="只列出含这个词的，如 待定、年份推定、2024")
    _add_config(reports)
    _add_export(command("export", run_export, "从结果库导出 CSV"))
    _add_brief(command("brief", run_brief, "一个区的简报：一句话、一张表、图和来源，写成 Word、PPT、网页或文本"))
    zones = command("zones", run_zones, "按名称或地方查开发区的全称")
    zones.add_argument("words", nargs="+", metavar="WORD", help="简称、城市或名称中的几个字，如 荆州 经开区")
    _add_config(zones)
    check = command("check", run_check, "检查 config.yaml，一次列出全部错误及行号")
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="默认为 config.yaml")
    explain = command("explain", run_explain, "说明一个数字的来源、依据和取舍")
    explain.add_argument("zone", metavar="ZONE", help="开发区全称、简称或英文名")
    explain.add_argument("indicator", metavar="INDICATOR", help="指标代码或名称")
    explain.add_argument("period", metavar="PERIOD", help="2024、2024-H1、2024-01/05 …")
    _add_config(explain)
    _add_correct(command("correct", run_correct, "核实、剔除或更正一条观测或待确认的读数；不写编号则列出已有的"))
    _add_note(command("note", run_note, "在一个开发区、指标、时期上写批注；不写内容则列出已有的"))
    _add_serve(command("serve", run_serve, "更新结果库并打开看板"))
    _add_config(command("doctor", run_doctor, "检查安装和项目：哪里不对、怎么改"))
    _add_user(command("user", run_user, "谁可以登录看板、谁可以编辑"))
    return parser


def _add_extract(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="报告文件或文件夹")
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help="默认 csv")
    parser.add_argument("--readings", action="store_true", help="连同把握不足、待确认的读数（status 为 to_confirm）")
    _add_output(parser)
    _add_config(parser)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="CSV 或 Excel（.xlsx）文件")
    parser.add_argument("--as", dest="reader", metavar="NAME", help="是谁读的，默认为文件名；同名的再导入，代替前一次")
    parser.add_argument("--report", metavar="R", help="表里没有报告一列时：全是这一份报告的")
    parser.add_argument(
        "--trust", choices=("propose", "accept"), help="只有它读到的：propose 待确认（默认），accept 有原文为证就采用"
    )
    parser.add_argument("--check", action="store_true", help="只核对，不导入")
    back = parser.add_mutually_exclusive_group()
    back.add_argument("--undo", action="store_true", help="撤回 --as 写明的人的上一步（导入、--trust、--withdraw）")
    back.add_argument("--withdraw", action="store_true", help="整个撤回 --as 写明的人，他读到的不再算数")
    parser.add_argument("-o", "--output", type=_output, metavar="FILE", help="每行怎么样、为什么，写成 CSV")
    parser.add_argument("--who", metavar="NAME", help="谁导入的，默认为当前用户")
    _add_config(parser)


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "reports", nargs="*", metavar="REPORT", help="报告的文件名或路径；不写则按 second_reader.reports"
    )
    parser.add_argument(
        "--ask-again", action="append", default=[], metavar="REPORT", help="这份报告再问一遍，以新的回答为准；可多次"
    )
    parser.add_argument("--yes", action="store_true", help="同意把报告的文字发到 second_reader 写的地方")
    parser.add_argument("--show-prompt", metavar="REPORT", help="只输出会问什么，不发送")
    _add_config(parser)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="FILE", help="报告的文件名或路径")
    parser.add_argument("--zone", metavar="Z", help="属于哪个开发区：全称或简称；写空字符串则不再写明")
    parser.add_argument("--published", metavar="D", help="发布日期，如 2024-03-01")
    parser.add_argument("--period", metavar="P", help="讲的是哪个时期：2024、2024-H1 …")
    parser.add_argument("--title", metavar="T", help="题名")
    aside = parser.add_mutually_exclusive_group()
    aside.add_argument("--aside", metavar="WHY", help="搁置：文件留在原处，建库时不读，写明原因")
    aside.add_argument("--back", action="store_true", help="收回搁置的")
    undo = parser.add_mutually_exclusive_group()
    undo.add_argument("--undo", action="store_true", help="撤销最近一次写明的，或放回移出的")
    undo.add_argument("--remove", action="store_true", help="移出：文件连同说明移到 removed 文件夹，不删除")
    parser.add_argument("--who", metavar="NAME", help="谁，默认为当前用户")
    _add_config(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--zone", action="append", default=[], metavar="Z", help="开发区全称、简称或英文名；可多次")
    parser.add_argument("--indicator", action="append", default=[], metavar="I", help="指标代码或名称；可多次")
    parser.add_argument("--kind", action="append", default=[], metavar="K", help="actual、estimate 或 target；可多次")
    parser.add_argument("--year", metavar="A[:B]", help="一年，或从 A 到 B")
    tables = (*TABLES, *_OWN_TABLES)
    parser.add_argument("--table", choices=tables, default="observations", help="默认 observations")
    parser.add_argument("--wide", action="store_true", help="panel 排成宽表：一行一个开发区的一个时期，一列一个指标")
    _add_output(parser)
    _add_config(parser)


def _add_brief(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("zone", metavar="ZONE", help="开发区全称、简称或英文名")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="中文或英文，默认 zh")
    parser.add_argument("--year", type=int, metavar="Y", help="哪一年的，默认为有全年数的最近一年")
    parser.add_argument("--chart", action="append", default=[], metavar="I", help="画哪个指标逐年的图；可多次")
    parser.add_argument("-o", "--output", type=_output, metavar="FILE", help=".docx、.pptx、.html 或 .md；默认输出文本")
    _add_config(parser)


def _add_correct(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="OBSERVATION_ID", help="观测编号（observation_id）")
    actions = parser.add_mutually_exclusive_group()
    for action, words in (("accept", "核实：读得对"), ("reject", "剔除：不是这个指标的数"), ("undo", "撤销先前的决定")):
        actions.add_argument(f"--{action}", action="store_const", const=action, dest="action", help=words)
    parser.add_argument("--undated", metavar="FILE", help="一份报告里只缺时期的数字：列出，或用 --period 一并写明")
    parser.add_argument("--value", metavar="V", help="更正数值")
    parser.add_argument("--unit", metavar="U", help="更正单位")
    parser.add_argument("--period", metavar="P", help="更正时期：2024、2024-H1 …")
    parser.add_argument("--kind", choices=("actual", "estimate", "target"), help="更正类别：实际、预计、目标")
    parser.add_argument("--zone", metavar="Z", help="更正开发区")
    parser.add_argument("--indicator", metavar="I", help="更正指标：代码或名称，单位要与它相符")
    parser.add_argument("--comparator", metavar="C", help="更正限定：以上、超过、不足、不超过、约、确数，或其代码")
    parser.add_argument("--why", metavar="TEXT", help="原因，必填；撤销可以不写")
    parser.add_argument("--who", metavar="NAME", help="谁，默认为当前用户")
    _add_config(parser)


def _add_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("zone", nargs="?", metavar="ZONE", help="开发区全称、简称或英文名")
    parser.add_argument("indicator", nargs="?", metavar="INDICATOR", help="指标代码或名称")
    parser.add_argument("period", nargs="?", metavar="PERIOD", help="2024、2024-H1、2024-01/05 …")
    parser.add_argument("--text", metavar="TEXT", help="批注的内容，照原样显示，不作格式")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--edit", metavar="ID", help="改这条批注，新的内容写在 --text")
    one.add_argument("--delete", metavar="ID", help="删除这条批注")
    one.add_argument("--undo", metavar="ID", help="撤销对这条批注的最近一步，可一步步往回")
    one.add_argument("--history", metavar="ID", help="列出这条批注的全部版本")
    parser.add_argument("--who", metavar="NAME", help="谁，默认为当前用户")
    _add_config(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="端口，默认为 8501 起第一个空闲的")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    parser.add_argument("--host", default="", metavar="ADDRESS", help="监听的地址，默认 127.0.0.1；给别人用如 0.0.0.0")
    parser.add_argument("--base-url", default="", metavar="URL", help="别人打开的网址，如 https://kpi.example/zone")
    parser.add_argument("--oidc", type=Path, metavar="FILE", help="用 OpenID Connect 登录，FILE 是它的设置")
    parser.add_argument("--log", type=Path, metavar="FILE", help="运行的记录写到文件，满了自动换，留五份")
    parser.add_argument(
        "--allow", type=Path, action="append", default=[], metavar="DIR",
        help="指标映射里的路径除项目文件夹以外还可以在哪里，可多次",
    )  # fmt: skip
    _add_config(parser)


def _add_user(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=_USER_ACTIONS, metavar="|".join(_USER_ACTIONS),
        help="加（已有的改密码）、改为可以编辑、改为只能看、去掉、列出",
    )  # fmt: skip
    parser.add_argument("name", nargs="?", metavar="NAME", help="用户名；更改都记在这个名下")
    parser.add_argument("--editor", action="store_true", help="可以编辑；不加就只能看")
    parser.add_argument("--no-password", action="store_true", help="不设密码，只能用 OpenID Connect 登录")
    _add_config(parser)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=_output, metavar="FILE", help="写入文件；默认或 - 为标准输出")


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="默认为 config.yaml")


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="同时用几个进程读取，默认全部处理器核")


def _jobs(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"--jobs 应为 1 以上的整数，写的是 {text}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"--every 应为 0.1 到 86400 之间的秒数，写的是 {text}")
    return seconds


def _output(text: str) -> Path | None:
    return None if text == "-" else Path(text)


def _list(title: str, items: Iterable[str]) -> None:
    for line in _listed(title, items):
        _say(line)


def _listed(title: str, items: Iterable[str]) -> list[str]:
    """A title with its number of items, and the items below it; no line at all where there are none."""
    listed = list(items)
    return [f"{title}（{len(listed)}）：", *_items(listed)] if listed else []


def _items(items: Iterable[str]) -> list[str]:
    """A line for each of the first items, and one that counts the rest."""
    listed = list(items)
    more = len(listed) - _SHOWN_AT_MOST
    shown = [f"  - {item}" for item in listed[:_SHOWN_AT_MOST]]
    return [*shown, *([f"  - 以及另外 {more} 项"] if more > 0 else [])]


def _put(line: object, stream: TextIO | None = None) -> None:
    """Prints a line; names and words of reports in it steer no terminal and make no lines of their own."""
    try:
        print(in_a_line(str(line)), file=stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _output_full(error) from error


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _output_full(error) from error


def _output_full(error: OSError) -> KpiError:
    from kpi.results.export import output_full

    return output_full(error)


def _let_go(stream: TextIO) -> None:
    from kpi.results.export import let_go

    let_go(stream)


def _say(message: str) -> None:
    try:
        print(f"kpi: {in_a_line(message)}", file=sys.stderr, flush=True)
    except OSError:  # nobody hears it; the exit status says it still
        _let_go(sys.stderr)


def _say_lines(error: KpiError) -> None:
    for line in str(error).splitlines():
        _say(line)


def _tell_fault(error: Exception) -> int:
    from kpi.vocabulary.faults import reason_of

    if os.environ.get("KPI_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    _say(f"{reason_of(error)}；这是程序的缺陷，不是您的输入有误；设 KPI_DEBUG=1 再运行可看到详情")
    return FAULT


def _use_utf8() -> None:
    """Chinese on any terminal, also where the system's own encoding has no Chinese."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
