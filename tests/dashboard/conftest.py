"""Every test of the dashboard begins with empty caches."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Nothing that one test made is shown to the next; what Streamlit froze for good may be freed again."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    gc.unfreeze()
