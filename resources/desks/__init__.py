"""What every register desk in the admin builds on."""
