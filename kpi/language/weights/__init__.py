"""The weights by which readings become facts, as training makes them of labelled documents."""
