"""Repairs a report's text: hard line ends, stray spaces, doubled glyphs, full-width digits.

Every repair keeps the way home: `CleanText.offsets` maps each place back to the raw text, so a
quote is always cut from the file as it was read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from kpi.language.confusions import repaired, shows_recognition
from kpi.pages.braids import unbraid
from kpi.pages.columns import unfold
from kpi.pages.seams import paragraphs_of
from kpi.pages.text_tables import rows_within_lines
from kpi.pages.wraps import Printed, width_of
from kpi.vocabulary.model import CleanText, LineShape
from kpi.vocabulary.patterns import lazy, rare
from kpi.vocabulary.spans import OffsetMap

# one character for one: offsets stay as they are
_FULL_WIDTH = {i: i - 0xFEE0 for i in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# traditional and variant forms of the words that name indicators, units and zones, each under its simplified one
_TRADITIONAL = (
    (
        "億萬產業總資農國區縣鄉鎮發開經濟進貿額財稅實際達長穩預計標",
        "亿万产业总资农国区县乡镇发开经济进贸额财税实际达长稳预计标",
    ),
    (
        "務項個點園術創專權業員轉動勞規類與較為間雙億單價銷貨債費幣",
        "务项个点园术创专权业员转动劳规类与较为间双亿单价销货债费币",
    ),
    ("髙囯", "高国"),
)
_ONE_FOR_ONE = (
    {"％": "%", "．": ".", "－": "-", "\u200b": " ", "\ufeff": " ", "\xa0": " ", "\u3000": " ", "\t": " "}
    | {old: new for olds, news in _TRADITIONAL for old, new in zip(olds, news, strict=True)}
    | {chr(k): chr(v) for k, v in _FULL_WIDTH.items()}
)
_REPLACED = lazy("[" + "".join(map(re.escape, _ONE_FOR_ONE)) + "]")

# pictures among letters, as messages have them: before an item (✅规上工业增加值增长9%) a bullet, else nothing
_PICTURES = "\U0001f300-\U0001faff\u2600-\u2604\u2607-\u27bf\u2b00-\u2b4f\ufe0f"
_PICTURE = lazy(f"[{_PICTURES}]")
_PICTURE_BULLET = lazy(f"(?m)(?<![^\n])[{_PICTURES}](?=[{_PICTURES} ]{{0,3}}[^\n{_PICTURES}]{{6}})")
_BULLET = "●"
# boxes and tables drawn with letters: lines of nothing else, and the frame of lines that begin with it
_FRAME_LETTERS = "\u2500-\u257f"
_DRAWN_LINE = lazy(f"(?m)^[ ]*[{_FRAME_LETTERS}][^\n]*$")
_DRAWN = lazy(f"[{_FRAME_LETTERS}]")
# names that OCR misreads, with the letters that must not follow (收人员 is no 收入); same length
_MISREAD = (
    (lazy(r"收人(?![员才民群口数次])"), "收入"),
    (lazy(r"己(?=完成|累计|达|建成|签约|开工|投产)"), "已"),
    (rare(r"(?<=\d)忆(?=元|美元)"), "亿"),
    (lazy(r"问比"), "同比"),
    (lazy(r"(?<=[㐀-鿿%）)”\"])\.(?=[㐀-鿿“]|[\"（(《]|\s*\n|\s*$)"), "。"),  # half-width: …4.5亿美元以上.现在看
)
# a row of a table as Markdown writes it, and the row of strokes below its head
_PIPED_LINE = lazy(r"(?m)^[ \t]*\|[^\n]*\|[ \t]*$")
_PIPED = lazy(r"\|(?:[ \t]*:?-{2,}:?[ \t]*(?=\|))?")
_ESCAPES = rare(r"\\r\\n|\\n|\\r|&nbsp;|&emsp;|&ensp;|\?{3,}")
_PAGE_MARK = lazy(r"\s*(?:[—–-]{1,3}\s*\d{1,4}\s*[—–-]{1,3}|第\s*\d{1,4}\s*页.{0,12}|.{2,14}\|\s*\d{1,4})\s*")
_SENTENCE_END = lazy("[。；，！？]")
_BLOCK_LINES = 3  # of fewer lines none shows how wide the column is
_HEAD_ROWS = 4  # the rows at the top of the text whose words a running head repeats
_BARE_NUMBER = lazy(r"\s*\d{1,3}\s*")
_MARKDOWN = lazy(r"\s*[#>*]{1,6}\s+")
_DOUBLED_YEAR = lazy(r"((?:(\d)\2){4})(?=\s*年)")
_DOUBLED_RUN = lazy(r"(?:(\S)\1){4,}")
_GROUPED = lazy(r"(?<![\d.])\d{1,3}(?: \d{3})+(?=(?: ?\. ?\d+)? ?[亿万元人吨平家个])")
_HAN = lazy("[㐀-鿿]")
_CJK = "㐀-鿿豈-﫿"
_MARKS = "，。、；：！？（）《》“”‘’【】—…％·"
# one number with a space in it: between words of a sentence no two numbers stand side by side
_TORN_NUMBER = lazy(
    r"(?:(?<![\d.,%] )(?<![\d.,%])\d+(?: \d+)*(?: ?\. ?\d+(?: \d+)*)?|^ *\. ?\d+(?: \d+)*)"
    rf"(?=(?: ?[{_CJK}%”》），。；、])|$)",
    re.MULTILINE,
)
_TWO_NUMBERS = lazy(r"(?:19|20)\d\d (?:\d|$)|\d (?:19|20)\d\d$")  # a year and another
_LONG_PIECE = lazy(r"\d{3,}")  # two of them: 万元 14265 152380 3.6 are numbers of a row
# spaces are kept only between two Latin letters or two numbers
_SPACE = lazy(
    rf"(?<=[{_CJK}{_MARKS},;:()%.]) +| +(?=[{_CJK}{_MARKS},;:()%.])"
    r"|(?<=[0-9]) +(?=[A-Za-z])|(?<=[A-Za-z]) +(?=[0-9])|(?<=\.) +(?=\d)"
)


# where paragraphs were run together into one line: a full stop, then the space that sets one in, or who speaks
_RUN_TOGETHER = lazy(rf"(?<=[。！？”：])(?:　{{2,}}(?=\S)|[ 　]+(?=[{_CJK}·]{{2,5}}：))")
_LONG_LINE = 300  # letters


def clean(raw: str, paragraphs: bool = False) -> CleanText:
    """The repaired text of `raw`, one paragraph or heading a line, with the map to raw offsets.

    `paragraphs` says that its lines are paragraphs already, as a Word file has them: then only what was
    plainly broken (text pasted from a page) is joined. Else columns that stand side by side are put below each
    other, and a sentence that a caption or another article broke is made whole: then letters change their order.
    """
    text = _REPLACED.sub(lambda match: _ONE_FOR_ONE[match[0]], raw)
    text = _PICTURE_BULLET.sub(_BULLET, text)
    text = _PICTURE.sub(" ", text)
    text = _DRAWN_LINE.sub(lambda match: _DRAWN.sub(" ", match[0]), text)
    text = _PIPED_LINE.sub(lambda match: _PIPED.sub(lambda mark: " " * len(mark[0]), match[0]), text)
    for pattern, right in _MISREAD:
        text = pattern.sub(right, text)
    if shows_recognition(text):
        text = repaired(text)
    text = _ESCAPES.sub(lambda match: ("\n" if "n" in match[0] and "&" not in match[0] else " ") * len(match[0]), text)
    breaks = [match.start() for match in _RUN_TOGETHER.finditer(raw)] if not paragraphs else []
    lines = _lines(text, raw, paragraphs, breaks, [] if paragraphs else rows_within_lines(text))
    order = paragraphs_of(text, lines, paragraphs)
    doubled = [match.span() for match in _DOUBLED_YEAR.finditer(text)]
    doubled += [match.span() for match in _DOUBLED_RUN.finditer(text) if len(set(_HAN.findall(match[0]))) >= 3]
    doubled.sort()
    offsets, length = OffsetMap(), 0
    pieces: list[str] = []
    for paragraph in order:
        for place, number in enumerate(paragraph):
            line = lines[number]
            if pieces and place == 0:
                offsets.add(length, max(line.start - 1, 0))
                pieces.append("\n")
                length += 1
            goes_on = place + 1 < len(paragraph)
            for piece_start, piece_end in _kept(text, line.start, line.end, doubled, goes_on):
                offsets.add(length, piece_start)
                pieces.append(text[piece_start:piece_end])
                length += piece_end - piece_start
    return CleanText("".join(pieces), offsets, _shapes(text, lines, order))


def _shapes(text: str, lines: Sequence[Printed], order: Sequence[Sequence[int]]) -> tuple[LineShape, ...]:
    """How each paragraph stood on the page; as wide as the lines between the gaps about it."""
    widths: list[float] = []
    blocks = list(accumulate(line.gap for line in lines))
    for _, numbers in groupby(range(len(lines)), key=blocks.__getitem__):
        block = [width_of(text[lines[i].start : lines[i].end]) for i in numbers]
        widest = sorted(block)[int(0.8 * (len(block) - 1))] if len(block) >= _BLOCK_LINES else 0.0
        widths += [widest] * len(block)
    return tuple(LineShape(lines[each[0]].gap, widths[each[0]], lines[each[0]].mark) for each in order)


def _lines(text: str, raw: str, paragraphs: bool, breaks: Sequence[int], rows_inside: Sequence[int]) -> list[Printed]:
    """The lines that carry text, in reading order: page numbers, running heads and blank lines left out.

    `raw` is the text before its letters were repaired, as wide as it was printed. A very long line ends at each of
    `breaks` as well, any line at the rows of a table that stand inside it.
    """
    rows: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line.rstrip())
        inside = _between(rows_inside, at, end)
        if end - at > _LONG_LINE:
            inside = sorted({*inside, *_between(breaks, at, end)})
        rows += pairwise([at, *inside, end])
        at += len(line)
    if not paragraphs:
        rows = unbraid(text, unfold(raw if len(raw) == len(text) else text, rows))
    running, parted = _running_heads(text, rows), set(rows_inside)
    lines: list[Printed] = []
    blank = gap = True
    for number, (start, end) in enumerate(rows):
        body = text[start:end]
        next_blank = number + 1 == len(rows) or not text[slice(*rows[number + 1])].strip()
        if blank and next_blank and _BARE_NUMBER.fullmatch(body):
            continue  # a number between blank lines is a page's
        blank = not body.strip()
        gap = gap or blank or start in parted
        indent = len(body) - len(body.lstrip())
        start += indent
        head = _MARKDOWN.match(text, start, end) if text[start : start + 1] in ("#", ">", "*") else None
        mark = head[0].count("#") if head else 0
        if head:
            start, gap = head.end(), True
        is_mark = end - start <= 36 and _PAGE_MARK.fullmatch(text, start, end)
        if start < end and not is_mark and number not in running:
            lines.append(Printed(start, end, gap, indent, mark))
        gap = gap if start == end else bool(is_mark or number in running or head)
    return lines


def _between(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _running_heads(text: str, rows: Sequence[tuple[int, int]]) -> set[int]:
    """The rows beside a page's number that repeat one before: 某某简报 2012年第13期."""
    marks = {
        number
        for number, (start, end) in enumerate(rows)
        if 0 < end - start <= 36 and _PAGE_MARK.fullmatch(text, start, end)
    }
    beside: dict[str, list[int]] = {}
    for number, (start, end) in enumerate(rows) if marks else ():
        is_beside = number not in marks and bool({number - 1, number + 1} & marks)
        if 3 <= end - start <= 80 and (is_beside or number <= _HEAD_ROWS):
            words = re.sub(r"[\s\d]", "", text[start:end])
            if len(words) >= 3 and not _SENTENCE_END.search(words):
                beside.setdefault(words, []).append(number if is_beside else -1)
    return {number for numbers in beside.values() if len(numbers) > 1 for number in numbers}


def _kept(text: str, start: int, end: int, doubled: Sequence[tuple[int, int]], goes_on: bool) -> list[tuple[int, int]]:
    """The pieces of a line that stay: without stray spaces and the second glyph of doubled ones."""
    dropped: list[tuple[int, int]] = []
    if " " in text[start:end]:
        for match in _TORN_NUMBER.finditer(text, start, end):
            at_end = match.end() == end and not goes_on
            if not at_end and not _TWO_NUMBERS.search(match[0]) and len(_LONG_PIECE.findall(match[0])) < 2:
                dropped += [(match.start() + i, match.start() + i + 1) for i, c in enumerate(match[0]) if c == " "]
        dropped += [match.span() for match in _SPACE.finditer(text, start, end)]
        for match in _GROUPED.finditer(text, start, end):
            dropped += [(match.start() + i, match.start() + i + 1) for i, c in enumerate(match[0]) if c == " "]
    for first, last in doubled[bisect_left(doubled, (start, start)) : bisect_left(doubled, (end, end))]:
        if last <= end:
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
