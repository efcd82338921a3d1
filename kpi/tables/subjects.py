"""The indicator of a table whose rows and columns name none: what its caption is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi.tables.axes import Axis, axis_of
from kpi.tables.heads import CITY_NAME, DISTRICT, FULL_ZONE_NAME, ROLES, ZONE_NAME, normal
from kpi.tables.phrases import PhraseReader
from kpi.vocabulary.model import Indicator
from kpi.vocabulary.patterns import lazy

_AREAS = "|".join(sorted(ROLES["label"][0].split(), key=len, reverse=True))
_EACH = lazy(
    rf"(?:各个?|分)(?:{_AREAS}|县\(市、?区\)|市|县|区)|^(?:附|图)?表\d{{0,2}}[:.、]?|一览表|统计表|对比表?|表$"
)
_UNIT = lazy(r"\(?(?:计量)?单位:[^()]*\)?$")


def subject_of(caption: Sequence[str], phrases: PhraseReader, indicators: Mapping[str, Indicator]) -> Axis | None:
    """What the one line that names an indicator says, where no word of it is left over; None where one is."""
    naming = [line for line in map(normal, caption) if phrases.caption([line]).tokens]
    if len(naming) != 1:
        return None
    line = _UNIT.sub("", naming[0])
    for pattern in (_EACH, ZONE_NAME, FULL_ZONE_NAME, CITY_NAME, DISTRICT):
        line = pattern.sub("", line, count=1)
    phrase = phrases.read(line)
    axis = axis_of([phrase], indicators)
    return axis if axis.name is not None and not (axis.rest or axis.forbidden or axis.scope or phrase.part) else None
