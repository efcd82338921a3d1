"""The words that all others share: the types of a reading, places in a text, numerals, units, errors, tables' columns.

A module here knows numbers, periods and words, and no report, no page and no table of one.
What reads, decides or writes anything lives elsewhere; nothing of `kpi` may be imported from here but itself."""
