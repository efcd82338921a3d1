"""What Streamlit keeps of widgets that are drawn no longer, let go of.

It forgets what was chosen there, but keeps what they were made with, options and all, as long as the session lasts. A
list of all zones is there for each fact and each report that somebody opens: half a megabyte each, all day long.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx


def let_go() -> None:
    """To be called where a run begins: what the run before drew has a value still, and stays."""
    context = get_script_run_ctx()
    if context is None:
        return
    session: Any = context.session_state
    with suppress(AttributeError), session._lock:  # another Streamlit may keep them elsewhere
        drawn, before = session._state._new_widget_state, session._state._old_state
        made_with = drawn.widget_metadata
        for widget in [each for each in made_with if each not in drawn.states and each not in before]:
            del made_with[widget]
