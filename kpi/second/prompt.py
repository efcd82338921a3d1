"""The question that a model is asked, made from `prompt.md`, the indicator map, the report's zone and its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from kpi.second.pieces import Piece
from kpi.settings.config import Config
from kpi.vocabulary.model import Indicator, Zone

_MOST_ALIASES = 12
_ONLY_GROWTH = "index"
_OPENING, _CLOSING = "<<<<<<<< 原文开始", ">>>>>>>> 原文结束"
_NO_ZONE = "没有认出，请按原文判断"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a report before it is read: title, zone (or those that it may be of), date, year looked back on.

    What is unknown is empty. It helps where a piece does not say it; the text itself goes before it.
    """

    doc: str
    title: str = ""
    zone: str = ""
    candidates: tuple[str, ...] = ()
    published: str = ""
    year: int = 0


@cache
def template() -> str:
    """The text of `prompt.md`."""
    return files("kpi.second").joinpath("prompt.md").read_text(encoding="utf-8")


def version() -> str:
    """The name of the prompt's wording: another wording has another name."""
    return sha256(template().encode()).hexdigest()[:12]


def fill(piece: Piece, pieces: int, subject: Subject, config: Config) -> str:
    """The whole question for one piece of a report."""
    return Template(template()).substitute(
        indicators="\n".join(map(_indicator, config.indicators.values())),
        report="\n".join(_report(piece, pieces, subject, config)),
        opening=_OPENING,
        text=piece.text.rstrip("\n"),
        closing=_CLOSING,
    )


def _indicator(indicator: Indicator) -> str:
    unit = "只收增长，单位 %" if indicator.dimension == _ONLY_GROWTH else f"单位如 {indicator.unit}"
    also = [alias for alias in indicator.aliases if alias != indicator.zh][:_MOST_ALIASES]
    told = [f"- `{indicator.id}` {indicator.zh}（{unit}）"]
    told += [f"：{indicator.definition_zh}"] if indicator.definition_zh else []
    told += [f"。{indicator.unlike_zh}"] if indicator.unlike_zh else []
    told += [f"。也叫：{'、'.join(also)}"] if also else []
    return "".join(told)


def _report(piece: Piece, pieces: int, subject: Subject, config: Config) -> Iterable[str]:
    yield "以下几行是程序从报告和文件名里认出的，供参考；与原文不符时，以原文为准。"
    yield f"- 文件：{subject.doc}"
    if subject.title and pieces > 1:  # else it stands in the text
        yield f"- 标题：{subject.title}"
    yield f"- 是谁的报告：{_zone(subject, config)}"
    if subject.published:
        yield f"- 发布日期：{subject.published}"
    if subject.year:
        yield f"- 主要回顾的年份：{subject.year}"
    if pieces > 1:
        yield f"- 这是全文 {pieces} 段中的第 {piece.number} 段；只抄这一段里的数"
    if piece.above:
        yield f"- 这一段之前、仍管着它开头的标题：{' ＞ '.join(piece.above)}"


def _zone(subject: Subject, config: Config) -> str:
    if subject.zone:
        return _named(subject.zone, config.zones.get(subject.zone))
    if subject.candidates:
        names = "；".join(_named(name, config.zones.get(name)) for name in subject.candidates)
        return f"可能是 {names}；请按原文判断"
    return _NO_ZONE


def _named(name: str, known: Zone | None) -> str:
    if known is None:
        return name
    aliases = f"又称 {'、'.join(known.aliases)}" if known.aliases else ""
    where = "".join(dict.fromkeys(filter(None, (known.province, known.city))))
    told = "；".join(filter(None, (aliases, where and f"在{where}")))
    return f"{name}（{told}）" if told else name
