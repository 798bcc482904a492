"""What every register desk in the admin builds on, and how a register becomes a file."""
