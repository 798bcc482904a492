"""The areas of violence that everything else is tagged with."""
