"""Tables into facts: grids with their heads and labels, and tables whose cells came out one a line.

A number is taken where everything that bears on it is understood, and left as a remark with a reason elsewhere.
How a format lays out its tables is known in `documents`; sentences are read in `sentences`."""
