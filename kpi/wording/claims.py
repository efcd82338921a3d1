"""What becomes of what other readers say, in the reader's words: why a claim does not stand, and what is open of one
that does. Chinese first, then English.
"""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "no_report": ("没有写是哪份报告", "names no report"),
    "report_unknown": ("没有这份报告", "there is no such report"),
    "several_reports": ("几份报告都叫这个名字", "several reports have this name"),
    "unread": ("这份报告读不了", "the report could not be read"),
    "no_quote": ("没有写原文", "quotes nothing"),
    "quote_too_short": ("原文太短，证明不了什么", "the quote is too short to prove anything"),
    "quote_too_long": ("原文太长，请只写说到这个数的那一句", "the quote is too long; give the sentence that states the number"),
    "no_indicator": ("不是指标映射里的指标", "is no indicator of the map"),
    "no_number": ("数值读不成数字", "the value is no number"),
    "no_kind": ("类型应为实际、预计或目标", "the kind must be actual, estimate or target"),
    "no_measure": ("本程序不收这种数", "a number of a kind that is not kept"),
    "no_period": ("时期读不懂", "the period is none"),
    "quote_not_found": ("报告里没有这句原文", "the report has no such words"),
    "quote_in_many_places": ("这句原文在报告里有很多处", "the words stand in too many places of the report"),
    "not_in_text": ("这句在图片说明、版头或读不出行列的表里", "the words stand in a caption, a page head or a table that cannot be read"),
    "number_not_in_quote": ("原文里没有这个数", "the number is not in the quote"),
    "scale_differs": ("数字相同，单位的量级不同（如亿和万）", "the same digits in another unit or scale"),
    "unit_does_not_fit": ("单位与指标不符", "the unit does not fit the indicator"),
    "not_named": ("这个数前面没有说到这个指标", "the indicator is not named before the number"),
    "named_otherwise": ("离这个数最近的是别的指标或别的对象", "the number is of another indicator or subject named nearer to it"),
    "of_a_part": ("只是其中一部分、一个企业或项目的", "of a part, a firm or a project only"),
    "number_is_something_else": ("这个数是增量、占比、基数、完成率一类", "an increment, a share, a base or a completion rate"),
    "no_growth": ("原文没有说增长或下降", "the words say nothing of growth"),
    "is_growth": ("原文说的是增减，不是数值", "the words state a change, not a level"),
    "sign_differs": ("增和减不符", "a rise taken for a fall, or the other way"),
    "of_somebody_else": ("说的是别的地区、企业或一次活动", "of another area, a firm or a single event"),
    "zone_unknown": ("看不出是哪个区的", "nothing says whose it is"),
    "zone_differs": ("原文说的是另一个区", "the words are of another zone"),
    "zone_not_on_page": ("报告没有说到这个区", "the report does not speak of this zone"),
    "period_differs": ("原文写的是另一个时期", "the words state another period"),
    "period_not_on_page": ("报告没有说到这个时期", "the report does not speak of this period"),
    "not_over": ("写报告时这个时期还没有过完，不能是实际", "the period was not over when the report was written, so nothing was reached in it"),
    "kind_differs": ("实际、预计、目标与原文不符", "actual, estimate or target: the words say otherwise"),
    "table_differs": ("表里这个数是另一个区、时期或类型的", "in the table the number is of another zone, period or kind"),
}  # fmt: skip

DOUBTS: dict[str, tuple[str, str]] = {
    "named_above": ("指标是前文说的", "the indicator is named further above"),
    "weak_name": ("指标的说法不全", "the indicator's name is not whole"),
    "noun_between": ("指标和数之间隔着别的词", "other words stand between name and number"),
    "zone_open": ("报告没有定下是哪个区", "whose report it is, is open"),
    "zone_inherited": ("原文没有写是哪个区，按版面是另一个", "the words name no zone, and the page points to another"),
    "period_open": ("原文没有写时期", "the words state no period"),
    "period_inherited": ("承接前文的时期是另一个", "what was said before points to another period"),
    "kind_open": ("是已完成还是目标，原文没有写明", "reached or aimed at: the words do not say"),
    "kind_inherited": (
        "是实际还是预计，原文没有写明，按上下文是另一种",
        "reached or expected: the words do not say, and what was said before points to the other",
    ),
}

OUTCOMES: dict[str, tuple[str, str]] = {
    "agrees": ("与本程序一致", "the same as this program"),
    "differs": ("与本程序不同，待确认", "differs from this program, to be settled"),
    "alone": ("只有它读到", "found by it alone"),
    "in_doubt": ("原文有未写明的，待确认", "the words leave something open, to be confirmed"),
    "refused": ("不成立", "does not stand"),
}


HEADS: dict[str, str] = {
    "row": "行",
    "column": "列",
    "report": "报告",
    "zone": "开发区",
    "indicator": "指标",
    "scope": "范围",
    "period": "时期",
    "value": "数值",
    "unit": "单位",
    "kind": "类别",
    "measure": "度量",
    "quote": "原文",
    "page": "页",
    "outcome": "结果",
    "reason": "原因",
    "detail": "说明",
    "observation_id": "观测编号",
}
"""The heads of the table that says of each row how it stands: those of the tables that the pages offer."""


DETAILS: dict[str, tuple[str, str]] = {
    "qualifies": ("其中一部分", "of a part"),
    "base": ("变化的起点", "what a change is counted from"),
    "increment": ("增量", "an increment"),
    "completion": ("完成率", "a completion rate"),
    "share": ("占比", "a share"),
    "month_on_month": ("环比", "on the month before"),
    "gap": ("与别处的差距", "a gap to another area"),
    "rank": ("名次", "a rank"),
    "row": ("有两种读法", "two readings"),
    "points": ("百分点", "percentage points"),
    "single_firm": ("单个企业", "a single firm"),
    "single_project": ("单个项目", "a single project"),
    "single_event": ("一次活动", "a single event"),
    "another_area": ("别的地区", "another area"),
    "actual": ("实际", "actual"),
    "estimate": ("预计", "estimate"),
    "target": ("目标", "target"),
}
"""What stands beside a reason, where it is a code."""


def told_detail(detail: str, english: bool = False) -> str:
    """What is told beside a reason; a code in words."""
    return DETAILS.get(detail, (detail, detail))[english]


def told_reason(code: str, english: bool = False) -> str:
    """Why a claim does not stand, or what is open of it (codes parted by spaces), in words.

    >>> told_reason("number_not_in_quote"), told_reason("kind_open weak_name", english=True)
    ('原文里没有这个数', "reached or aimed at: the words do not say; the indicator's name is not whole")
    """
    known = REASONS | DOUBTS
    return ("; " if english else "；").join(known.get(each, (each, each))[english] for each in code.split())
