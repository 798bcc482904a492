"""The council's mails: a calling with its calendar file, a question, its answer, a decision.

What happens in the council is announced; here it becomes words. Subjects say whose meeting it
is and its kind, and not its title or its points: a mail may be seen over somebody's shoulder.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.council.calendar import Method, summary, to_calendar, whose
from actionplan.council.inviting import Invited, Occasion
from actionplan.council.kinds import CalledAs
from actionplan.council.models import CouncilMeeting, CouncilQuestion, Decision
from actionplan.council.start import meeting_address
from actionplan.signals import (
    council_invited,
    decision_recorded,
    question_answered,
    question_asked,
)
from portal.notifications.services import enqueue

CALLING, QUESTION, ANSWER, DECISION = (
    "council_calling",
    "council_question",
    "council_answer",
    "council_decision",
)
SUBJECTS = {
    Occasion.INVITED: "Kallelse",
    Occasion.MOVED: "Ändrat möte",
    Occasion.CANCELLED: "Inställt möte",
    Occasion.RESTORED: "Mötet hålls ändå",
    Occasion.LET_GO: "Inte längre kallad",
}
WHY = {
    CalledAs.STANDING_IN: "Du kallas som ersättare i ledamotens ställe.",
    CalledAs.DEPUTY: "Du är ersättare och får kallelsen för kännedom.",
    CalledAs.REFERENCE: "Du kallas som en av dem som är med i referensgruppen.",
}
ANSWERS = "actionplan.answer_council_questions"


@receiver(council_invited)
def _call(
    meeting: CouncilMeeting, people: list[Invited], occasion: Occasion, now: datetime, **_: Any
) -> None:
    starts = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    is_theirs = occasion is not Occasion.LET_GO
    takes_away = occasion is Occasion.CANCELLED or not is_theirs
    about = meeting if is_theirs else _bare(meeting)
    context = {
        "meeting": about,
        "called": summary(about),
        "day": date_format(starts, "l j F Y"),
        "begins": date_format(starts, "H.i"),
        "ends": date_format(ends, "H.i") if ends else "",
        "is_cancelled": occasion is Occasion.CANCELLED,
        "is_moved": occasion is Occasion.MOVED,
        "is_restored": occasion is Occasion.RESTORED,
        "takes_away": takes_away,
        "agenda": [] if takes_away else list(meeting.agenda.all()),
        "link": meeting_address(meeting),
    }
    kind = meeting.get_kind_display()
    about_what = f"{whose(meeting)}, {kind[:1].lower()}{kind[1:]}, {date_format(starts, 'j F')}"
    for one in people:
        calendar = to_calendar(
            [about],
            address_of=meeting_address if is_theirs else _nowhere,
            method=Method.CANCEL if takes_away else Method.REQUEST,
            organizer=sender,
            attendee=one.address,
            takes_part=one.called_as != CalledAs.DEPUTY,
            made_at=now,
        )
        enqueue(
            CALLING,
            recipient=one.address,
            # The file's own number: each change is sent, and none of them twice.
            dedupe_key=f"{CALLING}:{meeting.pk}:{meeting.sequence}:{occasion}:{one.user_id}",
            subject=f"{SUBJECTS[occasion]}: {about_what}",
            context={**context, "why": WHY.get(one.called_as, "")},
            now=now,
            calendar=calendar.decode(),
        )


def _bare(meeting: CouncilMeeting) -> CouncilMeeting:
    """Return the meeting with what a calendar knows it by, and no title or place."""
    names = ("pk", "kind", "starts_at", "ends_at", "sequence", "changed_at")
    return CouncilMeeting(**{name: getattr(meeting, name) for name in names})


def _nowhere(_: CouncilMeeting) -> str:
    return ""


@receiver(question_asked)
def _pass_on(question: CouncilQuestion, now: datetime, **_: Any) -> None:
    centre = get_user_model().objects.with_perm(
        ANSWERS,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for user in centre.exclude(email=""):
        enqueue(
            QUESTION,
            recipient=user.email,
            dedupe_key=f"{QUESTION}:{question.pk}:{user.pk}",
            subject="En fråga väntar på svar",
            context={"question": question, "link": _question_address(question)},
            now=now,
        )


@receiver(question_answered)
def _tell_asker(question: CouncilQuestion, now: datetime, **_: Any) -> None:
    asker = question.asked_by
    if asker.is_active and asker.email:
        enqueue(
            ANSWER,
            recipient=asker.email,
            dedupe_key=f"{ANSWER}:{question.pk}",
            subject="Din fråga är besvarad",
            context={"question": question, "link": _question_address(question)},
            now=now,
        )


@receiver(decision_recorded)
def _tell_who_sees_to_it(decision: Decision, now: datetime, **_: Any) -> None:
    person = decision.responsible_person
    if person is None or not person.is_active or not person.email:
        return
    address = reverse("council_decision", args=[decision.pk])
    enqueue(
        DECISION,
        recipient=person.email,
        dedupe_key=f"{DECISION}:{decision.pk}:{person.pk}",
        subject="Ett beslut för dig att se till",
        context={
            "decision": decision,
            "due": date_format(decision.due_on, "j F Y") if decision.due_on else "",
            "link": f"{settings.SITE_ADDRESS}{address}",
        },
        now=now,
    )


def _question_address(question: CouncilQuestion) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('council_question', args=[question.pk])}"
