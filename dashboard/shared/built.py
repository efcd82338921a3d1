"""What came of a build that was made from a page, told where the page begins anew."""

from __future__ import annotations

import streamlit as st

from dashboard.shared import data, news, parts, queue
from dashboard.words.labels import Words


def show(words: Words, project: data.Project | None) -> None:
    """Draws it once: how many reports and observations there are, what waits, and what is otherwise than before."""
    built = st.session_state.pop(parts.BUILT, None)
    if built is None:
        return
    if built.problem:
        parts.say(words("built_not"), words.detail(built.problem), ":material/error:")
    elif project is not None and project.build is not None:
        st.success(parts.plain(told(built.changed, project, words)), icon=":material/check_circle:")


def told(changed: bool, project: data.Project, words: Words) -> str:
    """`已重新建库：6 份报告，39 条观测，待办 3 件。与上一次相比：新增 1 份报告。`"""
    info = project.build.info if project.build is not None else {}
    waits = queue.unsettled(project)
    counts = {
        "reports_count": int(info.get("reports", 0)),
        "observations_count": int(info.get("observations", 0)),
        "waiting_count": waits.total if waits is not None and waits.readable else 0,
    }
    comma = "，" if words.language == "zh" else ", "
    done = words("built_done", counts=comma.join(words(key, count=f"{count:,}") for key, count in counts.items()))
    changes = data.changes(project) if changed else None
    if changes is None:
        return done + words("built_first" if changed else "built_same")
    listed = words("built_same") if changes.nothing else words("built_since", changes=news.summary(changes, words))
    return done + listed
