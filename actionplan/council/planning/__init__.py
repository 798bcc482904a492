"""Making, moving, cancelling a meeting, and calling people to it; the year at a glance."""
