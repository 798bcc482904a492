"""Who gets in: one door, by the municipality's own sign-in or by password and a second factor."""
