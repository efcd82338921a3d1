"""The article of a web page: which part of the page it is, and its paragraphs and tables.

General extractors let in lists of links beside the article and break numbers where a page changes
its font (`4` / `5亿元`). Here an element is left out as a whole, for its kind or because it is a
list of links, and inside the article nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from kpi.documents.readers.blocks import Block
from kpi.documents.readers.markup import OUT, UNSEEN, blocks_of, data_table, text_of
from kpi.documents.readers.page_facts import facts_of
from kpi.vocabulary.model import FileFacts
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks of the article, and what the page says of itself."""

    blocks: tuple[Block, ...]
    facts: FileFacts


@dataclass(slots=True)
class _Sum:
    """Letters in an element: all, those in links, those of prose and table cells; its links and stated figures."""

    letters: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0
    figures: int = 0


_Sums = dict[Any, _Sum]

# Where the systems behind most Chinese government pages (TRS, UCAP, 大汉, 博达) and WeChat put the article.
_CONTAINER = lazy(
    r"(?:^| )(?:trs_editor(?:_view)?|trs_ueditor|ucap-content|pages_content|zoom|zoomcon|js_content|"
    r"article[-_]?(?:content|body|con|text|detail)|(?:news|detail)[-_]?(?:content|body|text|con)|arti_content|"
    r"wp_articlecontent|vsb_content\w*|v_news_content|bt-content|xxgk_content)(?: |$)",
    re.IGNORECASE,
)
# A container is believed where it holds most of the page's prose: a summary may bear such a name.
_LEAST_SHARE = 0.5
_MOST_OF_IT = 0.9
_AROUND = lazy(
    r"(?:^|[ _-])(?:nav\w*|menu\w*|foot(?:er)?\w*|copyright|breadcrumbs?|crumbs?|position|location|sidebar|"
    r"share\w*|bdshare\w*|related?|recommend\w*|comments?|pager|pagination|banner|toolbar|login|search\w*|"
    r"friend-?links?|topbar|qrcode|ewm|header)(?:[ _-]|$)",
    re.IGNORECASE,
)
_AROUND_TAGS = frozenset(("nav", "aside", "footer"))
_HIDDEN = lazy(r"display\s*:\s*none", re.IGNORECASE)
_FOOT = lazy(r"版权所有|ICP备|公网安备|网站标识码|技术支持[:：]|Copyright|©", re.IGNORECASE)
_LONGEST_FOOT = 300
_BUTTONS = lazy(
    r"(?:上一[篇条]|下一[篇条]|[【\[]?(?:打印|关闭)|[【\[（(]?字[体号]\s*[:：]|分享到|扫一扫|责任编辑|"
    r"(?:您|你)?(?:当前|现在)?(?:所在)?的?位置\s*[:：]|浏览次数|点击数).{0,60}"
)
_WHOLE = frozenset(("p", "ul", "ol", "dl", "li", "h1", "h2", "h3", "pre", "blockquote", "span", "font", "a"))
_LISTS = frozenset(("div", "ul", "ol", "dl", "td", "table", "section", "p", "tr", "center"))
_PROSE = lazy("[，。；！？]")
_LEAST_LINE = 20
_FIGURE = lazy(r"\d\s*(?:[%％亿万千百元家个项户人吨倍]|平方|公里)")


def find_article(root: Any) -> Article:
    """The article of the page whose element is `root`; no blocks where the page has no text."""
    body = root.find("body")
    body = root if body is None else body
    _leave_out_hidden(body)
    facts = facts_of(root, text_of(body))
    containers = _containers(body)
    _leave_out_around(body, containers)
    sums = _measured(body)
    parts = _believed(containers, sums, body) or [_densest(body, sums)]
    blocks = [block for part in parts for block in blocks_of(part)]
    return Article(tuple(_with_title(facts.title, _without_buttons(blocks))), facts)


def _leave_out_hidden(body: Any) -> None:
    for element in body.iter():
        if isinstance(element.tag, str) and _HIDDEN.search(element.get("style", "")) and not _is_container(element):
            element.set(OUT, "hidden")


def _is_container(element: Any) -> bool:
    return any(_CONTAINER.search(element.get(name, "")) for name in ("id", "class"))


def _containers(body: Any) -> list[Any]:
    """The outermost elements that are named as articles are."""
    found = [each for each in body.iter("div", "article", "td", "section") if _is_container(each)]
    inside = set(found)
    return [each for each in found if not any(above in inside for above in each.iterancestors())]


def _leave_out_around(body: Any, containers: list[Any]) -> None:
    """Marks what stands around an article; never what holds or belongs to one that is named as such."""
    kept = set(containers)
    kept.update(above for each in containers for above in each.iterancestors())
    kept.update(below for each in containers for below in each.iter())
    sums = _measured(body, kept)
    whole = sums[body].prose
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element in kept or element is body or element.get(OUT):
            continue
        if sums[element].prose * 2 <= whole and _is_around(element):
            element.set(OUT, "around")
        elif _FOOT.search(f"{element.text or ''} {element.tail or ''}"):
            _leave_out_foot(element, kept, sums, body)


def _is_around(element: Any) -> bool:
    if element.tag in _AROUND_TAGS:
        return True
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    if element.tag not in ("div", "section", "ul", "td", "table", "p", "span"):
        return False
    return any(_AROUND.search(element.get(name, "")) for name in ("id", "class"))


def _is_list_of_links(element: Any, own: _Sum) -> bool:
    if element.tag not in _LISTS:
        return False
    return own.links >= 3 and own.linked * 2 > own.letters and own.prose * 4 < own.letters


def _leave_out_foot(element: Any, kept: set[Any], sums: _Sums, body: Any) -> None:
    """Marks the largest element around a copyright line that is no longer than a foot."""
    foot = None
    for above in (element, *element.iterancestors()):
        if above is body or above in kept or sums[above].letters > _LONGEST_FOOT or sums[above].prose > 100:
            break
        foot = above
    if foot is not None:
        foot.set(OUT, "foot")


def _measured(body: Any, kept: Container[Any] | None = None) -> _Sums:
    """The sums of every element of the page; what is left out counts for nothing.

    With `kept`, lists of links outside it are marked on the way, the innermost first: a short
    article beside a long list must not go with it.
    """
    elements = list(body.iter())
    sums: _Sums = {element: _Sum() for element in elements}
    for element in reversed(elements):  # children come after their parents
        own = sums[element]
        is_seen = isinstance(element.tag, str) and element.tag not in UNSEEN and element.get(OUT) is None
        if is_seen:
            _count_own(own, element)
            if kept is not None and element not in kept and _is_list_of_links(element, own):
                element.set(OUT, "links")
                is_seen = False
        if not is_seen:
            sums[element] = own = _Sum()
        if element is not body:
            _add(sums[element.getparent()], own, element.tail)
    return sums


def _count_own(own: _Sum, element: Any) -> None:
    _count(own, element.text)
    if element.tag == "a":
        own.linked, own.links, own.prose, own.figures = own.letters, 1, 0, 0
    elif element.tag in ("td", "th") and own.linked * 2 <= own.letters and own.letters <= _LEAST_LINE:
        own.prose = own.letters - own.linked


def _add(total: _Sum, own: _Sum, tail: str | None) -> None:
    total.letters += own.letters
    total.linked += own.linked
    total.prose += own.prose
    total.links += own.links
    total.figures += own.figures
    _count(total, tail)


def _count(own: _Sum, text: str | None) -> None:
    letters = len((text or "").strip())
    own.letters += letters
    if letters >= _LEAST_LINE or (letters and _PROSE.search(text or "")):
        own.prose += letters
        own.figures += len(_FIGURE.findall(text or ""))


def _believed(containers: list[Any], sums: _Sums, body: Any) -> list[Any]:
    """The containers of the largest one's name, where they hold most of the page's prose."""
    if not containers:
        return []
    best = max(containers, key=lambda each: (sums[each].prose, sums[each].letters))
    alike = [each for each in containers if each.get("class") == best.get("class") and each.get("id") == best.get("id")]
    prose = sum(sums[each].prose for each in alike)
    return alike if sums[best].letters and prose >= _LEAST_SHARE * sums[body].prose else []


def _densest(body: Any, sums: _Sums) -> Any:
    """The smallest element that holds nearly all the prose of the page and every figure stated in it."""
    element, whole = body, sums[body]
    while whole.prose:
        inner = next((child for child in element if sums[child].prose >= _MOST_OF_IT * whole.prose), None)
        if inner is None or sums[inner].figures < whole.figures or inner.tag in _WHOLE:
            break
        if inner.tag == "table" and data_table(inner) is not None:
            break
        element = inner
    return element


def _without_buttons(blocks: list[Block]) -> Iterator[Block]:
    return (block for block in blocks if block and not (isinstance(block, str) and _BUTTONS.fullmatch(block)))


def _with_title(title: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks, the title in front where it does not stand among the first of them."""
    listed = list(blocks)
    first = ["".join(block.split()) for block in listed[:6] if isinstance(block, str)]
    if title and listed and not any("".join(title.split()) in line for line in first):
        yield title
    yield from listed
