"""What a second reader says of a report - a colleague's table, a language model - and what of it the report proves.

Nothing here is believed: a claim stands where the words of the report carry it, else it is refused with its reason.
No report is read here, and nothing of the order in which a build does things is known.
"""
