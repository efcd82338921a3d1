"""Inputs that nobody would write, by the thousand: `python3 -m tests.fuzz`. Each must end in a table or in one line."""
