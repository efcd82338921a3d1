"""Charts as plain dictionaries that Plotly draws, made of the tables of `frames`, with their colours and labels.

What one choice of the reader shows is put together here, ready to draw.
No Streamlit inside: who draws them is in `shared` and `views`."""
