"""The page of the indicator map, by the plain text area: draft, form, versions, why a sentence was not found."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.map import versions
from dashboard.words.labels import nameless
from kpi.building import store
from kpi.settings.config import earlier_versions, parse_config, read_text, save_config
from tests.dashboard.test_map_preview import CONFIG, HEAD, REPORTS

APP = str(Path(dashboard.__file__).parent / "app.py")
PANELS = {"preview": "问题与预览", "form": "表单", "why": "为什么没识别", "versions": "历史版本"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three reports, built."""
    (tmp_path / "reports").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "reports" / f"{name}.txt").write_text(HEAD + text, encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    store.build(parse_config(CONFIG, path))
    monkeypatch.setenv("KPI_CONFIG", str(path))
    return path


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.context = {"locale": "zh-CN"}
    for name, value in ({"editor": "plain"} | query).items():
        app.query_params[name] = value
    app.run()
    return sound(app.switch_page("views/indicator_map.py").run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert "出错" not in "\n".join(str(each.value) for each in app.markdown)
    return app


def panel(app: AppTest, name: str) -> AppTest:
    return sound(app.segmented_control(key="map_panel").set_value(name).run())


def press(app: AppTest, label: str) -> AppTest:
    return sound(next(button for button in app.button if button.label == label).click().run())


def typed(app: AppTest, text: str) -> AppTest:
    return sound(app.text_area(key="map_text").set_value(text).run())


def text_of(app: AppTest) -> str:
    return str(app.text_area(key="map_text").value)


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.text, app.code, app.error, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_an_error_is_told_with_its_line_and_nothing_can_be_saved(project: Path) -> None:
    app = typed(opened(), CONFIG.replace("group: economy\n", "group: economie\n", 1))
    line = CONFIG[: CONFIG.index("group: economy\n")].count("\n") + 1
    assert f"第 {line} 行" in [button.label for button in app.button] and "economie" in said(app)
    assert next(button for button in app.button if button.label == "保存并重新建库").disabled


def test_an_edit_is_tried_saved_and_taken_back(project: Path) -> None:
    app = typed(opened(), CONFIG.replace("[地区生产总值]", "[生产总额]"))
    assert {each.label: each.value for each in app.metric} == {"新增": "0", "消失": "2", "改变": "0", "存疑": "0"}
    app = press(app, "保存并重新建库")
    assert read_text(project)[0] == text_of(app) and "观测 4 → 2 条" in said(app)
    app = panel(app, "versions")
    assert "-" in said(app)
    app = press(app, "直接恢复")
    assert read_text(project)[0] == CONFIG == text_of(app) and "观测 2 → 4 条" in said(app)
    assert len(earlier_versions(project, project.parent / "data")) == 2


def test_a_zone_is_added_out_of_all_that_are_known(project: Path) -> None:
    app = panel(opened(), "form")
    box = app.selectbox(key="map_zone_name")
    assert len(box.options) > 3000 and app.button(key="map_zone_put").disabled
    app = sound(box.set_value("襄阳高新技术产业开发区").run())
    app = sound(app.text_input(key="map_zone_en").set_value("Xiangyang HTZ").run())
    app = sound(app.button(key="map_zone_put").click().run())
    zone = parse_config(text_of(app), project).zones["襄阳高新技术产业开发区"]
    assert (zone.en, zone.level, zone.province, zone.city) == ("Xiangyang HTZ", "国家级", "湖北省", "襄阳市")
    assert len(text_of(app).splitlines()) == len(CONFIG.splitlines()) + 5
    again = app.selectbox(key="map_zone_name")
    assert again.value is None and not any(name.startswith("襄阳高新") for name in again.options)


def test_an_earlier_version_can_be_looked_at_in_the_draft_first(project: Path) -> None:
    save_config(project, CONFIG + "# 后来的\n", read_text(project)[1])
    app = press(panel(opened(), "versions"), "用这一版")
    assert text_of(app) == CONFIG and read_text(project)[0] != CONFIG
    assert "有未保存的改动" in said(app)


def test_a_version_that_a_disk_has_damaged_costs_no_other(project: Path) -> None:
    for line in ("# 一\n", "# 二\n"):
        save_config(project, read_text(project)[0] + line, read_text(project)[1])
    newest, oldest = earlier_versions(project, project.parent / "data")
    newest.path.write_bytes("国".encode()[:2])
    app = panel(opened(), "versions")
    assert len(app.selectbox(key="map_version").options) == 1
    app = press(app, "用这一版")
    assert text_of(app) == oldest.text()
    oldest.path.write_bytes(b"\xff")
    assert "还没有" in said(panel(opened(), "versions"))


def test_what_differs_is_told_in_words() -> None:
    after = CONFIG.replace("aliases: [工业总产值]", "aliases: [工业产值]").replace("zh: 地区生产总值,", "zh: 总值,")
    after = after.replace("  projects:", "  key_projects:")
    assert versions.in_words(CONFIG, after, nameless("zh")) == [
        "总值 · 中文名：地区生产总值 → 总值",
        "工业总产值 · 别名（每行一个）：+工业产值 −工业总产值",
        "删除指标 项目",
        "新增指标 项目",
    ]
    assert versions.in_words(CONFIG, "indicators: [", nameless("zh")) == []


def test_the_form_writes_the_same_text(project: Path) -> None:
    app = panel(opened(), "form")
    app = sound(app.selectbox(key="map_form_chosen").set_value("output").run())
    app = sound(app.text_area(key="map_form_output_aliases").set_value("工业总产值\n规上工业产值\n\n").run())
    expected = CONFIG.replace("aliases: [工业总产值]", "aliases: [工业总产值, 规上工业产值]")
    assert text_of(app) == expected
    app = typed(app, expected.replace("zh: 工业总产值", "zh: 总产值"))
    assert app.text_input(key="map_form_output_zh").value == "总产值"
    app = sound(app.text_area(key="map_form_output_forbid").set_value("").run())
    assert text_of(app) == expected.replace("zh: 工业总产值", "zh: 总产值").replace("    forbid: [上报]\n", "")


def test_the_form_makes_and_removes_an_indicator(project: Path) -> None:
    app = panel(opened(), "form")
    app = sound(app.selectbox(key="map_form_chosen").set_value("+").run())
    assert next(button for button in app.button if button.label == "加入映射").disabled
    for field, value in {"id": "cargo", "zh": "货物吞吐量", "en": "Cargo"}.items():
        app = app.text_input(key=f"map_form_+_{field}").set_value(value).run()
    app = sound(app.text_area(key="map_form_+_aliases").set_value("货物吞吐量\n吞吐量").run())
    app = press(app, "加入映射")
    assert "  cargo:\n    zh: 货物吞吐量\n    en: Cargo\n    group: economy\n" in text_of(app)
    assert app.selectbox(key="map_form_chosen").value == "cargo"
    app = press(app, "确认删除")
    assert text_of(app) == CONFIG


def test_the_form_says_so_where_it_cannot_follow(project: Path) -> None:
    app = typed(panel(opened(), "form"), CONFIG.replace("[力争]", "[力争"))
    assert "文本里有语法错误" in said(app)


def test_why_a_sentence_was_not_found_and_the_mend(project: Path) -> None:
    app = opened(why="全区工业产值完成290亿元。")
    assert "“290亿元”没有识别" in said(app) and "很像“工业总产值”的别名“工业总产值”" in said(app)
    app = press(app, "把“工业产值”加为“工业总产值”的别名")
    assert "aliases: [工业总产值, 工业产值]" in text_of(app)
    assert "已写入草稿" in said(app) and is_read("290亿元", said(app))


def test_a_sentence_with_a_forbidding_word(project: Path) -> None:
    app = opened(why="上报工业总产值完成88亿元。")
    assert "排除词“上报”" in said(app) and not is_read("88亿元", said(app))
    app = press(app, "去掉排除词“上报”")
    assert "forbid" not in text_of(app) and is_read("88亿元", said(app))


def is_read(number: str, told: str) -> bool:
    """Whether a number was read, and is sure."""
    return f"“{number}”已识别" in told


def test_a_sentence_of_a_chosen_report_is_read_in_its_place(project: Path) -> None:
    app = opened(why="上报工业总产值完成88亿元。", doc="b")
    assert "按它在报告里的上下文读" in said(app)


def test_the_sentence_stays_and_stands_in_the_address(project: Path) -> None:
    app = panel(opened(), "why")
    app = sound(app.text_area(key="map_why_text").set_value("上报工业总产值完成88亿元。").run())
    assert "上报工业总产值完成88亿元。" in app.query_params["why"]
    app = panel(panel(app, "form"), "why")
    assert app.text_area(key="map_why_text").value == "上报工业总产值完成88亿元。"


def test_unknown_words_become_a_new_indicator(project: Path) -> None:
    app = press(opened(why="旅客吞吐量完成12万人次。"), "建一个新指标")
    assert app.text_input(key="map_form_+_zh").value == "旅客吞吐量"


def test_two_saves_of_the_same_version(project: Path) -> None:
    app = typed(opened(), CONFIG + "# 我的\n")
    save_config(project, CONFIG + "# 别人的\n", read_text(project)[1])
    app = press(app, "保存并重新建库")
    assert "没有保存" in said(app) and "-# 别人的" in said(app) and text_of(app) == CONFIG + "# 我的\n"
    assert text_of(press(app, "载入新版本")) == CONFIG + "# 别人的\n"


def test_the_draft_stays_while_other_pages_are_looked_at(project: Path) -> None:
    app = typed(opened(), CONFIG + "# 我的\n")
    app = app.switch_page("views/trends.py").run()
    assert text_of(app.switch_page("views/indicator_map.py").run()) == CONFIG + "# 我的\n"


def test_in_english(project: Path) -> None:
    app = opened(lang="en", why="上报工业总产值完成88亿元。")
    assert "“上报” beside “工业总产值” forbids Output." in said(app)
