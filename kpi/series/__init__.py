"""Observations of many reports into series: one value a cell, the zone-by-year table, targets and their verdicts.

The rules that choose between sources and judge a target are here, with every input kept for `explain`.
No text is read here and nothing is written to disk."""
