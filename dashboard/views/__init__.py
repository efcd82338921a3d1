"""One page a file: choose, compute, show."""
