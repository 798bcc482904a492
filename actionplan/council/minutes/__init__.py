"""Minutes: written or uploaded, published to the right readers."""
