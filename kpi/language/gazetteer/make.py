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

HERE = Path(__file__).parent
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{PEOPLES})族|蒙古)+自治[县州旗区]$|(?:回|壮|维吾尔|蒙古)族?自治[县州旗区]$|自治[县州旗区]$")
_NAMELESS = re.compile(
    "(?:市|县|区)?(?:经济|高新|新型|新|技术|科技|产业|工业|现代|农业|牧业|农牧业|先进|制造业?|高端|装备|材料|功能|能源|食品|轻工|环保|汽车|电子|"
    "信息|生物|医药|中药|化工|石化|物流|航空|综合|保税|特色|对外|创新|孵化|海洋|示范|试验|木业|家居|铝业|农机|起重|轴承|高铁|火车站|核电|开发|"
    "集聚|集中|开放|氟化硅|园|区|经开|基地)+"
)
LEVELS = {"省级": "province", "地级": "city", "县级": "county"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bare(name: str) -> str:
    """A name without its class word and its peoples; the name itself where one letter would be left.

    >>> bare("宁国市"), bare("峨边彝族自治县"), bare("易县"), bare("内蒙古自治区"), bare("延边朝鲜族自治州")
    ('宁国', '峨边', '易县', '内蒙古', '延边')
    """
    short = _AUTONOMOUS.sub("", name)
    if short == name:
        short = re.sub(r"(?:特别行政区|林区|地区|新区|[省市县区旗盟州])$", "", name) if not name.endswith("新区") else name
    return short if len(short) > 1 else name


def zones(source: Iterable[Mapping[str, str]], mends: Iterable[Mapping[str, str]], now: Mapping[str, str]) -> list[list[str]]:
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
        made.setdefault((name, county or row["city"]), [name, row["level"], row["type"], row["province"], row["city"], county])
    return list(made.values())


def areas(source: list[dict[str, str]]) -> list[list[str]]:
    by_code: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in source:
        by_code[row["代码"]].append(row)

    def followers(row: Mapping[str, str]) -> list[dict[str, str]]:
        year = row["变更/弃用时间"]
        renamed = [r for r in by_code[row["代码"]] if r is not row and r["启用时间"] == year and r["级别"] == row["级别"]]
        if row["状态"] == "变更" and renamed:
            return renamed
        codes = re.findall(r"(\d{6})(?:\[(\d{4})\])?", row["新代码"]) or [(row["代码"], year)]
        found = []
        for code, at in codes:
            at = at or year
            rows = [r for r in by_code[code] if r is not row and r["启用时间"] <= at and (not r["变更/弃用时间"] or r["变更/弃用时间"] > at)]
            found += rows or [r for r in by_code[code] if r is not row and r["启用时间"] >= at][:1]
        return found

    def current(row: dict[str, str], depth: int = 0) -> list[dict[str, str]]:
        if row["状态"] == "在用":
            return [row]
        if depth > 12:
            return []
        return [last for follower in followers(row) for last in current(follower, depth + 1)]

    joined: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in source:
        joined[row["名称"], row["一级行政区"]].append(row)
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for (name, province), rows in joined.items():
        for row in rows:
            last = current(row)
            own = [r for r in last if bare(r["名称"]) == bare(name)] or last
            seat = f"{own[0]['名称']}|{own[0]['二级行政区']}" if own else ""
            groups[name, province, seat].append(row)
    made = []
    for (name, province, seat), rows in groups.items():
        used = [row for row in rows if row["状态"] == "在用"]
        last_row = used[0] if used else max(rows, key=lambda row: row["变更/弃用时间"])
        city = "" if last_row["二级行政区"] in ("直辖", name) and LEVELS[last_row["级别"]] != "county" else last_row["二级行政区"]
        city = province if city == "直辖" and province[:2] in ("北京", "天津", "上海", "重庆") else city.replace("直辖", "")
        now_name = seat.partition("|")[0]
        until = "" if used else last_row["变更/弃用时间"]
        since = min(row["启用时间"] for row in rows)
        made.append(
            [
                name,
                "" if bare(name) == name else bare(name),
                LEVELS[last_row["级别"]],
                province,
                "" if city == name else city,
                "" if since == "1981" else since,
                until,
                "" if used or now_name == name else now_name,
            ]
        )
    return made


def write(path: Path, head: str, rows: Iterable[list[str]]) -> None:
    path.write_text(head + "\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


def main(folder: Path) -> None:
    made = areas(read(folder / "areas.csv"))
    write(HERE / "areas.csv", "name,bare,level,province,city,since,until,now", made)
    now = {row[0]: row[7] for row in made if row[7]} | {row[0]: row[0] for row in made if not row[6]}
    write(HERE / "zones.csv", "name,level,type,province,city,county", zones(read(folder / "zones.csv"), read(HERE / "mends.csv"), now))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
