"""One page a file: choose, compute, show.

A view puts together what the other folders make ready, and no view knows another.
Tables, figures and parts that two pages share have their own folders.
"""
