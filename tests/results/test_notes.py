"""Notes: written, edited, deleted and taken back by further lines; nothing that anybody wrote is ever lost."""

from __future__ import annotations

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from kpi.results import notes
from kpi.results.noted import with_notes, with_notes_wide
from kpi.results.notes import NoteChanged, load, notes_of
from kpi.settings.config import Config, parse_config
from kpi.vocabulary.errors import KpiError
from tests.dashboard_data import CONFIG, A, B

pd = pytest.importorskip("pandas")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    text = CONFIG.lstrip().replace(f"  {A}:\n", f"  {A}:\n    aliases: [东山经开区]\n")
    return parse_config(text, tmp_path / "config.yaml")


def write(
    config: Config, text: str = "口径有调整", who: str = "王某", period: str = "2024", zone: str = A
) -> notes.Note:
    return notes.write(config, zone, "gdp", period, text, who=who)


def lines(config: Config) -> list[dict[str, str]]:
    return [json.loads(line) for line in config.notes.read_text("utf-8").splitlines()]


def test_a_note_stands_with_who_and_when(config: Config) -> None:
    made = notes.write(
        config, "东山经开区", "地区生产总值", "2024年上半年", " 口径  有调整 \n\n 见公报 ", who=" 王 某 "
    )
    assert (made.zone, made.indicator, made.period) == (A, "gdp", "2024-H1"), "by the names that people use"
    assert (made.text, made.who, made.author) == ("口径 有调整\n见公报", "王 某", "王 某")
    assert made.when == made.begun and made.when[:4].isdigit() and "T" in made.when
    assert notes_of(config) == notes_of(config, A) == (made,) and notes_of(config, B) == ()
    assert config.notes == config.path.parent / "notes.jsonl"


def test_notes_stand_by_zone_indicator_and_period(config: Config) -> None:
    made = [write(config, zone=B), write(config, period="2023"), write(config, "另一条"), write(config)]
    assert [note.place for note in notes_of(config)] == sorted(note.place for note in made)
    assert {note.text for note in load(config).at[(A, "gdp", "2024")]} == {"另一条", "口径有调整"}


def test_an_edit_keeps_who_began_and_what_stood_there(config: Config) -> None:
    first = write(config)
    now = notes.edit(config, first.id, "口径没有调整", who="李某", seen=first.version)
    assert (now.id, now.text, now.who, now.author, now.version) == (first.id, "口径没有调整", "李某", "王某", 2)
    assert [entry.text for entry in load(config).history(first.id)] == ["口径有调整", "口径没有调整"]


def test_steps_are_taken_back_one_by_one(config: Config) -> None:
    note = write(config)
    notes.edit(config, note.id, "二", who="王某")
    notes.edit(config, note.id, "三", who="王某")
    notes.delete(config, note.id, who="李某")
    assert notes_of(config) == () and [entry.note for entry in load(config).deleted] == [note.id]
    texts = []
    while (now := notes.undo(config, note.id, who="王某")) is not None:
        texts.append(now.text)
    assert texts == ["三", "二", "口径有调整"], "the last one takes back the writing itself"
    assert notes_of(config) == () and len(lines(config)) == 8, "and every line is still there"
    with pytest.raises(KpiError, match="没有可以撤销的批注"):
        notes.undo(config, note.id, who="王某")


@pytest.mark.parametrize("step", ["edit", "delete", "undo"])
def test_what_somebody_else_changed_is_not_written_over(step: str, config: Config) -> None:
    seen = write(config)
    notes.edit(config, seen.id, "李某的", who="李某", seen=seen.version)
    before = config.notes.read_bytes()
    with pytest.raises(NoteChanged, match="李某 改为：李某的") as told:
        if step == "edit":
            notes.edit(config, seen.id, "王某的", who="王某", seen=seen.version)
        elif step == "delete":
            notes.delete(config, seen.id, who="王某", seen=seen.version)
        else:
            notes.undo(config, seen.id, who="王某", seen=seen.version)
    assert config.notes.read_bytes() == before
    assert told.value.now is not None and told.value.now.text == "李某的"
    again = notes.edit(config, seen.id, "两个人的", who="王某", seen=told.value.now.version)
    assert again.text == "两个人的" and "李某的" in [entry.text for entry in load(config).history(seen.id)]


def test_an_edit_of_what_was_deleted_is_told(config: Config) -> None:
    note = write(config)
    notes.delete(config, note.id, who="李某")
    with pytest.raises(NoteChanged) as told:
        notes.edit(config, note.id, "王某的", who="王某", seen=note.version)
    assert told.value.now is None
    with pytest.raises(KpiError, match=r"已经删除.*--undo"):
        notes.edit(config, note.id, "王某的", who="王某")


def _write_some(path: str, who: str, count: int) -> None:
    config = parse_config(CONFIG.lstrip(), path)
    for number in range(count):
        notes.write(config, A, "gdp", "2024", f"{who}第{number}条", who=who)


def test_people_who_write_at_once_lose_nothing(config: Config) -> None:
    people = [get_context("spawn").Process(target=_write_some, args=(str(config.path), who, 6)) for who in "甲乙丙"]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert {note.text for note in notes_of(config)} == {f"{who}第{number}条" for who in "甲乙丙" for number in range(6)}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " \n\u200b "}, "请写明批注"),
        ({"text": "长" * 1001}, "1000 字以内（现有 1001 字）"),
        ({"who": " "}, "请写明姓名"),
        ({"who": "长" * 61}, "请写明姓名，60 字以内"),
        ({"period": "去年"}, "不是时期"),
        ({"zone": "不相干"}, "没有这个开发区"),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_written(fields: dict[str, str], words: str, config: Config) -> None:
    with pytest.raises(KpiError, match=words):
        write(config, **fields)
    assert not config.notes.exists()


def test_the_same_note_twice_is_a_second_click(config: Config) -> None:
    note = write(config)
    with pytest.raises(KpiError, match="已有同样的批注"):
        write(config, who="李某")
    with pytest.raises(KpiError, match="没有可改的"):
        notes.edit(config, note.id, "口径有调整", who="王某")
    assert len(lines(config)) == 1


def test_a_text_is_data(config: Config) -> None:
    said = "<b>口径</b> $x^2$ **粗** [见](http://example.invalid) =1+1"
    assert write(config, said).text == said
    assert write(config, "看\u202e反\x07转").text == "看反转", "but for signs that show as nothing or turn the rest"


def test_a_zone_by_its_former_name_keeps_its_notes(config: Config) -> None:
    """A name that was a zone of its own becomes an alias of another: what was noted on it goes along."""
    write(config)
    config.notes.write_text(config.notes.read_text("utf-8").replace(A, "东山经开区"), encoding="utf-8")
    assert [note.zone for note in notes_of(config, A)] == [A]


@pytest.mark.parametrize(
    "line",
    ['{"action": "write"}', "[]", "?", '{"action": "shout", "at": "", "who": "", "note": "", "zone": ""}',
     '{"action": "write", "at": "2026-11-21", "who": "王某", "note": "n1", "zone": "z", "indicator": "gdp", '
     '"period": "去年", "text": "x"}',
     '{"action": "write", "at": "昨天", "who": "王某", "note": "n1", "zone": "z", "indicator": "gdp", '
     '"period": "2024", "text": "x"}',
     '{"action": "write", "at": "2026-11-21", "who": 7, "note": "n1", "zone": "z", "indicator": "gdp", '
     '"period": "2024", "text": "x"}'],
)  # fmt: skip
def test_a_line_that_is_none_is_told_and_costs_no_other(line: str, config: Config) -> None:
    note = write(config)
    with config.notes.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    known = load(config)
    assert known.standing == (note,) and known.problems[0].startswith("notes.jsonl 第 2 行")
    assert write(config, "又一条").text == "又一条"


def test_rows_get_the_notes_on_them(config: Config) -> None:
    write(config)
    write(config, "目标也改了", period="2025")
    known = load(config)
    table = pd.DataFrame({"zone": [A, A, B], "indicator": ["gdp"] * 3, "period": ["2024", "2024-H1", "2024"],
                          "year": [2024] * 3})  # fmt: skip
    day = known.standing[0].when[:10]
    assert list(with_notes(table, known)["notes"]) == [f"口径有调整（王某 {day}）", "", ""]
    aims = pd.DataFrame({"zone": [A], "indicator": ["gdp"], "year": [2025], "target_period": ["2025"],
                         "actual_period": ["2024"]})  # fmt: skip
    assert with_notes(aims, known)["notes"][0] == f"目标也改了（王某 {day}） | 口径有调整（王某 {day}）"
    assert "notes" not in with_notes(table, notes.Notes()), "a project without notes has no such column"


def test_the_wide_panel_has_notes_beside_their_indicator(config: Config) -> None:
    write(config)
    table = pd.DataFrame({
        "zone": [A, B], "year": [2024, 2024], "period": ["2024", "2024"], "gdp [亿元]": [254.0, 1.0],
        "gdp.growth [%]": [5.0, 2.0], "signed_projects [个]": [42.0, 3.0],
    })  # fmt: skip
    made = with_notes_wide(table, load(config))
    assert list(made) == [*list(table)[:5], "gdp.notes", "signed_projects [个]"]
    assert [bool(text) for text in made["gdp.notes"]] == [True, False]
