"""The outbox: every mail is a row before it is sent, and says afterwards what became of it."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Q

from portal.notifications.links import LINK_DAYS
from resources.municipality.models import Unit
from resources.services.models import Service

# Mails to who signs up for a forum or follows without an account. By their kinds, since the rooms
# that send them stand on this one.
TO_RESIDENTS = (
    "forum_confirm",
    "forum_news",
    "subscription_confirm",
    "subscription_known",
    "digest_outside",
)


class OutboxQuerySet(models.QuerySet):
    """What can be asked of the outbox: sending, the desk and tests share these definitions."""

    def with_dead_links(self, now: datetime) -> Self:
        """Return what has not been sent and whose links have run out."""
        lives = {
            "new_password": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            "choose_password": timedelta(days=settings.CHOOSE_PASSWORD_DAYS),
        }
        dead = ~Q(kind__in=lives) & Q(created_at__lte=now - timedelta(days=LINK_DAYS))
        for kind, life in lives.items():
            dead |= Q(kind=kind, created_at__lte=now - life)
        unsent = [OutboxMessage.State.WAITING, OutboxMessage.State.FAILED]
        return self.filter(dead, holds_key=True, state__in=unsent)

    def due(self, now: datetime) -> Self:
        """Return what may be tried at `now`: what waits, and what a sender may have left."""
        states = [OutboxMessage.State.WAITING, OutboxMessage.State.SENDING]
        return self.filter(state__in=states, next_try_at__lte=now)


class OutboxMessage(models.Model):
    """One mail to one recipient. Its key says what it is about, so that it is made only once."""

    class State(models.TextChoices):
        WAITING = "waiting", "väntar"
        SENDING = "sending", "skickas nu"
        SENT = "sent", "skickat"
        FAILED = "failed", "kom inte fram"

    kind = models.CharField(
        "slag", max_length=40, help_text="Namnet på brevets text i templates/emails/."
    )
    recipient = models.EmailField("mottagare")
    dedupe_key = models.CharField("nyckel", max_length=200)
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("text", blank=True)
    html = models.TextField("html", blank=True)
    holds_key = models.BooleanField(
        "innehåller en personlig länk",
        default=False,
        help_text="Texten raderas när brevet har skickats.",
    )
    calendar = models.TextField(
        "kalenderfil",
        blank=True,
        help_text="En inbjudan i iCalendar-format, som följer med brevet.",
    )
    unsubscribe_address = models.CharField(
        "adress för att avsluta",
        max_length=300,
        blank=True,
        help_text="Det som e-postprogrammets egen knapp anropar, enligt RFC 8058.",
    )
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField("försök", default=0)
    created_at = models.DateTimeField("skapat")
    next_try_at = models.DateTimeField("nästa försök")
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    error = models.TextField("varför det väntar", blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        ordering = ["-pk"]
        # Nobody writes a mail by hand: it is read, and one that failed is sent again.
        default_permissions = ("view",)
        permissions = [("resend_outboxmessage", "Kan skicka ett utskick igen")]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=~Q(state="sent"),
                name="portal_outbox_unsent",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                name="portal_outbox_key_unique",
                violation_error_message="Det utskicket finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed"]),
                name="portal_outbox_state_known",
                violation_error_message="Välj ett av lägena.",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="portal_outbox_sent_has_time",
                violation_error_message="Ett skickat utskick har en tid, och bara ett skickat.",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""),
                name="portal_outbox_failed_has_reason",
                violation_error_message="Skriv varför utskicket inte kom fram.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent", holds_key=True)
                | Q(text="", html="", unsubscribe_address=""),
                name="portal_outbox_sent_keeps_no_key",
                violation_error_message="Ett skickat brev med personlig länk får inte sparas.",
            ),
        ]

    def __str__(self) -> str:
        # Without the recipient: the log keeps what a row was called.
        return f"{self.subject}, utskick {self.pk}"

    @property
    def is_to_resident(self) -> bool:
        """Whether it goes to somebody outside, who was promised that few see the address."""
        return self.kind in TO_RESIDENTS

    @display(description="varför")
    def why(self) -> str:
        """Say why a mail has not gone out yet, in words; empty once it has."""
        if self.state == self.State.SENT:
            return ""
        if self.error:
            return self.error
        is_waiting = self.state == self.State.WAITING
        return "På tur, skickas inom någon minut." if is_waiting else "Skickas just nu."


class AssuranceRequest(models.Model):
    """One question to an owner: is what we say of this service right? With one link to answer by.

    The link's secret is in the mail alone, and so in the outbox until the mail has been sent or
    the link has run out; here lies only its hash.
    """

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="+", verbose_name="stöd"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="tillfrågad enhet"
    )
    secret_hash = models.CharField("hemlighetens kondensat", max_length=64)
    asked_at = models.DateTimeField("frågad")
    closed_at = models.DateTimeField("avslutad", null=True, blank=True)
    is_answer = models.BooleanField("besvarad med den här länken", default=False)

    class Meta:
        verbose_name = "fråga till ägare"
        verbose_name_plural = "frågor till ägare"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["secret_hash"],
                name="portal_assurance_secret_unique",
                violation_error_message="Hemligheten är redan använd.",
            ),
            models.CheckConstraint(
                condition=Q(is_answer=False) | Q(closed_at__isnull=False),
                name="portal_assurance_answer_is_closed",
                violation_error_message="En besvarad fråga har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.unit}"
