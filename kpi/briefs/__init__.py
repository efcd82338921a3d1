"""What one zone takes into the meeting: a sentence, a table, charts, and where every number stands.

`content` asks the build once and gives plain dataclasses; all else here only writes them, as a page, a document,
slides or text. Nothing is judged here: verdicts are those of the store, and what is in doubt stays marked.
"""
