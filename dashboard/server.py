"""What `kpi serve` starts: the dashboard as an application of Streamlit, behind the guard of its requests."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parent.parent)
# `streamlit run` puts this folder first on the path; there it would make second copies of the modules.
sys.path[:] = [_ROOT, *(each for each in sys.path if Path(each or ".").resolve() != Path(__file__).resolve().parent)]

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from streamlit import net_util  # noqa: E402

from dashboard.serving.assets import Assets  # noqa: E402
from dashboard.serving.guard import Guard  # noqa: E402
from dashboard.serving.sockets import at_once  # noqa: E402
from dashboard.shared import access  # noqa: E402


def _nobody_is_asked() -> None:
    """Streamlit would ask an address on the internet for the one that this machine has there."""


net_util.get_external_ip = _nobody_is_asked
access.stand_guard()

app = st.App(Path(__file__).with_name("app.py"), middleware=[Middleware(Guard), Middleware(Assets)], lifespan=at_once)
