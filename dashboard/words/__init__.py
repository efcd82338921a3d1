"""The page's words in both languages, and how numbers, units, periods and dates are written in each.

Every text that a reader sees is found here by its key.
Nothing is drawn and no table is asked for."""
