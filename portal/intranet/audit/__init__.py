"""The audit trail: who did what and when, read from every log that there is. Nothing is written."""
