"""Sentences into facts: which number belongs to which indicator, zone and period, and what it claims.

It is handed what `language` and `pages` found and decides between the readings.
Tables are read in `tables`; what facts of several reports mean together is decided in `series`."""
