"""Which way the sentences of a page look: back on what was reached, ahead to what is aimed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.rules.evidence import evidence
from kpi.pages.modes import AHEAD, BACK, Line, read_modes


def lines(*texts: str, heading: str = "", paragraph: int | None = None, **more: bool) -> list[Line]:
    """Sentences of one article, each a paragraph of its own unless one is given; a numbered line is a heading."""
    found, above = [], heading
    for number, text in enumerate(texts):
        is_heading = "、" in text[:2]
        above = text if is_heading else above
        found.append(Line(text, number if paragraph is None else paragraph, 0, above, is_heading, **more))
    return found


def states(*texts: str, heading: str = "", paragraph: int | None = None, **more: bool) -> list[int]:
    return [mode.state for mode in read_modes(lines(*texts, heading=heading, paragraph=paragraph, **more))]


# a sentence alone, the way it looks, why
ALONE = [
    ("全年固定资产投资完成31.4亿元，同比增长8.3%。", BACK, "held against the year before"),
    ("截至6月底，已签约项目12个。", BACK, "what is done by a day"),
    ("一般公共预算收入由3.2亿元增加到8.3亿元。", BACK, "a change that took place"),
    ("城镇新增就业4126人。", BACK, "nobody aims at 4126"),
    ("规上工业企业达到86家。", BACK, "without a word of aim a page looks back"),
    ("力争固定资产投资增长10%以上。", AHEAD, "a word of aim, and an open number"),
    ("要加快推进项目建设，确保签约50个。", AHEAD, "a modal verb"),
    ("主要预期目标是：固定资产投资增长10%。", AHEAD, "a list of aims opens"),
    ("下半年，固定资产投资要达到50亿元。", AHEAD, "a time to come"),
    ("圆满完成全年目标任务，固定资产投资增长8.3%。", BACK, "an aim that was reached is no aim"),
    ("固定资产投资完成年度计划的104.3%。", BACK, "so is a share of a plan"),
    ("增速高于预期目标1.3个百分点，同比增长8.3%。", BACK, "and the distance from one"),
    ("招商局签下责任状：签约项目40个。", AHEAD, "a duty that is taken on"),
    ("会议要求，签约项目40个。", AHEAD, "what a meeting asks for"),
    ("倒排工期，再开工项目10个。", AHEAD, "what is still to be done"),
    ("按照年初的安排，签约项目40个。", AHEAD, "by a plan"),
]


# a sentence behind one of aims in its paragraph that looks back again, why
BACK_AGAIN = [
    ("全区签约项目仅完成40个。", "how little it was"),
    ("会上通报了前段工作情况，签约项目40个。", "a report on what was done"),
    ("记者从区统计局获悉，当月签约项目40个。", "words of those who count"),
    ("城镇新增就业2640人。", "people are counted to the last"),
    ("实现税收31.42亿元，产值418.6亿元。", "money too"),
]


@pytest.mark.parametrize(("text", "why"), BACK_AGAIN, ids=[row[1] for row in BACK_AGAIN])
def test_a_sentence_that_looks_back_behind_an_aim(text: str, why: str) -> None:
    aims = "力争突破50亿元。", "确保税收增长10%以上。"
    assert states(*aims, text) == [AHEAD, AHEAD, BACK], why
    assert states(*aims, "全区签约项目40个。") == [AHEAD] * 3, "what says nothing goes on"


def test_an_answer_looks_where_its_question_does() -> None:
    question, answer = "记者：今年的目标怎么定？", "主任：签约企业412家。"
    assert states(question, answer) == [AHEAD, AHEAD]
    assert states(question.replace("？", "。"), answer) != [AHEAD, AHEAD]


@pytest.mark.parametrize(("text", "state", "why"), ALONE, ids=[row[2] for row in ALONE])
def test_a_sentence_alone(text: str, state: int, why: str) -> None:
    assert states(text) == [state], why


def test_a_year_that_is_over_in_front_looks_back() -> None:
    plan, told = "力争固定资产投资增长10%以上。", "去年全区税收达到8亿元。"
    before = lines(plan, plan, paragraph=0)
    assert [mode.state for mode in read_modes([*before, *lines(told, paragraph=0)])] == [AHEAD] * 3
    past = lines(told, paragraph=0, names_past=True)
    assert [mode.state for mode in read_modes([*before, *past])] == [AHEAD, AHEAD, BACK]


def test_the_more_counts_to_the_last_one_the_surer() -> None:
    around = "加快推进项目建设，确保签约50个。"
    assert (
        states(around, "实现城镇新增就业2647人，失业人员再就业836人，就业困难人员再就业412人。", paragraph=0)[1] == BACK
    )


def test_headings_part_a_report_into_review_and_plan() -> None:
    told = states(
        "一、2021年工作回顾", "固定资产投资31.4亿元。", "签约项目32个。", "二、2022年工作安排", "固定资产投资35亿元。", "签约项目40个。"
    )  # fmt: skip
    assert told == [BACK, BACK, BACK, AHEAD, AHEAD, AHEAD]


def test_a_sentence_that_says_nothing_looks_as_its_neighbours() -> None:
    assert states("力争固定资产投资增长10%以上。", "签约项目40个。", "确保新增就业5000人。", paragraph=0) == [AHEAD] * 3
    assert (
        states("固定资产投资同比增长8.3%。", "签约项目40个。", "新增就业4126人，同比增长3.1%。", paragraph=0)
        == [BACK] * 3
    )


def test_one_word_does_not_turn_a_paragraph() -> None:
    told = states(
        "固定资产投资同比增长8.3%。", "全区上下争取主动。", "工业投资同比增长9.1%。", "外贸出口同比增长2.2%。", paragraph=0
    )  # fmt: skip
    assert told == [BACK] * 4


def test_a_part_of_the_year_that_is_to_come_looks_ahead() -> None:
    assert states("四季度，签约项目20个。", names_future=True) == [AHEAD]
    assert states("四季度，签约项目20个，同比增长8.3%。", names_future=True) == [BACK], (
        "unless it is held against last year's"
    )


def test_articles_do_not_lean_on_each_other() -> None:
    plan = [Line("力争签约项目40个，确保增长10%以上。", at, 0, "", False) for at in range(4)]
    news = [Line("签约项目40个。", 9, 1, "", False)]
    assert [mode.state for mode in read_modes([*plan, *news])] == [AHEAD] * 4 + [BACK]


def test_the_margin_tells_how_sure_the_way_is() -> None:
    (sure,) = read_modes(lines("力争固定资产投资增长10%以上，确保签约50个。", heading="二、工作安排"))
    (open_,) = read_modes(lines("签约项目40个。"))
    assert sure.margin > 2 * open_.margin > 0


def test_every_piece_of_evidence_has_its_reason() -> None:
    for kind in ("modes", "this_year", "reviewed"):
        assert all(each.weight and len(each.why) >= 5 for each in evidence(kind))
    assert len({each.why for each in evidence("modes")}) == len(evidence("modes"))


def test_an_empty_page_has_no_modes() -> None:
    assert read_modes([]) == []


@given(
    st.lists(st.sampled_from([row[0] for row in ALONE] + ["", "。", "一、2021年工作回顾", "二、工作安排"]), max_size=12)
)
def test_each_sentence_has_one_mode(texts: list[str]) -> None:
    found = read_modes(lines(*texts))
    assert len(found) == len(texts)
    assert all(mode.state in (BACK, AHEAD) and mode.margin >= 0 for mode in found)
    assert read_modes(lines(*texts)) == found
