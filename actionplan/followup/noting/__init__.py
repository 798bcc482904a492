"""Notes of how an activity stands on a day, beside the yearly answers."""
