"""Recognises the letters of a page's image, where the extra `ocr` is installed.

RapidOCR brings its models with the package and asks no network; what it runs on is told to send nothing
home. The engine is made once a process.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, Any

from kpi.documents.readers.layout import Piece
from kpi.vocabulary.errors import to_install

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST_SURE = 0.3  # what is less sure is no letter but a stain
_LONGEST_SIDE = 4000  # pixels: RapidOCR's own 2000 makes the print of a newspaper too small
_BODY = 1.35  # letters within this ratio are of one size: boxes around words vary
_OF_HEIGHT = 0.75  # of the box around a line are its letters
_UPSIDE_DOWN = 0.8  # confidence: print that stands on its head is read with less
_ENOUGH = 6  # Chinese letters: the width of fewer says little of their size
_ONE_AT_A_TIME = Lock()


def is_installed() -> bool:
    """Whether pages without a text layer can be read: the component is there, and so is what it is built on."""
    return _component() is not None


def missing(path: str) -> str:
    """What to tell where a file needs OCR and it is not installed."""
    return f"{path}: 没有可用的文字层，需要 OCR 组件；请运行 {to_install('rapidocr-onnxruntime')}"


def find_pieces(image: Image) -> list[Piece]:
    """The lines of an image as pieces, each letter with its grade; places in pixels."""
    import numpy

    pixels = numpy.asarray(image.convert("RGB"))[:, :, ::-1]
    with _ONE_AT_A_TIME:
        lines = _recognise(pixels, turned=False)
        if _confidence(lines) < _UPSIDE_DOWN:
            lines = max(lines, _recognise(pixels, turned=True), key=_confidence)
    return _even_sizes([piece for line in lines if (piece := _piece(*line)) is not None])


def _recognise(pixels: Any, turned: bool) -> list[Any]:
    """The lines of an image; where `turned`, each is looked at first whether it stands on its head.

    That look takes as long again, and now and then takes an upright line for one on its head, which is then lost.
    """
    found, _ = _engine()(pixels, use_cls=turned, return_word_box=True, text_score=_LEAST_SURE)
    return found or []


def _confidence(lines: list[Any]) -> float:
    """The mean confidence of the letters of recognised lines."""
    letters = sum(len(text) for _, text, *_ in lines)
    return sum(float(score) * len(text) for _, text, score, *_ in lines) / letters if letters else 0.0


@cache
def _component() -> Any:
    """The recogniser's module; None where it, or a library that it is built on, is missing."""
    # from 1.29 on, ONNX Runtime reports its use over the network as soon as it is loaded, unless it is told not to
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        return import_module("rapidocr_onnxruntime")
    except ImportError:
        return None


@cache
def _engine() -> Any:
    # a build has a process for each core already: threads that wait for each other would slow all of them
    return _component().RapidOCR(max_side_len=_LONGEST_SIDE, intra_op_num_threads=1, inter_op_num_threads=1)


def _piece(
    corners: list[list[float]], text: str, score: float, _boxes: object, _letters: object, grades: list[float]
) -> Piece | None:
    """A recognised line; without blanks at its ends."""
    given = [float(grade) for grade in grades] if len(grades) == len(text) else [float(score)] * len(text)
    kept = text.strip()
    if not kept:
        return None
    at = text.index(kept)
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    size = _size(kept, max(xs) - min(xs), max(ys) - min(ys))
    return Piece(kept, min(xs), min(ys), max(xs), max(ys), size, tuple(given[at : at + len(kept)]))


def _size(text: str, wide: float, high: float) -> float:
    """The size of the letters: the width of a Chinese one, or what the box around the line leaves of its height."""
    chinese = sum(letter >= "\u2e80" for letter in text)
    if chinese >= _ENOUGH and wide > high:
        return wide / (chinese + 0.5 * (len(text) - chinese))
    return _OF_HEIGHT * min(high, wide)


def _even_sizes(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the size of the page's text where theirs is near it."""
    if not pieces:
        return []
    # the box around a line is a little higher than its letters
    body = median(piece.size for piece in pieces)
    return [
        Piece(
            piece.text,
            piece.left,
            piece.top,
            piece.right,
            piece.bottom,
            body if 1 / _BODY < piece.size / body < _BODY else piece.size,
            piece.grades,
        )
        for piece in pieces
    ]
