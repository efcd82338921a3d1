"""What the soak takes for growth: of looks at a server, where the second half grows beyond its noise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks.soak import Held, growth, slope_of

LOOKS = 200


def looks(megabytes: Callable[[float], float], handles: Callable[[float], int] = lambda _: 60) -> list[Held]:
    """Looks over 2,000 steps; what is held at each part of them, from 0 to 1, with a saw of noise on the memory."""
    made = []
    for number in range(LOOKS):
        part = number / LOOKS
        noise = 8 * ((number * 37) % LOOKS / LOOKS - 0.5)
        made.append(Held(number, number * 10, megabytes(part) + noise, 30, handles(part), 1))
    return made


HELD: list[tuple[str, Callable[[float], float], Callable[[float], int], list[str]]] = [
    ("flat", lambda part: 400, lambda part: 60, []),
    ("the caches fill in the first half", lambda part: 300 + 200 * min(part, 0.5), lambda part: 60, []),
    ("it falls", lambda part: 400 - 50 * part, lambda part: 60, []),
    ("a little, within the aim", lambda part: 400 + 10 * part, lambda part: 60, []),
    ("it goes on growing", lambda part: 400 + 60 * part, lambda part: 60, ["memory"]),
    ("waves of visitors", lambda part: 400, lambda part: 60 + 15 * (int(part * 20) % 2), []),
    ("files stay open", lambda part: 400, lambda part: 60 + int(30 * part), ["handles"]),
]


@pytest.mark.parametrize(("_", "megabytes", "handles", "grown"), HELD, ids=[row[0] for row in HELD])
def test_what_grows_in_the_second_half_is_told(
    _: str, megabytes: Callable[[float], float], handles: Callable[[float], int], grown: list[str]
) -> None:
    assert [told.split()[0] for told in growth(looks(megabytes, handles))] == grown


def test_the_slope_comes_with_its_noise() -> None:
    slope, noise = slope_of([(0, 1), (1, 3), (2, 5), (3, 7)])
    assert (slope, noise) == (pytest.approx(2), pytest.approx(0))
    slope, noise = slope_of([(0, 1), (1, 4), (2, 4), (3, 7)])
    assert slope == pytest.approx(1.8) and noise == pytest.approx(0.18**0.5)
