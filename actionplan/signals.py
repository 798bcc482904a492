"""What the plan announces to whoever stands above it. Sent when the change is committed."""

from django.dispatch import Signal

# sender: PlanVersion; version: the one adopted; superseded: the one it replaces, or None.
plan_adopted = Signal()

# Both are sent inside the transaction of an adoption, by `plan.services`.
# sender: PlanVersion; version: the draft. A receiver returns the sentences that stop it.
plan_adoption_asked = Signal()
# sender: PlanVersion; version: the one adopted; on: the day or None; user; now. A receiver writes
# what follows from the adoption, and an error there undoes it.
plan_adopting = Signal()

# Sent by `followup.reminding` inside the transaction that remembers who was told. sender: Reminder;
# digest: what one person is told; now. A receiver sees to the mail, and returns whether it is new.
reminder_due = Signal()
# sender: Reminder; digest; today. A receiver returns the mail as it would be: (subject, text).
reminder_shown = Signal()
