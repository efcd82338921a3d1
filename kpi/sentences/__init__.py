"""What a sentence states: its tokens, its readings, and the decision which of them are facts.

Here live the stages from a sentence's characters to its facts, in the order tokens, readings, decision.
What a page decides for all its sentences (zone, year, mode) lives in `pages`, the words themselves in `language`.
"""
