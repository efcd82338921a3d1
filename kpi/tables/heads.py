"""What the heads, labels and captions of tables are made of, as tables with reasons."""

from __future__ import annotations

import re

from kpi.language.words import either
from kpi.pages.zone_names import CLASSES, FULL_CLASSES, OWN_WORDS
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.places import CITIES, PROVINCES
from kpi.vocabulary.tries import trie_pattern
from kpi.vocabulary.units import dimension, normalise_unit

# role of a column -> (what its head says, why it matters); only the whole text of a head counts
ROLES: dict[str, tuple[str, str]] = {
    "label": (
        "项目 指标 指标名称 名称 主要指标 指标体系 经济指标 主要经济指标 区域 地区 城市 区县 县区 县市区 园区 园区名称 开发区 开发区名称 "
        "年份 年度 时间 月份 时期 类别 指标类别 类型",
        "the cells below name what the numbers of their row are",
    ),
    "unit": ("计量单位 单位 指标单位", "the cells below are units, unless they name somebody"),
    "index": ("序号 编号 代码 行次 栏次 排序", "the numbers below count the rows"),
    "note": (
        "备注 说明 责任单位 牵头单位 责任部门 牵头部门 责任领导 配合单位 数据来源 填报单位 主要措施 工作措施",
        "speaks about the row",
    ),
    "item": (
        "项目名称 企业 企业名称 公司 公司名称 单位名称 项目单位 建设单位 项目业主 街道 乡镇 镇街",
        "a row is a project, a firm or a street, and so is the total of a list of them",
    ),
}

_AIM, _PLANNED = either("aim"), either("aim", "budget")

# class -> (pattern, why), in the order in which they are tried at one place
HEAD_WORDS: dict[str, tuple[str, str]] = {
    "completion": (
        rf"(?:(?<!\d)年度|全年|年初|年)?{_PLANNED}(?:的)?完成(?:率|比例|比重|进度|百分比|程度)"
        rf"|完成占?(?:(?<!\d)年度|全年|年初|年)?{_PLANNED}(?:的)?(?:比例|比重|进度|百分比|程度|率)?"
        rf"|占(?:(?<!\d)年度|全年|年初|年)?{_PLANNED}(?:的)?(?:比例|比重|百分比)?"
        r"|完成(?:率|比例|比重|进度|百分比|程度)",
        "the share of the plan that was reached",
    ),
    "points": (r"个?百分点", "a difference of two rates"),
    "rank": (r"(?:全[国省市区])?(?:位次|排名|名次|排位|排序|位列|序位)", "a place in a list"),
    "gap": (r"(?:与|比|较|高于|低于)全[国省市](?:平均|相比|增速)?(?:水平)?(?:差距|相比|高低)?", "another area's figure"),
    "share": (r"占比|比重|份额|贡献率|所占比例|占", "a share of something"),
    "increment": (
        r"(?:同比|比上年|较上年|比上年同期)?(?:增减|增加|增长|净增|减少)(?:额|量|值|数)|净增|增量",
        "an increment is no level",
    ),
    "other_base": (
        r"环比(?:增长|增减|增速|增幅)?率?|(?:两年|三年|五年)?(?:年均|平均)(?:增长|增速|增幅)?率?|[比较](?:年初|上月|上季度?|上月末|期初)(?:增长|增减|增加)?",
        "growth on another base than the same period of last year",
    ),
    "rate_of_growth": (
        r"(?:(?:[比较与](?:上年|去年)(?:同期|末|同月)?(?:相比)?|同比)?(?:名义|实际)?(?:增速|增长率|增长速度|增减率|增长幅度百分比))",
        "a growth rate by its very name",
    ),
    "growth": (
        r"(?:[比较与](?:上年|去年)(?:同期|末|同月)?(?:相比)?|同比)(?:名义|实际)?(?:增长|增减|增幅|升降|增降|变化|变动)?(?:幅度)?"
        r"|(?:名义|实际)?(?:增长|增减|增幅|升降|增降)(?:幅度)?",
        "a rate where it is in %, an increment where it is not",
    ),
    "fall": (r"(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:降幅|下降幅度|下降率|下降|降低率|降低)", "growth with the sign turned"),
    "prior": (r"(?:上年|去年)(?:同期|同月)(?:数|值|水平|完成数?|实绩|实际)?", "the same months of the year before"),
    "cumulative": (
        r"(?:1|一)月?(?:[-—–~～至到])本月(?:止?累计)?|年初至(?:本月|今)(?:累计)?|自年初(?:至本月)?(?:累计)?|(?:截[至止]到?|至|到)?本月(?:止|末|底)?累计|(?:本年|今年|当年)?累计",
        "counted from January",
    ),
    "month": (r"本月|当月|单月", "one month alone"),
    "whole": (rf"(?<!\d)年度(?={_AIM})|全年(?={_AIM}|预计|完成)|年初(?={_AIM})", "the year"),
    "target": (
        rf"(?:发展|{_AIM})?{_AIM}(?:值|数|额)?|{_AIM}完成(?:投资|值|数|额)?",
        "aimed at",
    ),
    "estimate": (r"预计(?:完成|实现|达到)?(?:数|值)?|快报(?:数)?|初步(?:核算|统计)(?:数)?", "reached as far as is known"),
    "actual": (r"已?完成(?:情况|数|值|额|量)?|实绩|实际(?:完成|达到)?(?:数|值)?|已?实现(?:数|值)?|达到|执行数|决算数", "reached"),
    "area": (r"[全我本][区县市省州国]", "whose figure it is"),
    "light": (
        r"绝对[值额量数]|总量|数值|金额|数额|指标值|主要|经济|指标|情况|数据|总数|个数|户数|家数|人数|数量?|额|总额|全社会|"
        r"不含农户|当年价格?|现价|可比价格?|不变价格?|按|计算|招商引资|[±+＋]/?[-－]?|的|:|\|",
        "says nothing of what is measured",
    ),
}  # fmt: skip

# words that a section or a category of rows may carry without narrowing what stands below
NOTE_HEAD = lazy(r"责任|牵头|部门|领导|科室|备注|来源|措施|联系人")
NEUTRAL = (
    "综合 经济 社会 发展 工业 农业 投资 项目 招商 引资 消费 贸易 外贸 外经 开放 财政 财税 金融 税收 收入 居民 民生 就业 社会保障 科技 创新 "
    "节能 环保 绿色 主要 指标 情况 方面 数据 类 运行 完成 预期性 约束性 增长 目标 质量 效益 建设 生活 与 和 及 、 部分 国民经济"
).split()
# words of a caption that make all below it a part of the zone's figures
NARROWING = ("民营", "非公", "民间", "国有", "外资企业", "战略性新兴", "高技术", "分行业", "街道", "乡镇", "单个")

OWN_TOTALS = lazy(
    r"(?:全[区县市省]|本[区县市]|我[区县市]|"
    + "|".join(OWN_WORDS)
    + r")?(?:合计|总计|汇总)|[全本我]([区县市省州国])(?:总计|合计)?"
)
EMPTY_CELLS = frozenset(
    ("", "-", "--", "---", "—", "——", "–", "/", "\\", "…", "……", "*", "**", "无", "持平", "N/A", "n/a", "_")
)
CORNER = frozenset(("项目", "指标", "区域", "地区", "城市", "指标名称", "名称", "主要指标", "区县"))
"""What stands in the corner above labels, in tables whose cells came out one a line."""

CITY_NAME = lazy(rf"(?:{trie_pattern({*CITIES, *PROVINCES})})(?:市|省)")
DISTRICT = lazy(r"[㐀-鿿]{2,4}(?:区|县|市|旗)")
ZONE_NAME = lazy(
    rf"(?:{trie_pattern({*CITIES, *PROVINCES})})(?:省|市)?[㐀-鿿]{{0,4}}?"
    rf"(?:{CLASSES})"
)
# a name in full, of a place that no list knows; the words that only tell zones apart are no name
FULL_ZONE_NAME = lazy(
    r"(?!国家|省级|市级|全|各|其|合|本|两|三|四|五)[㐀-鿿]{2,7}"
    rf"(?:{FULL_CLASSES})"
)
# the area at the head of a title, after its date and number
_TITLE = r"(?:\|?(?:附|图)?表[\d一二三四五六七八九十]{0,2}[:.、|-]?|附件\d?:?)?(?:20\d\d年(?:度)?)?(?:\d{1,2}(?:[-—–~～至]\d{1,2})?月(?:份)?|上半年|前?[一二三四1-4]季度)?"
TITLE_AREA = lazy(_TITLE + r"((?!主要|各|全|我|本|分)[㐀-鿿]{2,4}?(?:市|县|区|旗|州))")
TITLE_ZONE = lazy(_TITLE + r"((?!主要|各|全|我|本|分)[㐀-鿿]{3,14}?(?:" + CLASSES + "))")
SHORT_NAMES = OWN_WORDS
# kinds of places, and parts of a zone: no names of districts
NO_NAMES = tuple(
    "地区 社区 城区 辖区 县区 市区 城市 县市 街区 分区 片区 园区 新区 心区 步区 能区 中区 展区 导区 成区 业区 范区 聚区 税区 发区 作区 农区 林区 矿区 "
    "库区 牧区 景区 山区".split()
)

NUMBERING = lazy(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、)]|\d{1,2}(?:\.\d{1,2}){0,2}\.(?!\d)|(?!\d{1,2}[月季年个号至到日])\d{1,2}(?=[㐀-鿿])|[①-⑳]|[●■◆▲★☆·*#])+"
)
FOOTNOTE = lazy(r"[①-⑳*]+$|\[\d{1,2}\]$")
PART = lazy(r"(?:其中|#)[:、]?|:?其中[:、]?")
_MARKS = str.maketrans("（）：，；．％－−﹣＋／０１２３４５６７８９＜＞＃＊", "():,;.%---+/0123456789<>#*")
_SPACES = lazy(r"\s+")
_UNIT_PREFIX = lazy(r"(?:计量)?单位:")


def normal(text: str) -> str:
    """The text of a cell without spaces, its marks and digits in one form.

    >>> normal("增长 （％）")
    '增长(%)'
    """
    return _SPACES.sub("", text.translate(_MARKS))


def units_in(text: str) -> tuple[str, ...]:
    """The units that a text lists and nothing else: 亿元、% gives both; () where anything is no unit.

    >>> units_in("亿元、%"), units_in("单位:万元"), units_in("亿元/户")
    (('亿元', '%'), ('万元',), ())
    """
    text = _UNIT_PREFIX.sub("", text)
    if dimension(text):
        return (normalise_unit(text),)
    parts = [part.lstrip("±+-/") or part for part in re.split(r"[、,;和]|±|/(?=%)|(?<=%)/", text) if part]
    return tuple(map(normalise_unit, parts)) if parts and all(dimension(part) for part in parts) else ()
