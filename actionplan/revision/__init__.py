"""Revision: how one version of the plan becomes the next, activity by activity, and back."""
