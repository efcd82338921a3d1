"""The language of indicator statements as data: word classes, names, rules, weights, and the code that loads them.

Nothing here knows of a page, a report or a zone of the map. A rule of the language is an entry with examples, not code.
"""
