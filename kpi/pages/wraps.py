"""Which printed lines go on from the line before, and which paragraphs go on behind what breaks them.

A line of a page ends where its column does. It goes on below, unless it closes a sentence, is complete by
itself, or what follows begins anew; a sentence also goes on behind a blank line, and behind a caption, a
byline, a headline or a piece of another article that the layout put in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from kpi.language.numbering import NUMBER
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that carries text, at `[start, end)`.

    `gap`: a blank line above it; `indent`: spaces before it; `mark`: how many # before it.
    """

    start: int
    end: int
    gap: bool = False
    indent: int = 0
    mark: int = 0


_TERMINAL = tuple("。！？；!?;：:…”」")
_BULLET = lazy(
    rf"{NUMBER}|[■●◆▲□]"
    r"|(?:图表|附表|表) ?\d|注[:：]|资料来源"
)
# a numbered heading, the title of a report, a date, an issuer: lines that end without a full stop and are complete
_HEADING = lazy(rf"{NUMBER}[^，。；：！？,;:!?]{{2,40}}")
_NAMES_CHAPTER = lazy("(?:回顾|回眸|总结|成就|成效|情况|安排|打算|计划|目标|任务|思路|要求|重点|部署|建议)$")
_TITLE = lazy(
    r"[^，。；：！？,;:!?]{4,60}(?:报告|公报|总结|综述|要点|规划|纲要|计划|方案|意见|通报|简报|快报|月报|情况|分析|讲话|大会|会议|委员会|管委会|政府)"
    r"[）)》”]?"
)
_DATE = lazy(r"[（(]?20\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?")
_COLUMN_LINES = 6
_SHORT_HEADING = 26  # letters: a numbered line as short is none of a wrapped paragraph's, unless its column is narrow
_TITLE_LINES = 6
_JOINS = "和与及"  # no line ends a paragraph in one: 分别增长10.9%和
_GOES_ON = frozenset("与及和的暨并")
_CAPTION = lazy(r"(?:图表|附表|表) ?\d{1,2}")
# how many lines of like width, and how wide, make a column of wrapped text
_WRAPPED, _PASTED = (2, 0), (5, 18)
_NUMERIC_LINE = lazy(r"[\s\d.,%:：/()（）\-—+]+")
_NUMBER_BELOW = lazy(r"[\d.,．，０-９]*[\d０-９](?:[万亿]?[元吨户家个人件]|%|％|[万亿]?美元)?[，。；、）]?")
_NARROW = lazy(r"[\x00-\u2e7f]")

# what begins anew wherever it stands: name, pattern, why no sentence goes on so
_STARTS: tuple[tuple[str, str, str], ...] = (
    ("dateline", r"本[报网刊台]讯|本[报网刊台](?:记者|通讯员|特约)[^，。]{0,24}(?:$|\n)", "the head of an article"),
    ("mark", r"[■◆▲△●○□◇★※▪►▶↑↓←→▼]|[口一](?:本报)?记者 ", "a mark opens a line"),
    ("number of a picture", r"[①-⑳] |图[①-⑳]|图 ?[一二三四五六\d] ?[:：]|图为|[上下左右]图(?:为|[:：])", "a caption"),
    ("bracketed head", r"【|[（(](?:记者|本版|本组|图片|资料图)", "a corner's name, or a credit"),
    ("subtitle", r"——|—— |－－", "a dash opens a subtitle or an item"),
    (
        "staff",
        r"(?:本[版期])?(?:责任?编辑?|编辑|美编|校对|版式|组版|主办|审核)"
        r"(?: ?[:：/]|  | ?[\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,2}(?: |$|\n))",
        "who made the page",
    ),
    ("web", r"上一篇|下一篇|相关(?:链接|阅读|新闻)|关于我们|网站地图|您?(?:当前|现在)的?位置|· ", "a web page's menu"),
    ("head of a table", r"(?:主要)?(?:经济)?指标(?:名称)?\s*(?:计量)?单位|附表", "a table"),
    ("speaker", r"(?:记者|主持人|答|问) ?[:：]", "a turn of an interview"),
)  # fmt: skip
# the corners of a page: these words alone, or before a colon, open one
CORNERS = (
    "短评|时评|快评|简评|评论员文章|编后|编者按|记者手记|采访手记|新闻链接|相关链接|链接|市情链接|相关新闻|相邻新闻|相邻园区"
    "|延伸阅读|点上情况|数据花絮|图片新闻|简讯|短讯|快讯|要闻简报|一周要闻|园区人物|园区小议|名词解释|背景资料"
)
_CORNER = lazy(rf"[■□◆【]? ?(?:{CORNERS})(?:】|[一二三四五六七八九十]{{1,2}}则)?(?: ?[:：][^。；，]{{0,24}})?")
_START = lazy("|".join(pattern for _, pattern, _ in _STARTS))
# what is complete at its end: name, pattern, why
_ENDS: tuple[tuple[str, str, str], ...] = (
    ("photographer", r".{0,60}[\u4e00-\u9fff ]{2,12}(?: 摄|摄影报道|供图|/摄)[)）]?", "a credit closes a caption"),
    ("weekday", r".{0,40}20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 *(?:星期|周|农历|\().{0,60}", "the date of the issue"),
    ("staff", r"(?:本[版期])?(?:责任?编辑?|编辑|美编|校对|版式|组版)(?: ?[:：/]|  ).{1,60}", "who made the page"),
    ("issue", r".{0,24}[(（]?总?第 ?\d+ ?期[)）]?", "the number of the issue"),
    ("organiser", r"[^，。；]{4,40}(?:主办|联办|承办|主管)(?: +第 ?\d+ ?期)?", "who publishes the page"),
    ("speech", r".{0,90}(?:大会|会议|次会议|全会)上", "the title of a speech"),
    ("writer", r"[□口]? ?(?:本[报网刊])?(?:记者|通讯员)(?: ?[\u4e00-\u9fff ]{2,16}){1,3}(?:文/图)?", "a byline"),
)
_END = lazy("|".join(f"(?:{pattern})" for _, pattern, _ in _ENDS))
_VALUE = r"(?:[-−]?\d[\d,]*(?:\.\d+)?%?|—+|--|/)"
_ROW = lazy(
    rf"[^\d，。；！？]{{2,40}}?(?:[（(][^（()）]{{1,10}}[）)][^\d，。；！？]{{0,6}}?)?(?: *{_VALUE})(?: +{_VALUE})+"
)
_BOX_ROW = lazy(
    r"[^\d，。；！？,;]{2,24}?\s*-?\d[\d,]*(?:\.\d+)? ?(?:[万亿千百]*(?:元|美元|人|人次|户|家|个|项|件|吨|亩)|%)"
)
_PROSE = lazy(r"[，。；]|,(?!\d)")
_OPENS_SENTENCE = lazy("据(?:了解|悉|介绍|统计|报道)[，,]")
_HEADS_PAIR = lazy("[\u4e00-\u9fff”》] {1,}[\u4e00-\u9fff“《]")  # 招商有方 落地有声
_HEAD_OF_TABLE = lazy(r"(?:主要)?(?:经济)?指标(?:名称)?\s*(?:计量)?单位|项 *目 |指标名称 ")
_SPREAD = lazy(r"\S {2,}\S+(?: \S+)* {2,}\S+(?: \S+)* {2,}\S")  # four pieces with gaps: the cells of a row
_DOUBLED = lazy(r"(?:(\S)\1){4,}")  # bold print, each letter twice: a headline
_SPEAKER = lazy(r"[\u4e00-\u9fff·]{2,4} ?：")
_VERTICAL = lazy(r"[\u4e00-\u9fff“”《》、·—！？]|\d{1,4}")
_ALIKE = 0.15  # by what share lines of one column differ in width at most
_FULL = 0.9  # share of its column's width that a line has at least when it ends because its column does


def width_of(line: str) -> float:
    """How wide a line is in print, in letters of full width."""
    return len(line) - 0.5 * len(_NARROW.findall(line))


class _Page:
    """The lines of a page with what the joining asks of them, each worked out once."""

    def __init__(self, text: str, lines: Sequence[Printed]) -> None:
        self.lines = lines
        self.texts = [text[line.start : line.end] for line in lines]
        self.widths = [width_of(line) for line in self.texts]
        self.cells = [line[0] < "\u2e80" and bool(_NUMERIC_LINE.fullmatch(line)) for line in self.texts]
        box = [
            w <= 40 and _BOX_ROW.fullmatch(line) is not None for line, w in zip(self.texts, self.widths, strict=True)
        ]
        rows = [w <= 60 and _ROW.fullmatch(line) is not None for line, w in zip(self.texts, self.widths, strict=True)]
        below_head = [i > 0 and _HEAD_OF_TABLE.match(self.texts[i - 1]) is not None for i in range(len(lines))]
        self.rows = [
            a or b or (c and below) or (_SPREAD.search(line) is not None and not _PROSE.search(line))
            for a, b, c, below, line in zip(
                _in_company(box), _in_company(rows), rows, below_head, self.texts, strict=True
            )
        ]
        corners = [
            w <= 30 and _CORNER.fullmatch(line) is not None for line, w in zip(self.texts, self.widths, strict=True)
        ]
        self.doubled = [_DOUBLED.fullmatch(line) is not None for line in self.texts]
        speakers = _speakers(self.texts)
        self.starts = [
            _START.match(line) is not None or corner or line[: line.find("：") + 1].replace(" ", "") in speakers
            for line, corner in zip(self.texts, corners, strict=True)
        ]
        self.corners = corners
        self.block = list(accumulate(line.gap for line in lines))
        self.prose = {number for number, line in zip(self.block, self.texts, strict=True) if _PROSE.search(line)}
        self.sizes = Counter(self.block)
        self.vertical = _vertical(self.texts, lines)
        self.indented = _indents(self.texts, lines)

    def column(self, i: int) -> tuple[int, float]:
        """How many lines near a line are as wide as it, and how wide their column is."""
        near = self.widths[max(0, i - 5) : i + 6]
        alike = sum(0.7 * self.widths[i] <= w <= 1.4 * self.widths[i] for w in near)
        own = [
            self.widths[k]
            for k in range(max(0, i - 5), min(i + 6, len(self.lines)))
            if self.block[k] == self.block[i] and self.widths[k] >= 8
        ]
        return alike, median(own if len(own) >= 4 else [w for w in near if w >= 8] or [0.0])

    def is_title(self, i: int) -> bool:
        """Whether the lines from `i` to the next gap look like a headline: few, without a sentence's marks."""
        for number in range(i, min(i + 4, len(self.lines))):
            if number > i and (self.lines[number].gap or self.starts[number]):
                return self.texts[number - 1][-1] not in "。，、；"
            if _PROSE.search(self.texts[number]) or number == i + 3:
                return False
        return self.texts[-1][-1] not in "。，、；"

    def in_column(self, i: int) -> bool:
        """Whether a line is as wide as the lines around it that do not close a paragraph."""
        near = [self.widths[k] for k in range(max(0, i - 5), min(i + 6, len(self.lines))) if k != i]
        alike = sum(abs(self.widths[i] - width) <= _ALIKE * self.widths[i] for width in near)
        return alike >= 3 and 3 * alike > len(near)

    def in_heads(self, i: int) -> bool:
        """Whether a line stands between two gaps in a small block without the marks of a sentence: headlines."""
        block = self.block[i]
        apart = block > 0 and self.block[-1] > block
        return apart and block not in self.prose and 2 <= self.sizes[block] <= 5 and self.block[i + 1] == block

    def in_prose(self, i: int) -> bool:
        """Whether the lines about a line and the next are sentences and not headlines in a row."""
        return sum(_PROSE.search(line) is not None for line in self.texts[max(0, i - 2) : i + 4]) >= 2

    def is_label(self, i: int) -> bool:
        """Whether a line is too short to end where its column does, does not close a sentence, and text follows.

        So it is a headline or the name of a corner; the last line of a paragraph would have its full stop.
        """
        if i + 1 >= len(self.lines) or _PROSE.search(self.texts[i]) or self.texts[i][-1] in _TERMINAL:
            return False
        _, column = self.column(i)
        return (
            len(self.texts[i]) >= 4
            and self.widths[i] <= 0.62 * column
            and self.widths[i + 1] >= 0.82 * column
            and not self.lines[i + 1].gap
            and self.texts[i + 1][0] not in "，、。；）》”%的"
        )

    def block_is_title(self, i: int) -> bool:
        """Whether the lines up to `i`, since the last gap, look like a headline or a list, and not like sentences."""
        for number in range(i, max(i - 3, -1), -1):
            if _PROSE.search(self.texts[number]):
                return False
            if self.lines[number].gap or number == 0:
                break
        return True


def _in_company(like: Sequence[bool]) -> list[bool]:
    """The lines that are like a row of a table, and so is one beside them."""
    return [each and ((i > 0 and like[i - 1]) or (i + 1 < len(like) and like[i + 1])) for i, each in enumerate(like)]


def _speakers(texts: Sequence[str]) -> set[str]:
    """Whose turns open lines of an interview: the names that stand before a colon three times or more."""
    names = Counter(match[0].replace(" ", "") for line in texts if (match := _SPEAKER.match(line)))
    return {name for name, times in names.items() if times >= 3}


def _vertical(texts: Sequence[str], lines: Sequence[Printed]) -> list[bool]:
    """For each line, whether it goes on a headline that is set from top to bottom, one letter a line."""
    goes_on = [False] * len(texts)
    first = 0
    for i in range(len(texts) + 1):
        letter = i < len(texts) and len(texts[i]) <= 4 and _VERTICAL.fullmatch(texts[i]) is not None
        if i == len(texts) or not letter or lines[i].gap:
            run = texts[first:i]
            if len(run) >= 3 and sum(not each.isdecimal() for each in run) >= 3 and not run[0].isdecimal():
                for number in range(first + 1, i):
                    goes_on[number] = True
            first = i if letter else i + 1
    return goes_on


def _indents(texts: Sequence[str], lines: Sequence[Printed]) -> bool:
    """Whether the page shows its paragraphs by an indent, so that a line without one goes on."""
    after_stop = [line for text, line in zip(texts, lines[1:], strict=False) if text[-1] == "。"]
    indented = sum(1 <= line.indent <= 8 for line in after_stop)
    flush = sum(line.indent == 0 for line in lines)
    return indented >= 5 and indented > len(after_stop) / 3 and flush > len(lines) / 2


# the heads of a table set one cell a line
_HEAD_CELL = lazy(r"(?:主要)?(?:经济)?指标(?:名称)?|项 *目|(?:计量)?单位|名 *称")


def paragraphs_of(text: str, lines: Sequence[Printed], in_paragraphs: bool) -> list[list[int]]:
    """The lines of each paragraph, in reading order.

    `in_paragraphs` says that the lines are paragraphs already: only pasted columns are joined, and none is moved.
    """
    page = _Page(text, lines)
    joins = _joins(page, _PASTED if in_paragraphs else _WRAPPED)
    paragraphs: list[_Paragraph] = []
    for i, joined in enumerate(joins):
        if i and joined:
            paragraphs[-1].last = i
        else:
            paragraphs.append(_Paragraph(i, i))
    order = [list(range(each.first, each.last + 1)) for each in paragraphs]
    return order if in_paragraphs else _made_whole(page, paragraphs, order)


def _joins(page: _Page, column_of: tuple[int, int]) -> list[bool]:
    """For each line, whether it goes on from the line before: a hard wrap, not a new paragraph.

    A wrapped line is about as long as its neighbours and does not end in a full stop; a line of
    numbers alone is a table cell and stands by itself. `column_of` is how many lines of what width
    make a column.
    """
    joins = [False] * len(page.lines)
    for i in range(len(page.lines) - 1):
        joins[i + 1] = page.vertical[i + 1] or (_wraps(page, i, column_of) and not _apart(page, i))
    return joins


def _apart(page: _Page, i: int) -> bool:
    """Whether a line and the next are apart whatever their widths: a credit, a row, a headline behind a gap."""
    line, after = page.texts[i], page.texts[i + 1]
    if _HEAD_CELL.fullmatch(after):
        return True
    if page.corners[i] or (_OPENS_SENTENCE.match(after) and line[-1] not in "，、；："):
        return True
    if _indent_shows(page, i):
        return True
    if page.doubled[i] or page.doubled[i + 1] or page.lines[i + 1].mark:
        return True
    if page.starts[i + 1] or page.rows[i] or page.rows[i + 1] or page.vertical[i]:
        return True
    if len(line) <= 90 and _END.fullmatch(line) and line[-1] not in "，、":
        return True
    if after[0] in "，、。；）》”%的" or line[-1] in "，、":
        return False
    if page.in_heads(i) and after[0] not in _GOES_ON:
        return True
    if page.lines[i + 1].gap:
        heads = page.lines[i].gap and not _PROSE.search(line) and _HEADS_PAIR.search(line)
        in_text = not heads and page.in_column(i) and page.in_column(i + 1) and page.in_prose(i)
        return not in_text and (page.block_is_title(i) or page.is_title(i + 1))
    return page.is_label(i + 1)


def _indent_shows(page: _Page, i: int) -> bool:
    """Whether the next line is indented as the page's paragraphs are, below a line that stops short of its column."""
    if not page.indented or not 1 <= page.lines[i + 1].indent <= 8 or page.texts[i][-1] in "，、":
        return False
    _, column = page.column(i)
    return page.widths[i] < 0.8 * column


def _wraps(page: _Page, i: int, column_of: tuple[int, int]) -> bool:
    least, narrowest = column_of
    widths, line, after = page.widths, page.texts[i], page.texts[i + 1]
    last = line[-1]
    if (last in _TERMINAL and not _quotes_words(line)) or widths[i] < 8:
        return widths[i] >= 8 and ((last in "”…" and after[0] in "，、的") or _goes_on_full(page, i, column_of))
    if (
        _BULLET.match(after)
        or _CAPTION.match(line)
        or (any(page.cells[max(0, i - 2) : i + 4]) and widths[i] < 16 and last not in "，、")
    ):
        return last in "，、,"
    if last in "，、,（(《“" or after[0] in "，、。；）》”%" or (last in _JOINS and page.in_prose(i)):
        return True
    if widths[i] > 60:  # no printed column is as wide: the line is a paragraph
        return False
    alike, column = page.column(i)
    complete = _aside(line) or _is_complete(line, after[0], i, alike)
    full = widths[i] >= 0.82 * column or _leaves_no_room(widths[i], after, column, page.in_prose(i))
    return alike >= least and widths[i] >= narrowest and full and not complete


def _quotes_words(line: str) -> bool:
    """Whether the quotation that ends a line is of words and no sentence: 对一季度“开门红”."""
    return line[-1] == "”" and line[-2:-1] not in _TERMINAL and "“" in line


def _leaves_no_room(width: float, after: str, column: float, in_prose: bool) -> bool:
    """Whether a short line ends where it does because the number below fits in no more: numbers are not broken."""
    number = _NUMBER_BELOW.match(after)
    if number is None or width < 0.6 * column:
        return False
    return width + width_of(number[0]) > column or (in_prose and _PROSE.search(after) is not None)


def _goes_on_full(page: _Page, i: int, column_of: tuple[int, int]) -> bool:
    """Whether a line that ends in a mark goes on all the same: it is as wide as its column and nothing begins below."""
    last, after = page.texts[i][-1], page.lines[i + 1]
    if after.gap or after.indent or column_of is _PASTED or _BULLET.match(page.texts[i + 1]):
        return False
    if last not in "；;：:”…" and not (page.indented and last in "。！？"):
        return False
    alike, column = page.column(i)
    return alike >= 4 and page.widths[i] <= 60 and page.widths[i] >= _FULL * column and page.widths[i + 1] >= 4


def _aside(line: str) -> bool:
    """A line that stands by itself: （2024年1月…会议上）, ——副标题."""
    return (line[0] in "（(" and line[-1] in "）)") or line.startswith(("——", "—"))


def _is_complete(line: str, after: str, number: int, alike: int) -> bool:
    """Whether a line without a full stop is complete all the same: a heading, a date, a title at the head.

    In a narrow column a numbered line may be as short and go on; many lines as wide, or a number behind it, show one.
    """
    if after in _GOES_ON:
        return False
    if number < _TITLE_LINES and _TITLE.fullmatch(line):
        return True
    if len(line) > _SHORT_HEADING or alike >= _COLUMN_LINES:
        return False
    if _DATE.fullmatch(line):
        return True
    return _HEADING.fullmatch(line) is not None and (not after.isdecimal() or _NAMES_CHAPTER.search(line) is not None)


# --- sentences that go on behind what breaks them


@dataclass(slots=True)
class _Paragraph:
    """Lines that were joined; `first` and `last` count lines."""

    first: int
    last: int


_FAR = 120  # paragraphs behind which nobody looks for a sentence's end
_UNITS_HEAD = lazy(r"[个家户项亿万元%％年月日人名件吨亩平公立台套条所座处届期届次辆余多]|百分点|[\d.]")
_NUMBER_TAIL = lazy(r"\d\.?$")
_CLOSER = lazy(r"[，。、；：！？”）》％%]|[的了着们]")
_HAN = lazy("[\u4e00-\u9fff]")
# how few letters stand before the first mark, and how much that says: a word was cut
_CLAUSES = ((2, 2), (4, 1))
_WHOLE = ((1, 2), (2, 1), (2, 2))  # letters before and behind the cut that stand together elsewhere on the page
_MARK = lazy("[，。；、,;]")
_OPENER = lazy(r"(?:今年|去年|近日|日前|据|记者|会议|从|在|走|“|\d{1,2} ?月|20\d\d ?年)")
# what one line of a page can only have been cut into: the end before, the beginning behind
_TORN = (("个", "百分点"), ("百分", "点"), ("同", "比"), ("亿", "元"), ("万", "元"))
_DATELINES = ("本报讯", "本网讯", "本刊讯")
_SURE = 3
_LONGEST_RUN = 14  # paragraphs that a block of a column has at most
_WIDEST = 45  # letters that a line of a printed column has at most
_BEHIND_GAP, _BEHIND_CAPTION = 2, 3  # how far what follows next is trusted to be the sentence's end
_WIDE = 28  # letters: what is shorter and has no full stop may be complete
_LINES, _LETTERS = 8, 400  # how much of a paragraph is looked at


def _made_whole(page: _Page, paragraphs: Sequence[_Paragraph], order: list[list[int]]) -> list[list[int]]:
    """The paragraphs, those that something in between broke made whole.

    The broken sentence's end, and what of its block follows it, are moved up behind its beginning.
    """
    open_ = [k for k, each in enumerate(paragraphs) if _is_open(page, each)]
    if not open_:
        return order
    candidates = _Candidates(page, paragraphs)
    fits: list[tuple[int, int, int]] = []
    for k in open_:
        first = max(paragraphs[k].first, paragraphs[k].last - _LINES)
        tail = "".join(page.texts[first : paragraphs[k].last + 1])[-_LETTERS:]
        fits += [(-score, k, number) for number, score in candidates.of(tail, k, _is_wrapped(page, paragraphs[k]))]
    goes_to: dict[int, int] = {}
    taken: set[int] = set()
    for _, k, number in sorted(fits):  # what fits best is joined first, and nothing twice
        if k not in goes_to and number not in taken:
            goes_to[k] = number
            taken.add(number)
    return _moved(page, paragraphs, order, goes_to)


def _is_open(page: _Page, paragraph: _Paragraph) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    last = page.texts[paragraph.last]
    if (
        last[-1] in _TERMINAL
        or last[-1] in "）)"
        or last.endswith("..")
        or page.cells[paragraph.last]
        or page.rows[paragraph.last]
        or page.vertical[paragraph.last]
    ):
        return False
    words = "".join(page.texts[paragraph.first : paragraph.last + 1])
    if not _PROSE.search(words) or _END.fullmatch(last):
        return False
    if width_of(words) < _WIDE and not page.in_column(paragraph.last):
        return False
    if paragraph.first == paragraph.last:
        return True
    _, column = page.column(paragraph.last)
    return page.widths[paragraph.last] >= 0.82 * min(column, 60)


def _grams(texts: Sequence[str]) -> tuple[Counter[str], set[str]]:
    """How often two letters stand together, and which three and four: a word that was cut stands whole elsewhere."""
    pairs: Counter[str] = Counter()
    longer: set[str] = set()
    for line in texts:
        words = line.replace(" ", "")
        pairs.update(map("".join, pairwise(words)))
        longer.update(words[i : i + 3] for i in range(len(words) - 2))
        longer.update(words[i : i + 4] for i in range(len(words) - 3))
    return pairs, longer


class _Candidates:
    """What the paragraphs of a page are to a sentence that was broken above them, each worked out once."""

    def __init__(self, page: _Page, paragraphs: Sequence[_Paragraph]) -> None:
        self.grams = _grams(page.texts)
        self.begins: list[str] = []  # how a paragraph begins that may be the sentence's end; "" for others
        self.bonus: list[int | None] = []  # what is left of the trust in what follows, behind a paragraph
        for paragraph in paragraphs:
            head, first = page.texts[paragraph.first], page.starts[paragraph.first]
            credit = len(head) <= 90 and _END.fullmatch(head) is not None
            numbered = _BULLET.match(head) is not None
            title = page.is_title(paragraph.first) or page.vertical[paragraph.last]
            cell = page.rows[paragraph.first] or page.cells[paragraph.first]
            aside = first or credit or numbered or title or cell
            last = min(paragraph.last, paragraph.first + _LINES)
            self.begins.append("" if aside else "".join(page.texts[paragraph.first : last + 1])[:_LETTERS])
            opens = head.startswith(_DATELINES) or page.corners[paragraph.first] or (numbered and not first)
            # a caption or a credit has no text of its own below it, as a headline may have
            self.bonus.append(0 if opens or not aside else _BEHIND_CAPTION if first or credit else None)

    def of(self, tail: str, k: int, far: bool) -> list[tuple[int, int]]:
        """The paragraphs that a broken sentence may go on with, and how plainly each does.

        `far` says that it may stand behind other text, as in the columns of a page.
        """
        found, bonus = [], _BEHIND_GAP
        for number in range(k + 1, min(k + _FAR, len(self.begins))):
            if self.begins[number]:
                score = _fits(tail, self.begins[number], self.grams) + bonus
                if score >= _SURE:
                    found.append((number, score))
                if not far:
                    break
            behind = self.bonus[number]
            bonus = bonus if behind is None or not bonus else behind
        return found


def _fits(tail: str, head: str, grams: tuple[Counter[str], set[str]]) -> int:
    """How plainly a text goes on from another: the grounds for it less those against it."""
    number = _NUMBER_TAIL.search(tail) is not None
    unit = _UNITS_HEAD.match(head) is not None
    torn = any(tail.endswith(before) and head.startswith(behind) for before, behind in _TORN)
    score = 3 if torn else 0
    if _CLOSER.match(head):
        score += 3
    if number:
        score += 3 if unit else -3
    elif head[0] in "个家户项元%％" and not torn:
        score -= 2
    if _HAN.match(tail[-1]) and _HAN.match(head[0]):
        pairs, longer = grams
        score += min(pairs[tail[-1] + head[0]], 2)
        score += sum(tail[-before:] + head[:behind] in longer for before, behind in _WHOLE)
    if tail.count("“") > tail.count("”"):
        before = head.split("“", 1)[0]
        score += 3 if "”" in before else -1
    if _OPENER.match(head):
        score -= 2
    else:
        score += next((points for longest, points in _CLAUSES if _clause(head) <= longest), 0)
    return score


def _clause(text: str) -> int:
    """How many letters a text has before its first mark; few, where a word was cut."""
    match = _MARK.search(text)
    return match.start() if match else 99


def _is_wrapped(page: _Page, paragraph: _Paragraph) -> bool:
    """Whether a paragraph stands in a column of print: on several lines, none wider than print is."""
    return paragraph.last - paragraph.first >= 2 and page.widths[paragraph.last] <= _WIDEST


def _moved(
    page: _Page, paragraphs: Sequence[_Paragraph], order: list[list[int]], goes_to: dict[int, int]
) -> list[list[int]]:
    """The paragraphs with each broken sentence's end, and the rest of that end's block, behind its beginning."""
    ends = set(goes_to.values())
    run_of: dict[int, list[int]] = {}
    for number in ends:
        run = [number]
        for after in range(number + 1, min(number + _LONGEST_RUN, len(paragraphs))):
            first = paragraphs[after].first
            if page.lines[first].gap or page.starts[first] or after in ends or run[-1] in goes_to:
                break
            run.append(after)
        else:
            run = run[:1]  # nothing shows where its block ends
        run_of[number] = run
    moved = {number for run in run_of.values() for number in run}
    out: list[list[int]] = []

    for k in range(len(paragraphs)):
        waiting = [] if k in moved else [k]
        while waiting:
            last = waiting.pop()
            whole = list(order[last])
            rest: list[int] = []
            while last in goes_to:  # a sentence may be broken more than once
                run = run_of[goes_to[last]]
                whole += order[run[0]]
                last, rest = run[0], run[1:] + rest
            out.append(whole)
            waiting += reversed(rest)
    return out
