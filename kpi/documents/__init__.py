"""Files into `Document`s: which files are reports, how their bytes are read, what is known of them from outside.

The text goes on as it stands in the file, with pages, boxes and tables; `positions` and `doubts` lead back to them.
Nothing here looks for an indicator, a number or a period in the text."""
