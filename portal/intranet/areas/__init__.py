"""The staff view of the areas of violence, and of the municipality's units."""
