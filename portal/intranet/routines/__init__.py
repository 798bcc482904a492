"""Routines: their versions, who must read them, who has, and reminders."""
