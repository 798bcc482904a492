"""The boards' own pages: one answer, all of them, handing in, approving, files."""
