"""The action plan: what it says, what may change, and how it is read."""
