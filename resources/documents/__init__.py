"""The library's files and pictures, and the documents that the plan names."""
