"""A follow-up year and its answers: one for each activity and board that is asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.activities.status import ANSWERED, AnswerStatus
from actionplan.activities.status import State as ActivityState
from actionplan.followup.querysets import FollowUpEntryQuerySet, FollowUpPeriodQuerySet
from actionplan.followup.records import BoardDecision, EntryAttachment, EntryEvent, Reminder
from actionplan.plan.models import YEARS, PlanVersion

__all__ = [
    "BoardDecision",
    "EntryAttachment",
    "EntryEvent",
    "FollowUpEntry",
    "FollowUpPeriod",
    "Reminder",
]

# What an answer has to explain: why it is not going as planned.
NEEDS_OBSTACLES = (AnswerStatus.DELAYED, AnswerStatus.PAUSED, AnswerStatus.DROPPED)


class FollowUpPeriod(models.Model):
    """One year's follow-up of a version of the plan.

    The plan: yearly follow-up before the assembly, by each board for its own activities.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planerad")
        OPEN = "open", _("Öppen")
        CLOSED = "closed", _("Stängd")

    version = models.ForeignKey(
        PlanVersion,
        on_delete=models.PROTECT,
        related_name="followup_periods",
        verbose_name="planversion",
    )
    year = models.PositiveSmallIntegerField("år", validators=YEARS)
    opens_on = models.DateField("öppnar")
    due_on = models.DateField("sista svarsdag")
    closes_on = models.DateField(
        "stänger", help_text="Sista dagen för sena svar, returer och godkännanden."
    )
    state = models.CharField("läge", max_length=8, choices=State, default=State.PLANNED)
    message = models.TextField(
        "hälsning i brevet",
        blank=True,
        help_text="Står överst i det första brevet till nämnderna.",
    )
    is_example = models.BooleanField(
        "exempeldata",
        default=False,
        help_text="Påhittade svar för utveckling och utbildning. Märks överallt där de visas.",
    )
    opened_at = models.DateTimeField("öppnades", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="öppnades av",
    )
    closed_at = models.DateTimeField("stängdes", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="stängdes av",
    )

    objects = FollowUpPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljningsår"
        verbose_name_plural = "uppföljningsår"
        ordering = ["-year"]
        permissions = [
            ("run_followup", "Kan leda uppföljningen"),
            ("audit_followup", "Kan läsa all uppföljning, utkast också"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                name="actionplan_period_one_a_year",
                violation_error_code="unique",
                violation_error_message=_("Det finns redan en uppföljning för det året."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="actionplan_period_due_not_before_opening",
                violation_error_message=_("Sista svarsdag kan inte ligga före öppningen."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("due_on")),
                name="actionplan_period_closes_not_before_due",
                violation_error_message=_("Stängningen kan inte ligga före sista svarsdag."),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at__isnull=True, opened_by__isnull=True)
                | (~Q(state="planned") & Q(opened_at__isnull=False, opened_by__isnull=False)),
                name="actionplan_period_opened_has_time",
                violation_error_message=_("En öppnad uppföljning har en tid och en person."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="actionplan_period_closed_has_time",
                violation_error_message=_("En stängd uppföljning har en tid och en person."),
            ),
        ]

    def __str__(self) -> str:
        return f"Uppföljning {self.year}"


class FollowUpEntry(models.Model):
    """A board's answer about an activity for a year; made empty when the year opens."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SUBMITTED = "submitted", _("Inskickad")
        APPROVED = "approved", _("Godkänd")
        RETURNED = "returned", _("Återlämnad")

    period = models.ForeignKey(
        FollowUpPeriod,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name="uppföljningsår",
    )
    activity = models.ForeignKey(
        "actionplan.Activity",
        on_delete=models.PROTECT,
        related_name="followup_entries",
        verbose_name="aktivitet",
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="followup_entries",
        verbose_name="nämnd, styrelse eller bolag",
    )
    status = models.CharField("hur går det?", max_length=12, choices=AnswerStatus, blank=True)
    done = models.TextField("vad har ni gjort?", blank=True)
    obstacles = models.TextField("vad hindrar?", blank=True)
    next_step = models.TextField("vad är nästa steg?", blank=True)
    is_unchanged = models.BooleanField("oförändrat sedan förra året", default=False)
    is_on_behalf = models.BooleanField("införd åt nämnden", default=False)
    confirmed_at = models.DateTimeField("bekräftad", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bekräftad av",
    )
    state = models.CharField("läge", max_length=10, choices=State, default=State.DRAFT)
    saved_at = models.DateTimeField("sparad", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sparad av",
    )
    submitted_at = models.DateTimeField("inskickad", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="inskickad av",
    )
    approved_at = models.DateTimeField("godkänd", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="godkänd av",
    )
    returned_at = models.DateTimeField("återlämnad", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="återlämnad av",
    )
    comment = models.TextField("kommentar till nämnden", blank=True)
    # Counts the times the row was saved: a form that was opened before is told, never obeyed.
    revision = models.PositiveIntegerField("sparad antal gånger", default=0)

    objects = FollowUpEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljning"
        verbose_name_plural = "uppföljningar"
        ordering = ["-period__year", "activity__number", "board__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "activity", "board"],
                name="actionplan_entry_one_a_board",
                violation_error_message=_("Nämnden är redan tillfrågad om aktiviteten."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "approved", "returned"]),
                name="actionplan_entry_state_known",
                violation_error_message=_("Välj ett av lägena."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | ~Q(status=""),
                name="actionplan_entry_submitted_says_how_it_goes",
                violation_error_message=_("Välj hur det går."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="actionplan_entry_submitted_has_time",
                violation_error_message=_("Ett inskickat svar har en tid och en person."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True, approved_by__isnull=True)),
                name="actionplan_entry_approved_has_time",
                violation_error_message=_("Ett godkänt svar har en tid och en person."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("saved_by"))),
                name="actionplan_entry_approved_by_another",
                violation_error_message=_(
                    "Den som har skrivit eller skickat in ett svar godkänner det inte."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | ~Q(status__in=["delayed", "paused", "dropped"])
                | ~Q(obstacles=""),
                name="actionplan_entry_says_what_hinders",
                violation_error_message=_("Skriv vad som hindrar, så att det går att hjälpa till."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(is_on_behalf=True, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="actionplan_entry_confirmed_was_on_behalf",
                violation_error_message=_("Bara ett svar som är infört åt nämnden bekräftas."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""),
                name="actionplan_entry_returned_has_comment",
                violation_error_message=_("Skriv vad nämnden behöver ändra."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.year}, {self.activity}: {self.board}"

    @property
    def answer(self) -> ActivityState | None:
        """What the entry says of the activity, or None while nothing is chosen."""
        return ANSWERED[self.status] if self.status else None

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it was entered for the board, which has not said yet that it is right."""
        return self.is_on_behalf and self.confirmed_at is None

    @property
    def is_ready(self) -> bool:
        """Whether a draft says what it must to be handed in."""
        return bool(self.status) and (self.status not in NEEDS_OBSTACLES or bool(self.obstacles))

    @property
    def is_read_again(self) -> bool:
        """Whether an answer that was handed back has been saved since; true of all others."""
        if self.state != self.State.RETURNED or self.returned_at is None:
            return True
        return self.saved_at is not None and self.saved_at > self.returned_at
