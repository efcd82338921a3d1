"""What a web page says of itself: its title, its site, the day of publication."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from kpi.vocabulary.model import FileFacts
from kpi.vocabulary.patterns import lazy

_TITLES = ("articletitle", "og:title", "dc.title")
_SITES = ("sitename", "og:site_name", "application-name")
_DAYS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "weibo:article:create_at",
)
_DAY = lazy(r"(20\d\d|19\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_LABELLED = lazy(
    rf"(?:发布(?:时间|日期)|发文(?:时间|日期)|成文日期|更新时间|发表时间|(?<![\u4e00-\u9fff])(?:时间|日期))\s*[:：]\s*[【\[]?\s*{_DAY.pattern}"
)
_PARTED = lazy(r"\s*[-_|–—]{1,2}\s*")
_SPACES = lazy(r"\s+")


def facts_of(root: Any, text: str) -> FileFacts:
    """Title, site and day out of the page's meta elements, else out of its headings and `text`."""
    metas = {
        (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in reversed(list(root.iter("meta")))
    }
    named = _tidy(root.findtext(".//title") or "")
    head, site = _parted(named)
    headings = [heading for each in root.iter("h1") if (heading := _tidy(each.text_content()))]
    title = _first(metas, _TITLES) or (headings[0] if len(headings) == 1 else head)
    days = (_day(_DAY.search(_first(metas, (name,)))) for name in _DAYS)
    published = next((day for day in days if day), "") or _day(_LABELLED.search(text))
    return FileFacts(title=title, site=_first(metas, _SITES) or site, published=published)


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := _tidy(metas.get(name, "")))), "")


def _parted(title: str) -> tuple[str, str]:
    """`工作总结-青山县人民政府` is a title and its site."""
    parts = _PARTED.split(title)
    if len(parts) < 2 or not re.search(r"政府|网|委员会|管委会|开发区|局$|新闻|日报", parts[-1]):
        return title, ""
    return parts[0] or title, parts[-1]


def _day(match: re.Match[str] | None) -> str:
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
