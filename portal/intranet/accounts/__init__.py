"""The accounts: who has one, what role it has, and what happens when a person leaves."""
