"""What a person states of a report: whose it is and of when, beside it in its sidecar, with a ledger, undoable."""

from __future__ import annotations

import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpi.building import stating
from kpi.building.statements import load
from kpi.building.stating import (
    ReportFacts,
    StatedMeanwhile,
    find_report,
    find_stated_zone,
    lines_on,
    mark_of,
    standing_of,
    state,
    stated_since,
    undo,
)
from kpi.documents.hints import HintFinder
from kpi.settings.config import Config, load_config
from kpi.settings.sidecar_text import put_facts
from kpi.vocabulary.errors import InvalidFile, KpiError
from tests.samples import CONFIG

PUYANG, ZHOUKOU, JINGZHOU = "濮阳经济技术开发区", "周口经济开发区", "荆州经济技术开发区"
TEXT = "2024年，全区地区生产总值完成254亿元。\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "reports" / "旧").mkdir(parents=True)
    for name in ("年报.txt", "季报.txt", "旧/季报.txt"):
        (tmp_path / "reports" / name).write_text(TEXT + name, "utf-8")
    return load_config(tmp_path / "config.yaml")


def report(config: Config, name: str = "年报.txt") -> Path:
    return config.path.parent / "reports" / name


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.yaml")


def ledger(config: Config) -> list[dict[str, object]]:
    path = config.path.parent / "corrections.reports.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def said(config: Config, path: Path) -> dict[str, str]:
    hints = HintFinder(config).hints_of(path, "")
    found = {name: getattr(hints, name) for name in ("zone", "published", "period", "title")}
    return {name: hint.value for name, hint in found.items() if hint and hint.ground == "sidecar"}


# what is written, what is stated, why
ZONES = [
    (PUYANG, PUYANG, "the full name of the config"),
    ("濮阳经开区", PUYANG, "its alias"),
    ("濮阳 经开区", PUYANG, "with a space"),
    ("Zhoukou Economic Development Zone", ZHOUKOU, "in English"),
    ("周口经济", ZHOUKOU, "letters of only one zone"),
    ("河南周口经济开发区", ZHOUKOU, "a full name of the gazetteer that is the config's"),
    (JINGZHOU, JINGZHOU, "the full name of the gazetteer"),
    ("荆州经开区", JINGZHOU, "its short name"),
    ("荆州市经济技术开发区", JINGZHOU, "with its city"),
    ("襄樊高新区", "襄阳高新技术产业开发区", "the former name of its city"),
    ("襄樊市高新区", "襄阳高新技术产业开发区", "the same with its class word"),
    ("水城特区经开区", "贵州钟山经济开发区", "the former name of its district, there are others of the same name"),
    ("万县市经开区", "万州经济技术开发区", "a former city that is of another province today"),
]


@pytest.mark.parametrize(("written", "zone", "why"), ZONES, ids=[row[2] for row in ZONES])
def test_a_zone_is_found_by_any_of_its_names(config: Config, written: str, zone: str, why: str) -> None:
    assert find_stated_zone(written, config) == zone


# what is written, what is said of it, why
NO_ZONES = [
    ("滁洲经济技术开发区", "是不是 滁州经济技术开发区？可用 kpi zones", "one letter off"),
    ("徐洲经开区", "是不是 徐州经济技术开发区", "one letter off, and short"),
    ("大庸县工业园区", "没有找到", "what 大庸 became is called like a district of another province"),
    ("锦县经开区", "没有找到", "the same of 锦县 and 太和"),
    ("台东区经开区", "没有找到", "the same of 台东 and 市北, of another city of the province"),
    ("水城特区工业园区", "没有找到", "the same of 水城 and 钟山"),
    ("濮阳经济w", "没有找到这个开发区；可用 kpi zones 查全称", "a slip of the pen makes no zone"),
    ("青岚经济技术开发区", "请先写进 config.yaml 的 zones", "a zone that nobody knows"),
    ("荆州开发区", "有 2 个开发区符合：荆州经济技术开发区（湖北省荆州市）、荆州高新技术产业开发区", "of two"),
    ("经开区", "有 2 个开发区符合：濮阳经济技术开发区、周口经济开发区；请写全称", "a bare word: those of the config"),
    ("保税区", "没有找到", "a bare word for none of them"),
    ("经济技术开发", "等", "letters of hundreds"),
]


@pytest.mark.parametrize(("written", "message", "why"), NO_ZONES, ids=[row[2] for row in NO_ZONES])
def test_a_name_of_no_zone_or_of_several_states_nothing(config: Config, written: str, message: str, why: str) -> None:
    with pytest.raises(KpiError) as caught:
        state(config, report(config), who="王某", zone=written)
    assert str(caught.value).startswith(f"{written}: ") and message in str(caught.value)
    assert not beside(report(config)).exists() and ledger(config) == []


def test_a_bare_word_in_a_folder_of_its_city(config: Config) -> None:
    changed = config.path.read_text("utf-8").replace("[周口经开区]", "[周口经开区]\n    city: 周口市")
    config.path.write_text(changed, "utf-8")
    assert find_stated_zone("经开区", load_config(config.path), folders=("reports", "周口")) == ZHOUKOU


def test_a_candidate_of_the_report_is_known(config: Config) -> None:
    assert find_stated_zone("青岚经济技术开发区", config, known=("青岚经济技术开发区",)) == "青岚经济技术开发区"


def test_a_full_name_is_not_taken_for_another_zone_of_its_city(config: Config) -> None:
    changed = CONFIG.replace(f"  {ZHOUKOU}:", "  沙市经济技术开发区: {en: Shashi, city: 荆州市}\n" + f"  {ZHOUKOU}:")
    config.path.write_text(changed, "utf-8")
    config = load_config(config.path)
    state(config, report(config), who="王某", zone=JINGZHOU)
    assert said(config, report(config)) == {"zone": JINGZHOU}


def test_facts_are_stated_beside_the_report_and_told_in_the_ledger(config: Config) -> None:
    path, original = report(config), report(config).read_bytes()
    made = state(
        config, path, who=" 王 某 ", zone="濮阳经开区", published="2025年3月1日", period="2024年", title="年 报"
    )
    assert beside(path).read_text("utf-8") == (
        f'zone: "{PUYANG}"\npublished: "2025-03-01"\nperiod: "2024"\ntitle: "年 报"\n'
    )
    assert said(config, path) == {"zone": PUYANG, "published": "2025-03-01", "period": "2024", "title": "年 报"}
    assert path.read_bytes() == original
    (line,) = ledger(config)
    assert (line["who"], line["action"], line["path"]) == ("王 某", "state", "reports/年报.txt")
    assert (line["before"], line["after"]) == (None, beside(path).read_text("utf-8"))
    assert made is not None and made.told().endswith(
        f"王 某 写明 开发区：{PUYANG}，发布日期：2025-03-01，时期：2024，题名：年 报"
    )


def test_what_is_stated_already_makes_no_line(config: Config) -> None:
    state(config, report(config), who="王某", zone=PUYANG)
    assert state(config, report(config), who="李某", zone="濮阳经开区") is None
    assert len(ledger(config)) == 1


# fact, what is written, what is said of it
NO_TIMES = [
    ("published", "2025-02-30", "--published 2025-02-30: 不是日期，应写到日，如 2024-03-01"),
    ("published", "2025-02", "--published 2025-02: 不是日期"),
    ("published", "0225-02-03", "--published 0225-02-03: 不是日期"),
    ("published", "2199-04-10", "--published 2199-04-10: 不是日期"),
    ("period", "去年", "--period 去年: 不是一年之内的时期，应如 2024、2024年上半年（2024-H1）"),
    ("period", "2021/2025", "--period 2021/2025: 不是一年之内的时期"),
    ("title", "题" * 201, "--title: 请写明题名，一行，200 字以内"),
    ("title", "题\x07名", "不含控制字符"),
]


@pytest.mark.parametrize(("name", "written", "message"), NO_TIMES)
def test_a_fact_that_is_none_says_how_it_is_written(config: Config, name: str, written: str, message: str) -> None:
    with pytest.raises(KpiError) as caught:
        state(config, report(config), who="王某", **{name: written})  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert not beside(report(config)).exists() and ledger(config) == []


def test_a_name_and_something_to_state_are_asked_for(config: Config) -> None:
    for given, message in (({"who": " ", "zone": PUYANG}, "--who: 请写明姓名"), ({"who": "王某"}, "没有要写明的")):
        with pytest.raises(KpiError, match=message):
            state(config, report(config), **given)  # type: ignore[arg-type]


# a sidecar, what is stated, what it is then, why
TEXTS = [
    ("# 原件在档案室\nzone: 周口经开区   # 已核实\n\ntitle: 年报\n# 末尾\n", {"zone": "甲"},
     '# 原件在档案室\nzone: "甲"   # 已核实\n\ntitle: 年报\n# 末尾\n', "a value in its place"),
    ("title: 年报 # 一\n# 二\n", {"zone": "甲"}, 'title: 年报 # 一\nzone: "甲"\n# 二\n', "a new one below the last"),
    ("title: 年报", {"zone": "甲"}, 'title: 年报\nzone: "甲"\n', "a file whose last line is not ended"),
    ("title: 年报\r\n", {"zone": "甲"}, 'title: 年报\r\nzone: "甲"\r\n', "the ends of lines"),
    ("\ufeffzone: 乙\n", {"zone": "甲"}, '\ufeffzone: "甲"\n', "a mark at the head"),
    ("---\nzone: 乙\n...\n", {"zone": "甲", "period": "2024"}, '---\nzone: "甲"\nperiod: "2024"\n...\n', "a document"),
    ("# 原件在档案室\n", {"zone": "甲"}, '# 原件在档案室\nzone: "甲"\n', "nothing but a comment"),
    ("---\n# 一\n...\n", {"zone": "甲"}, '---\nzone: "甲"\n# 一\n...\n', "a document of nothing but a comment"),
    ("# 一\n---\n", {"zone": ""}, "# 一\n---\n", "a fact taken out of it"),
    ("  zone: 乙\n", {"period": "2024"}, '  zone: 乙\n  period: "2024"\n', "set in"),
    ("zone: 乙 # 一\nperiod: 2024\n# 二\n", {"zone": ""}, "period: 2024\n# 二\n", "a fact taken out"),
    ("zone: 乙\n", {"period": ""}, "zone: 乙\n", "a fact taken out that is not there"),
    ("{zone: 乙, period: 2024} # 一\n", {"zone": "甲"}, '{zone: "甲", period: "2024"} # 一\n', "in brackets"),
    ("title: >-\n  年报\n\nzone: 乙\n", {"title": "公报"}, 'title: "公报"\n\nzone: 乙\n', "a text of a block"),
    ('zone: 甲\n', {"title": 'a "b" \\ c: #d'}, 'zone: 甲\ntitle: "a \\"b\\" \\\\ c: #d"\n', "signs of YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "facts", "after", "why"), TEXTS, ids=[row[3] for row in TEXTS])
def test_a_sidecar_keeps_all_that_is_not_stated_anew(before: str, facts: dict[str, str], after: str, why: str) -> None:
    assert put_facts(before, facts) == after


def test_undo_restores_what_was_there_step_by_step(config: Config) -> None:
    path = report(config)
    by_hand = "# 原件在档案室\r\nzone: 周口经开区   # 已核实\r\n".encode()
    beside(path).write_bytes(by_hand)
    state(config, path, who="王某", zone=PUYANG)
    state(config, path, who="李某", period="2024-H1")
    assert [each.who for each in standing_of(path, config).statements] == ["王某", "李某"]
    assert undo(config, path, who="李某").changes == {"period": ("2024-H1", "")}
    assert said(config, path) == {"zone": PUYANG}
    undo(config, path, who="王某")
    assert beside(path).read_bytes() == by_hand
    with pytest.raises(KpiError, match=r"reports/年报.txt: 没有可以撤销的"):
        undo(config, path, who="王某")
    assert [line["action"] for line in ledger(config)] == ["state", "state", "undo", "undo"]


def test_undo_removes_a_sidecar_that_was_not_there(config: Config) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG)
    undo(config, path, who="王某")
    assert not beside(path).exists()
    state(config, path, who="王某", zone=ZHOUKOU)  # and the next one counts again
    assert [each.changes for each in standing_of(path, config).statements] == [{"zone": ("", ZHOUKOU)}]


def test_a_fact_is_taken_back_by_an_empty_one(config: Config) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG, period="2024")
    state(config, path, who="王某", zone="")
    assert standing_of(path, config).facts == ReportFacts(period="2024")
    state(config, path, who="王某", period="")
    assert not beside(path).exists()
    undo(config, path, who="王某")
    assert standing_of(path, config).facts == ReportFacts(period="2024")


def test_comments_stay_where_the_last_fact_is_taken_back(config: Config) -> None:
    path = report(config)
    beside(path).write_text("# 原件在档案室\nzone: 周口经开区 # 已核实\n", "utf-8")
    state(config, path, who="王某", zone="")
    assert beside(path).read_text("utf-8") == "# 原件在档案室\n"
    assert (said(config, path), standing_of(path, config).facts) == ({}, ReportFacts())
    state(config, path, who="王某", zone=PUYANG)
    assert beside(path).read_text("utf-8") == f'# 原件在档案室\nzone: "{PUYANG}"\n'


def test_what_a_sidecar_of_several_states_is_taken_back_for_one(config: Config) -> None:
    path, other, shared = report(config), report(config, "年报.md"), report(config, "年报.yaml")
    other.write_text("另一份\n", "utf-8")
    shared.write_text("period: 2024\n", "utf-8")
    made = state(config, path, who="王某", period="")
    assert made is not None and made.told().endswith("王某 写明 时期：不写（原为 2024）")
    assert (said(config, path), said(config, other)) == ({}, {"period": "2024"})
    assert beside(path).read_text("utf-8") == "# 不用 年报.yaml 所写的\n"
    made = undo(config, path, who="王某")
    assert made.told().endswith("王某 撤销，恢复为 时期：2024") and not beside(path).exists()
    assert said(config, path) == {"period": "2024"}


def test_the_faults_of_a_sidecar_that_is_not_read_stop_nothing(config: Config) -> None:
    report(config, "年报.yaml").write_text("时期: 2024\n", "utf-8")
    beside(report(config)).write_text("title: 年报\n", "utf-8")
    state(config, report(config), who="王某", zone=PUYANG)
    assert said(config, report(config)) == {"zone": PUYANG, "title": "年报"}


def test_the_last_fact_of_its_own_is_taken_back_and_that_of_several_does_not_come_forth(config: Config) -> None:
    path, shared = report(config), report(config, "年报.yaml")
    report(config, "年报.md").write_text("另一份\n", "utf-8")
    beside(path).write_text(f"zone: {PUYANG}\n", "utf-8")
    shared.write_text("period: 2024\n", "utf-8")
    state(config, path, who="王某", zone="")
    assert said(config, path) == {}
    assert standing_of(path, config).statements[0].changes == {"zone": (PUYANG, "")}


@pytest.mark.parametrize(
    ("by_hand", "message"),
    [(b"zone: \xe5\x91\xa8\xe5\x8f\xa3\xe7\xbb\x8f\xe5\xbc\x80\xe5\x8c\xba\n", "已被手工改过"), (None, "已不在")],
)
def test_undo_refuses_where_the_sidecar_was_changed_by_hand(
    config: Config, by_hand: bytes | None, message: str
) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG)
    beside(path).write_bytes(by_hand) if by_hand else beside(path).unlink()
    with pytest.raises(KpiError, match=rf"reports/年报.txt.yaml: 写明之后{message}，没有撤销"):
        undo(config, path, who="王某")
    assert (beside(path).read_bytes() if by_hand else None) == by_hand
    assert len(ledger(config)) == 1


def test_a_broken_sidecar_is_told_with_its_line_and_left_as_it_is(config: Config) -> None:
    path = report(config)
    beside(path).write_text("zone: 濮阳经开区\n时期: 2024\n", "utf-8")
    with pytest.raises(InvalidFile, match=r"reports/年报.txt.yaml:2: 未知的键“时期”"):
        state(config, path, who="王某", zone=PUYANG)
    assert beside(path).read_text("utf-8") == "zone: 濮阳经开区\n时期: 2024\n"


def test_brackets_with_comments_are_left_to_a_person(config: Config) -> None:
    path = report(config)
    beside(path).write_text("{zone: 濮阳经开区, # 已核实\n period: 2024}\n", "utf-8")
    with pytest.raises(KpiError, match=r"年报.txt.yaml: 花括号里有注释，程序改不了；请直接在这个文件里改"):
        state(config, path, who="王某", zone=ZHOUKOU)


def test_what_the_config_states_is_changed_there(config: Config) -> None:
    entry = "reports: [{path: reports/年报.txt, zone: 周口经开区}, reports]"
    config.path.write_text(CONFIG.replace("reports: [reports]", entry), "utf-8")
    config = load_config(config.path)
    with pytest.raises(KpiError, match=f"config.yaml 的 reports 已写明它的开发区（{ZHOUKOU}），以那里为准"):
        state(config, report(config), who="王某", zone=PUYANG)
    state(config, report(config), who="王某", period="2024")
    assert said(config, report(config)) == {"period": "2024"}


def test_a_sidecar_of_several_reports_is_not_changed_for_one(config: Config) -> None:
    path, other, shared = report(config), report(config, "年报.md"), report(config, "年报.yaml")
    other.write_text("另一份\n", "utf-8")
    shared.write_text("period: 2024 # 两份\n", "utf-8")
    state(config, path, who="王某", zone=PUYANG)
    assert said(config, path) == {"zone": PUYANG, "period": "2024"}
    assert said(config, other) == {"period": "2024"}
    other.unlink()
    undo(config, path, who="王某")
    state(config, path, who="王某", zone=ZHOUKOU)  # now it is this report's alone
    assert shared.read_text("utf-8") == f'period: 2024 # 两份\nzone: "{ZHOUKOU}"\n' and not beside(path).exists()


@pytest.mark.parametrize(("sidecar", "moved"), [("年报.txt.yaml", "新/公报.txt.yaml"), ("年报.yaml", "新/公报.yaml")])
def test_a_report_moved_with_its_sidecar_keeps_what_is_stated(config: Config, sidecar: str, moved: str) -> None:
    path, now = report(config), report(config, "新/公报.txt")
    report(config, sidecar).write_text("title: 年报\n", "utf-8")
    state(config, path, who="王某", zone=PUYANG)
    now.parent.mkdir()
    path.rename(now)
    report(config, sidecar).rename(report(config, moved))
    assert said(config, now) == {"zone": PUYANG, "title": "年报"}
    assert [each.who for each in standing_of(now, config).statements] == ["王某"]
    undo(config, now, who="王某")
    assert report(config, moved).read_text("utf-8") == "title: 年报\n"
    assert standing_of(now, config).statements == ()


def test_a_copy_has_no_part_in_what_is_stated_of_the_other(config: Config) -> None:
    state(config, report(config), who="王某", zone=PUYANG)
    copy = report(config, "副本.txt")
    copy.write_bytes(report(config).read_bytes())
    assert standing_of(copy, config).statements == ()


def test_a_copy_that_is_read_in_no_build_is_not_stated(config: Config) -> None:
    """Whatever a build knew: the copy came since."""
    path, first = report(config), report(config, "一份.txt")
    first.write_bytes(path.read_bytes())
    with pytest.raises(KpiError, match=r"reports/年报.txt: 内容与 reports/一份.txt 相同，建库只读那一份；请写明那一份"):
        state(config, path, who="王某", zone=PUYANG)
    state(config, first, who="王某", aside="有两份")
    state(config, path, who="王某", zone=PUYANG)
    assert said(config, path) == {"zone": PUYANG}


def test_a_copy_may_be_set_aside(config: Config) -> None:
    first = report(config, "一份.txt")
    first.write_bytes(report(config).read_bytes())
    assert state(config, report(config), who="王某", aside="有两份") is not None


def test_what_is_stated_is_told_also_where_a_sidecar_cannot_be_read(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = report(config), report(config, "季报.txt")
    state(config, path, who="王某", period="2024")
    beside(other).write_text("时期: 2024\n", "utf-8")
    reads: list[Config] = []
    monkeypatch.setattr(stating, "load", lambda of: (reads.append(of), load(of))[1])
    one, two = lines_on(["reports/年报.txt", "reports/季报.txt", "reports/没有.txt"], config)
    assert len(reads) == 1, "the ledger is read once for all"
    assert one.startswith("reports/年报.txt  写明 时期 2024（2") and one.endswith(" 王某）")
    assert two.startswith("reports/季报.txt  说明文件读不懂：reports/季报.txt.yaml:1: 未知的键“时期”")


def test_two_at_once_lose_nothing(config: Config) -> None:
    path = report(config)
    given = [{"zone": PUYANG}, {"period": "2024"}, {"published": "2025-03-01"}, {"title": "年报"}] * 5
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda facts: state(config, path, who="某人", **facts), given))
    assert said(config, path) == {"zone": PUYANG, "published": "2025-03-01", "period": "2024", "title": "年报"}
    assert len(ledger(config)) == 4
    for _ in range(4):
        undo(config, path, who="某人")
    assert not beside(path).exists()


def test_who_has_seen_something_else_is_stopped(config: Config) -> None:
    path = report(config)
    seen = standing_of(path, config).facts
    state(config, path, who="王某", zone=PUYANG, seen=seen)
    with pytest.raises(KpiError, match="您打开之后已有人改过这份报告的说明；没有写入"):
        state(config, path, who="李某", zone=ZHOUKOU, seen=seen)
    assert said(config, path) == {"zone": PUYANG}


def test_of_two_who_answer_the_same_question_the_first_holds_and_the_second_is_told(config: Config) -> None:
    path = report(config)
    drawn = mark_of(config)  # both have the page open
    first = state(config, path, who="王某", zone=PUYANG, seen_lines=drawn)
    for zone in (ZHOUKOU, PUYANG):
        with pytest.raises(
            StatedMeanwhile, match=r"刚才已由别人写明，没有再记：.* 王某 写明 开发区：濮阳经济技术开发区"
        ) as met:
            state(config, path, who="李某", zone=zone, seen_lines=drawn)
        assert met.value.entry == first
    assert said(config, path) == {"zone": PUYANG} and len(ledger(config)) == 1
    state(config, path, who="李某", period="2024", seen_lines=drawn)  # another question
    with pytest.raises(StatedMeanwhile):
        state(config, path, who="赵某", published="2025-01-15", seen_lines=drawn)  # the same: of when it is
    state(config, path, who="李某", zone=ZHOUKOU, seen_lines=mark_of(config))  # who has seen it may change it
    assert said(config, path) == {"zone": ZHOUKOU, "period": "2024"}


def test_what_was_taken_back_since_answers_nothing(config: Config) -> None:
    path = report(config)
    drawn = mark_of(config)
    state(config, path, who="王某", zone=PUYANG)
    undo(config, path, who="王某")
    state(config, path, who="李某", zone=ZHOUKOU, seen_lines=drawn)
    assert said(config, path) == {"zone": ZHOUKOU}


def test_of_many_who_answer_at_once_one_holds(config: Config) -> None:
    path, drawn = report(config), mark_of(config)

    def answer(zone: str) -> str:
        try:
            state(config, path, who="某人", zone=zone, seen_lines=drawn)
        except StatedMeanwhile:
            return ""
        return zone

    with ThreadPoolExecutor(8) as people:
        held = [zone for zone in people.map(answer, [PUYANG, ZHOUKOU, JINGZHOU] * 4) if zone]
    assert len(held) == 1 and said(config, path) == {"zone": held[0]}


def test_only_the_statement_that_is_meant_is_taken_back(config: Config) -> None:
    path = report(config)
    first = state(config, path, who="王某", zone=PUYANG)
    second = state(config, path, who="李某", zone=ZHOUKOU)
    with pytest.raises(KpiError, match=r"后来又有人写明或撤销过（现在是 .* 李某 写明 开发区：周口经济开发区"):
        undo(config, path, who="王某", entry=first)
    assert said(config, path) == {"zone": ZHOUKOU}
    undo(config, path, who="李某", entry=second)
    undo(config, path, who="王某", entry=first)
    assert not beside(path).exists()


def test_a_line_of_the_ledger_that_was_cut_costs_no_other(config: Config) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG)
    with (config.path.parent / "corrections.reports.jsonl").open("ab") as file:
        file.write(b'{"at": "2026-11')
    state(config, path, who="李某", period="2024")
    assert [each.who for each in standing_of(path, config).statements] == ["王某", "李某"]


# a line of the ledger that is no use, how it is told
BAD_LINES = [
    ({"after": "zone: [\n"}, "第 2 行不能用，没有采用（"),
    ({"before": "时期: 2024\n"}, "未知的键“时期”"),
    ({"after": 1}, "第 2 行不完整或读不懂，没有采用（应为文字）"),
    ({"action": "states"}, "没有采用（action: states）"),
    ({"more": ""}, "第 2 行不完整或读不懂"),
]


@pytest.mark.parametrize(("change", "told"), BAD_LINES, ids=[row[1] for row in BAD_LINES])
def test_a_line_of_the_ledger_that_is_no_use_is_told_and_costs_no_other(
    change: dict[str, object], told: str, config: Config
) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG)
    state(config, path, who="赵某", period="2024")
    lines = (config.path.parent / "corrections.reports.jsonl").read_text("utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | change, ensure_ascii=False)
    (config.path.parent / "corrections.reports.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    standing = standing_of(path, config)
    assert [each.who for each in standing.statements] == ["王某"]
    (problem,) = standing.problems
    assert problem.startswith("corrections.reports.jsonl 第 2 行") and told in problem
    assert [each.who for each in stated_since(config, 0)] == ["王某"]
    state(config, path, who="李某", published="2025-03-01")
    undo(config, path, who="李某")
    assert [each.who for each in standing_of(path, config).statements] == ["王某"]


def test_the_undoing_of_a_lost_line_takes_no_other_back(config: Config) -> None:
    path = report(config)
    state(config, path, who="王某", zone=PUYANG)
    state(config, path, who="赵某", period="2024")
    undo(config, path, who="赵某")
    lines = (config.path.parent / "corrections.reports.jsonl").read_text("utf-8").splitlines()
    (config.path.parent / "corrections.reports.jsonl").write_text(f"{lines[0]}\n?\n{lines[2]}\n", "utf-8")
    assert [each.who for each in standing_of(path, config).statements] == ["王某"]


def test_where_the_ledger_cannot_be_written_nothing_is_stated(config: Config) -> None:
    (config.path.parent / "corrections.reports.jsonl").mkdir()
    with pytest.raises(KpiError, match=r"corrections.reports.jsonl"):
        state(config, report(config), who="王某", zone=PUYANG)
    assert not beside(report(config)).exists()


# what a person writes, the report that is meant
NAMES = [
    ("reports/年报.txt", "年报.txt"),
    ("年报.txt", "年报.txt"),
    ("年报", "年报.txt"),
    ("旧/季报.txt", "旧/季报.txt"),
    ("reports/季报.txt", "季报.txt"),
]


@pytest.mark.parametrize(("written", "name"), NAMES)
def test_a_report_is_found_by_its_name(config: Config, written: str, name: str) -> None:
    assert find_report(written, config) == report(config, name)


def test_a_report_is_found_from_where_a_person_stands(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(config.path.parent / "reports" / "旧")
    assert find_report("季报.txt", config) == report(config, "旧/季报.txt")


# what a person writes, what is said of it
NO_REPORTS = [
    ("季报", "有 2 份报告叫这个名字：reports/季报.txt、reports/旧/季报.txt；请连文件夹一起写"),
    ("年报告.txt", "没有这份报告；是不是 reports/年报.txt？"),
    ("reports", "是文件夹"),
    ("reports/年报.txt.yaml", "是报告旁的说明文件"),
    ("config.yaml", "不在 config.yaml 的 reports 所写的文件夹里"),
]


@pytest.mark.parametrize(("written", "message"), NO_REPORTS)
def test_what_is_no_report_is_told(config: Config, written: str, message: str) -> None:
    beside(report(config)).write_text("period: 2024\n", "utf-8")
    with pytest.raises(KpiError) as caught:
        find_report(written, config)
    assert str(caught.value).startswith(f"{written}: ") and message in str(caught.value)


def test_beside_a_member_of_an_archive_nothing_can_be_stated(config: Config) -> None:
    with zipfile.ZipFile(report(config, "包.zip"), "w") as packed:
        packed.writestr("公报.txt", TEXT)
    path = find_report("包.zip/公报.txt", config)
    assert standing_of(path, config).statements == ()
    with pytest.raises(KpiError, match=r"公报.txt: 在压缩包里，旁边放不了说明文件") as refused:
        state(config, path, who="王某", zone=PUYANG)
    entry = re.search(r"config.yaml 的 reports 里加一项 (\{.*?\})，", str(refused.value))
    assert entry is not None, "what to write where is said, and holds there"
    written = entry[1]
    config.path.write_text(CONFIG.replace("reports: [reports]", f"reports: [reports, {written}]"), "utf-8")
    hints = standing_of(path, load_config(config.path)).hints
    assert hints.zone is not None and (hints.zone.value, hints.zone.ground) == (PUYANG, "config")


def test_a_report_that_is_gone_is_told(config: Config) -> None:
    report(config).unlink()
    with pytest.raises(KpiError, match=r"reports/年报.txt: 报告已不在原处"):
        state(config, report(config), who="王某", zone=PUYANG)
    assert not beside(report(config)).exists()


def test_who_comes_while_another_writes_waits_no_longer_than_a_while(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stating, "LOCK_SECONDS", 0.05)
    with stating.reports_lock(config), pytest.raises(KpiError, match="另一个程序正在写报告的说明；请稍后再试"):
        state(config, report(config), who="王某", zone=PUYANG)
    assert not beside(report(config)).exists()


def test_the_ledger_goes_with_the_file_of_corrections(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "年报.txt").write_text(TEXT, "utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG + "corrections: 记录/更正.jsonl\n", "utf-8")
    config = load_config(tmp_path / "config.yaml")
    state(config, find_report("年报", config), who="王某", zone=PUYANG)
    assert (tmp_path / "记录" / "更正.reports.jsonl").exists()
