"""Reports that are handed in: what was found in each, what speaks for a second look, and what became of them.

What a person decided of a file (facts, leave out, replace) is kept by the file, whatever is shown just now.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames.numbers import Told, table_of, told
from dashboard.frames.tables import one_line, remark_table
from dashboard.words.labels import Words
from kpi.building import intake
from kpi.building.intake import NOTHING_STATED, Offer, ReportFacts, Sight
from kpi.building.store import Build
from kpi.settings.config import Config
from kpi.vocabulary.model import YEAR_ASSUMED, Extraction, Observation

SURE_LETTERS = 0.85
"""Below this confidence of a page its letters are worth checking."""
_STATE = "uploads"
_NOTHING = sha256(b"").hexdigest()
_FACT = ("zone", "indicator", "scope", "measure", "kind", "period", "value", "unit")
_SEVERAL = 2
_UNSURE = frozenset({"ocr_low", "ocr_medium", "digits_in_doubt"})
_COMMON = frozenset({"no_date"})
"""Worth knowing, but too common to stop at."""
TO_STATE = frozenset({"no_zone", "no_year", "year_assumed"})
"""What only a person can tell."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The reports of the build: their names by content, their paths and digests by file name."""

    names: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """A file, what was found in it, and how it stands to the reports that are there.

    `twin` is the report (or other file) with the same content, `namesake` the path and digest of one with
    the same file name and other content, `echo` a report that states all the same facts.
    """

    offer: Offer
    sight: Sight
    facts: ReportFacts = NOTHING_STATED
    twin: str = ""
    namesake: tuple[str, str] | None = None
    echo: str = ""
    out: bool = False

    @property
    def key(self) -> str:
        return key_of(self.offer)

    @property
    def extraction(self) -> Extraction | None:
        return self.sight.extraction

    @property
    def observations(self) -> tuple[Observation, ...]:
        return () if self.extraction is None else self.extraction.observations

    @property
    def zone(self) -> str:
        return "" if self.extraction is None else self.extraction.zone

    @property
    def published(self) -> str:
        return "" if self.extraction is None else self.extraction.published

    @property
    def joins(self) -> bool:
        """Whether it becomes a report when the files are added."""
        return self.extraction is not None and not self.twin and not self.out


@dataclass(slots=True)
class State:
    """What this session has read and decided so far; `round` counts the batches.

    `new_zones` are names that the person says are zones, though they look like those of others.
    """

    round: int = 0
    sights: dict[Hashable, Sight] = field(default_factory=dict)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    facts: dict[str, ReportFacts] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    new_zones: set[str] = field(default_factory=set)
    outcome: Outcome | None = None

    def keep_only(self, files: Iterable[str]) -> None:
        """Forgets all about files that were taken away."""
        there = set(files)
        self.offers = {name: offers for name, offers in self.offers.items() if name in there}
        keys = {key_of(offer) for offers in self.offers.values() for offer in offers}
        self.facts = {key: facts for key, facts in self.facts.items() if key in keys}
        self.out &= keys
        self.replaced &= keys
        self.sights = {key: sight for key, sight in self.sights.items() if isinstance(key, tuple) and key[0] in keys}

    def next_round(self) -> None:
        """Begins anew with an empty list of files."""
        self.keep_only(())
        self.round += 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What joining did: each file, observations and zones before and after, and why no build came of it, if so."""

    joined: tuple[intake.Joined, ...]
    before: int = 0
    after: int = 0
    new_zones: tuple[str, ...] = ()
    docs: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def state() -> State:
    """What this session keeps of the files."""
    found: State = st.session_state.setdefault(_STATE, State())
    return found


def key_of(offer: Offer) -> str:
    """Names a file by its name and content."""
    return f"{offer.digest[:16]}_{offer.name}"


def offers_in(files: Sequence[Any], kept: State) -> list[Offer]:
    """The offers in the files of the uploader, members of archives included, each file opened once."""
    for file in files:
        if file.file_id not in kept.offers:
            kept.offers[file.file_id] = intake.offers_of(file.name, file.getvalue())
    kept.keep_only(file.file_id for file in files)
    once = {key_of(offer): offer for file in files for offer in kept.offers[file.file_id]}
    return list(once.values())


def read(offers: Sequence[Offer], config: Config, kept: State, progress: Callable[[int, Offer], None]) -> list[Look]:
    """What is found in each offer; those read before, with the same facts stated, are not read again."""
    desk = intake.Desk(config)
    looks = []
    for place, offer in enumerate(offers):
        facts = kept.facts.get(key_of(offer), NOTHING_STATED)
        key = (key_of(offer), facts, config.digest)
        if key not in kept.sights:
            progress(place, offer)
            # told again and again: where the reader has left or taken the file away, that ends it
            tick = partial(progress, place, offer)
            kept.sights[key] = intake.look_at(offer, facts, config, desk, tick)
        looks.append(Look(offer, kept.sights[key], facts, out=key_of(offer) in kept.out))
    return looks


def loaded(build: Build | None) -> Loaded:
    """The reports of the build, to know new ones from."""
    if build is None:
        return Loaded()
    documents = build.select("documents", columns=("doc", "path", "digest"))
    rows = list(zip(documents["doc"], documents["path"], documents["digest"], strict=True))
    return Loaded(
        {digest: doc for doc, _, digest in rows},
        {Path(path).name: (path, digest) for _, path, digest in rows if ".zip/" not in path.lower()},
    )


def compared(looks: Sequence[Look], there: Loaded, echo_of: Callable[[Look], str]) -> list[Look]:
    """The looks with what is known of each from the reports that are there, and from the files before it."""
    seen: dict[str, str] = {}
    found = []
    for look in looks:
        digest, name = look.offer.digest, Path(look.offer.name).name
        twin = there.names.get(digest) or seen.get(digest, "")
        seen.setdefault(digest, look.offer.given)
        namesake = there.files.get(name)
        if twin or look.extraction is None:
            namesake = None
        echo = "" if twin or not look.observations else echo_of(look)
        found.append(replace(look, twin=twin, namesake=namesake, echo=echo))
    return found


def echo_of(look: Look, build: Build | None) -> str:
    """The report of the build that states every fact of this one; empty where there is none, or one fact only."""
    mine = {_stated(observation) for observation in look.observations}
    if build is None or len(mine) < _SEVERAL:
        return ""
    among: dict[str, Any] = {
        name: sorted({str(getattr(each, name)) for each in look.observations}) for name in ("zone", "indicator")
    }
    rows = build.select("observations", None, ("doc", *_FACT), **among)
    theirs: dict[str, set[tuple[str, ...]]] = {}
    for doc, *fact in rows.itertuples(index=False):
        theirs.setdefault(str(doc), set()).add(tuple(map(str, fact)))
    return next((doc for doc, facts in sorted(theirs.items()) if mine <= facts), "")


def status(look: Look) -> str:
    """`bad`, `twin`, `out`, `look` where something is worth checking, or `good`."""
    if look.extraction is None:
        return "bad"
    if look.twin:
        return "twin"
    if look.out:
        return "out"
    return "look" if set(codes(look)) - _COMMON else "good"


def codes(look: Look) -> list[str]:
    """What speaks for a second look, by code."""
    extraction = look.extraction
    if extraction is None:
        return []
    flags = {flag.partition(":")[0] for observation in look.observations for flag in observation.flags}
    hints = extraction.document.hints
    no_year = not extraction.origin.year and bool(waiting(look, "no_period"))
    found = {
        "no_zone": not look.zone,
        "no_year": no_year,
        "nothing": bool(look.zone) and not look.observations and not waiting(look),
        "unknown_zone": "unknown_zone" in flags,
        "created": hints.published is not None and hints.published.ground == "created",
        "year_assumed": YEAR_ASSUMED in flags,
        "letters": bool(_UNSURE & flags) or bool(unsure_pages(extraction)),
        "namesake": look.namesake is not None,
        "echo": bool(look.echo),
        "no_date": not look.published and not no_year,
    }
    return [code for code, true in found.items() if true]


def warnings(look: Look, words: Words) -> list[str]:
    """The same in sentences: what, and what to do."""
    pages = "、".join(map(str, unsure_pages(look.extraction))) if look.extraction else ""
    said = {
        "zone": "、".join(sorted({each.zone for each in look.observations if "unknown_zone" in each.flags})),
        "date": look.published,
        "pages": pages,
        "path": look.namesake[0] if look.namesake else "",
        "echo": look.echo,
        "count": len(look.observations),
    }
    candidates = look.extraction.origin.candidates if look.extraction else ()
    may_be = words("report_may_be", zones=words("list_comma").join(map(words.zone, candidates))) if candidates else ""
    said |= {"no_zone": waiting(look, "no_zone"), "no_year": waiting(look, "no_period"), "may_be": may_be}
    codes_found = codes(look)
    if "letters" in codes_found and not pages:
        codes_found[codes_found.index("letters")] = "letters_some"
    return [words(f"upload_warn.{code}", **said).strip() for code in codes_found]


def waiting(look: Look, *reasons: str) -> int:
    """How many numbers were read that stand in no series because zone or period is open, or only one of these."""
    wanted = reasons or ("no_zone", "no_period")
    return sum(remark.reason in wanted for remark in look.extraction.remarks) if look.extraction else 0


def unsure_pages(extraction: Extraction) -> list[int]:
    """The pages whose letters were recognised with little confidence."""
    pages = extraction.document.pages
    return [page.number for page in pages if page.confidence is not None and page.confidence < SURE_LETTERS]


def note(look: Look, words: Words) -> str:
    """What is to be said of a file in one line: why it does not join, else what is most worth checking."""
    if look.extraction is None:
        return words.detail(look.sight.problem) if look.offer.digest != _NOTHING else words("upload_blank")
    if look.twin:
        return words("upload_twin", doc=look.twin)
    return next(iter(warnings(look, words)), "")


def zone_line(look: Look, words: Words) -> str:
    """The zone and how it was found."""
    own = next((each for each in look.observations if each.zone == look.zone), None)
    ground = words.basis(own.basis).get("zone", "") if own is not None else ""
    name = words.zone(look.zone)
    return words("upload_grounded", value=name, ground=ground) if ground else name


def files_table(looks: Sequence[Look], words: Words) -> pd.DataFrame:
    """One row a file: what it is and how it stands."""
    table = table_of([_file_row(look, words) for look in looks], [look.key for look in looks])
    return table.loc[:, ((table != "") & table.notna()).any()]


def found_table(look: Look, words: Words) -> pd.DataFrame:
    """What was found in a file, with its words."""
    several = any(observation.page for observation in look.observations)
    return table_of([_found_row(observation, several, words) for observation in look.observations])


def unread_table(extraction: Extraction, words: Words) -> pd.DataFrame:
    """What carried a number and became nothing, and why."""
    rows = [(remark.quote, remark.reason) for remark in extraction.remarks]
    return remark_table(pd.DataFrame(rows, columns=["quote", "reason"]), words)


def reasons(extraction: Extraction, words: Words) -> str:
    """How often each reason left a number out, the commonest first."""
    counts = pd.Series([remark.reason for remark in extraction.remarks], dtype="str").value_counts()
    comma = "，" if words.language == "zh" else ", "
    return comma.join(f"{words.code('remark', str(reason))} {count}" for reason, count in counts.items())


def entries(looks: Sequence[Look], kept: State, root: Path) -> list[intake.Entry]:
    """What is to be put into the report folder."""
    found = []
    for look in looks:
        if not look.joins:
            continue
        place = (root / look.namesake[0], look.namesake[1]) if look.namesake and look.key in kept.replaced else None
        found.append(intake.Entry(look.offer, look.facts, place))
    return found


def outcome(joined: Sequence[intake.Joined], before: Build | None, after: Build, config: Config) -> Outcome:
    """What the files brought: how the build after them differs from the one before, and which report each became."""
    root = config.path.parent
    shown = {intake.shown_path(each.path, root): str(each.path) for each in joined if each.path is not None}
    documents = after.select("documents", columns=("doc", "path"))
    zones = set() if before is None else set(before.info["zones"])
    return Outcome(
        tuple(joined),
        0 if before is None else int(before.info["observations"]),
        int(after.info["observations"]),
        tuple(zone for zone in after.info["zones"] if zone not in zones),
        {shown[path]: doc for doc, path in zip(documents["doc"], documents["path"], strict=True) if path in shown},
        {each["path"]: each["reason"] for each in after.info["failed"] if each["path"] in shown},
    )


def _stated(observation: Observation) -> tuple[str, ...]:
    value = "" if observation.value is None else format(observation.value, "f")
    return tuple(value if name == "value" else str(getattr(observation, name)) for name in _FACT)


def _file_row(look: Look, words: Words) -> dict[str, Any]:
    extraction = look.extraction
    document = extraction.document if extraction else None
    return {
        words("status"): words(f"upload_status.{status(look)}"),
        words("upload_file"): look.offer.given,
        words("upload_note"): note(look, words),
        words("upload_found"): _count(len(look.observations)) if extraction else None,
        words("upload_left_out"): _count(len(extraction.remarks)) if extraction else None,
        words("zone"): words.zone(look.zone),
        words("published"): look.published,
        words("upload_pages"): _count(len(document.pages)) if document and document.pages else None,
    }


def _count(number: int) -> Told | None:
    return told(number, f"{number:,}")


def _found_row(observation: Observation, several_pages: bool, words: Words) -> dict[str, Any]:
    value = "" if observation.value is None else format(observation.value, "f")
    row = {
        words("indicator"): words.indicator(observation.indicator),
        words("value"): told(
            value or math.nan, words.quantity(value, observation.unit, observation.comparator, observation.measure)
        ),
        words("period"): words.period(observation.period),
        words("kind"): words.kind(observation.kind),
        words("quote"): one_line(observation.quote),
        words("scope"): words.scope(observation.scope),
        words("zone"): words.zone(observation.zone),
    }
    if several_pages:
        row[words("upload_page")] = str(observation.page or "")
    row[words("flags")] = words("upload_comma").join(words.code("flag", flag) for flag in observation.flags)
    return row
