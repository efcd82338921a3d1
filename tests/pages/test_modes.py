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
    ("下半年以来，签约项目40个。", BACK, "since a half is no time to come"),
    ("下一步看得清，已经确定签约项目40个。", AHEAD, "what is settled is not done"),
    ("下一步看得清，比年初预计多签40个。", AHEAD, "nor is a forecast held against"),
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
    ("管委会举办了培训班，签约项目40个。", "what was done, by its particle"),
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


# what a sentence says, a space for each word; the way it looks with any of them; and what makes it look the other way
# in their place. Each word is missed when it is taken out of the evidence
EVIDENCE = [
    ("{}签约项目40个。", "力争 确保 争取 奋力 务必 不能少于", AHEAD, "全区", "words of aim"),
    ("{}，签约项目40个。", "主要目标 预期目标 发展目标 奋斗目标 工作目标 全年目标 年度目标 目标是多签快签 目标为多签快签 目标任务很重 "
     "目标定得很高 今年目标不变 今年的目标不变", AHEAD, "全区上下一心", "nouns of aim"),
    ("{}？签约项目40个。", "今年要干哪些事 今年怎么干 今年怎么办 新的一年干什么 今年干到哪一步 今年干成几件事", AHEAD, "今年过得怎么样", "what is to be done"),
    ("全区一条心，{}签约40个。", "一季度要 第二季度抓 三季度重在 四季度突出 一季度再 二季度先", AHEAD, "招商线", "a plan of quarters"),
    ("{}签约40个，多多益善。", "一季度要 第二季度抓 四季度突出", AHEAD, "各季度都", "and one in front"),
    ("全区{}签约项目40个。", "要完成 将达到 要实现 将新增 将突破 要增长 要抓好 将推进 要加快 将坚持 要围绕招商 将在四月 要把握时机 将以商招商",
     AHEAD, "一共", "modal verbs"),
    ("全区{}6亿元。", "收入安排 支出安排 收支安排： 预算安排", AHEAD, "收入", "what a budget sets"),
    ("明年财政收入{}6亿元。", "完成 预计完成", BACK, "做到", "what came of a budget"),
    ("明年财政{}。", "支出完成6亿元", BACK, "支出做到6亿元", "and what was spent"),
    ("{}：签约项目40个。", "安排如下 目标情况如下 计划如下 任务如下 打算如下 主要指标安排 预期目标是 目标是", AHEAD, "情况如下", "a list of aims opens"),
    ("全年{}签约项目40个。", "安排 铺排 谋划 确定 排定", AHEAD, "一共", "a year that is being planned"),
    ("今年我们共{}签约项目40个。", "安排 铺排 谋划 确定 排定", AHEAD, "", "also this year"),
    ("签约项目40个，{}45亿元。", "年度计划投资 年度计划完成投资", AHEAD, "投资", "what a year is to bring"),
    ("税收占比{}六成。", "不少于 不低于 不超过 不能少于 不得低于 不能超过", AHEAD, "约为", "bounds"),
    ("{}？", "今年要干什么 明年怎么干 新的一年,路怎么走 今年往哪走 明年怎么办", AHEAD, "去年往哪走了", "what is to be done is asked"),
    ("{}签约项目40个。", "明年 下一步 今后 下半年 下一阶段 来年 后几个月 接下来", AHEAD, "园区", "times to come"),
    ("{}招商，签约项目40个以上。", "加快 推进 强化 深化 加大 着力 坚持 聚焦 狠抓 抓好 抓实 紧盯 做好 做强 做优 突出 全力 大力 实施 完善 健全 积极",
     AHEAD, "园区", "imperatives"),
    ("园区上下一心，{}招商，签约项目40个以上。", "加快 狠抓 积极", AHEAD, "一起", "and one behind a pause"),
    ("下一步看得清，签约项目{}增加12个。", "同比 比上年 较上年 比去年 较去年 上年同期 去年同期 比年初 较年初", BACK, "再", "held against the year before"),
    ("下一步看得清，{}签约项目12个。", "截至6月底 截止6月底 已 一年来 今年以来 年初以来 成功", BACK, "再", "what is done by a day"),
    ("下一步看得清，园区{}新动力。", "完成了 实现了 取得 荣获 获评 被评为 突破了", BACK, "有", "what is done"),
    ("全区{}项目40个。", "要在全年完成 要在前三季度实现 要在上半年达到 要在去年新增 要在6月签约 要在6月引进", BACK, "要在各地完成", "reached in a time"),
    ("下一步看得清，全年实现{}。", "出口增长8% 出口、进口分别增长 出口、进口分别下降", BACK, "出口增长八成", "rates"),
    ("下一步看得清，{}。", "规上工业企业由56家增加到61家 规上工业企业从56家发展至61家", BACK, "规上工业企业61家", "a change that took place"),
    ("全区要完成投资{}。", "9.3% 4.6%", BACK, "9.5%", "numbers that are seldom aimed at"),
    ("全区要完成投资{}。", "41.7亿元 12.3万元 31.64% 6.28亿元 5271元 837个 2640名", BACK, "46亿元", "numbers told to the last"),
    ("加快招商，签约项目{}。", "增长10%以上 增长20左右 40个以上 3家以上 9亿以上 8万以上 700户以上 500人以上 50%以上", AHEAD, "46个", "open numbers"),
    ("下一步看得清，签约项目相当于{}的62%。", "计划 目标 任务数 预算", BACK, "去处", "the share of a plan that was reached"),
    ("{}全年目标，签约项目40个。", "低于 高于 超过 超出 快于 慢于 好于 优于 不及 未达 达到了 高出 占 为 比 距 完成了 实现 超额兑现 圆满兑现 "
     "全面兑现 提前兑现 顺利兑现 较好兑现 如期兑现 基本兑现 围绕 对照 锚定 坚持 年初确定的各项任务的", BACK, "盯住", "an aim that is held against"),
    ("高于{}，签约项目40个。", "预期目标 目标任务 年度目标 工作目标 全年目标", BACK, "别处，主要目标", "by each of its names"),
    ("园区完成{}如下：签约项目40个。", "目标 任务 计划", BACK, "打算", "a plan whose outcome is listed"),
    ("{}，签约项目40个。", "立下军令状 签下责任状 责任书落地 任务书落地 任务单落地 任务清单落地 任务分解 分解表落地 指标分解 领到任务 领下指标 领走担子 "
     "认领任务 承担任务", AHEAD, "全区一条心", "a duty that is taken on"),
    ("{}，签约项目40个。", "给自己压了担子 压实担子 定下重担 立下重担 自加压力 自我加压", AHEAD, "给自己买了扁担", "a load on one's own shoulders"),
    ("{}，签约项目40个。", "给自己定的账是 为自己算下的账 给自己排的日程", AHEAD, "给自己买的书", "what one has set oneself"),
    ("——招商{}。签约项目40个。", "要准 要“准” 要稳", AHEAD, "很准", "an item's head says what shall be"),
    ("{}，签约项目40个。", "新的一年", AHEAD, "新的一天", "the year to come"),
    ("现将{}，签约项目40个。", "任务下达给你们 目标分解如下 指标分解到人", AHEAD, "文件印发给你们", "tasks that are handed out"),
    ("下一步看得清，签约项目{}12个。", "只有 仅有 只为 仅完成 只实现 只增长 只占 只相当于 没有完成 未能完成 未完成 没能完成",
     BACK, "有", "how little it was"),
    ("{}签约项目40个。", "会议提出 大会要求 全会强调 报告明确 方案确定 通知部署 意见提出 规划提出 纲要提出 会议还提出 会议也要求", AHEAD, "会后", "what a meeting asks for"),
    ("{}签约项目40个。", "倒排工期， 挂图作战， 冲刺， 10月底前 年底前 本季底前", AHEAD, "一共", "what is still to be done"),
    ("全区{}40个项目。", "再签约 再签下 再开工 再完成 再新增 再引进 再投产 再建成 再竣工", AHEAD, "签约", "and done again"),
    ("下一步看得清，{}签约项目12个。", "统计局介绍， 统计数据显示 统计显示 记者获悉， 按可比价 高3个百分点， 增幅回落， 降幅收窄， 首次 连续三季 创新高， 当月 单月 "
     "由3个增至 升至 降至 经核算 快报说", BACK, "再说", "words of those who count"),
    ("下一步看得清，{}，签约项目12个。", "通报情况 介绍成绩 汇报了运行 听取形势 总结进展 回顾成效 分析情况 点评情况 盘点情况", BACK, "心里有数", "what is reported"),
    ("{}，签约项目40个。", "按目标 按照计划 按要求 按安排 按部署 按任务 按规划", AHEAD, "按说", "by a plan"),
    ("{}，签约项目40个。", "按计划 按照园区部署", AHEAD, "按计划完成", "unless it was met"),
    ("加快招商，签约项目{}、合同额50亿元。", "40个 45个", AHEAD, "43个", "round figures"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "state", "other", "why"), EVIDENCE, ids=[f"{row[4]} {row[0]}" for row in EVIDENCE]
)
def test_each_word_turns_a_sentence(text: str, words: str, state: int, other: str, why: str) -> None:
    told = {word: states(text.format(word)) for word in words.split()}
    assert told == {word: [state] for word in words.split()}, why
    assert states(text.format(other)) == [BACK if state == AHEAD else AHEAD], "without such a word"


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


def test_tasks_that_are_handed_out_hold_for_the_items_below() -> None:
    items = ["一、投资完成31亿元；", "二、签约项目12个；"]
    plain = [Line(text, number, 0, "", False) for number, text in enumerate(["现将今年任务下达给你们。", *items])]
    assert [mode.state for mode in read_modes(plain)][1:] == [AHEAD, AHEAD]
    other = [Line(text, number, 0, "", False) for number, text in enumerate(["今年情况还不错。", *items])]
    assert [mode.state for mode in read_modes(other)][1:] != [AHEAD, AHEAD]


def test_headings_part_a_report_into_review_and_plan() -> None:
    told = states(
        "一、2021年工作回顾", "固定资产投资31.4亿元。", "签约项目32个。", "二、2022年工作安排", "固定资产投资35亿元。", "签约项目40个。"
    )  # fmt: skip
    assert told == [BACK, BACK, BACK, AHEAD, AHEAD, AHEAD]


# headings, and what stands below them: what is aimed at, what was reached, or both, which says neither
AIMED = (
    "时间表 路线图 施工图 作战图 责任状 军令状 任务书 任务单 预算安排 收支安排 预算草案 预算（草案） 预算(草案) 工作安排 工作打算 工作计划 工作部署 工作思路 工作要求 工作建议 目标安排 任务安排 重点安排 下一步 "
    "总体要求 预期目标 目标任务 指标任务 有关任务的通知 下达考核任务 下达全区计划 下达经济指标 主要目标 主要任务 重点工作 工作重点 主要工作 下半年 明年 今后五年 未来五年 奋斗目标 发展目标 工作目标 指导思想 "
    "今年工作 今年任务 今年目标 2022年工作 2022年的重点任务 2022年主要目标 工作安排情况 "
    "上半年工作安排 一季度工作打算 去年以来工作计划 上年工作部署 前九个月工作要求 季度工作思路 上半年工作目标 季度工作重点"
)
REACHED = (
    "上半年工作 上半年主要工作 去年主要工作 换届以来主要工作 一季度主要工作 前九个月的工作 去年工作 换届以来工作 上年主要工作 前九个月主要工作 工作回顾 回眸 总结 成效 成就 情况 成绩 亮点 一年来 过去 盘点 "
    "任务完成 问题 重点工作统筹完成 重点工作开展成效 重点工作推进成效 重点工作落实成效 重点工作有序完成 重点工作扎实完成 重点工作进展情况 "
    "今年工作回顾 2021年工作总结 今年工作报告情况 2021年工作会情况 今年工作情况"
)
NEITHER = "招商引资 所做的主要工作 重点工作推进 今年工作报告 2021年工作会 换届以来重点工作 今年主要目标完成情况 一季度工作任务"


@pytest.mark.parametrize(
    ("headings", "plain", "aimed"),
    [(AIMED, AHEAD, AHEAD), (REACHED, BACK, BACK), (NEITHER, BACK, AHEAD)],
    ids=["what is aimed at", "what was reached", "neither, or both"],
)
def test_a_heading_says_what_stands_below(headings: str, plain: int, aimed: int) -> None:
    """A sentence without evidence looks ahead under plans only; one with a modal verb, everywhere but in a review."""
    told = {
        each: states("签约项目40个。", heading=each) + states("要抓好签约。", heading=each) for each in headings.split()
    }
    assert told == {each: [plain, aimed] for each in headings.split()}


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
