"""The plan and its versions: what was decided, when, by whom, and what replaced it."""
