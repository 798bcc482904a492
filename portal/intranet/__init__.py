"""The staff side: who gets in, and what they read."""
