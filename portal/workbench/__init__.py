"""What a developer's machine needs and a production server does not: database, accounts, one command to run it all."""
