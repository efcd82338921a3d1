"""Reads what each line of a repaired page is, and which article and heading it belongs to.

The page is decided before any sentence: headlines (also vertical ones, and those that stand behind their
article), headings with levels, bylines, captions, the page's furniture, a web page's navigation, lists,
tables and articles. A line is never split: the blocks are whole lines, in order, and cover the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import add

from kpi.pages.text_tables import TextTable, find_text_tables
from kpi.pages.wraps import CORNERS
from kpi.vocabulary.model import LineShape
from kpi.vocabulary.patterns import lazy


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
    """The blocks of a page, in order; together they are its text. `tables` are those that stand in them."""

    blocks: tuple[Block, ...]
    tables: tuple[TextTable, ...] = ()

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
        r"|网站地图|关于我们|友情链接 ?[:：]|扫一扫|版权所有|请输入关键字|建议使用|[^，。]{2,160}ICP备)",
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
        "contents",
        BlockKind.NAVIGATION,
        r"(?:本期要目|本版导读|今日导读|要闻导读|导读|目录|目 录)$",
        "the head of a list of contents",
    ),
    (
        "issuer and date",
        BlockKind.FURNITURE,
        r"[^，。；：]{4,40}(?:编|主办|印发|编印) ?(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日(?:印发)?$",
        "who issued a bulletin, and when",
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
        r"[^，。；：]{2,40}(?:主办|联办|承办|主管|编|编印)(?: ?第 ?\d+ ?期)?$",
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
        r"(?:[^。；]{2,40}|.{2,90}。 ?[^。；，]{2,16})(?:摄|供图|摄影报道|提供[)）]?)[)）]?$",
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
_PATTERNS = tuple((kind, lazy(pattern)) for _, kind, pattern, _ in _KINDS)
# how a numbered heading looks, and its level
_LEVELS: tuple[tuple[int, str], ...] = (
    (1, rf"第?[{_NUMERAL}]{{1,3}}[、章部][^。；！？]{{2,40}}$|第[{_NUMERAL}]{{1,3}}部分[^。；]{{0,40}}$"),
    (1, r"(?:附表|附件|图表|表) ?\d{0,2}[:：]?[^。；，]{0,40}$"),
    (2, rf"[（(][{_NUMERAL}]{{1,3}}[）)][^。；！？]{{2,40}}$"),
    (3, r"\d{1,2}[、.．](?!\d)[^。；！？]{2,40}$"),
    (4, r"[（(]\d{1,2}[）)][^。；！？]{2,40}$"),
)
_LEVEL_PATTERNS = tuple((level, lazy(pattern)) for level, pattern in _LEVELS)
# a separator that opens an article or a corner of the page
_SEPARATOR = lazy(r"(?:■ ?[^，。；]{2,20}|【[^】]{2,12}】[^，。；]{0,30}|[◆◇] ?[^，。；]{2,20})$")
_CORNER = lazy(rf"[■□◆【]? ?(?:{CORNERS})(?:】|[一二三四五六七八九十]{{1,2}}则)?(?: ?[:：][^。；]{{0,30}})?$")
_SHORT_NEWS = lazy("简讯|短讯|快讯|简报|花絮")
_TAGGED = lazy(rf"【(?:{CORNERS}|[^】]{{0,4}}(?:手记|链接|点评|评论|观察))】")
_RELATED = lazy(r"(?:相关(?:阅读|链接|新闻|文章)|通知公告|热点|推荐阅读|更多)[^。]{0,16}$")
_ORDINAL = lazy(rf"(?P<before>[（(]?)(?P<number>[{_NUMERAL}])(?P<behind>[）)、]|是|要)")
_BULLET = lazy(r"[·•●○◆◇▲△★☆※■□▪◎]")
_LIST_ITEM = lazy(
    rf"[·•●◆◇★※▪◎]|[▲△]|——|（?[{_NUMERAL}]{{1,2}}(?:是|要)[^，。]|[（(]?\d{{1,2}}[）)、.．](?!\d)|[（(][{_NUMERAL}]{{1,2}}[）)]"
)
# how an article's text begins
_DATELINE = lazy(
    r"(?:本[报网刊台](?:讯|[^，。]{0,12}(?:专)?(?:电|消息))|[^，。]{0,20}(?:日电|月\d{1,2}日讯)|讯[（(（]?(?:记者|通讯员))"
)
_LEAD = lazy(
    r"(?:\d{1,2}月\d{1,2}日|\d{1,2}日[上下]?午?，|日前，|近日，|连日来，|昨日|记者(?:日前|近日|昨日|从|在|获悉)|来自.{2,16}的消息|据.{2,14}(?:消息|公布|统计)，)"
)
_SUBTITLE = lazy(
    r"(?:——|—|－－|--)[^。；]{2,40}$|一[^一。，；]{4,40}(?:综述|纪实|侧记|见闻|巡礼|扫描|观察|访谈|回眸|解读)$"
)
_TERMINAL = lazy(r"[。！？；;!?…，、,：:]$|[。！？!?]['”’」）)]$")
_NAME = lazy(r"[\u4e00-\u9fff]{2,3}$")
_LINK = lazy(r"[·•●○◆].{0,80}$")
_NO_WORD = lazy(r"[^\u4e00-\u9fff\dA-Za-z]")
_LONGEST_HEADLINE = 38
_MENU_LINES, _MENU_ENTRY = 6, 6  # how many lines of how few letters are a menu
_DATED = 3  # a page with as many 本报讯 marks its short articles so
_BODY = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.DATE_LINE))
_NEAR = 24  # how many articles away a headline may stand from its own
_LIKE = 0.34  # the share of a headline's pairs of letters that its article has at least
_LIKE_UNDATED = 0.5  # for an article without 本报讯 it takes more: headings inside it speak of it too
_LIKE_AT_END = 0.2  # as much is enough where the headlines stand together behind all text
_AS_WIDE = 0.08  # by what share the columns of one article differ in width at most


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    kind: BlockKind
    level: int
    shape: LineShape
    article: int = 0
    opens: bool = True


def read_structure(text: str, shapes: Sequence[LineShape] = ()) -> Structure:
    """What each line of a repaired text is; `shapes` says how the lines stood on the page, where that is known."""
    lines = _lines(text, shapes)
    tables = find_text_tables(text)
    _mark_tables(tables, lines)
    _mark_by_look(lines)
    _mark_by_place(lines)
    _Numbering().read(lines)
    blocks = tuple(Block(line.start, line.end, line.kind, line.article, line.level) for line in lines)
    return Structure(blocks, tables)


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


def _mark_tables(tables: Sequence[TextTable], lines: list[_Line]) -> None:
    """The lines that a table in the running text takes up."""
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
    if short and _CORNER.fullmatch(text):
        return BlockKind.HEADLINE, 0
    for kind, pattern in _PATTERNS:
        if (short or kind is BlockKind.CAPTION or kind is BlockKind.NAVIGATION) and pattern.match(text):
            return kind, 0
    for level, pattern in _LEVEL_PATTERNS if short else ():
        if pattern.match(text):
            return BlockKind.HEADING, level
    if _SUBTITLE.match(text) or _SEPARATOR.match(text):
        return BlockKind.HEADLINE, 0
    if _LIST_ITEM.match(text):
        return BlockKind.ITEM, 0
    if len(text) <= _LONGEST_HEADLINE and not _TERMINAL.search(text) and not _DATELINE.match(text):
        return BlockKind.HEADLINE, 0  # or a heading: its place decides
    return BlockKind.PARAGRAPH, 0


def _mark_by_place(lines: list[_Line]) -> None:
    """What only the neighbours show: short news behind ▲, menus, names as bylines, which short lines open articles."""
    listed = {_bare(line.text) for line in lines if _BULLET.match(line.text) and len(line.text) <= 60}
    twice = listed & {_bare(line.text) for line in lines if not _BULLET.match(line.text) and len(line.text) <= 60}
    by_date = sum(bool(_DATELINE.match(line.text)) for line in lines) < _DATED
    marks = {line.shape.mark for line in lines if line.shape.mark}
    tops = min(marks, default=0) if len(marks) > 1 else 0  # where all heads bear one mark it tells nothing
    _mark_menus(lines)
    corner = related = False
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        above = lines[number - 1] if number else None
        if line.kind is BlockKind.HEADLINE:
            corner = bool(_SHORT_NEWS.search(line.text))
        if corner and line.kind is BlockKind.CAPTION and _BULLET.match(line.text):
            line.kind = BlockKind.ITEM
        related = bool(_RELATED.match(line.text)) or (related and bool(_LINK.match(line.text)))
        if related and line.kind not in (BlockKind.TABLE_ROW, BlockKind.FURNITURE):
            line.kind = BlockKind.NAVIGATION
        elif _is_name(line, above, after):
            line.kind = BlockKind.BYLINE
        elif _BULLET.match(line.text) and _bare(line.text) in twice:
            line.kind = BlockKind.NAVIGATION
        elif line.text.endswith(("：", ":")) and len(line.text) <= 12 and after and after.kind is BlockKind.HEADLINE:
            line.kind = BlockKind.HEADLINE
        if line.kind is BlockKind.HEADLINE:
            mark = line.shape.mark
            above_text = bool(tops) and mark == tops
            inner = bool(tops) and mark > tops
            line.opens = not number or above_text or (not inner and _opens(line, after, listed, by_date))


def _mark_menus(lines: list[_Line]) -> None:
    """Marks the menus of a web page: many very short lines in a row."""
    first = 0
    for number in range(len(lines) + 1):
        entry = number < len(lines) and lines[number].kind in (BlockKind.HEADLINE, BlockKind.FURNITURE)
        if entry and len(lines[number].text) <= _MENU_ENTRY:
            continue
        if number - first >= _MENU_LINES:
            for line in lines[first:number]:
                line.kind = BlockKind.NAVIGATION
        first = number + 1


def _is_name(line: _Line, above: _Line | None, after: _Line | None) -> bool:
    """Whether a line between a headline and its text is the writer's name."""
    if line.kind is not BlockKind.HEADLINE or not _NAME.match(line.text) or above is None or after is None:
        return False
    return above.kind is BlockKind.HEADLINE and after.kind is BlockKind.PARAGRAPH


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text)


def _opens(line: _Line, after: _Line | None, listed: set[str], by_date: bool) -> bool:
    """Whether a short line opens an article: a corner of the page, an entry of its contents, or by what follows.

    `by_date` says that the page's articles have no 本报讯: then a date opens one.
    """
    if _CORNER.match(line.text) or _SUBTITLE.match(line.text) or line.text.startswith("【"):
        return True
    if _bare(line.text) in listed and not _BULLET.match(line.text):
        return True
    if after is None or after.kind in (BlockKind.HEADLINE, BlockKind.BYLINE):
        return True
    if after.kind is not BlockKind.PARAGRAPH:
        return False
    return bool(_DATELINE.match(after.text)) or (by_date and bool(_LEAD.match(after.text)))


@dataclass(slots=True)
class _Article:
    """An article as it is put together: what its text says, how wide it is set, whether a headline stands over it."""

    number: int
    dated: bool
    headed: bool
    width: float = 0.0
    _texts: list[str] = field(default_factory=list)
    _words: set[str] = field(default_factory=set)

    def take(self, text: str) -> None:
        """A line more of its text."""
        self._texts.append(text)

    @property
    def words(self) -> set[str]:
        """The pairs of letters of its text: few articles are asked for them."""
        for text in self._texts:
            self._words |= _pairs(text)
        self._texts.clear()
        return self._words


class _Numbering:
    """Cuts the page into articles from top to bottom and gives each headline to the one it speaks of."""

    def __init__(self) -> None:
        self.articles: list[_Article] = []
        self.here: _Article | None = None
        self.main: _Article | None = None  # the last article without 本报讯: what others interrupt
        self.pending: list[_Line] = []  # headlines whose article is not decided
        self.bylines: list[tuple[_Line, _Line]] = []  # the bylines under them, each with its headline
        self.parted = False  # whether something else stands between them and the text below
        self.counted: dict[tuple[int, str], _Article] = {}  # whose list has just counted to a number
        self.returned = False  # whether a headline was just given to the article above it

    def read(self, lines: Sequence[_Line]) -> None:
        for line in lines:
            if line.kind is BlockKind.HEADLINE:
                self.pending.append(line)
            elif line.kind in _BODY:
                self._text(line)
            elif self.pending and line.kind is BlockKind.BYLINE:
                self.bylines.append((line, self.pending[-1]))
            else:
                line.article = self.here.number if self.here else 0
                self.parted = self.parted or bool(self.pending)
        self._left_over()

    def _text(self, line: _Line) -> None:
        dated = line.kind is BlockKind.PARAGRAPH and bool(_DATELINE.match(line.text))
        if self.pending:
            self._give_back(line)
        self._count(line)
        if self.pending and self.parted and self.here and not any(each.opens for each in self.pending):
            self._left_over()
        if dated or self.here is None or any(each.opens for each in self.pending) or _TAGGED.match(line.text):
            self._begin(dated)
        elif self.here.dated and self.main is not None and self._is_main(line):
            self.here = self.main
        assert self.here is not None
        for each in self.pending:
            if not each.opens:
                each.kind, each.level = BlockKind.HEADING, 1
            each.article = self.here.number
        line.article = self.here.number
        self._settle()
        self.here.take(line.text)
        self.here.width = self.here.width or line.shape.width

    def _count(self, line: _Line) -> None:
        """Goes back to the article whose list goes on: 三要 below other headlines belongs to 二要."""
        ordinal = _ORDINAL.match(line.text)
        if ordinal is None:
            return
        number, style = _NUMERAL.index(ordinal["number"]) + 1, ordinal["before"] + ordinal["behind"]
        article = self.counted.pop((number - 1, style), None)
        if article is not None and article is not self.here:
            self._left_over()
            self.here = article
        if self.here is not None:
            self.counted[number, style] = self.here

    def _settle(self) -> None:
        """Gives the bylines to the articles of their headlines."""
        for line, headline in self.bylines:
            line.article = headline.article
        self.pending, self.bylines, self.parted = [], [], False

    def _begin(self, dated: bool) -> None:
        for each in self.pending:  # the lines of one headline: the last of them has the text below it
            each.opens = True
        self.here = _Article(len(self.articles), dated, bool(self.pending))
        self.articles.append(self.here)
        if not dated:
            self.main = self.here

    def _is_main(self, line: _Line) -> bool:
        """Whether a paragraph below a short article is the main one's again: set as wide, with a gap between."""
        assert self.here is not None and self.main is not None
        width, own, main = line.shape.width, self.here.width, self.main.width
        if self.returned:
            return not width or not main or abs(width - main) <= _AS_WIDE * main
        if not (width and own and main and (line.shape.gap or self.pending)):
            return False
        return abs(width - main) <= _AS_WIDE * main < abs(width - own)

    def _give_back(self, below: _Line) -> None:
        """Gives a headline that stands behind its article to it: what is left opens the text below.

        Only an article without a headline of its own can have one behind it, and a corner never is one.
        """
        self.returned = False
        before = self.here
        if before is None or before.headed:
            return
        group = _groups(self.pending)[0]
        words = "".join(line.text for line in group)
        like = _likeness(words, before.words)
        enough = _LIKE if before.dated else _LIKE_UNDATED
        if (
            _CORNER.match(words)
            or words.startswith("【")
            or like < enough
            or like <= _likeness(words, _pairs(below.text))
        ):
            return
        if (
            not before.dated
            and len(self.pending) == len(group)
            and not any(_SUBTITLE.match(line.text) for line in group)
        ):
            return  # a heading inside an article speaks of it too
        for line in group:
            line.article = before.number
        before.headed = self.returned = True
        self.pending = self.pending[len(group) :]

    def _left_over(self) -> None:
        """Headlines that have no text below them: each goes to the article that it speaks of."""
        near = self.articles[-_NEAR:]
        last = self.here.number if self.here else 0
        for group in _groups(self.pending):
            words = "".join(line.text for line in group)
            unheaded = [article for article in near if not article.headed]
            best = max(unheaded, key=lambda article: _likeness(words, article.words), default=None)
            if best is not None and _likeness(words, best.words) >= _LIKE_AT_END:
                best.headed = True
                last = best.number
            for line in group:
                line.article = last
        self._settle()


def _groups(headlines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of one headline each: a subtitle, or a line without a gap above, goes with the line before."""
    gaps = any(line.shape.gap for line in headlines)
    groups: list[list[_Line]] = []
    for line in headlines:
        if groups and (_SUBTITLE.match(line.text) or (gaps and not line.shape.gap)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring letters of a text: what two texts on one matter share."""
    bare = _bare(text)
    return set(map(add, bare, bare[1:]))


def _likeness(headline: str, words: set[str]) -> float:
    pairs = _pairs(headline)
    return len(pairs & words) / len(pairs) if pairs else 0.0
