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

# Sent when the change is committed. sender: FollowUpEntry; entry: the one approved; now.
answer_approved = Signal()
# sender: AnnualReport; report: the one that is frozen; now.
report_frozen = Signal()

# The council. Sent inside the transaction of the change, so that what is noted as told stands or
# falls with its mails. sender: CouncilMeeting; meeting; now.
# Who is invited is `people`: a list of `council.inviting.Invited`; `occasion` says whether they are
# called, or the meeting has been moved or cancelled, or is no longer theirs. An announced forum has
# nobody among `people`.
council_invited = Signal()
council_papers_published = Signal()
# sender: CouncilMeeting; meeting; today. A receiver returns what is due, a list of
# `council.agenda.suggestions.Suggestion`.
agenda_asked = Signal()
# sender: Decision; decision; now. Sent again when somebody else comes to see to it.
decision_recorded = Signal()
# sender: CouncilQuestion; question; now. Asked of the competence centre; answered by it, and sent
# again when the whole council may read the answer.
question_asked = Signal()
question_answered = Signal()
