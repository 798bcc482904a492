"""The house's laws, read from the code itself: rooms, imports, tables, templates, names."""
