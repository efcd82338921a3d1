"""The page before its sentences: repair of the text, its headings and sentences, whose it is and when, names of zones.

What holds for more than one sentence is found here, with the grounds for it.
No fact is read here, and numbers are looked at as words only."""
