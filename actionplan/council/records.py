"""What the council leaves behind: decisions, and questions to the competence centre."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplan.council.meetings import CouncilMeeting
from actionplan.council.querysets import CouncilQuestionQuerySet, DecisionQuerySet


class Decision(models.Model):
    """What a meeting decided: who sees to it, until when, and for which activities."""

    meeting = models.ForeignKey(
        CouncilMeeting, on_delete=models.PROTECT, related_name="decisions", verbose_name="möte"
    )
    agenda_item = models.ForeignKey(
        "actionplan.AgendaItem",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="punkt på dagordningen",
    )
    text = models.TextField("beslut")
    activities = models.ManyToManyField(
        "actionplan.Activity",
        blank=True,
        related_name="council_decisions",
        verbose_name="gäller aktiviteterna",
    )
    responsible_board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="council_decisions",
        verbose_name="ansvarig nämnd",
    )
    responsible_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="council_decisions",
        verbose_name="ansvarig person",
    )
    responsible_text = models.CharField("annan ansvarig", max_length=200, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)
    done_on = models.DateField("klart", null=True, blank=True)
    done_note = models.TextField("vad som gjordes", blank=True)
    revision = models.PositiveIntegerField("ändringens nummer", default=0)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["meeting__starts_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(responsible_board__isnull=True, responsible_person__isnull=True)
                | Q(responsible_board__isnull=True, responsible_text="")
                | Q(responsible_person__isnull=True, responsible_text=""),
                name="actionplan_decision_one_is_responsible",
                violation_error_message="Välj en ansvarig: en nämnd, en person eller någon annan.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(responsible_board__isnull=False)
                | Q(responsible_person__isnull=False)
                | ~Q(responsible_text=""),
                name="actionplan_decision_due_has_responsible",
                violation_error_message="Säg vem som ser till att det blir klart.",
            ),
            models.CheckConstraint(
                condition=Q(done_note="") | Q(done_on__isnull=False),
                name="actionplan_decision_done_has_day",
                violation_error_message="Skriv vilken dag det blev klart.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def responsible(self) -> str:
        """Who sees to it, in words; empty when nobody is named."""
        if self.responsible_board:
            return str(self.responsible_board.name)
        if self.responsible_person:
            return self.responsible_person.get_full_name() or self.responsible_person.username
        return self.responsible_text


class CouncilQuestion(models.Model):
    """A question from the council to the competence centre, and its answer."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="council_questions",
        verbose_name="ställd av",
    )
    asked_at = models.DateTimeField("ställd")
    text = models.TextField("fråga")
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="besvarad av",
    )
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    is_published_to_council = models.BooleanField(
        "får läsas av hela rådet",
        default=False,
        help_text="Annars läses svaret bara av den som frågade och den som leder rådet.",
    )

    objects = CouncilQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga från rådet"
        verbose_name_plural = "frågor från rådet"
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="actionplan_question_answered_has_answer",
                violation_error_message="Ett svar har en text, en tid och en person.",
            ),
            models.CheckConstraint(
                condition=Q(is_published_to_council=False) | Q(answered_at__isnull=False),
                name="actionplan_question_published_is_answered",
                violation_error_message="Bara en besvarad fråga kan läsas av hela rådet.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
