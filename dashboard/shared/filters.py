"""What the reader chose: the sidebar as one frozen Selection, and its mirror in the URL.

The URL carries codes (`kind=target`, `indicator=gdp`), never translated words, so a link opens the
same view in either language. Widgets of a page that is left lose their state in Streamlit; what
they stood at is kept here and given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.frames.build_frames import Frames
from dashboard.frames.selection import MONEY_UNITS, Selection
from dashboard.shared.data import remembered
from dashboard.words.labels import LANGUAGES, Words
from dashboard.words.plain import plain
from kpi.settings.config import Config
from kpi.vocabulary.area_kinds import ZONE, kind_of

KINDS = ("actual", "estimate", "target")
_KEPT = "url_state"
_WRITTEN = "url_written"
_ARRIVED = "url_arrived"
_UNKNOWN = "url_unknown"
OF_VIEW = {"fact": ("sources",), "doc": ("sources", "indicator_map"), "why": ("indicator_map",),
           "editor": ("indicator_map",), "show": ("trends", "compare", "tile_map"),
           "find": ("search",), "look": ("dictionary",), "of_group": ("dictionary",),
           "tint": ("tile_map",), "tile_year": ("tile_map",), "province": ("tile_map",), "city": ("tile_map",),
           "part": ("to_settle",), "of": ("to_settle",), "whose": ("to_settle",),
           "compare_as": ("compare",), "beside": ("compare",), "beside_year": ("compare",),
           "my_zone": ("",), "brief_year": ("",), "brief_peers": ("",), "brief_charts": ("",)}  # fmt: skip
"""Names that these views alone ask for."""
_FILTERS = ("zone", "group", "indicator", "kind", "from", "to", "money")
_NAMED_AS = {"my_zone": "zone", "show": "indicator", "from": "years", "to": "years", "money": "money_unit"}


def present(known: Iterable[str], column: Iterable[str]) -> list[str]:
    """What occurs in `column`, in the order of the config; what the config does not know comes last: zones, then areas
    that are none.
    """
    found = set(column)
    ordered = [name for name in known if name in found]
    return ordered + sorted(found - set(ordered), key=lambda name: (kind_of(name) != ZONE, name))


def begin() -> None:
    """Takes over what the URL says where it is not what this session last wrote there."""
    shown = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    if shown and shown != st.session_state.get(_WRITTEN):
        st.session_state[_KEPT] = shown
        st.session_state[_ARRIVED] = True
        for name in [str(key) for key in st.session_state if str(key).startswith("w_")]:
            del st.session_state[name]


def unknown(view: str, frames: Frames, words: Words) -> list[tuple[str, str]]:
    """What the address asked for and the data do not have, as name and value; told while its view is open."""
    if st.session_state.pop(_ARRIVED, False):
        st.session_state[_UNKNOWN] = (view, _drop_unknown(view, frames, words))
    told, found = st.session_state.get(_UNKNOWN, ("", []))
    if told != view:
        st.session_state.pop(_UNKNOWN, None)
        return []
    return [(words("the_fact" if name == "fact" else name), value) for name, value in found]


def _drop_unknown(view: str, frames: Frames, words: Words) -> list[tuple[str, str]]:
    indicators, fact = frames.indicators, get("fact")
    facts = {fact} if frames.observation(fact, words.config) is not None else set()
    known = {
        "zone": frames.zones, "my_zone": frames.zones, "group": {words.group_of(name) for name in indicators},
        "indicator": indicators, "show": indicators, "kind": set(KINDS), "money": set(MONEY_UNITS),
        "fact": facts, "doc": set(frames.documents["doc"]),
        "from": set(map(str, range(1900, 2101))), "to": set(map(str, range(1900, 2101))),
    }  # fmt: skip
    found = []
    for name, there in known.items():
        values = _kept().get(name, ())
        missing = [value for value in values if value and value not in there]
        if missing:
            put(name, *(value for value in values if value in there))
        if view in OF_VIEW.get(name, (view,)):
            found += [(named_as(name), value) for value in missing]
    return found


def named_as(name: str) -> str:
    """The word of the page for what an address calls `name`."""
    return _NAMED_AS.get(name, name)


def write_url(leave_out: Sequence[str] = ()) -> None:
    """Puts the choices in force into the address, so that it can be shared; `leave_out` are of another page."""
    kept = {name: values for name, values in _kept().items() if values and name not in leave_out}
    shown = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    if shown != kept:
        st.query_params.from_dict({name: list(values) for name, values in kept.items()})
    st.session_state[_WRITTEN] = kept


def foreign(view: str) -> list[str]:
    """The names that do not stand in the address of a view, since others alone ask for them."""
    return [name for name in OF_VIEW if view not in OF_VIEW[name] and name != "show"]


def address(view: str) -> dict[str, list[str]]:
    """The choices in force as the address of a view that is gone to: all it needs and no more, so that the browser's
    Back needs one step.
    """
    left_out = foreign(view)
    kept = {name: values for name, values in _kept().items() if values and name not in left_out}
    st.session_state[_WRITTEN] = kept
    return {name: list(values) for name, values in kept.items()}


def get(name: str) -> str:
    """The value kept under `name`, empty where there is none."""
    return next(iter(_kept().get(name, ())), "")


def chosen(name: str) -> tuple[str, ...]:
    """What the widget of several choices of that name stands at, whether or not it is drawn yet."""
    return tuple(st.session_state.get(f"w_{name}", _kept().get(name, ())))


def stands_at(name: str) -> str:
    """What the widget of one choice of that name stands at, whether or not it is drawn yet; empty at its default."""
    return str(st.session_state.get(f"w_{name}") or get(name))


def put(name: str, *values: str) -> None:
    """Keeps `values` under `name` and lets a widget of that name start from them."""
    _kept()[name] = tuple(value for value in values if value)
    st.session_state.pop(f"w_{name}", None)


def seed_one(name: str, options: Sequence[str], default: str) -> str:
    """The key of a widget of one choice, set to what is kept, or to `default`."""
    key = f"w_{name}"
    if st.session_state.get(key) not in options:
        kept = get(name)
        st.session_state[key] = kept if kept in options else default
    return key


def seed_many(name: str, options: Iterable[str], default: Sequence[str] = ()) -> str:
    """The key of a widget of several choices, set to what is kept of `options`, else to `default`."""
    key, allowed = f"w_{name}", set(options)
    current = st.session_state.get(key, _kept().get(name) or default)
    chosen = [value for value in current if value in allowed]
    if key not in st.session_state or chosen != list(st.session_state[key]):
        st.session_state[key] = chosen
    return key


def keep(name: str, *values: str, default: str = "") -> None:
    """Remembers what a widget returned; a choice that is the default stays out of the URL."""
    _kept()[name] = () if values == (default,) else tuple(value for value in values if value)


def choose_one(
    name: str, label: str, options: Sequence[str], names: dict[str, str], default: str = "", labelled: bool = True
) -> str:
    """A row of choices of which one is always taken; remembered and in the URL."""
    first = default or options[0]
    key = seed_one(name, options, first)
    chosen = st.segmented_control(
        plain(label), options, format_func=lambda each: plain(names.get(each, each)), key=key, required=True, wrap=True,
        label_visibility="visible" if labelled else "collapsed",
    )  # fmt: skip
    value = str(chosen or first)
    keep(name, value, default=first)
    return value


def choose_language() -> str:
    """The language switch; first by the browser's language."""
    locale = st.context.locale or "zh"
    default = "zh" if locale.lower().startswith("zh") else "en"
    key = seed_one("lang", list(LANGUAGES), default)
    chosen = st.segmented_control(
        "语言 / Language",
        list(LANGUAGES),
        format_func=lambda code: plain(LANGUAGES[code]),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    language = str(chosen or default)
    keep("lang", language)
    return language


def sidebar(words: Words, config: Config, frames: Frames) -> Selection:
    """Draws the filters and returns what they let through."""
    with st.sidebar:
        zones = _several("zone", words, present(config.zones, frames.zones), words.zone, "zones_all")
        known = present(config.indicators, frames.indicators)
        groups = list(dict.fromkeys(group for group in (words.group_of(i) for i in known) if group))
        chosen_groups = _several("group", words, groups, words.group, "groups_all")
        offered = [i for i in known if not chosen_groups or words.group_of(i) in chosen_groups]
        indicators = _several("indicator", words, offered, words.indicator, "indicators_all")
        kinds = _kinds(words)
        years = _years(words, frames.years)
        if chosen_groups and not indicators:
            indicators = tuple(offered)
        selection = Selection(zones, indicators, kinds, years)
        shown = remembered(("count", frames.build_id, selection), lambda: frames.count(selection))
        selection = replace(selection, money=_money(words))
        st.caption(words("shown_of", shown=f"{shown:,}", total=f"{frames.total:,}"))
        if selection != Selection():
            st.button(words("reset_filters"), on_click=clear, type="tertiary", icon=":material/filter_alt_off:")
    return selection


def _money(words: Words) -> str:
    key = seed_one("money", ["", *MONEY_UNITS], "")
    names = {"": words("money_as_is")} | {code: words.unit(unit) for code, unit in MONEY_UNITS.items()}
    code = st.selectbox(words("money_unit"), list(names), format_func=lambda code: names[code], key=key)
    keep("money", code)
    return code


def clear() -> None:
    """Lets everything through again."""
    for name in _FILTERS:
        put(name)
    st.session_state.pop("w_years", None)


def _several(name: str, words: Words, options: list[str], shown: object, placeholder: str) -> tuple[str, ...]:
    assert callable(shown)
    key = seed_many(name, options)
    # with "select all" Enter would take everything in which the letters stand that were typed
    chosen = st.multiselect(
        words(name), options, format_func=shown, key=key, placeholder=words(placeholder), select_all=False
    )
    keep(name, *chosen)
    return tuple(chosen)


def _kinds(words: Words) -> tuple[str, ...]:
    key = seed_many("kind", KINDS)
    chosen = st.pills(
        words("kind"), KINDS, selection_mode="multi", format_func=lambda kind: plain(words.kind(kind)), key=key
    )
    keep("kind", *chosen)
    return tuple(chosen)


def _years(words: Words, span: tuple[int, int] | None) -> tuple[int, int] | None:
    if span is None or span[0] == span[1]:
        return None
    first, last = span
    low, high = st.session_state.get("w_years", _kept_years(span))
    if "w_years" not in st.session_state or low < first or high > last:
        st.session_state["w_years"] = (max(first, min(low, last)), min(last, max(high, first)))
    low, high = st.slider(words("years"), first, last, key="w_years", format="%d")  # type: ignore[misc]
    keep("from", str(low), default=str(first))
    keep("to", str(high), default=str(last))
    return None if (low, high) == span else (low, high)


def _kept_years(span: tuple[int, int]) -> tuple[int, int]:
    """The years that the address asks for, in order; the whole span where it asks for none."""
    low, high = (int(get(name)) if get(name).isdigit() else end for name, end in zip(("from", "to"), span, strict=True))
    return min(low, high), max(low, high)


def _kept() -> dict[str, tuple[str, ...]]:
    kept: dict[str, tuple[str, ...]] = st.session_state.setdefault(_KEPT, {})
    return kept
