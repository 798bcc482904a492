"""Being told: what has happened, who follows what and how often, digests, feeds, calendars."""
