"""Hints: what is known of a report from outside its text, and what it does to the observations."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.building.pipeline import Extractor
from kpi.documents.hints import HintFinder, digest_of
from kpi.documents.reading import read_document
from kpi.settings.config import Config, load_config, parse_config
from kpi.vocabulary.errors import InvalidFile
from kpi.vocabulary.model import Document, Extraction, FileFacts, Hint, Hints

MAP = """\
version: 1
reports: [报告]
groups: {economy: {zh: 综合经济, en: Economy}}
zones:
  青山经济技术开发区: {en: Qingshan Economic and Technological Development Zone, city: 濮阳市, aliases: [青山经开区]}
  白水高新技术产业开发区: {en: Baishui High-tech Zone, city: 周口市}
  周口工业园区: {en: Zhoukou Industrial Park, city: 周口市}
  许昌经济技术开发区: {en: Xuchang ETDZ, city: 许昌市}
  许昌经济开发区: {en: Xuchang Economic Zone, city: 许昌市}
indicators:
  gdp: {zh: 地区生产总值, en: GDP, group: economy, dimension: money, unit: 亿元, good: up, aliases: [地区生产总值]}
cues: {target: [目标, 力争], estimate: [预计], actual: [已完成]}
"""
CONFIG = parse_config(MAP, "/somewhere/config.yaml")
QINGSHAN, PARK = "青山经济技术开发区", "周口工业园区"


def said(hints: Hints) -> dict[str, str]:
    """The hints as `value ground`, by name."""
    found = {name: getattr(hints, name) for name in ("zone", "published", "period", "title")}
    return {name: f"{hint.value} {hint.ground}" for name, hint in found.items() if hint}


# path, what it tells, why
PATHS = [
    ("2023-01-15_青山经开区工作报告.txt", {"zone": f"{QINGSHAN} file_name", "published": "2023-01-15 file_name"},
     "all"),
    ("青山经开区2024年上半年.pdf", {"zone": f"{QINGSHAN} file_name", "period": "2024-H1 file_name"},
     "a covered period"),
    ("青山经开区/2023-01.txt", {"zone": f"{QINGSHAN} folder", "published": "2023-01 file_name"}, "month of a page"),
    ("2022/青山经开区.txt", {"zone": f"{QINGSHAN} file_name", "published": "2022 folder"}, "a folder of a year"),
    ("2022/07/a.txt", {"published": "2022-07 folder"}, "a month below its year"),
    ("2022/2023-05-06.txt", {"published": "2023-05-06 file_name"}, "the file's date is nearer than the folder's"),
    ("周口/工业园区/a.txt", {"zone": f"{PARK} folder"}, "a short name in the folder of its city"),
    ("周口/工业园区2023年1-5月.txt", {"zone": f"{PARK} file_name", "period": "2023-01/05 file_name"},
     "cumulative months"),
    ("周口市工业园区/a.txt", {"zone": f"{PARK} folder"}, "a short name with its city"),
    ("郑州/工业园区/a.txt", {}, "a short name in another city is nobody the map knows"),
    ("许昌经开区/a.txt", {}, "a short name that fits two zones of its city"),
    ("工业园区/a.txt", {}, "a short name without a city"),
    ("青山经开区与周口工业园区.txt", {}, "a name of two zones"),
    ("青山经开区/周口工业园区/a.txt", {}, "folders of two zones"),
    ("周口工业园区/青山经开区.txt", {"zone": f"{QINGSHAN} file_name"}, "the file's name is nearer than the folder's"),
    ("Qingshan_Economic_and_Technological_Development_Zone/a.txt", {"zone": f"{QINGSHAN} folder"}, "in English"),
    ("江州市临港经济开发区/a.txt", {"zone": "江州市临港经济开发区 folder"}, "a full name that the map does not know"),
    ("河南省开发区/a.txt", {}, "a province's zones are no zone"),
    ("青岚经济技术开发区/a.txt", {"zone": "青岚经济技术开发区 folder"}, "a full name of a place that no list holds"),
    ("青岚经开区2024年工作报告.txt", {"zone": "青岚经开区 file_name", "published": "2024 file_name",
      "period": "2023 file_name"}, "a coined name with a class word"),
    ("2025-02-20_青岚高新区_统计快报.txt", {"zone": "青岚高新区 file_name", "published": "2025-02-20 file_name"},
     "a name between marks"),
    ("青岚示范区2023年总结.txt", {"zone": "青岚示范区 file_name", "period": "2023 file_name"}, "a further kind"),
    ("推进工业园区建设/各开发区主要指标.csv", {}, "words before a class word are no name"),
    ("青岚经开区与云汀高新区2024年.txt", {"published": "2024 file_name"}, "of two zones none"),
    ("青山经开区2024年工作报告.txt", {"zone": f"{QINGSHAN} file_name", "published": "2024 file_name",
      "period": "2023 file_name"}, "a work report looks back on the year before"),
    ("2023年度总结.txt", {"period": "2023 file_name"}, "a year's summary"),
    ("2023年经济运行.txt", {"published": "2023 file_name"}, "a year, and no word what it is of"),
    ("2024年3月份经济运行.txt", {"period": "2024-03 file_name"}, "a month that is reported on"),
    ("2024Q1.txt", {"period": "2024-Q1 file_name"}, "a quarter"),
    ("２０２４年３月５日.txt", {"published": "2024-03-05 file_name"}, "full-width digits"),
    ("20240305.txt", {"published": "2024-03-05 file_name"}, "eight digits"),
    ("2024-02-30.txt", {}, "no such day"),
    ("2021-2025年规划.txt", {}, "a plan's years"),
    ("2023-01-05与2023-02-05.txt", {}, "two days"),
    ("000.txt", {}, "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "expected", "why"), PATHS, ids=[row[2] for row in PATHS])
def test_names(path: str, expected: dict[str, str], why: str) -> None:
    assert said(HintFinder(CONFIG).hints_of(Path("/somewhere", path), path)) == expected


@given(st.lists(st.text(min_size=1, max_size=12) | st.sampled_from([row[0] for row in PATHS]), max_size=3))
def test_any_name_can_be_read(parts: list[str]) -> None:
    shown = "/".join(parts)
    hints = HintFinder(CONFIG).hints_of(Path("/nowhere/a.txt"), shown)
    assert digest_of(hints) == digest_of(HintFinder(CONFIG).hints_of(Path("/nowhere/b.txt"), shown))


FACTS = FileFacts(title="青山经开区召开年中会议", site="周口工业园区", published="2023-07-02", created="2023-07-09")


def test_metadata_stands_above_names_and_below_a_person() -> None:
    path = Hints(Hint(PARK, "file_name"), Hint("2021", "folder"), Hint("2021-H1", "file_name"))
    assert said(HintFinder(CONFIG).with_metadata(path, FACTS)) == {
        "zone": f"{QINGSHAN} metadata",
        "published": "2023-07-02 metadata",
        "period": "2021-H1 file_name",
        "title": "青山经开区召开年中会议 metadata",
    }
    stated = Hints(Hint(PARK, "sidecar"), Hint("2021-05-06", "config"))
    assert said(HintFinder(CONFIG).with_metadata(stated, FACTS))["zone"] == f"{PARK} sidecar"
    assert said(HintFinder(CONFIG).with_metadata(stated, FACTS))["published"] == "2021-05-06 config"


def test_the_day_a_file_was_made_serves_for_want_of_anything_else() -> None:
    made = FileFacts(created="2023-07-09")
    assert said(HintFinder(CONFIG).with_metadata(Hints(), made)) == {"published": "2023-07-09 created"}
    assert said(HintFinder(CONFIG).with_metadata(Hints(published=Hint("2022", "folder")), made)) == {
        "published": "2022 folder"
    }


# ---- what a person states ----


def project(folder: Path, files: dict[str, str], reports: str = "[报告]") -> Config:
    (folder / "config.yaml").write_text(MAP.replace("[报告]", reports), "utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return load_config(folder / "config.yaml")


def hints_in(config: Config, shown: str) -> dict[str, str]:
    return said(HintFinder(config).hints_of(config.path.parent / shown, shown))


def test_sidecars(tmp_path: Path) -> None:
    config = project(
        tmp_path,
        {
            "报告/年报.txt": "",
            "报告/年报.txt.yaml": "zone: 青山经开区\npublished: 2024-3-1\nperiod: 2023\ntitle: 年报\n",
            "报告/年报.yaml": "zone: 周口工业园区\n",
            "报告/周口/月报.txt": "",
            "报告/周口/月报.yaml": '\ufeffzone: 工业园区\nperiod: "2024-01/05"\n',
        },
    )
    assert hints_in(config, "报告/年报.txt") == {
        "zone": f"{QINGSHAN} sidecar",
        "published": "2024-03-01 sidecar",
        "period": "2023 sidecar",
        "title": "年报 sidecar",
    }
    assert hints_in(config, "报告/周口/月报.txt") == {"zone": f"{PARK} sidecar", "period": "2024-01/05 sidecar"}


FAULTS = [
    ("zone 青山\n", "报告/a.yaml:1: 写的是“zone 青山”，应为“键: 值”各行，键有 zone、published、period、title"),
    ("zone: 青山经开区\nperoid: 2023\n", "报告/a.yaml:2: 未知的键“peroid”，应为 zone、published、"),
    ("zone: 青山经开区\nperoid: 2023\n", "；是不是“period”？"),
    ("published: 三月\n", "报告/a.yaml:1: published: 写的是“三月”，应为日期，如 2024-03-01"),
    ("published: 2024-02-30\n", "报告/a.yaml:1: published: “2024-02-30”会被 YAML 读作日期，应为日期"),
    ("\nperiod: 2021/2025\n", "报告/a.yaml:2: period: 写的是“2021/2025”，应为一年之内的时期，如 2024、"),
    ("zone: 区\n", "报告/a.yaml:1: zone: “区”只有一个字，应为开发区名称"),
    (f"zone: {'青' * 2000}\n", "报告/a.yaml:1: zone: 文字有 2,000 个字，应不超过 300 个"),
    ("zone: [青山经开区\n", "报告/a.yaml:1"),
    ("", "报告/a.yaml: 文件是空的，应有 zone、published、period、title、aside 中的几项"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS, ids=[f"{at}" for at in range(len(FAULTS))])
def test_faults_of_a_sidecar(text: str, message: str, tmp_path: Path) -> None:
    config = project(tmp_path, {"报告/a.txt": "", "报告/a.yaml": text})
    with pytest.raises(InvalidFile) as caught:
        hints_in(config, "报告/a.txt")
    assert message in str(caught.value)


def test_a_sidecar_in_another_encoding(tmp_path: Path) -> None:
    config = project(tmp_path, {"a.txt": ""})
    (tmp_path / "a.yaml").write_bytes("title: a\nzone: 青山经开区\n".encode("gb18030"))
    with pytest.raises(InvalidFile, match=r"a\.yaml:2: 字节 0xC7 不是 UTF-8，应为 UTF-8 文本"):
        hints_in(config, "a.txt")


def test_what_is_a_sidecar(tmp_path: Path) -> None:
    config = project(tmp_path, {"a.txt": "", "a.yaml": "", "b.pdf": "", "b.pdf.yml": "", "c.yaml": "", "d.txt": ""})
    found = sorted(path.name for path in tmp_path.iterdir() if HintFinder(config).is_sidecar(path))
    assert found == ["a.yaml", "b.pdf.yml"], "the config and a yaml beside no report are none"


def test_entries_of_the_config(tmp_path: Path) -> None:
    entries = (
        "{path: 报告, zone: 青山经开区, period: 2022}",
        "{path: 报告/周口, zone: 周口工业园区, published: 2023-02-01}",
    )
    reports = f"[{', '.join(entries)}, 更多]"
    config = project(
        tmp_path, {"报告/周口/a.txt": "", "报告/周口/a.yaml": "zone: 许昌经济开发区\ntitle: 题\n"}, reports
    )
    assert hints_in(config, "报告/b.txt") == {"zone": f"{QINGSHAN} config", "period": "2022 config"}
    assert hints_in(config, "报告/周口/a.txt") == {
        "zone": f"{PARK} config",
        "published": "2023-02-01 config",
        "period": "2022 config",
        "title": "题 sidecar",
    }, "the nearest entry first, then the folder around it, then the sidecar"
    assert hints_in(config, "更多/c.txt") == {}
    assert [path.name for path in config.reports] == ["报告", "周口", "更多"]


# ---- what hints do to a report ----

BODY = "一年来，我区坚持稳中求进。全年实现地区生产总值120亿元。\n二、下一步工作安排\n力争实现地区生产总值130亿元。\n"


def read(text: str, **hints: str) -> Extraction:
    """The extraction of a text, its hints given as `value ground`; without weights, all that is read is a fact."""
    made = {name: Hint(*word.rsplit(" ", 1)) for name, word in hints.items()}
    return _reader(CONFIG).extract(Document("a", "a.txt", text, "", hints=Hints(**made)))


def _reader(config: Config) -> Extractor:
    extractor = Extractor(config)
    extractor.weights = {}
    return extractor


def facts(found: Extraction) -> list[str]:
    return [f"{each.zone} {each.kind} {each.period} {each.value}" for each in found.observations]


def test_a_report_that_names_no_zone_is_that_of_its_folder() -> None:
    text = "2023年，我区实现地区生产总值120亿元。"
    (open_,) = read(text).observations
    assert (open_.zone, open_.flags) == ("", ("zone_open",)), "its figures are kept until somebody says whose they are"
    found = read(text, zone=f"{QINGSHAN} folder")
    assert facts(found) == [f"{QINGSHAN} actual 2023 120"]
    (each,) = found.observations
    assert (each.basis, each.flags) == ("zone:folder;period:stated;kind:default", ("zone_from_path",))
    assert each.zone_ground == f"文件夹名 {QINGSHAN}"


# text, hints, zone, basis and flags of its observation, why
ZONES = [
    ("青山经开区2023年实现地区生产总值9亿元。", f"{PARK} folder", QINGSHAN, "inferred", ["zone_differs_from_path"],
     "text"),
    ("青山经开区2023年实现地区生产总值9亿元。", f"{QINGSHAN} file_name", QINGSHAN, "inferred", [], "both say the same"),
    ("青山经开区2023年实现地区生产总值9亿元。", f"{PARK} sidecar", QINGSHAN, "sentence", [], "a person knows better"),
    ("青山经开区2023年实现地区生产总值9亿元。", f"{PARK} config", QINGSHAN, "sentence", [], "in the config too"),
    ("青山经开区2023年实现地区生产总值9亿元。", f"{PARK} metadata", QINGSHAN, "inferred", [], "another site's page"),
    ("2023年我区实现地区生产总值9亿元。", f"{PARK} metadata", PARK, "metadata", ["zone_from_metadata"],
     "a page's title"),
    ("九江市临港经济开发区2023年工作总结\n2023年实现地区生产总值9亿元。",
     f"{PARK} folder", "九江市临港经济开发区", "named",
     ["unknown_zone", "zone_differs_from_path"], "a title names a zone that the map does not know"),
    ("市开发区2023年工作总结\n2023年实现地区生产总值9亿元。",
     f"{QINGSHAN} folder", QINGSHAN, "folder", ["zone_from_path"],
     "a title that names no more than a class"),
    ("2023年我区实现地区生产总值9亿元。" + "郑州市领导到郑州市郊调研，郑州市民点赞。" * 2,
     f"{PARK} folder", PARK, "folder",
     ["zone_from_path"], "the city that a page names most is not its zone"),
    ("2023年我区实现地区生产总值9亿元。" + "全体干部职工奋发有为。" * 40 + "赴青山经开区考察。",
     f"{PARK} folder", PARK, "folder",
     ["zone_from_path"], "a zone that somebody visited"),
    ("2023年我区实现地区生产总值9亿元。", "九江沙北产业园 folder", "九江沙北产业园", "folder",
     ["unknown_zone", "zone_from_path"], "a zone that the map does not know"),
]  # fmt: skip


ALIASES = (
    "a zone that the page names by an alias of the map alone counts as not named, and is not known where it stands"
)
BY_ALIAS = ("text", "another site's page")


@pytest.mark.parametrize(
    ("text", "hint", "zone", "basis", "flags", "why"),
    [
        pytest.param(
            *row, id=row[5], marks=[pytest.mark.xfail(strict=True, reason=ALIASES)] if row[5] in BY_ALIAS else []
        )
        for row in ZONES
    ],
)
def test_whose(text: str, hint: str, zone: str, basis: str, flags: list[str], why: str) -> None:
    (each,) = read(text, zone=hint).observations
    assert (each.zone, each.basis.split(";")[0], list(each.flags)) == (zone, f"zone:{basis}", flags)


SEVERAL = "许昌经开区：许昌晚报讯。经开区实现地区生产总值9亿元。经开区项目建设提速。经开区干部在许昌奋战。2023年。\n"


@pytest.mark.xfail(strict=True, reason="two zones that the map knows apart are taken for one that was raised")
def test_of_several_zones_of_one_city_a_hint_tells_which() -> None:
    assert read(SEVERAL).zone not in CONFIG.zones, "two zones of one city: the page does not say which"
    for zone in ("许昌经济技术开发区", "许昌经济开发区"):
        assert read(SEVERAL, zone=f"{zone} folder").zone == zone
    assert read(SEVERAL.replace("许昌", "濮阳"), zone=f"{PARK} folder").zone == QINGSHAN, "the text has another city"


# text before the body, hints, facts, why; the body reports 120 and aims at 130
DATES = [
    ("", {}, [], "no year at all"),
    ("", {"published": "2023-12-30 file_name"}, ["actual 2023 120", "target 2024 130"], "the day of the page"),
    ("", {"published": "2024-01 folder"}, ["actual 2023 120", "target 2024 130"], "一年来, said in January"),
    ("过去的一年，成绩可喜。\n", {"published": "2024-01 file_name"}, ["actual 2023 120", "target 2024 130"],
     "looks back"),
    ("", {"published": "2023 folder"}, ["actual 2022 120", "target 2023 130"],
     "a year of publication without a month opens it"),
    ("2022年招商。2022年建设。\n", {"published": "2023 folder"}, ["actual 2022 120", "target 2023 130"],
     "years that the text names in passing tell no year of its own"),
    ("2022年工作安排\n", {"published": "2023 folder"}, ["actual 2021 120", "target 2022 130"],
     "the text's year goes first"),
    ("2022年招商。2022年建设。\n", {"published": "2023-12-30 file_name"}, ["actual 2023 120", "target 2024 130"],
     "a day"),
    ("发布时间：2022-12-05\n", {"published": "2023-12-30 file_name"}, ["actual 2022 120", "target 2022 130"],
     "printed"),
    ("发布时间：2022-12-05\n", {"published": "2023-12-30 sidecar"}, ["actual 2023 120", "target 2024 130"], "a person"),
    ("", {"period": "2024-H1 file_name"}, ["actual 2024-H1 120", "target 2024 130"], "half a year"),
    ("", {"period": "2023 file_name", "published": "2024 file_name"}, ["actual 2023 120", "target 2024 130"],
     "a report"),
    ("2022年工作报告\n", {"period": "2024-H1 file_name"}, ["actual 2021 120", "target 2022 130"], "the title's year"),
    ("2022年工作报告\n", {"period": "2024-H1 sidecar"}, ["actual 2024-H1 120", "target 2024 130"], "overridden"),
    ("", {"published": "2023-05-06 created"}, ["actual 2023 120"], "for want of anything else"),
    ("2022年。\n", {"published": "2023-05-06 created"}, ["actual 2022 120"], "the file was made later"),
]  # fmt: skip


NOT_YET = {
    "half a year": "全年 in a report on half a year is taken for the year",
    "overridden": "全年 in a report on half a year is taken for the year",
    "for want of anything else": "全年实现 in a file made in May is taken for an aim of its year",
}


@pytest.mark.parametrize(
    ("before", "hints", "expected", "why"),
    [
        pytest.param(
            *row, id=row[3], marks=[pytest.mark.xfail(strict=True, reason=NOT_YET[row[3]])] if row[3] in NOT_YET else []
        )
        for row in DATES
    ],
)
def test_when(before: str, hints: dict[str, str], expected: list[str], why: str) -> None:
    found = read(before + BODY, zone=f"{QINGSHAN} sidecar", **hints)
    assert [fact.removeprefix(f"{QINGSHAN} ") for fact in facts(found)][: len(expected) or None] == expected


@pytest.mark.xfail(strict=True, reason="全年 takes its year of the file's date and tells neither that nor its flag")
def test_a_year_of_the_files_date_is_flagged() -> None:
    dated = read(BODY, zone=f"{QINGSHAN} sidecar", published="2023-12-30 file_name").observations[0]
    assert dated.basis == "zone:sidecar;period:file_name;kind:default"
    assert dated.flags == ("date_from_path",)


def test_what_was_assumed_is_flagged() -> None:
    aim = read(BODY, zone=f"{QINGSHAN} sidecar", published="2023-12-30 file_name").observations[1]
    assert (aim.published, aim.basis) == ("2023-12-30", "zone:sidecar;period:file_name;kind:stated")
    assert (aim.flags, aim.period_ground) == (("date_from_path",), "文件名 2023-12-30")
    made = read(BODY, zone=f"{QINGSHAN} sidecar", published="2023-05-06 created").observations[1]
    assert (made.published, made.flags) == ("", ("year_assumed", "date_from_creation"))
    web = read(BODY, zone=f"{QINGSHAN} sidecar", published="2023-12-30 metadata").observations[1]
    assert (web.published, web.basis.split(";")[1], web.flags) == ("2023-12-30", "period:metadata", ())
    stated = read("2023年" + BODY, zone=f"{QINGSHAN} sidecar", published="2023-12-30 sidecar").observations[0]
    assert (stated.published, stated.flags) == ("2023-12-30", ())


def test_a_title_from_outside() -> None:
    assert read("甲乙丙丁戊己\n" + BODY, title="标题 metadata").title == "甲乙丙丁戊己"
    assert read("甲乙丙丁戊己\n" + BODY, title="标题 sidecar").title == "标题"


def test_a_file_read_with_all_its_hints(tmp_path: Path) -> None:
    config = project(tmp_path, {"报告/青山经开区/2023-12-30.txt": BODY})
    path = tmp_path / "报告/青山经开区/2023-12-30.txt"
    document = HintFinder(config).with_hints(read_document(path, root=tmp_path), path)
    assert facts(_reader(config).extract(document)) == [f"{QINGSHAN} actual 2023 120", f"{QINGSHAN} target 2024 130"]
