"""The page before its sentences: what each line is, which article it belongs to, the tables in the running text."""
