"""What the browser tests stand on: a copy of the database, a real server, a real browser."""
