"""Zones and indicators by whatever name a person types: id, Chinese or English name, alias, or a clear part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import PERIOD_EXAMPLES, Comparator, Indicator, Kind, Zone
from kpi.vocabulary.written_periods import read_written

_GUESSES = 3
_COMPARATORS = {
    Comparator.EQUAL: ("==", "等于", "确数"),
    Comparator.AT_LEAST: ("≥", "不低于", "不少于", "及以上", "以上"),
    Comparator.ABOVE: (">", "多于", "余", "超过"),
    Comparator.BELOW: ("少于", "以内", "不足"),
    Comparator.AT_MOST: ("≤", "不高于", "不超过"),
    Comparator.ABOUT: ("～", "左右", "约"),
}  # fmt: skip


def find_zone(text: str, zones: Mapping[str, Zone], others: Iterable[str] = ()) -> str:
    """The full name of the zone that `text` means; `others` are names outside the config that occur in the results.

    KpiError with the names that come close where there is no such zone, or more than one.
    """
    names = {name: (name, zone.en, *zone.aliases) for name, zone in zones.items()}
    names |= {name: (name,) for name in others if name not in names}
    return _find(text, names, "开发区", {name: name for name in names})


def find_indicator(text: str, indicators: Mapping[str, Indicator]) -> str:
    """The id of the indicator that `text` means; KpiError with what comes close where it means none, or several."""
    shown = {key: f"{key}（{item.zh}）" for key, item in indicators.items()}
    names = {key: (key, item.zh, item.en) for key, item in indicators.items()}
    wanted = _plain(text)
    if wanted and not any(wanted in map(_plain, words) for words in names.values()):
        # 重点项目 is what reports call the number of them, and it begins the names of the investment in them too
        called = [key for key, item in indicators.items() if wanted in map(_plain, item.aliases)]
        begun = [key for key, item in indicators.items() if _plain(item.zh).startswith(wanted)]
        if called and set(begun) - set(called):
            raise _several(text, "指标", [shown[key] for key in dict.fromkeys((*called, *begun))])
    return _find(text, {key: (*names[key], *item.aliases) for key, item in indicators.items()}, "指标", shown)


def find_kind(text: str) -> str:
    """`actual`, `estimate` or `target`, also by their Chinese names; a part of one is none."""
    chinese = {Kind.ACTUAL: "实际", Kind.ESTIMATE: "预计", Kind.TARGET: "目标"}
    names = {str(kind): (str(kind), word) for kind, word in chinese.items()}
    return _find(text, names, "类别", {str(kind): f"{kind}（{word}）" for kind, word in chinese.items()}, parts=False)


def find_comparator(text: str) -> str:
    """The code of a comparator (`>=`), also by its sign or its words (以上); KpiError with all of them for others."""
    wanted = _plain(text)
    found = next((code for code, words in _COMPARATORS.items() if wanted in (code, *words)), None)
    if found is None:
        listed = "、".join(f"{code}（{words[-1]}）" for code, words in _COMPARATORS.items())
        raise KpiError(f"{text}: 没有这个限定；可用的有：{listed}")
    return str(found)


def find_period(text: str) -> str:
    """The code of a period, also by what people write (2024年上半年); KpiError with examples where `text` is none."""
    period = read_written(text)
    if period is None:
        raise KpiError(f"{text}: 不是时期，应为 {PERIOD_EXAMPLES}或 2021/2025（多年）")
    return period.code


def find_years(text: str) -> tuple[int, int]:
    """The first and the last year of `2024`, `2020:2024`, `2020:` or `:2024`."""
    first, colon, last = text.partition(":")
    try:
        years = (int(first or 0), int(last or (9999 if colon else first)))
    except ValueError:
        years = (1, 0)
    if years[0] > years[1]:
        raise KpiError(f"--year {text}: 不是年份，应为 2024 或 2020:2024（先早后晚）")
    return years


def _find(
    text: str, names: Mapping[str, tuple[str, ...]], what: str, shown: Mapping[str, str], parts: bool = True
) -> str:
    wanted = _plain(text)
    exact = [key for key, words in names.items() if wanted in map(_plain, words)]
    parts = parts and bool(wanted)
    partly = [key for key, words in names.items() if parts and any(wanted in _plain(word) for word in words)]
    found = [key for key in exact if _plain(key) == wanted] or exact or partly
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(text, what, [shown[key] for key in found])
    by_word = {_plain(word): key for key, words in names.items() for word in words if word}
    close = dict.fromkeys(by_word[word] for word in get_close_matches(wanted, by_word, _GUESSES, 0.5))
    hint = f"是不是 {'、'.join(shown[key] for key in close)}？" if close else f"可用的有：{_some(shown)}"
    raise KpiError(f"{text}: 没有这个{what}；{hint}")


def _several(text: str, what: str, shown: Sequence[str]) -> KpiError:
    return KpiError(f"{text}: 有 {len(shown)} 个{what}符合：{'、'.join(shown[:8])}；请写明是哪一个")


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _some(shown: Mapping[str, str]) -> str:
    listed = list(shown.values())
    return "、".join(listed[:8]) + (f" 等 {len(listed)} 个" if len(listed) > 8 else "") if listed else "（无）"
