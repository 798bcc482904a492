"""What a developer's machine needs and a production server does not: `make run` and its parts."""
