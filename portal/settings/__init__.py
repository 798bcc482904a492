"""Settings: production is the base and strict; development and test loosen it."""
