"""Tables for the pages: what the reader chose, asked of a build, and small frames made of the answer.

All is pandas and plain values: what is shown, in which order and unit, is decided here.
No Streamlit and no figure: those are in `shared` and `figures`."""
