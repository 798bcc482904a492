"""The starting content: one folder a municipality, and what loads it without overwriting anyone."""
