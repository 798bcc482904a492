"""Addresses elsewhere: municipal pages, partners, knowledge portals, sources."""
