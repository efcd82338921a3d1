"""Which printed lines go on from the line before.

A line of a page ends where its column does. It goes on below, unless it closes a sentence, is complete by
itself, or what follows begins anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from kpi.language.numbering import NUMBER
from kpi.language.words import common_words
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


TERMINAL = tuple("。！？；!?;：:…”」")
BULLET = lazy(
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
WRAPPED, PASTED = (2, 0), (5, 18)
_MARK = lazy(r"[■◆▲△●○□◇★☆※▪►▶▼•①-⑳]|[（(]?\d{1,2}[）).、](?!\d)")
_DIGIT, _FIGURE = lazy(r"\d"), lazy(r"\d[\d.,]* ?[㐀-鿿%％]")
# letters of a column whose items take several lines, the items of a list, the lines of sentences that show a column
_NARROW_COLUMN, _FEWEST_MARKS, _FEWEST_SENTENCES = 14, 3, 6
_NARROWEST = 10  # letters of a column whose sentences have lines too short for any other
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
    (
        "year of a list",
        r"[到至]?(?:20\d\d年|“?十[一二三四五]五”?末)[^，。；\n]{0,4}[：:] *(?:$|\n)",
        "a time leads into a list",
    ),
    ("head of a table", r"(?:主要)?(?:经济)?指标(?:名称)?\s*(?:计量)?单位|附表", "a table"),
    (
        "times of a table",
        r"(?:年 *份|时 *间|月 *份) +(?=\S*[\d（(])|(?:(?:19|20)\d\d(?: ?年)? +){2,}(?:19|20)\d\d(?: ?年)? *$",
        "its heads",
    ),
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
    (
        "name in brackets",
        r"[^（(]{0,80}[。！？”] *[（(](?:本[报刊])?(?:记者|通讯员)? ?[\u4e00-\u9fff]{1,2} ?[\u4e00-\u9fff]{1,2}[）)]",
        "who wrote an article closes it",
    ),
    ("writer", r"[□口]? ?(?:本[报网刊])?(?:记者|通讯员)(?: ?[\u4e00-\u9fff ]{2,16}){1,3}(?:文/图)?", "a byline"),
)
END = lazy("|".join(f"(?:{pattern})" for _, pattern, _ in _ENDS))
_VALUE = r"(?:(?:增长|下降)?[-−]?\d[\d,]*(?:\.\d+)?%?(?:以上|左右|以内)?|—+|--|/)"
_ROW = lazy(
    rf"[^\d，。；！？]{{2,40}}?(?:[（(][^（()）]{{1,10}}[）)][^\d，。；！？]{{0,6}}?)?(?: *{_VALUE})(?: +{_VALUE})+"
)
# a row that is named by its time: 2013年 84.2 10.1
_TIMED_ROW = lazy(
    r"(?:(?:19|20)\d\d(?: ?年(?:度)?)?"
    r"|(?:(?:19|20)\d\d ?年)?(?:\d{1,2} ?(?:[-—–~至]+ ?\d{1,2})? ?月份?|[上下]半年|前?[一二三四]季度|全年))"
    rf"(?: +{_VALUE})+"
)
# a row whose name stands above it: 万元 7120 8240 15.7
_UNIT_ROW = lazy(rf"(?:[万亿千百]*(?:元|美元|人|人次|户|家|个|项|件|吨|亩)|[%％])(?: +{_VALUE}){{2,}}")
_BOX_ROW = lazy(
    r"[^\d，。；！？,;]{2,24}?\s*-?\d[\d,]*(?:\.\d+)? ?(?:[万亿千百]*(?:元|美元|人|人次|户|家|个|项|件|吨|亩)|%)"
)
PROSE = lazy(r"[，。；]|,(?!\d)")
_OPENS_SENTENCE = lazy("据(?:了解|悉|介绍|统计|报道)[，,]")
_HEADS_PAIR = lazy("[\u4e00-\u9fff”》] {1,}[\u4e00-\u9fff“《]")  # 招商有方 落地有声
_HEAD_OF_TABLE = lazy(r"(?:主要)?(?:经济)?指标(?:名称)?\s*(?:计量)?单位|项 *目 |指标名称 ")
_SPREAD = lazy(r"\S {2,}\S+(?: \S+)* {2,}\S+(?: \S+)* {2,}\S")  # four pieces with gaps: the cells of a row
_DOUBLED = lazy(r"(?:(\S)\1){4,}")  # bold print, each letter twice: a headline
_SPEAKER = lazy(r"(?!其中)[\u4e00-\u9fff·]{2,4} ?：")
_VERTICAL = lazy(r"[\u4e00-\u9fff“”《》、·—！？]|\d{1,4}")
_ALIKE = 0.15  # by what share lines of one column differ in width at most
_FULL = 0.9  # share of its column's width that a line has at least when it ends because its column does


def width_of(line: str) -> float:
    """How wide a line is in print, in letters of full width."""
    return len(line) - 0.5 * len(_NARROW.findall(line))


class Page:
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
        timed = [
            w <= 60 and _TIMED_ROW.fullmatch(line) is not None for line, w in zip(self.texts, self.widths, strict=True)
        ]
        below_head = [i > 0 and _HEAD_OF_TABLE.match(self.texts[i - 1]) is not None for i in range(len(lines))]
        self.rows = [
            a
            or b
            or (c and below)
            or d
            or _UNIT_ROW.fullmatch(line) is not None
            or (_SPREAD.search(line) is not None and not PROSE.search(line))
            for a, b, c, d, below, line in zip(
                _in_company(box), _in_company(rows), rows, _in_company(timed), below_head, self.texts, strict=True
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
        self.block = list(accumulate(int(line.gap) for line in lines))
        self.prose = {number for number, line in zip(self.block, self.texts, strict=True) if PROSE.search(line)}
        self.sizes = Counter(self.block)
        self.vertical = _vertical(self.texts, lines)
        self.indented = _indents(self.texts, lines)
        self.item_rests = _item_rests(self)

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
            if PROSE.search(self.texts[number]) or number == i + 3:
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
        return sum(PROSE.search(line) is not None for line in self.texts[max(0, i - 2) : i + 4]) >= 2

    def is_label(self, i: int) -> bool:
        """Whether a line is too short to end where its column does, does not close a sentence, and text follows.

        So it is a headline or the name of a corner; the last line of a paragraph would have its full stop.
        """
        if i + 1 >= len(self.lines) or PROSE.search(self.texts[i]) or self.texts[i][-1] in TERMINAL:
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
            if PROSE.search(self.texts[number]):
                return False
            if self.lines[number].gap or number == 0:
                break
        return True


def _in_company(like: Sequence[bool]) -> list[bool]:
    """The lines that are like a row of a table, and so is one beside them."""
    return [each and ((i > 0 and like[i - 1]) or (i + 1 < len(like) and like[i + 1])) for i, each in enumerate(like)]


def _item_rests(page: Page) -> list[bool]:
    """For each line, whether it is the rest of an item or a sentence in a narrow column: ▲ 出口 / 3.6亿元，同 / 比"""
    rests = [False] * len(page.texts)
    marked = [_MARK.match(text) is not None for text in page.texts]
    at = 0
    while at < len(rests):
        end = at + 1
        while end < len(rests) and not page.lines[end].gap and _in_narrow_item(page, end):
            end += 1
        if page.widths[at] <= _NARROW_COLUMN:
            _join_narrow(page, range(at, end), marked, rests)
        at = end
    return rests


def _join_narrow(page: Page, lines: range, marked: Sequence[bool], rests: list[bool]) -> None:
    """Notes which lines of a narrow column go on from the line before."""
    marks, below = [i for i in lines if marked[i]], [i for i in lines if not marked[i]]
    # each line a statement of its own, as messages are set, has no marks within
    prose = sum(PROSE.search(page.texts[i]) is not None for i in below)
    of_items = len(marks) >= _FEWEST_MARKS and 3 * prose >= len(below)
    widest = sorted(page.widths[i] for i in lines)[int(0.8 * (len(lines) - 1))]
    of_sentences = not marks and len(below) >= _FEWEST_SENTENCES and 2 * prose >= len(below) and widest <= _NARROWEST
    for i in below:
        before = page.texts[i - 1]
        if i == lines[0] or page.starts[i] or before[-1] in "。！？":
            continue
        full = page.widths[i - 1] >= 0.6 * widest or marked[i - 1]
        figure = marked[i - 1] and len(marks) >= _FEWEST_MARKS and not _DIGIT.search(_MARK.sub("", before, count=1))
        rests[i] = (full and (of_items or of_sentences)) or (figure and _FIGURE.match(page.texts[i]) is not None)


def _in_narrow_item(page: Page, i: int) -> bool:
    """Whether a line may belong to a list in a narrow column."""
    return page.widths[i] <= _NARROW_COLUMN and page.texts[i][0] not in "（("


def _speakers(texts: Sequence[str]) -> set[str]:
    """Whose turns open lines of an interview: the names that stand before a colon three times or more."""
    names = Counter(match[0].replace(" ", "") for line in texts if (match := _SPEAKER.match(line)))
    return {name for name, times in names.items() if times >= 3}


_IDEOGRAPH = lazy("[㐀-鿿]")  # 户, —, 37, — are cells


def _vertical(texts: Sequence[str], lines: Sequence[Printed]) -> list[bool]:
    """For each line, whether it goes on a headline that is set from top to bottom, one letter a line."""
    goes_on = [False] * len(texts)
    first = 0
    for i in range(len(texts) + 1):
        letter = i < len(texts) and len(texts[i]) <= 4 and _VERTICAL.fullmatch(texts[i]) is not None
        if i == len(texts) or not letter or lines[i].gap:
            run = texts[first:i]
            if sum(_IDEOGRAPH.search(each) is not None for each in run) >= 3 and not run[0].isdecimal():
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


def joins_of(page: Page, column_of: tuple[int, int]) -> list[bool]:
    """For each line, whether it goes on from the line before: a hard wrap, not a new paragraph.

    A wrapped line is about as long as its neighbours and does not end in a full stop; a line of
    numbers alone is a table cell and stands by itself. `column_of` is how many lines of what width
    make a column.
    """
    joins = [False] * len(page.lines)
    for i in range(len(page.lines) - 1):
        joins[i + 1] = page.vertical[i + 1] or (_wraps(page, i, column_of) and not _apart(page, i))
    return joins


def _apart(page: Page, i: int) -> bool:
    """Whether a line and the next are apart whatever their widths: a credit, a row, a headline behind a gap."""
    line, after = page.texts[i], page.texts[i + 1]
    if _HEAD_CELL.fullmatch(after):
        return True
    if page.corners[i] or (_OPENS_SENTENCE.match(after) and line[-1] not in "，、；："):
        return True
    if page.item_rests[i + 1]:
        return False
    if _indent_shows(page, i):
        return True
    if page.doubled[i] or page.doubled[i + 1] or page.lines[i + 1].mark:
        return True
    if page.starts[i + 1] or page.rows[i] or page.rows[i + 1] or page.vertical[i]:
        return True
    if len(line) <= 90 and END.fullmatch(line) and line[-1] not in "，、":
        return True
    if page.lines[i + 1].gap and len(after) <= 90 and END.fullmatch(after) and PROSE.search(after) is None:
        return True  # the head of the next page in the midst of a sentence
    if after[0] in "，、。；）》”%的" or line[-1] in "，、":
        return False
    if page.in_heads(i) and after[0] not in _GOES_ON:
        return True
    if _stands_between_gaps(page, i):
        return True
    if page.lines[i + 1].gap:
        heads = page.lines[i].gap and not PROSE.search(line) and _HEADS_PAIR.search(line)
        in_text = not heads and page.in_column(i) and page.in_column(i + 1) and page.in_prose(i)
        return not in_text and (page.block_is_title(i) or page.is_title(i + 1))
    return page.is_label(i + 1)


def _stands_between_gaps(page: Page, i: int) -> bool:
    """Whether a line is alone between blank lines, behind a full stop, and the next one is indented: a heading."""
    alone = page.lines[i].gap and page.lines[i + 1].gap and page.lines[i + 1].indent > page.lines[i].indent
    return alone and i > 0 and page.texts[i - 1][-1] in TERMINAL


def _indent_shows(page: Page, i: int) -> bool:
    """Whether the next line is indented as the page's paragraphs are, below a line that stops short of its column."""
    if not page.indented or not 1 <= page.lines[i + 1].indent <= 8 or page.texts[i][-1] in "，、":
        return False
    _, column = page.column(i)
    return page.widths[i] < 0.8 * column


def _wraps(page: Page, i: int, column_of: tuple[int, int]) -> bool:
    least, narrowest = column_of
    if page.item_rests[i + 1] and column_of is not PASTED:
        return True
    widths, line, after = page.widths, page.texts[i], page.texts[i + 1]
    last = line[-1]
    if (last in TERMINAL and not _quotes_words(line)) or widths[i] < 8:
        return widths[i] >= 8 and ((last in "”…" and after[0] in "，、的") or _goes_on_full(page, i, column_of))
    if (
        BULLET.match(after)
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
    full = full or (widths[i] >= 0.7 * column and page.in_prose(i) and _parts_a_word(line, after))
    return alike >= least and widths[i] >= narrowest and full and not complete


def _quotes_words(line: str) -> bool:
    """Whether the quotation that ends a line is of words and no sentence: 对一季度“开门红”."""
    return line[-1] == "”" and line[-2:-1] not in TERMINAL and "“" in line


def _leaves_no_room(width: float, after: str, column: float, in_prose: bool) -> bool:
    """Whether a short line ends where it does because the number below fits in no more: numbers are not broken."""
    number = _NUMBER_BELOW.match(after)
    if number is None or width < 0.6 * column:
        return False
    return width + width_of(number[0]) > column or (in_prose and PROSE.search(after) is not None)


def _parts_a_word(line: str, after: str) -> bool:
    """Whether a line ends within a word of two letters that the next one goes on with: …同比增 / 长9.1%。"""
    common = common_words()
    return line[-1] + after[0] in common and not (line[-2:] in common and after[:2] in common)


def _goes_on_full(page: Page, i: int, column_of: tuple[int, int]) -> bool:
    """Whether a line that ends in a mark goes on all the same: it is as wide as its column and nothing begins below."""
    last, after = page.texts[i][-1], page.lines[i + 1]
    if after.gap or after.indent or column_of is PASTED or BULLET.match(page.texts[i + 1]):
        return False
    if last not in "；;：:”…" and not (page.indented and last in "。！？"):
        return False
    alike, column = page.column(i)
    return alike >= 4 and page.widths[i] <= 60 and page.widths[i] >= _FULL * column and page.widths[i + 1] >= 4


_SENTENCE_WITHIN = lazy(r"[。；：！]\s*[^。\s”’》）]")


def _aside(line: str) -> bool:
    """A line that stands by itself: （2024年1月…会议上）, ——副标题; an item goes on: ——项目要“实”。今年安排重点项."""
    item = _SENTENCE_WITHIN.search(line) is not None
    return (line[0] in "（(" and line[-1] in "）)") or (line.startswith(("——", "—")) and not item)


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
