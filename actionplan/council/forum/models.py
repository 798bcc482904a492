"""Who has signed up for an open forum: nobody needs an account, and nobody is kept for long."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from actionplan.council.meetings import CouncilMeeting
from resources.services.choices import SeveralChoicesField

# What the form promises: see `docs/forum.md`.
UNCONFIRMED_DAYS = 7
KEPT_DAYS = 30
NAME_LENGTH, ORGANIZATION_LENGTH = 100, 120


class Need(models.TextChoices):
    """What somebody may need to take part. Choices: a free text would invite more than we need."""

    STEP_FREE = "step_free", _("En lokal utan trappor och trösklar")
    HEARING_LOOP = "hearing_loop", _("Hörslinga")
    SIGN_LANGUAGE = "sign_language", _("Tolk för svenskt teckenspråk")
    WRITTEN = "written", _("Skrivtolk")
    LANGUAGE = "language", _("Tolk till ett annat språk än svenska")
    OTHER = "other", _("Något annat: mejla mig")


class State(models.TextChoices):
    """Where a sign-up stands. Somebody who leaves is erased at once, so that is no state."""

    ASKED = "asked", "inte bekräftad"
    PLACED = "placed", "har plats"
    QUEUED = "queued", "på väntelistan"
    # Until the next run has told them, and erased them.
    REMOVED = "removed", "borttagen"


class ForumSignUpQuerySet(models.QuerySet["ForumSignUp"]):
    """Sign-ups by where they stand and how long they may be kept."""

    def placed(self) -> ForumSignUpQuerySet:
        """Those who have a place, by name: how an attendance list is read."""
        return self.filter(state=State.PLACED).order_by(Lower("name"), "pk")

    def queued(self) -> ForumSignUpQuerySet:
        """Those who wait for a place, the first first."""
        return self.filter(state=State.QUEUED).order_by("confirmed_at", "pk")

    def standing(self) -> ForumSignUpQuerySet:
        """Every sign-up that has not been taken away by whoever holds the forum."""
        return self.exclude(state=State.REMOVED)

    def for_news(self, now: datetime) -> ForumSignUpQuerySet:
        """Those who may have something to be told: confirmed, of forums that have not begun.

        Of forums alone: a meeting that was made into another kind is the council's own.
        """
        forums = self.filter(meeting__kind=CouncilMeeting.Kind.FORUM).select_related("meeting")
        coming = forums.filter(state__in=[State.PLACED, State.QUEUED], meeting__starts_at__gt=now)
        return coming | forums.filter(state=State.REMOVED)

    def to_erase(self, now: datetime) -> ForumSignUpQuerySet:
        """Those whose time is out: never confirmed, or of a forum that was a while ago."""
        return self.filter(
            Q(state=State.ASKED, asked_at__lte=now - timedelta(days=UNCONFIRMED_DAYS))
            | Q(meeting__starts_at__lte=now - timedelta(days=KEPT_DAYS))
        )


class ForumSignUp(models.Model):
    """A person who wants to come to a forum: confirmed through a link in a mail, else a question.

    The key is what the links in mails carry, signed; with the row it is gone.
    """

    Need = Need
    State = State

    key = models.UUIDField("nyckel", default=uuid.uuid4, unique=True, editable=False)
    # A meeting with people on their way to it is cancelled, so that they are told.
    meeting = models.ForeignKey(
        CouncilMeeting, on_delete=models.PROTECT, related_name="sign_ups", verbose_name="forum"
    )
    name = models.CharField("namn", max_length=NAME_LENGTH)
    mailbox = models.EmailField("e-post")
    organization = models.CharField("organisation", max_length=ORGANIZATION_LENGTH, blank=True)
    needs = SeveralChoicesField(
        models.CharField(max_length=20, choices=Need.choices),
        default=list,
        blank=True,
        verbose_name="behov",
    )
    language = models.CharField("brevens språk", max_length=10, default="sv")
    state = models.CharField("läge", max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField("anmäld")
    confirmed_at = models.DateTimeField("bekräftad", null=True, blank=True)
    # What the last mail said, so that each thing is said once: see `telling`.
    told_state = models.CharField("fick veta om platsen", max_length=10, blank=True)
    told_facts = models.CharField("fick veta om mötet", max_length=64, blank=True)
    reminded_of = models.DateTimeField("påmind om mötet den", null=True, blank=True)

    objects = ForumSignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "anmälan till forum"
        verbose_name_plural = "anmälningar till forum"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "meeting",
                Lower("mailbox"),
                condition=~Q(state="removed"),
                name="actionplan_sign_up_once",
                violation_error_message="Adressen är redan anmäld.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "placed", "queued", "removed"]),
                name="actionplan_sign_up_state_known",
                violation_error_message="Välj ett av lägena.",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", confirmed_at__isnull=True)
                | Q(state__in=["placed", "queued"], confirmed_at__isnull=False)
                | Q(state="removed"),
                name="actionplan_sign_up_place_is_confirmed",
                violation_error_message="Bara en bekräftad anmälan har en plats.",
            ),
            models.CheckConstraint(
                condition=Q(needs__contained_by=Need.values),
                name="actionplan_sign_up_needs_known",
                violation_error_message="Välj bland behoven i listan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"

    @property
    def needs_in_words(self) -> list[str]:
        """The needs as they are read, in the order of the form."""
        return [str(need.label) for need in Need if need in self.needs]
