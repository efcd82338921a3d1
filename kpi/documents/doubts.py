"""How far an observation out of recognised letters can be trusted: flags by the recogniser's own confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from kpi.documents.positions import confidence_of, mean_confidence_of
from kpi.language.confusions import FOR_DIGITS, repaired
from kpi.vocabulary.model import Document
from kpi.vocabulary.patterns import lazy

HIGH, MEDIUM = 0.95, 0.85
"""The mean confidence of a statement's letters from which on it is read with high and medium certainty."""
SURE = 0.92
"""The confidence that the least sure digit of a value must have: on a poor scan a digit was dropped with 0.91."""

# a letter of a per cent sign taken apart (6.1o/o) is none of the number
_DIGIT = rf"(?:[0-9]|[{re.escape(FOR_DIGITS)}](?!/))"
_RUN = lazy(
    rf"(?=\D{{0,3}}[0-9]){_DIGIT}+(?:[.,，·•。]{_DIGIT}+)*|(?<![A-Za-z])[{re.escape(FOR_DIGITS)}]{{1,2}}(?=\s?[%％亿万])"
)
_SOUND = lazy(r"[0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?")  # nothing in it may have been misread
_LETTERED = lazy(rf"[{re.escape(FOR_DIGITS)}]")
_MISPOINTED = lazy(r"[0-9０-９][,，][0-9０-９]{1,2}\Z")  # 86,5: read as 86.5
_SUSPECT = lazy(rf"[{re.escape(FOR_DIGITS)}]|[0-9０-９][,，][0-9０-９]")  # without which neither of these is there
_GROUPED = lazy(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = lazy(r"[0-9]+(?:\.[0-9]+)?")
_TORN = lazy(r"(?<![\d.])\d+(?: \d+)+(?:\.\d+)?")
_SPACED_THOUSANDS = lazy(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_FULL_WIDTH = {0xFEE0 + code: code for code in (*range(0x30, 0x3A), 0x2E)}


def flags_of(document: Document, start: int, end: int, value: Decimal | None) -> tuple[str, ...]:
    """The flags of an observation whose words are the raw text from `start` to `end`.

    Of a file's own letters only those are in doubt that stand for digits (l2.6, 3O) or for a point (86,5), and digits
    that spaces part.
    `ocr_high`, `ocr_medium`
    or `ocr_low` says how sure the recogniser was of the words, `digits_in_doubt` that it was not sure of the
    value's digits, or that they do not make a number as they stand.
    """
    mean = mean_confidence_of(document, start, end)
    if mean is None:
        suspect = value is not None and _SUSPECT.search(document.text, start, end + 2) is not None
        runs = _runs_of(document.text, start, end, value) if value is not None and suspect else []
        lettered = any(_LETTERED.search(document.text, *run) or _MISPOINTED.search(document.text, *run) for run in runs)
        torn = value is not None and _is_torn(document.text[start:end].translate(_FULL_WIDTH), value)
        return ("digits_in_doubt",) if lettered or torn else ()
    grade = "ocr_high" if mean >= HIGH else "ocr_medium" if mean >= MEDIUM else "ocr_low"
    if value is not None and any(_is_doubtful(document, *run) for run in _runs_of(document.text, start, end, value)):
        return (grade, "digits_in_doubt")
    return (grade,)


def _is_torn(quote: str, value: Decimal) -> bool:
    """Whether a value was put together from digits that spaces part: 1 86.3; thousands may be parted so (12 345)."""
    return " " in quote and any(
        Decimal(match[0].replace(" ", "")) == abs(value) and not _SPACED_THOUSANDS.fullmatch(match[0])
        for match in _TORN.finditer(quote)
    )


def _runs_of(text: str, start: int, end: int, value: Decimal) -> list[tuple[int, int]]:
    """Where the digits of a value stand; all numbers of the words where none of them is the value."""
    quote = text[start : end + 2].translate(_FULL_WIDTH)  # with what follows: a per cent sign may be three letters
    runs = [match.span() for match in _RUN.finditer(quote) if match.start() < end - start]
    own = [run for run in runs if abs(value) in _numbers(quote[slice(*run)])]
    return [(start + first, start + last) for first, last in own or runs]


def _numbers(digits: str) -> Iterator[Decimal]:
    """What a run of digits may have been read as."""
    if _SOUND.fullmatch(digits):
        yield Decimal(re.sub("[,，]", "", digits))
        return
    right = repaired(digits).strip()
    for reading in (right, re.sub("[,，]", "", right), repaired(f"{digits}亿")[:-1]):
        try:
            yield Decimal(reading)
        except InvalidOperation:
            continue


def _is_doubtful(document: Document, start: int, end: int) -> bool:
    digits = document.text[start:end].translate(_FULL_WIDTH)
    confidence = confidence_of(document, start, end)
    well_formed = _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)
    return not well_formed or (confidence is not None and confidence < SURE)
