"""Long names in few words, where a chart or the head of a column has no room for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SHORT_NAME = 24  # a Latin name up to this long stays as it is


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Long Latin names by as many of their first words, two at least, as tell them apart; others as they are.

    >>> short_names({"a": "Puyang Economic and Technological Zone", "b": "Puyang Industrial Park East Side"})
    {'a': 'Puyang Economic', 'b': 'Puyang Industrial'}
    """
    if len(names) < 2:
        return dict(names)
    return {key: _shortest(name, [each for each in names.values() if each != name]) for key, name in names.items()}


def _shortest(name: str, others: Sequence[str]) -> str:
    if not name.isascii() or len(name) <= SHORT_NAME:
        return name
    parts = name.split()
    leads = (" ".join(parts[:count]) for count in range(2, len(parts) + 1))
    return next((lead for lead in leads if not any(f"{other} ".startswith(f"{lead} ") for other in others)), name)
