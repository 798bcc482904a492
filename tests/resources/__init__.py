"""The ground: registers of the municipality, of help and of knowledge."""
