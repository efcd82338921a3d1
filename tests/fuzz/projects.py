"""A small project with a line of every kind in each of its ledgers, made as people make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from kpi.settings.config import Config, load_config
from kpi.settings.shipped import shipped_map
from tests.second.samples import TEXT
from tests.works import report_of

YEARS = (2021, 2022, 2024)
"""Of each there is a report, `2021.txt`, …"""

REPORT = TEXT
"""What the last of them says."""

_READER = "second_reader: {base_url: 'http://127.0.0.1:9/v1', model: m, trust: accept}\n"
_ANSWER = """好的：
```json
{"facts": [
 {"indicator": "gdp", "zone": "濮阳经济技术开发区", "period": "2024", "value": "254", "unit": "亿元", "kind": "actual", "measure": "level", "quote": "全区地区生产总值完成254亿元"},
 {"indicator": "signed_investment", "period": "2024", "value": "4.19", "unit": "亿美元", "quote": "新增合同外资4.19亿美元"},
 {"indicator": "gdp", "period": "2025", "value": "6", "unit": "%", "kind": "target", "measure": "growth", "quote": "力争地区生产总值增长6%"}
]}
```"""  # fmt: skip

HEADS = ("报告", "开发区", "指标", "年份", "数值", "单位", "类型", "计量方式", "原文", "页码", "范围", "备注")
ROWS = (
    HEADS,
    ("2024.txt", "濮阳经开区", "地区生产总值", "2024", "254", "亿元", "实际", "", "全区地区生产总值完成254亿元", "1", "", ""),
    ("2024.txt", "濮阳经济技术开发区", "地区生产总值增速", "2024", "5.0", "%", "实际", "增长", "同比增长5.0%", "", "", "见公报"),
    ("2024", "", "税收收入", "2024年1-10月", "3.67", "亿元", "实际", "", "前10个月已入库3.67亿元，增长14.8%", "", "", ""),
    ("2024.txt", "", "科技创新平台数", "2024", "15", "个", "", "", "现有省级以上创新平台15个", "", "省级以上", ""),
    ("2024.txt", "", "签约项目", "2025", ">=30", "个", "目标", "", "签约项目30个以上", "", "", ""),
    ("2021.txt", "濮阳经开区", "gdp", "2021", "121亿元", "", "actual", "level", "全区地区生产总值完成121亿元", "", "", ""),
    ("没有.txt", "", "gdp", "2021", "121", "亿元", "", "", "没有这句话", "", "", ""),
)  # fmt: skip
"""A colleague's table on these reports."""

SIDECARS = (
    b"zone: \xe6\xbf\xae\xe9\x98\xb3\xe7\xbb\x8f\xe6\xb5\x8e\xe6\x8a\x80\xe6\x9c\xaf\xe5\xbc\x80\xe5\x8f\x91\xe5\x8c\xba\nperiod: 2021\n",
    "# 核对过\nzone: 濮阳经开区  # 张工\npublished: 2022-01-15\nperiod: 2021-H1\ntitle: '工作总结：全年'\n".encode(),
    "aside: 还没有定稿\n".encode(),
)

LEDGERS: Mapping[str, Callable[[Config], Path]] = {
    "corrections": lambda config: config.corrections,
    "statements": lambda config: config.statements,
    "imports": lambda config: config.imports,
    "answers": lambda config: config.answers,
    "notes": lambda config: config.notes,
    "journal": lambda config: config.corrections.with_name("changes.jsonl"),
    "users": lambda config: config.path.parent / "users.json",
}
"""The files beside the reports in which decisions stand, by what they are called here."""


def make_project(folder: Path) -> Config:
    """The project, built."""
    from kpi.building import store

    (folder / "reports").mkdir(parents=True)
    for year in YEARS:
        text = TEXT if year == YEARS[-1] else report_of(year)
        (folder / "reports" / f"{year}.txt").write_text(text, encoding="utf-8")
    text = shipped_map().replace("reports: [seeds]", "reports: [reports]")
    (folder / "config.yaml").write_text(text + _READER, encoding="utf-8")
    config = load_config(folder / "config.yaml")
    store.build(config, jobs=1)
    return config


def ledgers_of(config: Config) -> dict[str, bytes]:
    """The ledgers of the project with lines of every kind in them, which are taken away again."""
    for act in (_corrections, _statements, _imports, _answers, _notes, _journal_and_users):
        act(config)
    found = {}
    for name, place in LEDGERS.items():
        found[name] = place(config).read_bytes()
        place(config).unlink()
    return found


def _corrections(config: Config) -> None:
    from kpi.building import store
    from kpi.results.corrections import Action, Change, decide, undo
    from kpi.vocabulary.frames import observation_of

    build = store.open_build(config)
    assert build is not None
    items = [observation_of(row) for row in build.rows("observations")]
    digests = {row["doc"]: row["digest"] for row in build.rows("documents")}
    act = partial(decide, config, who="王某")
    changes = [
        Change(value="131.2"),
        Change(period="2019"),
        Change(unit="万元", kind="target"),
        Change(zone="周口经济开发区"),
    ]
    for item, change in zip(items, changes, strict=False):
        made = act(item, digests[item.doc], Action.OVERRIDE, why="核对了原件", change=change)
    undo(config, made, why="看错了", who="李某")
    act(items[5], digests[items[5].doc], Action.REJECT, why="不是本区的")
    act(items[6], digests[items[6].doc], Action.ACCEPT, why="核对了")
    for row in list(build.rows("waiting"))[:2]:
        item = observation_of(row)
        act(item, digests[item.doc], Action.ACCEPT, why="核对了")


def _statements(config: Config) -> None:
    from kpi.building.removing import find_removed, remove, restore
    from kpi.building.stating import state, undo

    first, second = (config.reports[0] / f"{year}.txt" for year in YEARS[:2])
    state(config, first, who="王某", zone="濮阳经开区", period="2021")
    state(config, first, who="李某", published="2022-01-15", title="总结")
    state(config, second, who="王某", aside="还没有定稿")
    for _ in range(2):
        undo(config, first, who="王某")
    undo(config, second, who="王某")
    remove(config, second, who="王某")
    gone = find_removed(second.name, config)
    assert gone is not None
    restore(config, gone, who="王某")


def _imports(config: Config) -> None:
    from kpi.building.importing import check
    from kpi.second import imports
    from kpi.second.claims import TEXTS, Claim, Trust

    fields = ("report", "zone", "indicator", "period", "value", "unit", "kind", "measure", "quote", "page", "scope")
    assert set(fields) == set(TEXTS)
    rows = enumerate(ROWS[1:], 2)
    claims = [Claim("张工", number, **dict(zip(fields, row[:-1], strict=True))) for number, row in rows]
    found = [each.imported for each in check(claims, config, Trust.PROPOSE)]
    imports.keep(config, "张工", found, trust=Trust.PROPOSE, file="摘录.csv", who="王某")
    imports.trust(config, "张工", Trust.ACCEPT, who="王某")
    imports.keep(config, "李工", found[:2], trust=Trust.PROPOSE, file="另一份.xlsx", who="王某")
    imports.withdraw(config, "李工", who="王某")


def _answers(config: Config) -> None:
    from kpi.building import store
    from kpi.second.kept import Answer, keep, now

    build = store.open_build(config)
    assert build is not None
    for row in build.rows("documents"):
        for piece in (1, 2):
            keep(
                config,
                Answer(
                    now(), "m", "127.0.0.1:9", "p1", row["digest"], row["path"], "t", f"d{piece}", piece, 2, _ANSWER
                ),
            )


def _notes(config: Config) -> None:
    from kpi.results import notes

    write = partial(notes.write, config, who="王某")
    note = write("濮阳经开区", "gdp", "2024", "含续建项目\n与上年口径不同")
    other = write("濮阳经开区", "签约项目", "2025", "等公报核对")
    notes.edit(config, note.id, "口径有调整", who="李某")
    notes.undo(config, note.id, who="王某")
    notes.delete(config, other.id, who="王某")


def _journal_and_users(config: Config) -> None:
    from kpi.results import journal
    from kpi.settings.users import User, hash_of, put_user

    journal.record(config, "王某", journal.MAP, ["a" * 64, "b" * 64])
    journal.record(config, "王某", journal.ADD, ["reports/2024.txt"])
    users = LEDGERS["users"](config)
    put_user(users, User("王某", editor=True, secret=hash_of("一个很长的口令 123", "王某")))
    put_user(users, User("li@corp.example"))


ANSWERS = (_ANSWER.encode(), _ANSWER.replace("```json", "").replace("```", "").encode(), b'{"facts": []}', b"[]")
"""What a model may answer."""
