"""The plan read as a whole: figures, lists and the timeline. May import every other room."""
