"""A question is asked, answered, and shown to the whole council."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.council.access import standing
from actionplan.council.records import CouncilQuestion
from actionplan.signals import question_answered, question_asked

if TYPE_CHECKING:
    from actionplan.council.access import Person


@transaction.atomic
def ask(text: str, *, user: Person, now: datetime) -> CouncilQuestion:
    """Ask the competence centre and return the question.

    Raises `PermissionDenied` for who does not sit in the council, and `ValidationError`.
    """
    if not standing(user, timezone.localdate(now)).asks or user.pk is None:
        raise PermissionDenied
    question = CouncilQuestion(asked_by_id=user.pk, asked_at=now, text=text.strip())
    question.full_clean()
    question.save()
    log(question, "actionplan.ask_question", user=user, timestamp=now)
    question_asked.send(CouncilQuestion, question=question, now=now)
    return question


@transaction.atomic
def answer(
    question: CouncilQuestion, text: str, *, to_council: bool, user: Person, now: datetime
) -> CouncilQuestion:
    """Answer a question, for who asked or for the whole council.

    Raises `PermissionDenied` for who does not answer for the competence centre, and
    `ValidationError` for one that somebody has answered already.
    """
    if not standing(user, timezone.localdate(now)).answers:
        raise PermissionDenied
    held = CouncilQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if held.answered_at is not None:
        raise ValidationError("Någon annan har redan svarat. Läs svaret i en ny flik.")
    if not text.strip():
        raise ValidationError({"answer": "Skriv ett svar."})
    held.answer, held.answered_at, held.answered_by_id = text.strip(), now, user.pk
    held.is_published_to_council = to_council
    held.full_clean()
    held.save()
    log(held, "actionplan.answer_question", user=user, timestamp=now, content_changed=True)
    question_answered.send(CouncilQuestion, question=held, now=now)
    return held


@transaction.atomic
def show_to_council(
    question: CouncilQuestion, shown: bool, *, user: Person, now: datetime
) -> CouncilQuestion:
    """Let the whole council read an answer, or no longer; that it may is announced.

    Raises `PermissionDenied` for who neither answers nor runs the council, and `ValidationError`
    for one without an answer.
    """
    who = standing(user, timezone.localdate(now))
    if not (who.answers or who.runs):
        raise PermissionDenied
    held = CouncilQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    held.is_published_to_council = shown
    held.full_clean()
    held.save(update_fields=["is_published_to_council"])
    log(held, "actionplan.show_question", user=user, timestamp=now, content_changed=True)
    if shown:
        question_answered.send(CouncilQuestion, question=held, now=now)
    return held
