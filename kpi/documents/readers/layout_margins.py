"""Running heads, feet and page numbers: what stands in the margin of page after page and belongs to no sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpi.documents.readers.layout import Piece
from kpi.vocabulary.patterns import lazy

# of the page's height: heads stand higher than the first line of a text or table, numbers lower than the last
_TOP, _BOTTOM = 0.085, 0.12
_SAME_HEIGHT = 100  # heights are told apart by hundredths of the page
_NUMBER = lazy(
    r"[—–\-·.\s]*(?:第\s*)?(?:\d{1,3}|[ivxlc]{1,5}|[IVXLC]{1,5})(?:\s*页)?"
    r"(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[—–\-·.\s]*"
)
_EDGE_NUMBER = lazy(r"^\d{1,4}\s+|\s+\d{1,4}$|[—–\-]\s*\d{1,4}\s*[—–\-]|第\s*\d{1,4}\s*页")


def without_margins(pages: Sequence[Sequence[Piece]], heights: Sequence[float]) -> list[list[Piece]]:
    """The pieces of each page without its number, and without what many pages have at the same height."""
    keys = [[_key(piece, height) for piece in pieces] for pieces, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in keys for key in set(page) if key)
    often = max(2, round(0.3 * len(pages)))
    kept = []
    for pieces, page_keys, height in zip(pages, keys, heights, strict=True):
        left = [piece for piece, key in zip(pieces, page_keys, strict=True) if not key or _near(counts, key) < often]
        kept.append(_without_number(left, height))
    return kept


def _key(piece: Piece, height: float) -> tuple[str, int] | None:
    """Text and height of a piece in the margin, its page number left out; None for any other piece."""
    if piece.table is not None or not _in_margin(piece, height):
        return None
    return _EDGE_NUMBER.sub("", piece.text).strip(), round(_SAME_HEIGHT * piece.middle / height)


def _near(counts: Counter[tuple[str, int]], key: tuple[str, int]) -> int:
    text, height = key
    return sum(counts[text, height + step] for step in (-1, 0, 1))


def _without_number(pieces: list[Piece], height: float) -> list[Piece]:
    """The pieces without the page's number: alone on the first or the last line, in the margin."""
    for end in (max, min):
        texts = [piece for piece in pieces if piece.table is None]
        if not texts:
            break
        line = end(texts, key=lambda piece: piece.middle)
        beside = [piece for piece in texts if abs(piece.middle - line.middle) < 0.5 * line.size]
        if _in_margin(line, height) and all(_NUMBER.fullmatch(piece.text) for piece in beside):
            pieces = [piece for piece in pieces if piece not in beside]
    return pieces


def _in_margin(piece: Piece, height: float) -> bool:
    return not _TOP * height < piece.middle < (1 - _BOTTOM) * height
