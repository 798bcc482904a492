"""Gathers the models of the rooms, where Django looks for them."""
