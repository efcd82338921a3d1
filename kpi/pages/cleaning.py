"""Repairs a report's text: hard line ends, stray spaces, doubled glyphs, full-width digits.

Every repair keeps the way home: `CleanText.offsets` maps each place back to the raw text, so a
quote is always cut from the file as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kpi.vocabulary.model import CleanText
from kpi.vocabulary.spans import OffsetMap

# one character for one: offsets stay as they are
_FULL_WIDTH = {i: i - 0xFEE0 for i in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# traditional forms of the words that name indicators, units and zones, each under its simplified one
_TRADITIONAL = (
    (
        "億萬產業總資農國區縣鄉鎮發開經濟進貿額財稅實際達長穩預計標",
        "亿万产业总资农国区县乡镇发开经济进贸额财税实际达长稳预计标",
    ),
    (
        "務項個點園術創專權業員轉動勞規類與較為間雙億單價銷貨債費幣",
        "务项个点园术创专权业员转动劳规类与较为间双亿单价销货债费币",
    ),
)
_ONE_FOR_ONE = (
    {"％": "%", "．": ".", "－": "-", "\u200b": " ", "\ufeff": " ", "\xa0": " ", "\u3000": " ", "\t": " "}
    | {old: new for olds, news in _TRADITIONAL for old, new in zip(olds, news, strict=True)}
    | {chr(k): chr(v) for k, v in _FULL_WIDTH.items()}
)
_REPLACED = re.compile("[" + "".join(map(re.escape, _ONE_FOR_ONE)) + "]")

# names that OCR misreads, with the letters that must not follow (收人员 is no 收入); same length
_MISREAD = (
    (re.compile(r"收人(?![员才民群口数次])"), "收入"),
    (re.compile(r"己(?=完成|累计|达|建成|签约|开工|投产)"), "已"),
    (re.compile(r"(?<=\d)忆(?=元|美元)"), "亿"),
    (re.compile(r"问比"), "同比"),
)
_ESCAPES = re.compile(r"\\r\\n|\\n|\\r|&nbsp;|&emsp;|&ensp;|\?{3,}")
_PAGE_MARK = re.compile(r"\s*(?:[—–-]{1,3}\s*\d{1,4}\s*[—–-]{1,3}|第\s*\d{1,4}\s*页.{0,12}|.{2,14}\|\s*\d{1,4})\s*")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_MARKDOWN = re.compile(r"\s*[#>*]{1,6}\s+")
_TERMINAL = tuple("。！？；!?;：:…”」")
_BULLET = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[■●◆▲□]"
    r"|(?:图表|附表|表) ?\d|注[:：]|资料来源"
)
# a numbered heading, the title of a report, a date, an issuer: lines that end without a full stop and are complete
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.章部]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d))[^，。；：！？,;:!?]{2,40}"
)
_NAMES_CHAPTER = re.compile("(?:回顾|回眸|总结|成就|成效|情况|安排|打算|计划|目标|任务|思路|要求|重点|部署|建议)$")
_TITLE = re.compile(
    r"[^，。；：！？,;:!?]{4,60}(?:报告|公报|总结|综述|要点|规划|纲要|计划|方案|意见|通报|简报|快报|月报|情况|分析|讲话|大会|会议|委员会|管委会|政府)"
    r"[）)》”]?"
)
_DATE = re.compile(r"[（(]?20\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?")
_COLUMN_LINES = 6
_SHORT_HEADING = 26  # letters: a numbered line as short is none of a wrapped paragraph's, unless its column is narrow
_TITLE_LINES = 6
_GOES_ON = frozenset("与及和的暨并")
_CAPTION = re.compile(r"(?:图表|附表|表) ?\d{1,2}")
# how many lines of like width, and how wide, make a column of wrapped text
_WRAPPED, _PASTED = (2, 0), (5, 18)
_NUMERIC_LINE = re.compile(r"[\s\d.,%:：/()（）\-—+]+")
_DOUBLED_YEAR = re.compile(r"((?:(\d)\2){4})(?=\s*年)")
_DOUBLED_WORD = re.compile(r"(?:([㐀-鿿])\1){4,}")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?=(?: ?\. ?\d+)? ?[亿万元人吨平家个])")
_NARROW = re.compile(r"[\x00-\u2e7f]")
_CJK = "㐀-鿿豈-﫿"
_MARKS = "，。、；：！？（）《》“”‘’【】—…％·"
# spaces are kept only between two Latin letters or two numbers
_SPACE = re.compile(
    rf"(?<=[{_CJK}{_MARKS},;:()%.]) +| +(?=[{_CJK}{_MARKS},;:()%.])"
    r"|(?<=[0-9]) +(?=[A-Za-z])|(?<=[A-Za-z]) +(?=[0-9])|(?<=\.) +(?=\d)"
)


def clean(raw: str, paragraphs: bool = False) -> CleanText:
    """The repaired text of `raw`, one paragraph or heading a line, with the map to raw offsets.

    `paragraphs` says that its lines are paragraphs already, as a Word file has them: then only what was
    plainly broken (text pasted from a page) is joined.
    """
    text = _REPLACED.sub(lambda match: _ONE_FOR_ONE[match[0]], raw)
    for pattern, right in _MISREAD:
        text = pattern.sub(right, text)
    text = _ESCAPES.sub(lambda match: ("\n" if "n" in match[0] and "&" not in match[0] else " ") * len(match[0]), text)
    lines = _lines(text)
    joins = _joins(text, lines, _PASTED if paragraphs else _WRAPPED)
    doubled = [match.span() for pattern in (_DOUBLED_YEAR, _DOUBLED_WORD) for match in pattern.finditer(text)]
    offsets, length = OffsetMap(), 0
    pieces: list[str] = []
    for (start, end), joined in zip(lines, joins, strict=True):
        if pieces and not joined:
            offsets.add(length, max(start - 1, 0))
            pieces.append("\n")
            length += 1
        for piece_start, piece_end in _kept(text, start, end, doubled):
            offsets.add(length, piece_start)
            pieces.append(text[piece_start:piece_end])
            length += piece_end - piece_start
    return CleanText("".join(pieces), offsets)


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that carry text: page numbers, running heads and blank lines left out."""
    spans, at, blank = [], 0, True
    for line in text.splitlines(keepends=True):
        start, end = at, at + len(line.rstrip())
        at += len(line)
        if (
            blank
            and _BARE_NUMBER.fullmatch(line)
            and not text[at : text.find("\n", at) if "\n" in text[at : at + 200] else at + 200].strip()
        ):
            continue  # a number between blank lines is a page's
        blank = start == end
        body = text[start:end]
        start += len(body) - len(body.lstrip())
        head = _MARKDOWN.match(text, start, end) if body and text[start : start + 1] in "#>*" else None
        if head:
            start = head.end()
        is_mark = end - start <= 36 and _PAGE_MARK.fullmatch(text, start, end)
        if start < end and not is_mark:
            spans.append((start, end))
    return spans


def _joins(text: str, lines: list[tuple[int, int]], column_of: tuple[int, int]) -> list[bool]:
    """For each line, whether it goes on from the line before: a hard wrap, not a new paragraph.

    A wrapped line is about as long as its neighbours and does not end in a full stop; a line of
    numbers alone is a table cell and stands by itself. `column_of` is how many lines of what width
    make a column.
    """
    least, narrowest = column_of
    widths = [_width(text[start:end]) for start, end in lines]
    cells = [text[start] < "\u2e80" and bool(_NUMERIC_LINE.fullmatch(text, start, end)) for start, end in lines]
    joins = [False] * len(lines)
    for i, ((start, end), (after, _)) in enumerate(pairwise(lines)):
        if text[end - 1] in _TERMINAL or widths[i] < 8:
            wraps = widths[i] >= 8 and text[end - 1] in "”…" and text[after] in "，、的"
        elif (
            _BULLET.match(text, after)
            or _CAPTION.match(text, start)
            or (any(cells[max(0, i - 2) : i + 4]) and widths[i] < 16 and text[end - 1] not in "，、")
        ):
            wraps = text[end - 1] in "，、,"
        elif text[end - 1] in "，、,（(《“" or text[after] in "，、。；）》”%":
            wraps = True
        elif widths[i] > 60:  # no printed column is as wide: the line is a paragraph
            wraps = False
        else:
            near = widths[max(0, i - 5) : i + 6]
            alike = sum(0.7 * widths[i] <= w <= 1.4 * widths[i] for w in near)
            column = median([w for w in near if w >= 8])
            complete = _aside(text[start:end]) or _is_complete(text[start:end], text[after : after + 1], i, alike)
            wraps = alike >= least and widths[i] >= narrowest and widths[i] >= 0.82 * column and not complete
        joins[i + 1] = wraps
    return joins


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


def _width(line: str) -> float:
    return len(line) - 0.5 * len(_NARROW.findall(line))


def _kept(text: str, start: int, end: int, doubled: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces of a line that stay: without stray spaces and the second glyph of doubled ones."""
    dropped: list[tuple[int, int]] = []
    if " " in text[start:end]:
        dropped += [match.span() for match in _SPACE.finditer(text, start, end)]
        for match in _GROUPED.finditer(text, start, end):
            dropped += [(match.start() + i, match.start() + i + 1) for i, c in enumerate(match[0]) if c == " "]
    for first, last in doubled:
        if start <= first and last <= end:
            dropped += [(i, i + 1) for i in range(first + 1, last, 2)]
    if not dropped:
        return [(start, end)]
    pieces, at = [], start
    for drop_start, drop_end in sorted(dropped):
        if drop_start > at:
            pieces.append((at, drop_start))
        at = max(at, drop_end)
    if at < end:
        pieces.append((at, end))
    return pieces
