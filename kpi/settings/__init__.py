"""config.yaml and the notes beside reports: read into the types of the vocabulary, checked, edited and saved.

A fault carries file, line and the mend; an edit keeps every other line and comment as it was.
What the settings do to a reading is not decided here, and no report is opened."""
