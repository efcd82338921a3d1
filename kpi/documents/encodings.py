"""How the bytes of a text file are to be read, found by their content.

Strict decoders and one question decide: how much of what comes out is common Chinese? The standards
rank their characters themselves (GB 2312 and Big5 each have a first level of common ones), so no
list of frequent characters has to be kept. Read in the wrong encoding, Chinese turns into rare
characters, kana and Hangul; of the right reading more than nine characters in ten are common.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice

from kpi.vocabulary.patterns import lazy

LEAST_COMMON = 0.8
"""Share of common characters below which a reading is no Chinese text."""

LEAST_LEAD = 0.15
"""By how much the best reading must lead; a file of a few characters may fit two encodings."""

_SAMPLE = 4000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSED = ("gb18030", "big5", "utf-16-le", "utf-16-be")
_CONTROLS = lazy("[\x01-\x08\x0e-\x1f\x7f]")
_ABROAD = lazy("[^\x00-\x7f]")
_THREE_BYTES = "\u0800"  # the first character that takes three bytes in UTF-8
_PUNCTUATION = lazy(
    "[\u00a0-\u00b7×÷\u2010-\u203b\u2103\u2160-\u217b\u2190-\u2193\u2200-\u22ff\u2460-\u249b"
    "\u25a0-\u25ff\u2605\u2606\u3000-\u3017\u3220-\u3229\u33a0-\u33df\uff01-\uff5e\uffe5]"
)


class UnknownEncoding(ValueError):
    """No encoding gives a text; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its BOM, and the Python name of the encoding it was read with."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text that `data` holds, line ends as they are; UnknownEncoding where no reading is plausible."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _by_bom(data, encoding)
    text = _strictly(data, "utf-8")
    if text is not None and not _may_be_accident(text):
        return Decoded(text, "utf-8")
    readings = [Decoded(read, name) for name in _GUESSED if (read := _strictly(data, name)) is not None]
    ranked = sorted(((_share_of_common(reading.text), reading) for reading in readings), key=lambda pair: -pair[0])
    if text is not None and (not ranked or ranked[0][0] < 1):
        return Decoded(text, "utf-8")
    if not ranked or ranked[0][0] < LEAST_COMMON:
        raise UnknownEncoding(_why_not(data))
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_LEAD:
        names = " 和 ".join(reading.encoding for _, reading in ranked[:2])
        raise UnknownEncoding(f"文字太短，按 {names} 都读得通")
    return ranked[0][1]


def _by_bom(data: bytes, encoding: str) -> Decoded:
    text = _strictly(data, encoding)
    if text is None:
        raise UnknownEncoding(f"开头标明是 {encoding}，内容却不是")
    return Decoded(text, encoding)


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text in that encoding; None where a byte does not fit or what comes out is no text.

    Text copied out of a PDF may hold a stray control character; one in a hundred is no accident.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text or len(_CONTROLS.findall(text)) * 100 > len(text) else text


def _may_be_accident(text: str) -> bool:
    """Whether valid UTF-8 may be a few Chinese characters of GBK instead.

    Each of them is two bytes that can pass for a Latin, Greek or Cyrillic letter; three bytes for
    one character, or foreign letters strewn among ASCII ones, do not come about by accident.
    """
    abroad = len(_ABROAD.findall(text))
    letters = sum(char.isalpha() for char in text)
    return abroad > 1 and abroad * 2 > letters and max(text) < _THREE_BYTES


def _share_of_common(text: str) -> float:
    """Of the characters beyond ASCII, the share that is common Chinese or its punctuation."""
    characters = [match[0] for match in islice(_ABROAD.finditer(text), _SAMPLE)]
    if not characters:
        return 1.0
    common = _common_characters()
    return sum(char in common or bool(_PUNCTUATION.match(char)) for char in characters) / len(characters)


@cache
def _common_characters() -> frozenset[str]:
    """The first levels of GB 2312 (3,755 simplified characters) and Big5 (5,401 traditional ones)."""
    trails = range(0xA1, 0xFF)
    simplified = (bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in trails)
    trails_of_big5 = (*range(0x40, 0x7F), *trails)
    traditional = (
        bytes((lead, trail)).decode("big5", "ignore") for lead in range(0xA4, 0xC7) for trail in trails_of_big5
    )
    return frozenset("".join((*simplified, *traditional)))


def _why_not(data: bytes) -> str:
    if b"\0" in data:
        return "内容不是文本"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) // 2:
            line = data.count(b"\n", 0, error.start) + 1
            return f"UTF-8 在第 {line} 行中断（字节 0x{data[error.start]:02X}）"
    return "编码不是 UTF-8、UTF-16、GB18030 或 Big5"
