"""The seats: who sits, who is missing, and the desk where that is changed."""
