"""How an official paper becomes lines, and lines become passages with their paths."""
