"""Errands, from the first click to the answer, in the words of the person who has them."""
