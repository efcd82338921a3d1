"""The structure of a page: what each line is, and whose article it belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.pages.cleaning import clean
from kpi.pages.structure import BlockKind, Structure, read_structure
from kpi.vocabulary.model import LineShape


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in read_structure(text).blocks]


def articles(text: str, shapes: tuple[LineShape, ...] = ()) -> list[int]:
    return [block.article for block in read_structure(text, shapes).blocks]


TEXT = "今年以来，全区上下紧盯目标任务，狠抓项目建设，主要指标稳步增长。"

# a line, what it is, why
LOOKS = [
    ("临江日报2021年3月5日星期五第3版", "furniture", "a masthead with its date"),
    ("开发区视窗", "furniture", "the name of a page"),
    ("责编：张三 校对：李四", "furniture", "who made the page"),
    ("（总第187期）", "furniture", "the number of the issue"),
    ("A5", "furniture", "the number of the page"),
    ("临江区委宣传部主办第12期", "furniture", "who publishes it"),
    ("当前位置：首页>新闻中心>正文", "navigation", "where one is on the site"),
    ("上一篇：临江区召开推进会", "navigation", "a link"),
    ("主办：临江开发区管委会 临ICP备12345678号", "navigation", "the foot of a site"),
    ("本报记者张三通讯员李四", "byline", "who wrote it"),
    ("□本报记者张三", "byline", "the same with a mark"),
    ("（据《临江新闻》）", "byline", "whence it was taken"),
    ("图为临江公司的装配车间。", "caption", "under a picture"),
    ("②工人在检验产品。", "caption", "the number of a picture"),
    ("▲临江公司的装配车间。", "caption", "a mark under a picture"),
    ("工人在检验产品。张三摄", "caption", "who took it"),
    ("一、2020年工作回顾", "heading", "a chapter"),
    ("（二）主要指标", "heading", "a part of a chapter"),
    ("1.项目建设", "heading", "a point"),
    ("附表1主要经济指标", "heading", "the name of a table"),
    ("2021年3月5日", "date_line", "a date alone"),
    ("一是抓招商。围绕主导产业引进项目。", "item", "one of a list"),
    ("——盯项目。对未开工的项目逐个会诊，限期解决。", "item", "one of a list"),
    ("短评", "headline", "a corner of the page"),
    ("【记者手记】", "headline", "a corner of the page"),
    ("——临江开发区转型观察", "headline", "a subtitle"),
    (TEXT, "paragraph", "a sentence"),
    ("记者：上半年的情况怎么样？", "paragraph", "a question"),
]


@pytest.mark.parametrize(("line", "kind", "why"), LOOKS, ids=[row[2] + " " + row[0][:6] for row in LOOKS])
def test_what_a_line_is(line: str, kind: str, why: str) -> None:
    assert read_structure(f"{TEXT}\n{line}\n{TEXT}").blocks[1].kind.value == kind, why


def test_levels_of_headings() -> None:
    text = "\n".join(["一、工作回顾", "（一）主要指标", TEXT, "1.工业", TEXT, "（二）项目建设", TEXT])
    structure = read_structure(text)
    assert [block.level for block in structure.blocks] == [1, 2, 0, 3, 0, 2, 0]
    over = [text[block.start : block.end].strip() for block in structure.headings_of(len(text) - 1)]
    assert over == ["一、工作回顾", "（二）项目建设"]


def test_headings_inside_an_article() -> None:
    text = "\n".join(["临江开发区：项目为王", "本报记者张三", TEXT, "招商引资结硕果", TEXT, "服务企业暖人心", TEXT])
    assert kinds(text) == ["headline", "byline", "paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert set(articles(text)) == {0}


def test_articles_begin_with_their_headlines() -> None:
    text = "\n".join(
        [
            *("临江开发区召开推进会", f"本报讯（记者张三）{TEXT}", TEXT),
            *("短评", "信心比黄金重要", TEXT),
            *("义诊进园区", "本报讯（记者李四）昨日，医生来到园区。"),
        ]
    )
    assert articles(text) == [0, 0, 0, 1, 1, 1, 2, 2]


MEETING = "本报讯（记者张三）昨日，园区召开项目推进会，部署重点项目建设。"
UNDATED = "昨日，园区召开项目推进会，部署重点项目建设，要求加快进度。"
DOCTORS, ROUNDS = "本报讯（记者李四）昨日，医生来到园区义诊。", "医生来到园区义诊，服务企业职工，受到大家欢迎。"
# the lines of a page, what each is and whose article it belongs to, why
PAGES: list[tuple[list[str], str, str]] = [
    (["推进会召开", "王小明", TEXT, "新厂房", "李四", TEXT], "headline0 byline0 paragraph0 headline1 byline1 paragraph1", "writers' names below headlines"),
    (["要点：", "新厂房封顶", TEXT], "headline0 headline0 paragraph0", "a line with a colon above a headline is one"),
    (["主持人：", TEXT], "paragraph0 paragraph0", "above a text it is none"),
    (["推进会召开", "本报记者张三", TEXT, "新厂房封顶", "图为车间。", TEXT],
     "headline0 byline0 paragraph0 headline0 caption0 paragraph0", "a headline of a picture is no heading"),
    ([MEETING, "园区召开项目推进会", DOCTORS], "paragraph0 headline0 paragraph1", "a headline behind its article"),
    ([MEETING, "园区召开项目推进会", "医生园区义诊", DOCTORS], "paragraph0 headline0 headline1 paragraph1", "and one before the next"),
    ([MEETING, "【园区召开项目推进会】", DOCTORS], "paragraph0 headline1 paragraph1", "one in brackets stands before its own"),
    ([UNDATED, "园区召开项目推进会", ROUNDS], "paragraph0 heading0 paragraph0", "inside an article it is a heading"),
    ([UNDATED, "园区召开项目推进会", "——项目建设综述", ROUNDS], "paragraph0 headline0 headline0 paragraph0", "a subtitle makes a headline of it"),
    ([UNDATED, "短评", "园区召开项目推进会要抓好", ROUNDS], "paragraph0 headline1 headline1 paragraph1", "a corner opens an article"),
    (["短评" + "说来话长" * 30, TEXT], "paragraph0 paragraph0", "a long line is no corner"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "why"), PAGES, ids=[row[2] for row in PAGES])
def test_the_articles_of_a_page(lines: list[str], wanted: str, why: str) -> None:
    blocks = read_structure("\n".join(lines)).blocks
    assert " ".join(f"{block.kind.value}{block.article}" for block in blocks) == wanted, why


def test_only_the_headings_above_stand_over_a_place() -> None:
    text = "\n".join(["一、工作回顾", TEXT, "二、工作安排", TEXT])
    over = [text[block.start : block.end].strip() for block in read_structure(text).headings_of(12)]
    assert over == ["一、工作回顾"]


def test_a_blank_first_line_is_furniture() -> None:
    assert kinds(f"\n{TEXT}") == ["furniture", "paragraph"]


def test_articles_without_a_dateline_begin_with_a_date() -> None:
    text = "\n".join(["推进会召开", f"7月9日，{TEXT}", "新厂房封顶", f"7月12日，{TEXT}"])
    assert articles(text) == [0, 0, 1, 1]


def test_a_list_of_contents_names_the_articles() -> None:
    text = "\n".join(["本期要目", "◆枣园丰收在望", "◆新校舍封顶", "枣园丰收在望", TEXT, "新校舍封顶", TEXT])
    assert kinds(text)[:3] == ["navigation"] * 3
    assert articles(text)[3:] == [0, 0, 1, 1]


def test_a_headline_behind_its_article() -> None:
    text = "\n".join(
        [
            "本报讯（记者张三）昨日，三十名医生来到宏远社区开展义诊，为老人量血压。",
            "医生义诊进社区",
            "本报讯（记者李四）消防大队在工业园举行灭火演练，二百名职工参加。",
            "灭火演练在工业园举行",
            "本报讯（记者王五）枣园迎来丰收，果农采摘忙。",
        ]
    )
    assert articles(text) == [0, 0, 1, 1, 2]


def test_headlines_at_the_end_of_the_page_find_their_articles() -> None:
    text = "\n".join(
        [
            "本报讯（记者张三）昨日，三十名医生来到宏远社区开展义诊，为老人量血压。",
            "本报讯（记者李四）消防大队在工业园举行灭火演练，二百名职工参加。",
            "灭火演练在工业园举行",
            "医生义诊进社区",
        ]
    )
    assert articles(text) == [0, 1, 1, 0]


def test_the_main_article_goes_on_below_a_short_one() -> None:
    main, short = LineShape(gap=True, width=22.0), LineShape(gap=True, width=16.0)
    lines = [
        (TEXT, main),
        ("义诊进园区", LineShape(gap=True)),
        (f"本报讯（记者张三）{TEXT}", short),
        (TEXT, LineShape(width=16.0)),
        ("传统产业也有新的春天。" + TEXT, main),
    ]
    assert articles("\n".join(line for line, _ in lines), tuple(shape for _, shape in lines)) == [0, 1, 1, 1, 0]


def test_a_list_goes_on_behind_other_headlines() -> None:
    text = "\n".join(
        [
            *(f"本报讯（记者张三）{TEXT}", "一要抓招商，引进项目。", "二要抓服务，优化环境。"),
            *("义诊进园区", "本报讯（记者李四）昨日，医生来到园区。", "简讯一束", "三要抓创新，培育企业。"),
        ]
    )
    assert articles(text)[:3] == [0, 0, 0] and articles(text)[4] == 1 and articles(text)[6] == 0


def test_short_news_are_items() -> None:
    text = "\n".join(["简讯", "▲区工会送清凉，慰问职工三百名。", "▲职工篮球赛收官。"])
    assert kinds(text) == ["headline", "item", "item"]


def test_related_links_are_navigation() -> None:
    text = "\n".join([TEXT, "相关阅读", "·全市上半年生产总值增长5.4%", "·园区开展义诊"])
    assert kinds(text) == ["paragraph", "navigation", "navigation", "navigation"]


def test_a_menu_is_navigation() -> None:
    text = "\n".join(["网站首页", "园区概况", "机构职能", "新闻中心", "政务公开", "招商引资", "办事服务", TEXT])
    assert kinds(text) == ["navigation"] * 7 + ["paragraph"]


def test_a_table_is_rows() -> None:
    text = "\n".join([TEXT, "指标名称计量单位1—6月同比±%", "工业总产值亿元71.06 8.3", "出口万美元640 -4.2", TEXT])
    assert kinds(text) == ["paragraph", "table_row", "table_row", "table_row", "paragraph"]


def test_a_whole_page() -> None:
    raw = """临江日报
2021年3月5日  星期五
责编/张 三  版式/李 四

稳
住
底
盘

——临江开发区二月见闻

本报记者 王 五

二月的临江，春寒未退，开发区里却
热气腾腾。全区规模以上工业总产值
完成二十八亿元，同比增长一成；新
签约项目十二个，到位资金六亿元。

图为临江公司的车间。  王 五 摄

本报讯（通讯员赵六）昨日，区医院
的医生来到临江公司，为职工义诊。

义诊进工厂
"""
    cleaned = clean(raw)
    structure = read_structure(cleaned.text, cleaned.shapes)
    assert [(block.kind.value, block.article) for block in structure.blocks] == [
        ("furniture", 0),
        ("furniture", 0),
        ("furniture", 0),
        ("headline", 0),
        ("headline", 0),
        ("byline", 0),
        ("paragraph", 0),
        ("caption", 0),
        ("paragraph", 1),
        ("headline", 1),
    ]
    head = structure.blocks[3]
    assert cleaned.text[head.start : head.end].strip() == "稳住底盘"


LINES = st.sampled_from(
    [*(row[0] for row in LOOKS), "义诊进园区", "园区", "本报讯（记者张三）今天。", "工业总产值12亿元", "12.5", "户", ""]
)
PAGES = st.lists(LINES, max_size=40).map("\n".join) | st.text(max_size=150)
SHAPES = st.lists(
    st.builds(LineShape, st.booleans(), st.sampled_from([0.0, 16.0, 22.0]), st.integers(0, 3)), max_size=45
)


def covers(structure: Structure, text: str) -> bool:
    """Whether the blocks are the text's lines, in order and without a rest."""
    ends = [0, *(block.end for block in structure.blocks)]
    return ends[-1] == len(text) and all(
        block.start == end and block.end > block.start for block, end in zip(structure.blocks, ends, strict=False)
    )


@given(PAGES, SHAPES)
def test_blocks_cover_the_text(text: str, shapes: list[LineShape]) -> None:
    structure = read_structure(text, shapes)
    assert covers(structure, text)
    assert {block.article for block in structure.blocks} <= set(range(max(structure.articles, 1)))
    for block in structure.blocks:
        assert (block.level > 0) == (block.kind is BlockKind.HEADING)
        assert structure.at(block.start) == block and structure.at(block.end - 1) == block


@given(PAGES)
def test_a_repaired_page_is_covered_too(raw: str) -> None:
    cleaned = clean(raw)
    assert covers(read_structure(cleaned.text, cleaned.shapes), cleaned.text)
