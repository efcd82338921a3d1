"""The dashboard: a Streamlit skin over the public API of `kpi`."""
