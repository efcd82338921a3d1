"""Makes `zones.csv` and `areas.csv` from the full tables: `python3 -m kpi.language.gazetteer.make FOLDER`.

Columns that nobody asks for are dropped, rows of one area joined, what is wrong is mended (`mends.csv`), and
names that say only what kind of zone it is get their county's name in front. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kpi.language.gazetteer import classes, split_name
from kpi.vocabulary.patterns import lazy

HERE = Path(__file__).parent
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = lazy(rf"(?:(?:{PEOPLES})族|蒙古|回|壮|维吾尔)*自治[县州旗区]$")
_NAMELESS = lazy(
    "(?:市|县|区)?(?:经济|高新|新型|新|技术|科技|产业|工业|现代|农业|牧业|农牧业|先进|制造业?|高端|装备|材料|功能|能源|食品|轻工|环保|汽车|电子|"
    "信息|生物|医药|中药|化工|石化|物流|航空|综合|保税|特色|对外|创新|孵化|海洋|示范|试验|木业|家居|铝业|农机|起重|轴承|高铁|火车站|核电|开发|"
    "集聚|集中|开放|氟化硅|园|区|经开|基地)+"
)
_MOST_CHANGES = 12
_ECONOMIC, _ANY_KIND = "econ", "zone"  # families of kinds
LEVELS = {"省级": "province", "地级": "city", "县级": "county"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bare(name: str) -> str:
    """A name without its class word and its peoples; the name itself where one letter would be left.

    >>> bare("宁国市"), bare("峨边彝族自治县"), bare("易县"), bare("内蒙古自治区"), bare("延边朝鲜族自治州")
    ('宁国', '峨边', '易县', '内蒙古', '延边')
    """
    short = re.sub("(?:壮族|回族|维吾尔)?自治区$", "", name)
    short = _AUTONOMOUS.sub("", name) if short == name else short
    if short == name:
        short = re.sub(r"(?<!新)(?:特别行政区|林区|地区|[省市县区旗盟州])$", "", name)
    return short if len(short) > 1 else name


def zones(
    source: Iterable[Mapping[str, str]], mends: Iterable[Mapping[str, str]], now: Mapping[str, str]
) -> list[list[str]]:
    changes: dict[str, dict[str, str]] = defaultdict(dict)
    for mend in mends:
        changes[mend["name"]][mend["column"]] = mend["value"]
    made: dict[tuple[str, str], list[str]] = {}
    for row in source:
        change = changes.get(row["name"], {})
        if "" in change:
            continue
        row = {**row, **change}
        county = now.get(row["county"], row["county"])
        county = "" if county == "上海县" else county
        name = row["name"]
        if _NAMELESS.fullmatch(name):
            name = (county or row["city"]) + re.sub("^[市县区]", "", name)
        made.setdefault(
            (name, county or row["city"]), [name, row["level"], row["type"], row["province"], row["city"], county]
        )
    return _once(list(made.values()))


def _once(listed: list[list[str]]) -> list[list[str]]:
    """Without the zones that the second source names again: 上高县工业园区 beside 江西上高工业园区."""

    def key(row: list[str]) -> tuple[str, ...]:
        name, _, _, province, city, county = row
        core, word = split_name(name)
        for place in (province, bare(province), city, bare(city)):
            core = core.removeprefix(place) or core
        kind = classes().get(word)
        return city, county, bare(core), kind.family if kind else word

    first = {key(row) for row in listed if row[1]}
    # 吴中区开发区 is 吴中经济技术开发区, and 蓝田经济开发区 that of a city of which the first source names no district
    first |= {(city, county, core, _ANY_KIND) for city, county, core, family in first if family == _ECONOMIC}
    of_city = {(city, core, family) for city, county, core, family in first if not county}

    def again(row: list[str]) -> bool:
        city, _, core, family = key(row)
        return not row[1] and (key(row) in first or (city, core, family) in of_city)

    return [row for row in listed if not again(row)]


class _Changes:
    """What became of areas: by their codes, from year to year."""

    def __init__(self, source: list[dict[str, str]]) -> None:
        self._by_code: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in source:
            self._by_code[row["代码"]].append(row)

    def now(self, row: dict[str, str], depth: int = 0) -> list[dict[str, str]]:
        """The areas of today that an area became; itself while it is in use."""
        if row["状态"] == "在用":
            return [row]
        if depth > _MOST_CHANGES:
            return []
        return [last for follower in self._followers(row) for last in self.now(follower, depth + 1)]

    def _followers(self, row: Mapping[str, str]) -> list[dict[str, str]]:
        year, level = row["变更/弃用时间"], row["级别"]
        same = [r for r in self._by_code[row["代码"]] if r is not row]
        renamed = [r for r in same if r["启用时间"] == year and r["级别"] == level]
        if row["状态"] == "变更" and renamed:
            return renamed
        found: list[dict[str, str]] = []
        for code, stated in re.findall(r"(\d{6})(?:\[(\d{4})\])?", row["新代码"]) or [(row["代码"], year)]:
            at = stated or year
            others = [r for r in self._by_code[code] if r is not row]
            rows = [r for r in others if r["启用时间"] <= at and (not r["变更/弃用时间"] or r["变更/弃用时间"] > at)]
            found += rows or [r for r in others if r["启用时间"] >= at][:1]
        return found


def areas(source: list[dict[str, str]]) -> list[list[str]]:
    """One line for each name, province and area of today: its level, years, and what it is called today."""
    changes = _Changes(source)
    groups: dict[tuple[str, str, str, str], list[dict[str, str]]] = {}
    for row in source:
        last = changes.now(row)
        own = [each for each in last if bare(each["名称"]) == bare(row["名称"])] or last
        seat, above = (own[0]["名称"], own[0]["二级行政区"]) if own else ("", "")
        groups.setdefault((row["名称"], row["一级行政区"], seat, above), []).append(row)
    return [_line(name, province, seat, rows) for (name, province, seat, _), rows in groups.items()]


def _line(name: str, province: str, seat: str, rows: list[dict[str, str]]) -> list[str]:
    used = [row for row in rows if row["状态"] == "在用"]
    last = used[0] if used else max(rows, key=lambda row: row["变更/弃用时间"])
    city = last["二级行政区"]
    if city == "直辖":
        city = province if province[:2] in ("北京", "天津", "上海", "重庆") else ""
    since = min(row["启用时间"] for row in rows)
    return [
        name,
        "" if bare(name) == name else bare(name),
        LEVELS[last["级别"]],
        province,
        "" if city == name else city,
        "" if since == "1981" else since,
        "" if used else last["变更/弃用时间"],
        "" if used or seat == name else seat,
    ]


def write(path: Path, head: str, rows: Iterable[list[str]]) -> None:
    path.write_text(head + "\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


def main(folder: Path) -> None:
    made = areas(read(folder / "areas.csv"))
    write(HERE / "areas.csv", "name,bare,level,province,city,since,until,now", made)
    now = {row[0]: row[7] for row in made if row[7]} | {row[0]: row[0] for row in made if not row[6]}
    write(
        HERE / "zones.csv",
        "name,level,type,province,city,county",
        zones([*read(folder / "zones.csv"), *read(HERE / "zones_more.csv")], read(HERE / "mends.csv"), now),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
