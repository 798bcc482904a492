"""What a page may cost: queries to the database, bytes and requests to the reader."""
