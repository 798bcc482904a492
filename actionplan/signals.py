"""What the plan announces to whoever stands above it. Sent when the change is committed."""

from django.dispatch import Signal

# sender: PlanVersion; version: the one adopted; superseded: the one it replaces, or None.
plan_adopted = Signal()
