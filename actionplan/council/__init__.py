"""The collaboration council's seats, and the reference group."""
