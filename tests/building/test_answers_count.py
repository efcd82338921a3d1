"""The answers of a model in a build: what the report bears out counts, what it does not is listed, nothing is asked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi.building.asking import ask, plan_asking
from kpi.building.importing import check_kept
from kpi.building.store import build, is_stale, open_build
from kpi.building.survey import look
from kpi.second.client import Client
from kpi.settings.config import Config, load_config
from kpi.vocabulary.model import BETWEEN_READERS, SELF
from tests.second.servers import answering, serving
from tests.works import make_reports

ZONE = "濮阳经济技术开发区"
SAID = {
    "zone": ZONE,
    "indicator": "gdp",
    "scope": "",
    "period": "2024",
    "kind": "actual",
    "measure": "level",
    "unit": "亿元",
}
TRUE = {**SAID, "value": "254", "quote": "地区生产总值完成254亿元"}
OTHER = {**SAID, "value": "271", "quote": "地区生产总值完成254亿元"}
INVENTED = {**SAID, "value": "999", "quote": "地区生产总值完成999亿元"}
OF_ANOTHER = {**TRUE, "zone": "周口经济开发区"}
REPORT = f"开发区新闻\n2025年1月10日\n\n{ZONE}2024年地区生产总值完成254亿元，同比增长5.0%。\n"


@pytest.fixture
def project(tmp_path: Path) -> Config:
    config = make_reports(tmp_path / "项目", range(2011, 2012))
    (config.reports[0] / "年报.txt").write_text(REPORT, encoding="utf-8")
    return config


def set_up(config: Config, host: str, trust: str) -> Config:
    section = f"base_url: http://{host}/v1, model: 小模型, reports: all, trust: {trust}"
    with open(config.path, "a", encoding="utf-8") as file:
        file.write(f"second_reader: {{{section}}}\n")
    return load_config(config.path)


def asked(config: Config, *rows: dict[str, str], trust: str = "accept") -> Config:
    """The project after a model gave these rows for its report."""
    with serving(answering(json.dumps({"facts": rows}, ensure_ascii=False))) as served:
        config = set_up(config, served.host, trust)
        assert config.second_reader is not None
        told = list(ask(plan_asking(config, ["年报"]), config, Client(config.second_reader, {})))
    assert [each.claims for each in told] == [len(rows)]
    return config


def test_what_became_of_each_answer_is_told(project: Config) -> None:
    found, trust = check_kept("小模型", asked(project, TRUE, INVENTED))
    assert [(each.outcome, each.reason) for each in found] == [("agrees", ""), ("refused", "quote_not_found")]
    assert trust == "accept"


def tables(config: Config) -> dict[str, list[dict[str, Any]]]:
    build(config, jobs=1)
    found = open_build(config)
    assert found is not None
    return {name: found.rows(name, doc=["年报"]) for name in ("observations", "waiting", "remarks")}


def values(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted(
        (row["value"], row["readers"]) for row in rows if row["indicator"] == "gdp" and row["measure"] == "level"
    )


def test_who_found_the_same_is_named(project: Config) -> None:
    found = tables(asked(project, TRUE))
    assert values(found["observations"]) == [("254", f"{SELF}{BETWEEN_READERS}小模型")]


@pytest.mark.parametrize("row", [INVENTED, OTHER, OF_ANOTHER])
@pytest.mark.parametrize("trust", ["propose", "accept"])
def test_what_the_report_does_not_say_is_no_fact_however_far_the_model_is_trusted(
    project: Config, row: dict[str, str], trust: str
) -> None:
    before = tables(project)
    found = tables(asked(project, row, trust=trust))
    assert values(found["observations"]) == values(before["observations"])
    assert values(found["waiting"]) == values(before["waiting"])
    refused = [each for each in found["remarks"] if each["reason"].startswith("claim:")]
    assert len(refused) == 1 and "小模型 1" in refused[0]["detail"]


def test_a_build_is_stale_when_there_are_new_answers_and_asks_nothing(project: Config) -> None:
    build(project, jobs=1)
    config = asked(project, TRUE)
    assert is_stale(config)
    tables(config)  # the server is gone
    assert not is_stale(config)


def test_who_watches_sees_new_answers(project: Config) -> None:
    before = look(project)
    asked(project, TRUE)
    changed = {name for name, as_of in look(project).items() if before.get(name) != as_of}
    assert changed == {str(project.answers), str(project.path)}


def exported(config: Config) -> bytes:
    found = open_build(config)
    assert found is not None
    return found.select("observations").to_csv().encode() + found.select("waiting").to_csv().encode()


def test_the_same_answers_give_the_same_bytes_wherever_they_are_kept(project: Config, tmp_path: Path) -> None:
    config = asked(project, TRUE, INVENTED)
    build(config, jobs=1)
    shutil.copytree(config.path.parent, tmp_path / "别处")
    shutil.rmtree(tmp_path / "别处" / "data")
    there = load_config(tmp_path / "别处" / "config.yaml")
    build(there, jobs=1)
    assert exported(there) == exported(config)


def test_without_a_second_reader_its_answers_do_not_count_and_come_back_with_it(project: Config) -> None:
    config = asked(project, TRUE)
    with_it = values(tables(config)["observations"])
    text = config.path.read_text(encoding="utf-8")
    config.path.write_text(text.split("second_reader:")[0], encoding="utf-8")
    assert values(tables(load_config(config.path))["observations"]) == [("254", SELF)]
    config.path.write_text(text, encoding="utf-8")
    assert values(tables(load_config(config.path))["observations"]) == with_it


def test_an_answer_about_a_text_that_is_another_by_now_does_not_count(project: Config) -> None:
    config = asked(project, TRUE)
    (config.reports[0] / "年报.txt").write_text(REPORT.replace("254", "255"), encoding="utf-8")
    assert values(tables(config)["observations"]) == [("255", SELF)]
    assert not [each for each in tables(config)["remarks"] if each["reason"].startswith("claim:")]


def test_another_model_does_not_speak_for_this_one(project: Config) -> None:
    config = asked(project, TRUE)
    other = replace(config, second_reader=replace(config.second_reader, model="另一个"))
    assert values(tables(other)["observations"]) == [("254", SELF)]
