"""What the routines announce to whoever stands beside them."""

from django.dispatch import Signal

# Sent when the change is committed. sender: RoutinePage; page; version: the RoutineVersion that
# holds now; asks_again: whether it is a new version (else a small correction); now.
routine_published = Signal()

# Sent inside the transaction that remembers who was reminded. sender: ReadingRequest; user;
# items: a list of `reminding.Unread`; now. A receiver sees to the mail, and returns whether it is
# new.
reading_due = Signal()
