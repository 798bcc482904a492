"""Decisions: recorded, seen to, done."""
