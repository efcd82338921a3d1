"""What is kept and handed out: builds on disk, questions to them, the cache, corrections, changes, files of export.

Formats, atomic writing and the order of rows are decided here.
What a value is was decided before it comes here, and no report is read."""
