"""Reading a page as a whole, before any sentence of it."""
