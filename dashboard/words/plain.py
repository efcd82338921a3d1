"""Text that is data, as Streamlit's markdown shows it: sign for sign, and nothing of it read as markup."""

from __future__ import annotations

import re

from kpi.vocabulary.visible import visible

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!~$<>|:&])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)  # the number of a list
_RULED = re.compile(r"^([-=])(?=[-=\s]|$)", re.MULTILINE)  # a list, a rule, the line below a heading
_LINES = re.compile(r"[ \t]*(?:\r\n|[\n\u2028\u2029])\s*")
JOINER = "\u2060"
"""Word joiner: takes no room and parts what it stands between."""

# What Streamlit looks for after the escapes are gone: addresses become links, arrows and comparisons other signs, its
# own shortcodes icons. No backslash keeps them out; a sign without width in their midst does.
_FOUND_LATER = re.compile(
    r"""
    (?<=:)(?=/|[A-Za-z])                 # https://…  :material/…:  :streamlit:  :red[…]
    | (?i:(?<=www))(?=\.)                # www.…
    | (?<=@)(?=[-\w])                    # somebody@…
    | (?<=[<>~-])(?=[=>-])               # >=  <=  ~=  ->  <-  --  <->
    """,
    re.VERBOSE,
)


def plain(text: object) -> str:
    r"""`text` for a place that reads markdown: every sign of it stands as it is, on as many lines.

    >>> print(plain("**5** > $4"))
    \*\*5\*\* \> \$4
    """
    parted = _FOUND_LATER.sub(JOINER, visible(str(text)))
    escaped = _SIGNS.sub(r"\\\1", _LINES.sub("\n", parted))
    return _RULED.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", escaped)).replace("\n", "  \n")
