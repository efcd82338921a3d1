"""What a sentence holds by itself: names of indicators and the words around numbers, quantities, periods.

Each finder takes a text and gives what it found with offsets, knowing nothing of the report around it.
What the finds mean together is the business of `sentences` and `tables`."""
