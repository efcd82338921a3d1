"""A project in which every text that others write is markup, a link, a shortcut of the page, a formula or a script."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from kpi.building import store
from kpi.results import corrections, notes
from kpi.results.corrections import Action, Change
from kpi.settings.config import load_config
from kpi.vocabulary.frames import observation_of

HOST = "evil.test"
OPEN, SHUT = "⟦", "⟧"  # where such a text begins and ends
# What may stand in a name on a disk; the rest needs a slash.
IN_NAMES = (
    f"{OPEN}<img src=x onerror=alert(1)>![i](x)[l](x)**粗**`码`$$x^2$$:red[红]:streamlit:www.{HOST} >= &lt;b{SHUT}"
)
HOSTILE = (
    f"{OPEN}<img src=//{HOST}/a.png onerror=alert(1)><script>alert(2)</script><b>粗</b>"
    f"![i](//{HOST}/b.png)[l](http://{HOST}/c) http://{HOST}/d www.{HOST} a@{HOST} "
    f"$$\\frac{{1}}{{2}}$$ $x^2$ :material/flag: :red[红] :streamlit: **粗** _斜_ ~~删~~ `码` >= -> -- &lt;i&gt;{SHUT}"
)
A, B = "东山经济技术开发区", "西河工业园区"
ZONES = {f"{A}{IN_NAMES}": A, f"{B}{IN_NAMES}": B}
FIRST = next(iter(ZONES))
FILE = f"=1+1 {A}2024{IN_NAMES}.txt"
UNKNOWN = f"动态{IN_NAMES}.txt"

REPORT = f"""{A}2025年工作会议{HOSTILE}

2025年1月10日

{A}2025年工作会议召开。{HOSTILE}

2024年，全区地区生产总值完成254亿元，同比增长5.0%。签约项目42个。新增专利3件。{HOSTILE}

{HOSTILE}

2025年，地区生产总值目标增长6%左右，签约项目达到50个以上。
"""
LATER = f"""{A}2025年统计公报

2025年4月8日

2024年，{A}地区生产总值完成251亿元。{HOSTILE}
"""
OTHER = f"""{B}2024年工作总结

2025年1月12日

2024年，{B}地区生产总值完成88.5亿元，增长4.0%。签约项目20个。{HOSTILE}
"""
NOBODYS = f"工作动态{HOSTILE}\n\n2024年，全区地区生产总值完成30亿元，同比增长5.5%。{HOSTILE}\n"


def make(folder: Path) -> Path:
    """Writes reports, map, sidecars, corrections and notes into `folder`, and builds; returns the config."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for name, text in {FILE: REPORT, "公报.txt": LATER, f"{B}.txt": OTHER, UNKNOWN: NOBODYS}.items():
        (reports / name).write_text(text, encoding="utf-8")
    (reports / f"坏{IN_NAMES}.pdf").write_bytes(b"%PDF-1.4 broken")
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(_config(), allow_unicode=True, sort_keys=False, width=2000), encoding="utf-8")
    config = load_config(path)
    store.build(config)
    _decide(path)
    store.build(load_config(path))
    return path


def _config() -> dict[str, object]:
    def indicator(name: str, dimension: str, unit: str, alias: str) -> dict[str, object]:
        return {
            "zh": f"{name}{HOSTILE}", "en": f"{name} en {HOSTILE}", "group": "economy", "dimension": dimension,
            "unit": unit, "good": "up", "aliases": [alias],
            "definition": {"zh": f"定义{HOSTILE}", "en": f"Definition {HOSTILE}"},
        }  # fmt: skip

    return {
        "version": 1,
        "reports": ["reports"],
        "data": "data",
        "groups": {"economy": {"zh": f"经济{HOSTILE}", "en": f"Economy{HOSTILE}"}},
        "zones": {
            zone: {"en": f"{alias} en {HOSTILE}", "aliases": [alias], "province": "江苏省", "city": f"云溪市{IN_NAMES}"}
            for zone, alias in ZONES.items()
        },
        "indicators": {
            "gdp": indicator("生产总值", "money", "亿元", "地区生产总值"),
            "signed_projects": indicator("=1+1|签约项目", "count", "个", "签约项目"),
        },
        "cues": {"target": ["目标"], "estimate": ["预计"], "actual": ["完成"]},
        "reconcile": ["latest_published", "most_precise"],
    }


def _decide(path: Path) -> None:
    """A correction, an acceptance and two notes, all of them in hostile words; a line of the ledger that is broken."""
    config = load_config(path)
    build = store.open_build(config)
    assert build is not None
    rows = {row["value"]: row for row in build.rows("observations") if row["kind"] == "actual"}
    digests = {row["doc"]: row["digest"] for row in build.rows("documents")}
    for value, action, change in (("42", Action.OVERRIDE, Change(value="43")), ("254", Action.ACCEPT, Change())):
        item = observation_of(next(row for key, row in rows.items() if str(key).startswith(value)))
        corrections.decide(config, item, digests[item.doc], action, why=HOSTILE, who=f"甲{HOSTILE}"[:60], change=change)
    zones = set(build.values_of("cells", "zone"))
    for indicator in ("gdp", "signed_projects"):
        notes.write(
            config, FIRST, indicator, "2024", f"=1+1 批注{HOSTILE}"[:400], who=f"@乙{HOSTILE}"[:40], known_zones=zones
        )
    with config.corrections.open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps({"action": HOSTILE}, ensure_ascii=False) + "\n")
