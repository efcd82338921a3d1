"""How a brief looks on paper and on slides: fonts that a Chinese Windows has, and a colour for each standing."""

from __future__ import annotations

from kpi.series.standing import IN_DOUBT, UNREPORTED
from kpi.vocabulary.model import Verdict

CHINESE_FONT = "微软雅黑"
LATIN_FONT = {"zh": "微软雅黑", "en": "Calibri"}
"""The font of Latin letters and figures by the language of a brief; Chinese is in the Chinese font either way."""

TEXT, QUIET, LINE, SHADE = "1B2430", "55626F", "CFD6DD", "EEF1F4"
BLUE, PALE = "1F78B4", "BFDCF0"
GOOD, BAD, OPEN = "0F8F73", "D1600F", "808A94"
COLOURS = {
    Verdict.MET: GOOD, Verdict.AHEAD: GOOD, Verdict.MISSED: BAD, Verdict.BEHIND: BAD,
    IN_DOUBT: OPEN, Verdict.CANNOT_TELL: OPEN, Verdict.PENDING: OPEN, UNREPORTED: OPEN, Verdict.NO_TARGET: OPEN,
}  # fmt: skip
