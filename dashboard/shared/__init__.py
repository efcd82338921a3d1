"""What several pages use: the project that is shown, filters and their address, heads, cards, charts with their table.

It draws with Streamlit and remembers what was made.
What only one page needs stands in its view, or in `map` and `reports`."""
