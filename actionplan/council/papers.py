"""What belongs to a meeting: the points of its agenda, and who came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplan.council.kinds import Presence, Source
from actionplan.council.meetings import CouncilMeeting


class AgendaItem(models.Model):
    """A point of the agenda, and what it comes from."""

    meeting = models.ForeignKey(
        CouncilMeeting, on_delete=models.CASCADE, related_name="agenda", verbose_name="möte"
    )
    order = models.PositiveSmallIntegerField("ordning")
    title = models.CharField("rubrik", max_length=250)
    text = models.TextField("text", blank=True)
    source = models.CharField("kommer från", max_length=10, choices=Source, default=Source.OWN)
    source_key = models.CharField("vad punkten gäller", max_length=100, blank=True, editable=False)
    address = models.CharField("sida att läsa", max_length=300, blank=True)
    activity = models.ForeignKey(
        "actionplan.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="aktivitet",
    )
    decision = models.ForeignKey(
        "actionplan.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_up_in",
        verbose_name="beslut",
    )
    question = models.ForeignKey(
        "actionplan.CouncilQuestion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_up_in",
        verbose_name="fråga",
    )

    class Meta:
        verbose_name = "punkt på dagordningen"
        verbose_name_plural = "dagordning"
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints = [
            # Two points change places in one transaction.
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="actionplan_agenda_order_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Två punkter kan inte ha samma nummer.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "source_key"],
                condition=~Q(source_key=""),
                name="actionplan_agenda_taken_up_once",
                violation_error_message="Punkten står redan på dagordningen.",
            ),
            models.CheckConstraint(
                condition=(Q(source="decision") & Q(decision__isnull=False))
                | (~Q(source="decision") & Q(decision__isnull=True)),
                name="actionplan_agenda_decision_named",
                violation_error_message="Säg vilket beslut punkten gäller.",
            ),
            models.CheckConstraint(
                condition=(Q(source="question") & Q(question__isnull=False))
                | (~Q(source="question") & Q(question__isnull=True)),
                name="actionplan_agenda_question_named",
                violation_error_message="Säg vilken fråga punkten gäller.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Attendance(models.Model):
    """Whether a seat, a function of the reference group or a person was there."""

    meeting = models.ForeignKey(
        CouncilMeeting, on_delete=models.CASCADE, related_name="attendance", verbose_name="möte"
    )
    seat = models.ForeignKey(
        "actionplan.CouncilSeat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        verbose_name="plats",
    )
    member = models.ForeignKey(
        "actionplan.ReferenceMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        verbose_name="funktion i referensgruppen",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="person",
    )
    state = models.CharField("närvaro", max_length=8, choices=Presence)

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, member__isnull=True, person__isnull=True)
                | Q(seat__isnull=True, member__isnull=False, person__isnull=True)
                | Q(seat__isnull=True, member__isnull=True, person__isnull=False),
                name="actionplan_attendance_of_one",
                violation_error_message="Närvaron gäller en plats, en funktion eller en person.",
            ),
            models.CheckConstraint(
                condition=~Q(state="deputy") | Q(seat__isnull=False),
                name="actionplan_attendance_deputies_have_seats",
                violation_error_message="Bara en plats i rådet har en ersättare.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["meeting", who],
                    name=f"actionplan_attendance_one_a_{who}",
                    violation_error_message="Närvaron är redan antecknad.",
                )
                for who in ("seat", "member", "person")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat or self.member or self.person}: {self.get_state_display()}"
