"""The page before its sentences: its articles, whose page it is, when it was written, what each part looks at.

Nothing here reads a figure. What a sentence says of its number lives in `sentences`.
"""
