"""A hundred reports of which ten wait for their zone or their year, each for another reason, for tests of what asks."""

from __future__ import annotations

from pathlib import Path

from kpi.bootstrap import ROOT

PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"
JINGZHOU = ("荆州经济技术开发区", "荆州高新技术产业开发区")
SETTLED = 90


def _figures(number: int) -> str:
    return f"规模以上工业总产值完成{100 + number}.{number % 10}亿元，一般公共预算收入{5 + number / 10:.1f}亿元。"


WAITING = {
    **{  # pages that never name their zone
        f"待定/简讯{number}.txt": f"2024年3月{number + 1}日\n\n经开区跑出加速度\n\n2023年，全区{_figures(number)}\n"
        for number in range(3)
    },
    **{  # pages on two zones, either of which may be meant
        f"待定/通报{number}.txt": f"2024年2月2{number}日\n\n全市开发区工作推进会召开\n\n{JINGZHOU[0]}主任张某、"
        f"{JINGZHOU[1]}主任李某在会上发言。去年，全区{_figures(number)}\n"
        for number in range(3)
    },
    **{  # pages of a January that say no year
        f"待定/一月{number}.txt": f"1月1{number}日\n\n{ZHOUKOU}：实干开新局\n\n去年，{ZHOUKOU}{_figures(number)}\n"
        for number in range(2)
    },
    **{  # undated pages
        f"待定/动态{number}.txt": f"{PUYANG}工作动态\n\n今年以来，全区{_figures(number)}\n" for number in range(2)
    },
}
JANUARY = f"濮阳日报 2025年1月16日 星期四\n\n{PUYANG}去年完成规模以上工业总产值254亿元。\n"
"""A page of January that says its year: its 去年 is the one that is over."""


def texts() -> dict[str, str]:
    """All of them by their path below the folder of reports."""
    there = {"一月有年.txt": JANUARY}
    for number in range(SETTLED - 1):
        zone, year = (PUYANG, ZHOUKOU)[number % 2], 2010 + number % 9
        figures = _figures(number % 18)  # those of the same zone and year agree
        there[f"{year}/总结{number}.txt"] = f"{zone}{year}年工作总结（之{number}）\n\n{year}年，全区{figures}\n"
    return there | WAITING


def make(folder: Path) -> Path:
    """The project in `folder`, with the map of the seeds; returns its config."""
    for name, text in texts().items():
        path = folder / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    return folder / "config.yaml"


def rename_all(folder: Path) -> None:
    """Moves and renames every report with what is stated beside it."""
    there = [path for path in sorted((folder / "seeds").rglob("*")) if path.is_file()]
    for path in there:
        wanted = folder / "seeds" / "归档" / path.parent.name / f"改名 {path.name}"
        wanted.parent.mkdir(parents=True, exist_ok=True)
        path.rename(wanted)
