"""A meeting of the council: when, where, who is called, and what its minutes say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.council.kinds import CalledAs, MeetingKind, MinutesAudience
from actionplan.council.querysets import CouncilMeetingQuerySet

if TYPE_CHECKING:
    from resources.documents.models import LibraryDocument

# The calendar year where the meeting is held: an index wants the time zone said.
LOCAL_YEAR = Func(
    F("starts_at"),
    template=f"date_part('year', %(expressions)s AT TIME ZONE '{settings.TIME_ZONE}')",
    output_field=models.FloatField(),
)


class CouncilMeeting(models.Model):
    """A meeting: of the council, with the reference group, open to all, or of the steering group.

    The plan: four regular meetings a year, besides them one with the reference group.
    """

    Kind = MeetingKind
    Audience = MinutesAudience

    kind = models.CharField("slag", max_length=20, choices=MeetingKind)
    title = models.CharField(
        "rubrik", max_length=200, blank=True, help_text="Lämna tomt, så står mötets slag."
    )
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=200, blank=True)
    programme = models.TextField(
        "program", blank=True, help_text="Ett öppet forums program visas på webbplatsen."
    )
    # A forum that is being planned is nobody's business: residents see what is announced.
    is_announced = models.BooleanField(
        "visas på webbplatsen",
        default=False,
        help_text="Bara ett öppet forum visas för alla, och först när du kryssar i rutan.",
    )
    sign_up_until = models.DateField("anmälan senast", null=True, blank=True)
    places = models.PositiveSmallIntegerField(
        "antal platser", null=True, blank=True, help_text="Lämna tomt om alla får plats."
    )
    is_cancelled = models.BooleanField("inställt", default=False)
    cancel_reason = models.TextField("varför mötet är inställt", blank=True)
    invited_at = models.DateTimeField("kallelsen skickades", null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kallelsen skickades av",
    )
    called_for = models.ManyToManyField(
        "actionplan.Activity",
        blank=True,
        related_name="+",
        verbose_name="referensgruppen kallas för aktiviteterna",
        help_text="De i referensgruppen som hör till aktiviteterna får kallelsen.",
    )
    changed_at = models.DateTimeField("ändrat", default=timezone.now, editable=False)
    # RFC 5545: a calendar program takes a new file for the newer one by its higher number.
    sequence = models.PositiveIntegerField("kalenderfilens nummer", default=0)
    revision = models.PositiveIntegerField("ändringens nummer", default=0)
    minutes_document = models.ForeignKey(
        "resources.LibraryDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes_of",
        verbose_name="protokoll",
        limit_choices_to={"kind": "minutes"},
    )
    minutes_text = models.TextField("minnesanteckningar", blank=True)
    minutes_audience = models.CharField(
        "får läsas av",
        max_length=10,
        choices=MinutesAudience,
        default=MinutesAudience.COUNCIL,
    )
    minutes_published_at = models.DateTimeField("protokollet publicerades", null=True, blank=True)
    minutes_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="protokollet publicerades av",
    )

    objects = CouncilMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        permissions = [
            ("run_council", "Kan leda samverkansrådets arbete"),
            ("read_council_papers", "Kan läsa rådets handlingar"),
            ("read_steering_papers", "Kan läsa styrgruppens handlingar"),
            ("sit_in_steering_group", "Kallas till styrgruppens möten"),
            ("answer_council_questions", "Kan svara på rådets frågor"),
        ]
        constraints = [
            models.UniqueConstraint(
                LOCAL_YEAR,
                name="actionplan_meeting_one_joint_a_year",
                condition=Q(kind="joint_yearly", is_cancelled=False),
                violation_error_message="Det finns redan ett gemensamt möte det året.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="actionplan_meeting_ends_after_start",
                violation_error_message="Mötet kan inte sluta innan det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=True) & ~Q(cancel_reason="")
                | Q(is_cancelled=False, cancel_reason=""),
                name="actionplan_meeting_cancelled_has_reason",
                violation_error_message="Skriv varför mötet ställs in.",
            ),
            models.CheckConstraint(
                condition=Q(kind="open_forum")
                | Q(is_announced=False, sign_up_until__isnull=True, places__isnull=True),
                name="actionplan_meeting_only_forums_are_open",
                violation_error_message="Bara ett öppet forum visas för alla och tar anmälningar.",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gt=0),
                name="actionplan_meeting_has_a_place",
                violation_error_message="Skriv minst en plats, eller lämna tomt.",
            ),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True, invited_by__isnull=True)
                | Q(invited_at__isnull=False, invited_by__isnull=False),
                name="actionplan_meeting_invitation_has_sender",
                violation_error_message="En kallelse har en tid och en avsändare.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_published_at__isnull=True, minutes_published_by__isnull=True)
                | Q(minutes_published_at__isnull=False, minutes_published_by__isnull=False),
                name="actionplan_meeting_minutes_have_publisher",
                violation_error_message="Ett publicerat protokoll har en tid och en person.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_published_at__isnull=True)
                | Q(minutes_document__isnull=False)
                | ~Q(minutes_text=""),
                name="actionplan_meeting_published_minutes_say_something",
                violation_error_message="Lägg till en fil eller skriv minnesanteckningar först.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def clean(self) -> None:
        """Raise `ValidationError` on the field that a person has to change."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "Mötet kan inte sluta innan det börjar."})

    @property
    def dated(self) -> str:
        """What the meeting is and the day it is held: several have the same name."""
        return f"{self} {date_format(timezone.localtime(self.starts_at), 'j F Y')}"

    def has_begun(self, now: datetime) -> bool:
        """Whether the meeting's time has come: who came and what was said is written from then."""
        return self.starts_at <= now

    @property
    def is_invited(self) -> bool:
        """Whether the invitation has been sent."""
        return self.invited_at is not None

    @property
    def has_published_minutes(self) -> bool:
        """Whether somebody has published the minutes, to whomever."""
        return self.minutes_published_at is not None

    @property
    def has_minutes(self) -> bool:
        """Whether there is something to read, published or not."""
        return self.minutes_document_id is not None or bool(self.minutes_text)

    @property
    def has_public_minutes(self) -> bool:
        """Whether anyone may read the minutes, as `with_public_minutes` asks the table."""
        return self.has_published_minutes and self.minutes_audience == MinutesAudience.PUBLIC

    @property
    def public_document(self) -> LibraryDocument | None:
        """The file of the minutes, if anyone may read it."""
        document = self.minutes_document if self.has_public_minutes else None
        is_open = document and document.audience == document.Audience.PUBLIC
        return document if is_open else None


class Invitation(models.Model):
    """Who has been called to a meeting: they get the new calendar file when it moves."""

    meeting = models.ForeignKey(
        CouncilMeeting, on_delete=models.CASCADE, related_name="invitations", verbose_name="möte"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="council_invitations",
        verbose_name="person",
    )
    called_as = models.CharField("kallas som", max_length=12, choices=CalledAs)
    invited_at = models.DateTimeField("kallad")

    class Meta:
        verbose_name = "kallelse"
        verbose_name_plural = "kallelser"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="actionplan_invitation_once",
                violation_error_code="unique",
                violation_error_message="Personen är redan kallad till mötet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_called_as_display()})"
