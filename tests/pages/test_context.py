"""Context: whose report it is, when it was given, which year it speaks of, and what a section inherits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.pages.cleaning import clean
from kpi.pages.context import Frame, ReportContext, read_context
from kpi.pages.passages import split
from kpi.vocabulary.model import Period, Zone

ZONES = {
    zone.name: zone
    for zone in (
        Zone("荆州经济技术开发区", city="荆州市", province="湖北省", aliases=("荆州经开区",)),
        Zone("邢台高新技术产业开发区", city="邢台市"),
    )
}
BODY = "一年来，面对复杂多变的外部环境，我们坚持稳字当头、稳中求进，各项事业取得新的进步。"


def _context(text: str) -> ReportContext:
    cleaned = clean(text).text
    return read_context(cleaned, split(cleaned), ZONES)


@dataclass(frozen=True, slots=True)
class Case:
    """A page, what is found on it, and why; `None` is not looked at."""

    text: str
    why: str
    zone: str | None = None
    basis: str | None = None
    years: tuple[int, int, int] | None = None
    published: str | None = None
    city: str | None = None
    months: tuple[int, int] | None = field(default=None)
    gap: str = ""


CASES = [
    # whose report: zones that the map does not know
    Case(
        "青岚经济技术开发区管理委员会\n2024年工作总结\n" + BODY,
        "the issuer, of a name that no list of places holds",
        "青岚经济技术开发区",
        "title",
    ),
    Case(
        "青岚经开区2024年工作报告\n2024年，青岚经济技术开发区稳中求进。经开区完成投资。",
        "short names of the zone in its report are the zone, called by its name in full",
        "青岚经济技术开发区",
        "title",
    ),
    Case(
        "2024年，青岚经济技术开发区坚持稳中求进。" + BODY,
        "what the first sentence tells of",
        "青岚经济技术开发区",
        "place",
    ),
    Case(
        "工作总结\n来源：青岚高新技术产业开发区统计局\n" + BODY,
        "whose office issues it",
        "青岚高新技术产业开发区",
        "title",
    ),
    Case("湖北省青岚高新区2024年工作总结\n" + BODY, "a province is no part of the name", "青岚高新区", "title"),
    Case("荆州市经开区2024年工作总结\n" + BODY, "another spelling of a zone of the map", "荆州经济技术开发区", "title"),
    Case("邢台市高新区2024年工作总结\n" + BODY, "the same for a 高新区", "邢台高新技术产业开发区", "title"),
    *(
        Case(text, "no zone is named as the report's own", "")
        for text in (
            "工作总结\n2024年，推进经开区建设，签约项目。",
            "各经济技术开发区2024年情况\n" + BODY,
            "我国经济技术开发区2024年发展报告\n" + BODY,
            "先进制造业产业园2024年工作总结\n" + BODY,
            "高新区与经济技术开发区2024年工作\n" + BODY,
            "招商简报\n对标先进，苏州工业园区坚持亲商。我们要学习。",
            "工作总结\n与云汀高新区相比，我们还有差距。",
            "简讯\n青岚经济技术开发区、云汀高新区、柳河工业园区完成投资。",
            "青岚经济技术开发区\n云汀高新区\n对接会",
            "青岚经济技术开发区发展情况考察报告\n全年完成投资。",
            "全市开发区座谈会召开\n全市开发区坚持稳中求进。柳河工业园区实现产值。",
        )
    ),
    Case(
        "江州市2024年国民经济和社会发展统计公报\n青岚经济技术开发区完成投资。青岚经济技术开发区实现税收。",
        "a zone in a city's report is not whose report it is",
        "江州市",
    ),
    # whose report
    Case("荆州经济技术开发区工作总结\n" + BODY, "the official name", "荆州经济技术开发区", "stated", city="荆州市"),
    Case("荆州经开区晒出成绩单\n" + BODY, "an alias means the zone wherever it stands", "荆州经济技术开发区", "stated"),
    Case(
        "经开区新闻\n荆州日报讯。经开区完成投资。经开区签约项目。荆州大地春潮涌动，经开区勇立潮头。",
        "a short name, and the place that the page names: the zone of that place",
        "荆州经济技术开发区",
        "short_name",
    ),
    Case(
        "开发区新闻\n淮安市开发区完成投资。开发区领导到企业调研。淮安市开发区签约项目。",
        "the same short name on a page of another city is not the zone that the map happens to know",
        "淮安市开发区",
    ),
    Case(
        "高新区新闻\n邢台大地，高新区完成投资。高新区签约项目。高新区勇立潮头。邢台。",
        "高新区 is a zone of that class, not the economic one",
        "邢台高新技术产业开发区",
        "short_name",
    ),
    Case(
        "江州市临港经济开发区工作报告\n" + BODY,
        "a zone that the map does not know is named by its title",
        "江州市临港经济开发区",
        "title",
    ),
    Case("2024年云溪县政府工作报告\n" + BODY, "a county's report", "云溪县", "title"),
    Case(
        "政府工作报告\n各位代表，现在，我代表云溪县人民政府，向大会报告工作，请予审议，请提出意见。\n" + BODY,
        "the speaker says for whom",
        "云溪县",
        "title",
    ),
    Case("临江经济开发区综述\n荆州临江经济开发区完成投资。荆州临江经济开发区签约。", "its parent city", city="荆州市"),
    Case("天气预报\n明天多云转晴，气温回升，适合外出。", "nobody's page", "", ""),
    Case(
        "江州市临港经济开发区工作报告\n"
        + BODY
        + "\n年内先后赴荆州经开区等地考察学习，形成调研报告三篇，推动成果转化落地。",
        "a zone of the map that is only visited does not own the page",
        "江州市临港经济开发区",
    ),
    Case(
        "2023年上半年江州市临港经济开发区经济运行情况\n" + BODY,
        "a time is no piece of a name",
        "江州市临港经济开发区",
    ),
    # which year
    Case(
        "云溪县政府工作报告\n（2024年1月8日在云溪县第十八届人民代表大会第三次会议上）\n" + BODY,
        "given in January: reviews last year, aims at this one",
        years=(2024, 2023, 2024),
        published="2024-01-08",
    ),
    Case(
        "云溪县政府工作报告\n（2023年12月28日在云溪县第十八届人民代表大会第三次会议上）\n" + BODY,
        "given in December: reviews the year that ends, aims at the next",
        years=(2023, 2023, 2024),
    ),
    Case("2024年云溪县政府工作报告\n" + BODY, "a work report of 2024 reviews 2023", years=(2024, 2023, 2024)),
    Case(
        "2024年云溪县政府工作报告\n" + BODY + "\n2024年，全县完成投资12.5亿元，同比增长8.1%。\n",
        "who holds 2024 against the year before looks back on it",
        years=(2025, 2024, 2025),
    ),
    Case(
        "2024年云溪县政府工作报告\n" + BODY + "\n2024年，力争完成投资12.5亿元，比上年增长8%。\n",
        "an aim may be held against the year before too",
        years=(2024, 2023, 2024),
    ),
    Case(
        "2024年云溪县政府工作报告\n" + BODY + "\n2024年上半年，全县完成投资12.5亿元，同比增长8.1%。\n",
        "a part of a year does not end it",
        years=(2024, 2023, 2024),
    ),
    Case("云溪县2023年国民经济和社会发展统计公报\n" + BODY, "a bulletin's year is its own", years=(2023, 2023, 2024)),
    Case(
        "云溪县工作报告\n" + BODY + "\n一、2022年工作回顾\n全县完成投资，签约项目。",
        "the review's heading names its year",
        years=(2023, 2022, 2023),
    ),
    Case(
        "临港经济开发区经济运行分析\n发布时间：2023-07-18\n" + BODY,
        "a page published in July speaks of its own year",
        years=(2023, 2023, 2023),
        published="2023-07-18",
    ),
    Case(
        "临港经济开发区新闻\n2024年2月6日星期二\n过去的一年，全区完成投资，签约项目，各项工作取得新的进步，成效显著。",
        "a page of February that looks back speaks of last year",
        years=(2024, 2023, 2024),
        published="2024-02-06",
    ),
    Case("刚刚过去的2023年，云溪县完成投资，签约项目。", "the year that has just passed", years=(2024, 2023, 2024)),
    Case(
        "2021年，云溪县完成投资。2022年，签约项目。2022年，开工项目。到2035年，基本实现现代化。",
        "the latest year named more than once; 2035年 is an aim far off",
        years=(2022, 2022, 2022),
    ),
    Case("云溪县完成投资，签约项目。", "no year on the page", years=(0, 0, 0), published=""),
    # when it was published
    Case("云溪县工作总结\n（2025年1月10日）\n" + BODY, "a date alone in brackets", published="2025-01-10"),
    Case("云溪县工作总结\n2025年1月10日\n" + BODY, "a date alone under the title", published="2025-01-10"),
    Case(
        "云溪县中期评估报告\n2023年11月\n" + BODY,
        "a month alone under the title is as much as is known",
        published="2023-11",
    ),
    Case(
        "云溪县经济运行月报\n2023年11月\n" + BODY,
        "under a monthly bulletin's title it is what is reported on",
        published="",
    ),
    Case("云溪县工作总结\n（截至2024年12月31日）\n" + BODY, "a closing date is no date of publication", published=""),
    Case("云溪县工作总结\n截至2024年12月31日\n" + BODY, "nor is it without brackets", published=""),
    Case("云溪县工作总结\n（2025年2月30日）\n" + BODY, "there is no such day", published=""),
    Case("云溪县工作总结\n全县完成投资（2023年11月30日）。\n" + BODY, "a date in running text", published=""),
    Case(
        "临港经济开发区2023年上半年经济运行情况综述\n" + BODY,
        "a survey's title says which part of the year it covers",
        months=(1, 6),
    ),
    # which year 今年 is, by the words of a report
    Case(
        "荆州经开区2022年工作总结\n2022年12月28日\n" + BODY + "\n明年签约项目20个。",
        "a summary written before the end of its year still stands in it",
        years=(2022, 2022, 2023),
    ),
    Case(
        "荆州经开区2022年工作总结\n2023年1月9日\n" + BODY,
        "written in January, this year is the one after",
        years=(2023, 2022, 2023),
    ),
    Case(
        "荆州经开区2022年工作总结\n" + BODY + "\n明年签约项目20个。",
        "undated: who plans for 明年 and never says 去年 stands in the year that he sums up",
        years=(2022, 2022, 2023),
    ),
    Case(
        "荆州经开区2022年工作总结\n" + BODY + "\n去年签约项目9个。",
        "undated, without a word on next year: given after the turn of the year, as most are",
        years=(2023, 2022, 2023),
    ),
    Case(
        "荆州经开区2025年国民经济和社会发展计划\n2024年12月30日\n" + BODY,
        "a plan of a year reports on the one before and is written in it",
        years=(2024, 2024, 2025),
    ),
    Case("荆州经开区2024年1—5月经济运行情况\n" + BODY, "a title names the months it covers", months=(1, 5)),
    Case("荆州经开区2024年5月份经济运行分析\n" + BODY, "a title names its month, not the year", months=(5, 5)),
    Case(
        "荆州经开区2025年工作要点\n" + BODY,
        "an undated plan of a year stands in that year",
        years=(2025, 2024, 2025),
    ),
]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.why,
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=case.gap)] if case.gap else [],
        )
        for case in CASES
    ],
)
def test_report(case: Case) -> None:
    context = _context(case.text)
    frame = context.frames[-1]
    years = (frame.years.this, frame.years.actual, frame.years.plan)
    found: dict[str, Any] = {
        "zone": context.zone,
        "basis": frame.zone_basis,
        "years": years,
        "published": context.published,
        "city": context.city,
        "months": frame.months,
    }
    wanted = {name: getattr(case, name) for name in found if getattr(case, name) is not None}
    assert {name: found[name] for name in wanted} == wanted, case.why


@pytest.mark.parametrize("case", [case for case in CASES if case.zone or (case.years and case.years[0])])
def test_grounds_stand_in_the_text(case: Case) -> None:
    frame = _context(case.text).frames[-1]
    assert bool(frame.zone) == bool(frame.zone_ground), "a zone has its grounds"
    if frame.zone_basis in ("stated", "title"):
        assert frame.zone_ground in clean(case.text).text, "and they are words of the page"
    assert bool(frame.years.this) == bool(frame.years.ground)


OPENING = "云溪县政府工作报告\n（2024年1月8日在云溪县第十八届人民代表大会第三次会议上）\n" + BODY + "\n"

# headings above a sentence (parted by |), what the sentence inherits: kind, actual year, plan year, span, why
SECTIONS = [
    ("", "actual", 2023, 2024, None, "no heading: what was reached"),
    ("一、2023年工作回顾", "actual", 2023, 2024, None, "a review"),
    ("一、过去五年工作回顾", "actual", 2023, 2024, (2019, 2023), "five years up to the year reported on"),
    ("二、2024年工作安排", "target", 2023, 2024, None, "a plan"),
    ("二、今年主要预期目标", "target", 2023, 2024, None, "this year's aims"),
    ("二、2025年重点工作", "target", 2023, 2025, None, "a stated later year"),
    ("下半年工作打算", "target", 2023, 2024, None, "the second half is still to come"),
    ("一、2023年工作回顾|（一）经济运行平稳", "actual", 2023, 2024, None, "a heading below says nothing against it"),
    ("二、2024年工作安排|（一）狠抓项目建设", "target", 2023, 2024, None, "a plan holds for all its parts"),
    ("二、2024年工作安排|三、2023年工作回顾", "actual", 2023, 2024, None, "a review after a plan"),
    ("一、过去五年工作回顾|二、2024年工作安排", "target", 2023, 2024, None, "the five years end with their chapter"),
]


@pytest.mark.parametrize(("headings", "kind", "actual", "plan", "span", "why"), SECTIONS, ids=[r[5] for r in SECTIONS])
def test_section(headings: str, kind: str, actual: int, plan: int, span: tuple[int, int] | None, why: str) -> None:
    above = "".join(heading + "\n" for heading in headings.split("|") if heading)
    frame: Frame = _context(OPENING + above + "全县完成投资，签约项目，各项工作扎实推进，取得新的进展。").frames[-1]
    assert (str(frame.kind), frame.years.actual, frame.years.plan, frame.span) == (kind, actual, plan, span), why
    assert frame.kind_ground == "" if not headings else frame.kind_ground in headings, "the grounds are the heading"


def test_opening_of_a_plan_without_a_heading() -> None:
    frames = _context(
        OPENING + "今年重点抓好以下几个方面工作。\n签约项目，开工项目，各项工作扎实推进，取得进展。"
    ).frames
    assert str(frames[-1].kind) == "target", "a paragraph may open a plan"


def test_articles_of_one_page_keep_their_years() -> None:
    text = (
        "本报讯 （记者 甲） 2021年，云溪县完成投资，签约项目。2021年，全县开工项目，进展顺利，成效显著。\n"
        "本报讯 （记者 乙） 2023年，云溪县完成投资，签约项目。2023年，全县开工项目，进展顺利，成效显著。"
    )
    frames = _context(text).frames
    assert (frames[0].years.actual, frames[-1].years.actual) == (2021, 2023)


def test_title_is_a_plan_only_under_a_review_or_plan() -> None:
    frame = _context("云溪县政府工作报告\n" + BODY).frames[-1]
    assert (str(frame.kind), frame.kind_ground) == ("actual", "")


def test_title_with_a_year_opens_no_plan() -> None:
    frame = _context("2024年云溪县政府工作报告\n" + BODY).frames[-1]
    assert str(frame.kind) == "actual", "the title names the report, not a chapter of it"


PIECES = [
    *(
        "荆州经开区",
        "开发区",
        "江州市",
        "云溪县",
        "政府工作报告",
        "2024年",
        "2023年1月8日在",
        "大会上",
        "我代表",
        "人民政府",
    ),
    *(
        "工作回顾",
        "工作安排",
        "过去五年",
        "本报讯",
        "今年上半年",
        "综述",
        "评级报告",
        "，",
        "。",
        "\n",
        "发布时间：2023-07-18",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=150)


@given(TEXTS)
def test_every_sentence_has_its_frame(text: str) -> None:
    cleaned = clean(text).text
    sentences = split(cleaned)
    context = read_context(cleaned, sentences, ZONES)
    assert len(context.frames) == len(sentences)
    assert context.zone_known == (context.zone in ZONES)
    for frame in context.frames:
        assert bool(frame.zone) == bool(frame.zone_ground) == bool(frame.zone_basis)


def test_order_of_the_map_does_not_matter() -> None:
    text = "荆州经开区与邢台高新技术产业开发区签约。\n" + BODY
    cleaned = clean(text).text
    turned = dict(reversed(ZONES.items()))
    found = [read_context(cleaned, split(cleaned), zones).zone for zones in (ZONES, turned)]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("text", "period", "ahead", "why"),
    [
        ("规划中期评估\n2023年11月", "2024", True, "next year"),
        ("规划中期评估\n2023年11月", "2023", False, "the year under way is reported on before it ends"),
        ("规划中期评估\n2023年11月", "2021/2025", True, "several years until the last has begun"),
        ("规划中期评估\n2023年11月", "2021/2023", False, "its last year has begun"),
        ("经济运行\n发布时间：2024-07-18", "2024-H2", True, "half a year that has just begun"),
        ("经济运行\n发布时间：2024-07-18", "2024-07", False, "the month under way"),
        ("2023年上半年经济运行情况综述", "2023-Q4", True, "a quarter after the half-year reported on"),
        ("2023年上半年经济运行情况综述", "2023-Q2", False, "a quarter of the half-year reported on"),
        ("2023年上半年经济运行情况综述", "2024", True, "the year after, in a report without a date"),
        ("一页没有日期的材料", "2030", False, "nothing says when it was written"),
    ],
)
def test_what_lies_ahead_of_a_report(text: str, period: str, ahead: bool, why: str) -> None:
    frame = _context(f"荆州经开区{text}\n{BODY}").frames[-1]
    assert frame.is_ahead(Period.parse(period)) is ahead, why


def test_heads_of_tables_are_no_years_of_the_document() -> None:
    text = "江州市临港经济开发区主要指标\n指标2025年2026年2027年\n地区生产总值2025年2026年2027年"
    outside = split(text.split("\n")[0])
    (frame,) = read_context(text, outside, ZONES).frames
    assert frame.years.this == 0, "of the years in a table's heads none is the report's"
