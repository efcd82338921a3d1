"""Reads what each line of a repaired page is, and which article and heading it belongs to.

The page is decided before any sentence: headlines (also vertical ones, and those that stand behind their
article), headings with levels, bylines, captions, the page's furniture, a web page's navigation, lists,
tables and articles. A line is never split: the blocks are whole lines, in order, and cover the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi.model import LineShape
from kpi.pages.text_tables import find_text_tables


class BlockKind(StrEnum):
    """What a line of a page is."""

    HEADLINE = "headline"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    FURNITURE = "furniture"
    NAVIGATION = "navigation"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"
    DATE_LINE = "date_line"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the repaired text, its line end included, at `[start, end)`.

    `article` counts from 0; a headline has the number of the article it belongs to, also where it stands
    behind it. `level` is 0 for text and 1 and more for headings: 一、 is 1, （一） 2, 1. is 3.
    """

    start: int
    end: int
    kind: BlockKind
    article: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a page, in order; together they are its text."""

    blocks: tuple[Block, ...]

    @property
    def articles(self) -> int:
        """How many articles the page has."""
        return max((block.article for block in self.blocks), default=-1) + 1

    def at(self, offset: int) -> Block:
        """The block that the place stands in."""
        return self.blocks[max(bisect_right(self.blocks, offset, key=lambda block: block.start) - 1, 0)]

    def of_article(self, article: int) -> list[Block]:
        """An article's blocks, its headlines first."""
        blocks = [block for block in self.blocks if block.article == article]
        return sorted(blocks, key=lambda block: block.kind is not BlockKind.HEADLINE)

    def headings_of(self, offset: int) -> list[Block]:
        """The headings that stand over a place, the outermost first."""
        here = self.at(offset)
        open_: list[Block] = []
        for block in self.blocks:
            if block.start > here.start:
                break
            if block.article == here.article and block.kind is BlockKind.HEADING:
                open_ = [each for each in open_ if each.level < block.level] + [block]
        return [block for block in open_ if block is not here]


_NUMERAL = "一二三四五六七八九十"
# name, what the line is, how it looks, why it is no other; the first that fits decides
_KINDS: tuple[tuple[str, BlockKind, str, str], ...] = (
    (
        "web crumbs",
        BlockKind.NAVIGATION,
        r"(?:您?(?:当前|现在)的?位置|首页 ?[|>]|网站首页|无障碍浏览|字号 ?[:：]|【字体|分享到 ?[:：]|打印|上一篇|下一篇"
        r"|网站地图|关于我们|友情链接 ?[:：]|扫一扫|版权所有|请输入关键字|建议使用|[^，。]{2,30}ICP备)",
        "a web page's menu and foot: a place, a link, a licence, never a sentence",
    ),
    (
        "web publication line",
        BlockKind.BYLINE,
        r"(?:发布)?(?:时间|来源|日期) ?[:：] ?[^，。]{4,60}$",
        "when, whence and by whom a web page was published",
    ),
    (
        "staff of the page",
        BlockKind.FURNITURE,
        r"[【(（]?(?:本[版期])?(?:责任?编辑?|编辑|美编|版面编辑|校对|组版|版式|值班编委|主编|审核|电话|新闻热线|投稿邮箱|主办|承办|印发|共印)"
        r" ?[:：/ ]?[^，。；]{1,60}[】)）]?$",
        "who made the page",
    ),
    (
        "date and number of the issue",
        BlockKind.FURNITURE,
        r"[^，。；：]{0,24}?(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?"
        r"(?:星期[一二三四五六日天]|周[一二三四五六日]|农历|第|编|责|主办|版)"
        r"[^，。；]{0,70}$",
        "a masthead says the day of the week or the number of the issue",
    ),
    (
        "number of the issue",
        BlockKind.FURNITURE,
        r"(?:[(（]?总?第 ?\d+ ?期[)）]?|[A-D]?\d{1,2}|第[A-D]?[\d一二三四五六七八九十]{1,3}版"
        r"|[^，。；：]{0,16}20\d\d ?年第 ?\d+ ?期)$",
        "a page or an issue by its number",
    ),
    (
        "masthead",
        BlockKind.FURNITURE,
        r"[^，。；：！？\d]{1,12}(?:日报|晚报|时报|商报|导报|周报|新闻|视窗|视点|之窗|简报|快报|专版|专刊|新闻网|[^本]报)$",
        "the name of a paper or of its page",
    ),
    (
        "distribution list",
        BlockKind.FURNITURE,
        r"(?:报|送|发|抄送|主送) ?[:：][^。]{2,80}$",
        "to whom a bulletin goes",
    ),
    (
        "organiser",
        BlockKind.FURNITURE,
        r"[^，。；：]{2,40}(?:主办|联办|承办|主管|编|编印)$",
        "who publishes the page",
    ),
    (
        "photo",
        BlockKind.CAPTION,
        r"(?:图[①-⑳\d一二三四五六]|图为|图片新闻：|[上下左右]图(?:为|：|:)|[▲↑↓←→△]|[①-⑳] ?[^，。]{2,}"
        r"|[(（](?:图片|资料图|本[版组]图片)|本[版组](?:图片|照片)|资料图片)",
        "what stands under a picture",
    ),
    (
        "photographer",
        BlockKind.CAPTION,
        r"[^。；]{2,40}(?:摄|供图|摄影报道|提供[)）]?)[)）]?$",
        "who took the picture",
    ),
    (
        "writer",
        BlockKind.BYLINE,
        r"(?:[□■口○◎] ?)?(?:本[报网刊]|[\u4e00-\u9fff]{2,6}(?:日报|晚报))?(?:首席|见习|特约|全媒体|融媒体)?"
        r"(?:记者|通讯员|作者|文字|撰稿|文[/、／])[^，。；！？]{1,50}$",
        "who wrote it",
    ),
    (
        "writer's mark",
        BlockKind.BYLINE,
        r"[□口] ?[\u4e00-\u9fff]{1,3}(?: ?[\u4e00-\u9fff]{1,3}){0,3}$",
        "a square before a name",
    ),
    (
        "signature",
        BlockKind.BYLINE,
        r"[(（](?:据|来源|记者|作者)?[《\u4e00-\u9fff 》]{2,16}[)）]$",
        "a name in brackets below its text",
    ),
    (
        "date",
        BlockKind.DATE_LINE,
        r"[(（]?(?:19|20)\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?[)）]?$"
        r"|[(（]?[二〇○零一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,3}月"
        r"(?:[一二三四五六七八九十]{1,3}日)?[)）]?$",
        "a date alone",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for _, kind, pattern, _ in _KINDS)
# how a numbered heading looks, and its level
_LEVELS: tuple[tuple[int, str], ...] = (
    (1, rf"第?[{_NUMERAL}]{{1,3}}[、章部][^。；！？]{{2,40}}$|第[{_NUMERAL}]{{1,3}}部分[^。；]{{0,40}}$"),
    (2, rf"[（(][{_NUMERAL}]{{1,3}}[）)][^。；！？]{{2,40}}$"),
    (3, r"\d{1,2}[、.．](?!\d)[^。；！？]{2,40}$"),
    (4, r"[（(]\d{1,2}[）)][^。；！？]{2,40}$"),
)
_LEVEL_PATTERNS = tuple((level, re.compile(pattern)) for level, pattern in _LEVELS)
# a separator that opens an article or a corner of the page
_SEPARATOR = re.compile(r"(?:■ ?[^，。；]{2,20}|【[^】]{2,12}】[^，。；]{0,30}|[◆◇] ?[^，。；]{2,20})$")
# a corner of the page: these words alone, or before a colon, open an article
_CORNERS = (
    "短评|时评|快评|简评|评论员文章|编后|编者按|记者手记|采访手记|新闻链接|相关链接|链接|市情链接|相关新闻|相邻新闻|相邻园区"
    "|延伸阅读|点上情况|数据花絮|图片新闻|简讯|短讯|快讯|要闻简报|一周要闻|附表|园区人物|园区小议|名词解释|背景资料"
)
_CORNER = re.compile(rf"[■□◆【]? ?(?:{_CORNERS})(?:】|[一二三四五六七八九十]{{1,2}}则)?(?: ?[:：][^。；]{{0,30}})?$")
_SHORT_NEWS = re.compile("简讯|短讯|快讯|简报|花絮")
_RELATED = re.compile(r"(?:相关(?:阅读|链接|新闻|文章)|通知公告|热点|推荐阅读|更多)[^。]{0,16}$")
_BULLET = re.compile(r"[·•●○◆◇▲△★☆※■□▪◎]")
_LIST_ITEM = re.compile(
    rf"[·•●◆◇★※▪◎]|[▲△]|——|（?[{_NUMERAL}]{{1,2}}(?:是|要)[^，。]|[（(]?\d{{1,2}}[）)、.．](?!\d)|[（(][{_NUMERAL}]{{1,2}}[）)]"
)
# how an article's text begins
_DATELINE = re.compile(
    r"(?:本[报网刊台](?:讯|[^，。]{0,12}(?:专)?(?:电|消息))|[^，。]{0,20}(?:日电|月\d{1,2}日讯)|讯[（(（]?(?:记者|通讯员))"
)
_LEAD = re.compile(
    r"(?:\d{1,2}月\d{1,2}日|\d{1,2}日[上下]?午?，|日前，|近日，|连日来，|昨日|记者(?:日前|近日|昨日|从|在|获悉)|来自.{2,16}的消息|据.{2,14}(?:消息|公布|统计)，)"
)
_SUBTITLE = re.compile(
    r"(?:——|—|－－|--)[^。；]{2,40}$|一[^一。，；]{4,40}(?:综述|纪实|侧记|见闻|巡礼|扫描|观察|访谈|回眸|解读)$"
)
_TERMINAL = re.compile(r"[。！？；;!?…，、,：:]$|[。！？!?]['”’」）)]$")
_SPEAKER = re.compile(r"[\u4e00-\u9fff·]{2,12} ?[：:]")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}$")
_LONGEST_HEADLINE = 38
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    kind: BlockKind
    level: int
    shape: LineShape
    article: int = 0


def read_structure(text: str, shapes: Sequence[LineShape] = ()) -> Structure:
    """What each line of a repaired text is; `shapes` says how the lines stood on the page, where that is known."""
    lines = _lines(text, shapes)
    _mark_tables(text, lines)
    _mark_by_look(lines)
    _mark_by_place(lines)
    _number_articles(lines)
    return Structure(tuple(Block(line.start, line.end, line.kind, line.article, line.level) for line in lines))


def _lines(text: str, shapes: Sequence[LineShape]) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for number, piece in enumerate(text.splitlines(keepends=True) if "\n" not in text else _pieces(text)):
        shape = shapes[number] if number < len(shapes) else LineShape()
        lines.append(_Line(at, at + len(piece), piece.strip(), BlockKind.PARAGRAPH, 0, shape))
        at += len(piece)
    return lines


def _pieces(text: str) -> list[str]:
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _mark_tables(text: str, lines: list[_Line]) -> None:
    """The lines that a table in the running text takes up."""
    tables = find_text_tables(text)
    number = 0
    for line in lines:
        while number < len(tables) and tables[number].end <= line.start:
            number += 1
        if number < len(tables) and tables[number].start < line.end and line.start < tables[number].end:
            line.kind = BlockKind.TABLE_ROW


def _mark_by_look(lines: list[_Line]) -> None:
    """What shows in the line alone: furniture, captions, bylines, numbered headings, list items."""
    for line in lines:
        if line.kind is BlockKind.TABLE_ROW:
            continue
        line.kind, line.level = _look(line.text)


def _look(text: str) -> tuple[BlockKind, int]:
    if not text:
        return BlockKind.FURNITURE, 0
    short = len(text) <= 100
    if short and (_CORNER.match(text) or _SEPARATOR.match(text)):
        return BlockKind.HEADLINE, 0
    for kind, pattern in _PATTERNS:
        if (short or kind is BlockKind.CAPTION or kind is BlockKind.NAVIGATION) and pattern.match(text):
            return kind, 0
    for level, pattern in _LEVEL_PATTERNS if short else ():
        if pattern.match(text):
            return BlockKind.HEADING, level
    if _LIST_ITEM.match(text):
        return BlockKind.ITEM, 0
    if len(text) <= _LONGEST_HEADLINE and not _TERMINAL.search(text) and not _DATELINE.match(text):
        return BlockKind.HEADLINE, 0  # or a heading: its place decides
    return BlockKind.PARAGRAPH, 0


def _mark_by_place(lines: list[_Line]) -> None:
    """What only the neighbours show: short news behind ▲, menus, names as bylines, headings inside an article."""
    listed = {_bare(line.text) for line in lines if _BULLET.match(line.text) and len(line.text) <= 60}
    corner = related = False
    for number, line in enumerate(lines):
        after = _next_text(lines, number)
        if line.kind is BlockKind.HEADLINE:
            corner = bool(_SHORT_NEWS.search(line.text))
        if corner and line.kind is BlockKind.CAPTION and _BULLET.match(line.text):
            line.kind = BlockKind.ITEM
        related = bool(_RELATED.match(line.text)) or (
            related and bool(_BULLET.match(line.text)) and len(line.text) <= 80
        )
        if related and line.kind not in (BlockKind.TABLE_ROW, BlockKind.FURNITURE):
            line.kind = BlockKind.NAVIGATION
        elif line.kind is BlockKind.HEADLINE and not _opens(line, after, listed):
            above = lines[number - 1] if number else None
            if above is not None and above.kind is BlockKind.HEADLINE and _NAME.match(line.text):
                line.kind = BlockKind.BYLINE
            elif (
                after is not None and after.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING) and number
            ):
                line.kind, line.level = BlockKind.HEADING, 1


def _next_text(lines: Sequence[_Line], number: int) -> _Line | None:
    return lines[number + 1] if number + 1 < len(lines) else None


def _bare(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff\dA-Za-z]", "", text)


def _opens(line: _Line, after: _Line | None, listed: set[str]) -> bool:
    """Whether a short line opens an article: a corner of the page, an entry of its contents, or by what follows."""
    if _CORNER.match(line.text) or _SEPARATOR.match(line.text) or _SUBTITLE.match(line.text):
        return True
    if _bare(line.text) in listed and not _BULLET.match(line.text):
        return True
    if after is None:
        return False
    if after.kind in (BlockKind.HEADLINE, BlockKind.BYLINE, BlockKind.CAPTION, BlockKind.FURNITURE):
        return True
    return after.kind is BlockKind.PARAGRAPH and bool(_DATELINE.match(after.text) or _LEAD.match(after.text))


_BODY = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.DATE_LINE))
_NEAR = 24  # how many articles away a headline may stand from its own
_LIKE = 0.34  # the share of a headline's pairs of letters that its article has at least


@dataclass(slots=True)
class _Article:
    """An article as it is put together: its lines, and whether a headline stands over it."""

    lines: list[_Line]
    dated: bool
    headed: bool
    words: set[str]


def _number_articles(lines: list[_Line]) -> None:
    """Cuts the page into articles and gives each headline to the one it speaks of."""
    articles: list[_Article] = []
    pending: list[_Line] = []  # headlines whose article is not decided
    loose: list[_Line] = []  # bylines, captions and furniture since the last text
    last_main: _Article | None = None
    for line in lines:
        if line.kind is BlockKind.HEADLINE:
            pending.append(line)
        elif line.kind not in _BODY:
            loose.append(line)
        else:
            dated = bool(_DATELINE.match(line.text)) and line.kind is BlockKind.PARAGRAPH
            here = articles[-1] if articles else None
            if here is None or dated or pending:
                pending = _given_back(pending, here, line) if here is not None and pending else pending
                resumed = not pending and not dated and here is not None
                if resumed and last_main is not None and here is not None and here.dated:
                    articles.append(last_main)
                    here = last_main
                elif not resumed:
                    here = _Article([], dated, bool(pending), set())
                    articles.append(here)
                    if not dated:
                        last_main = here
                    for headline in pending:
                        here.lines.append(headline)
                pending = []
            if here is None:
                continue
            here.lines += [*loose, line]
            loose = []
            here.words |= _pairs(line.text)
    _finish(lines, articles, pending, loose)


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring letters of a text: what two texts on one matter share."""
    bare = _bare(text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def _likeness(headline: str, words: set[str]) -> float:
    pairs = _pairs(headline)
    return len(pairs & words) / len(pairs) if pairs else 0.0


def _given_back(pending: list[_Line], before: _Article, after: _Line) -> list[_Line]:
    """The headlines that open the article below; those that speak of the one above are given to it.

    Only an article without a headline of its own can have one behind it, and a corner never is one.
    """
    if before.headed or not before.dated:
        return pending
    below = _pairs(after.text)
    taken = 0
    for line in pending:
        if _CORNER.match(line.text) or _SEPARATOR.match(line.text):
            break
        if _likeness(line.text, before.words) < max(_likeness(line.text, below) + 0.05, _LIKE if taken == 0 else 0.2):
            break
        taken += 1
    if taken:
        before.headed = True
        before.lines += pending[:taken]
    return pending[taken:]


def _finish(lines: list[_Line], articles: list[_Article], pending: list[_Line], loose: list[_Line]) -> None:
    """Numbers the articles in their order; headlines left at the end go to the articles that they speak of."""
    distinct = list({id(article): article for article in articles}.values())
    for number, article in enumerate(distinct):
        for line in article.lines:
            line.article = number
    nearest = distinct[-_NEAR:]
    last = 0
    for line in pending:
        open_ = [article for article in nearest if not article.headed] or nearest
        best = max(open_, key=lambda article: _likeness(line.text, article.words), default=None)
        if best is not None and _likeness(line.text, best.words) >= _LIKE:
            best.headed = True
            last = distinct.index(best)
        line.article = last
    for line in loose:
        line.article = max(len(distinct) - 1, 0)
