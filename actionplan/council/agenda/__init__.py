"""The agenda of a meeting, built from what is due, and who came."""
