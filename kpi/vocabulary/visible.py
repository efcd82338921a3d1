"""Text of others as it may reach a screen: what nobody sees, and what steers the screen, is told by its code."""

from __future__ import annotations

import re

# Signs that turn the writing around: the rest of the line would be told back to front.
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_CODES = {code: f"\\u{code:04x}" for code in _TURNING} | {code: f"\\x{code:02x}" for code in _CONTROLS}
_LONE_RETURN = re.compile(r"\r(?!\n)")  # the next words would stand over the last
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""`text` with its control signs, escape codes and signs of direction told by their codes; lines and tabs stay.

    >>> print(visible("a\x1b[31mb\u202ec"))
    a\x1b[31mb\u202ec
    """
    told = _LONE_RETURN.sub(r"\\x0d", text.translate(_CODES))
    return _SURROGATES.sub(lambda found: f"\\u{ord(found.group()):04x}", told)


def in_a_line(text: str) -> str:
    r"""The same on one line.

    >>> print(in_a_line("a\nb"))
    a\nb
    """
    return visible(text).replace("\r\n", "\\n").replace("\n", "\\n")
