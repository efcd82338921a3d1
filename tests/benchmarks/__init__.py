"""Benchmarks: run by hand, one command each; pytest leaves them alone."""
