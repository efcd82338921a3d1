"""What is known of the language, as data files: each list states its reason."""
