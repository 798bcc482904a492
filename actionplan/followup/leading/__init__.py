"""The desk of who leads the follow-up: opening a year, who is missing, the steering group."""
