"""Who may change what from the pages: editors under their own name, readers nothing; paths stay where they may lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.map import editor
from dashboard.serving import site
from dashboard.shared import access
from dashboard.words.labels import nameless
from kpi.building.sharing import Sharing
from kpi.results import journal
from kpi.settings.config import load_config, read_text
from kpi.settings.users import User
from kpi.vocabulary import authors
from kpi.vocabulary.authors import NotAllowed
from kpi.vocabulary.errors import InvalidFile
from tests.dashboard.test_map_page import APP, opened, press, project, sound, typed

assert project  # the fixture
EDITOR, READER = User("王编辑", True, "x"), User("李读者", False, "x")
FOR_EDITORS = ("indicator_map", "add_reports", "to_settle")


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authors, "_ask", authors._ask)  # what a test sets, goes with it
    access._allowed_then.cache_clear()


def sign_in(monkeypatch: pytest.MonkeyPatch, user: User | None, *allowed: Path) -> None:
    """From now on the dashboard is shared, and whoever looks is this user."""
    sharing = Sharing("0.0.0.0", "https://kpi.example/zone", "users.json", allowed=tuple(map(str, allowed)))
    monkeypatch.setattr(site, "sharing", lambda: sharing)
    monkeypatch.setattr(access, "_user", lambda: user)
    access.stand_guard()


def at(page: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.context = {"locale": "zh-CN"}
    return sound(app.run().switch_page(f"views/{page}.py").run())


def said(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in (*app.markdown, *app.text, *app.caption))


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def test_where_nobody_signs_in_all_is_there(project: Path) -> None:
    assert access.person() == access.Person() and access.author("甲") == "甲"
    assert "您只能看" not in said(opened())
    assert "写批注" in labels(at("sources"))


@pytest.mark.parametrize("page", FOR_EDITORS)
def test_readers_are_told_what_editors_do(project: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    sign_in(monkeypatch, READER)
    app = at(page)
    assert "您只能看，不能改" in said(app) and "kpi user editor 李读者" in said(app)
    assert not app.text_area and not labels(app) & {"保存并重新建库", "重新建库"}


def test_readers_see_reports_and_nothing_that_changes_them(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = nameless("zh")
    everybody = at("sources")
    assert "写批注" in labels(everybody)
    assert words("correct_title") in {form.label for form in everybody.expander}
    sign_in(monkeypatch, READER)
    app = at("sources")
    assert "写批注" not in labels(app) and words("correct_title") not in {form.label for form in app.expander}
    assert "李读者（只看）" in said(app)


def test_readers_change_nothing_whatever_the_page_shows(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = editor.Draft(project, read_text(project)[0] + "# 改\n", *reversed(read_text(project)))
    before = project.read_bytes()
    for user in (READER, None):
        sign_in(monkeypatch, user)
        with pytest.raises(NotAllowed):
            editor.save(draft, draft.text)
    assert project.read_bytes() == before


def test_who_is_not_signed_in_any_more_sees_no_page(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, None)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert "登录已失效" in said(app) and not app.dataframe and not app.selectbox


def test_editors_write_under_the_name_they_signed_in_with(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, EDITOR)
    app = typed(opened(), read_text(project)[0] + "# 改\n")
    app = press(app, "保存并重新建库")
    assert read_text(project)[0].endswith("# 改\n")
    rows = [json.loads(line) for line in journal.journal_of(load_config(project)).read_text("utf-8").splitlines()]
    assert [(row["who"], row["what"]) for row in rows] == [("王编辑", "map"), ("王编辑", "build")]
    app = sound(app.segmented_control(key="map_panel").set_value("versions").run())
    assert any("王编辑 改掉" in option for option in app.selectbox(key="map_version").options)


# Paths


def outside_of(project: Path) -> tuple[Path, str]:
    folder = project.parent.parent / "outside"
    folder.mkdir(exist_ok=True)
    (folder / "secret.txt").write_text("濮阳经济技术开发区2023年生产总值达到999亿元。", encoding="utf-8")
    text = read_text(project)[0]
    assert "reports: [reports]" in text
    return folder, text.replace("reports: [reports]", f"reports: [reports, {folder}]")


@pytest.mark.parametrize("user", [EDITOR, None])
def test_a_folder_that_was_not_allowed_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch, user: User | None
) -> None:
    if user is not None:
        sign_in(monkeypatch, user, project.parent)
    folder, text = outside_of(project)
    before = project.read_bytes()
    app = typed(opened(), text)
    told = "\n".join(str(each.value) for each in app.text)
    assert f"{folder} 不在允许的文件夹里" in told and "--allow" in told
    assert next(button for button in app.button if button.label == "保存并重新建库").disabled
    with pytest.raises(InvalidFile, match="不在允许的文件夹里"):
        editor.save(editor.Draft(project, text, *reversed(read_text(project))), text)
    assert project.read_bytes() == before


@pytest.mark.parametrize("key", ["data", "corrections", "notes"])
def test_nor_is_any_other_path_set_there(project: Path, key: str) -> None:
    text, digest = read_text(project)
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(f"{key}:"))
    text = f"{kept}\n{key}: {project.parent.parent / 'elsewhere' / 'x.jsonl'}\n"
    access.allowed(project)
    with pytest.raises(InvalidFile, match=f"{key}: .*不在允许的文件夹里"):
        editor.save(editor.Draft(project, text, digest, ""), text)


def test_a_link_does_not_lead_out(project: Path) -> None:
    folder, _ = outside_of(project)
    link = project.parent / "link"
    try:
        link.symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    text, digest = read_text(project)
    text = text.replace("reports: [reports]", "reports: [reports, link]")
    with pytest.raises(InvalidFile, match="不在允许的文件夹里"):
        editor.save(editor.Draft(project, text, digest, ""), text)


def test_reports_of_a_folder_outside_are_not_shown(project: Path) -> None:
    assert at("sources").selectbox, "those of the project are"
    _, text = outside_of(project)
    project.write_text(text, encoding="utf-8")  # not by the dashboard
    app = AppTest.from_file(APP, default_timeout=30).run()
    told = "\n".join(str(each.value) for each in (*app.code, *app.text, *app.markdown))
    assert "不在允许的文件夹里" in told and "999" not in told


def test_a_folder_that_was_allowed_is_taken(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, text = outside_of(project)
    sign_in(monkeypatch, EDITOR, project.parent, folder)
    app = press(typed(opened(), text), "保存并重新建库")
    assert folder in load_config(project).reports
    assert not any("不在允许" in str(each.value) for each in app.text)
