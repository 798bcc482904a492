"""What has happened, who is told, of what, and what they have been told."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from portal.subscriptions import subjects
from portal.subscriptions.schedule import Rhythm

# How long each is kept: the page for outsiders says so, and `retention` sees to it.
UNCONFIRMED_DAYS = 7
HAPPENING_DAYS = 400


def new_nonce() -> str:
    """Return what a link of a row is signed with besides our key; a new one ends the old links."""
    return secrets.token_urlsafe(16)


class HappeningQuerySet(models.QuerySet["Happening"]):
    """What can be asked of what has happened."""

    def newest(self) -> Self:
        """Return all, the latest first, with the pages they are about."""
        return self.select_related("page").order_by("-at", "-pk")

    def public(self) -> Self:
        """Return what anyone may read."""
        return self.filter(audience=Happening.Audience.PUBLIC)

    def to_pass_on(self) -> Self:
        """Return what everyone at work may read: fit to be read aloud at a workplace meeting."""
        return self.filter(audience__in=[Happening.Audience.PUBLIC, Happening.Audience.STAFF])

    def about(self, subject: str) -> Self:
        """Return what is told to those who follow `subject`."""
        texts = [subject]
        if subjects.kind(subject) == subjects.ALL_ROUTINES:
            texts.append(subjects.ALL_ROUTINES)
        return self.filter(subjects__overlap=texts)

    def forgotten(self, now: datetime) -> Self:
        """Return what is too old to be kept."""
        return self.filter(at__lt=now - timedelta(days=HAPPENING_DAYS))


class Happening(models.Model):
    """Something that has happened and that followers are told of, once each."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "alla"
        STAFF = "staff", "medarbetare"
        COUNCIL = "council", "samverkansrådet"

    key = models.CharField("nyckel", max_length=200)
    at = models.DateTimeField("när")
    title = models.CharField("rubrik", max_length=300)
    summary = models.TextField("vad", blank=True)
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sida",
        help_text="Adressen är då sidans egen, också när den flyttas.",
    )
    path = models.CharField("adress", max_length=300, blank=True)
    audience = models.CharField("för vilka", max_length=10, choices=Audience.choices)
    subjects = ArrayField(models.CharField(max_length=60), verbose_name="ämnen")

    objects = HappeningQuerySet.as_manager()

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["at"], name="portal_happening_at"),
            GinIndex(fields=["subjects"], name="portal_happening_subjects"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="portal_happening_key_unique",
                violation_error_message="Det är redan berättat.",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "staff", "council"]),
                name="portal_happening_audience_known",
                violation_error_message="Välj för vilka det är.",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False, path="") | (Q(page__isnull=True) & ~Q(path="")),
                name="portal_happening_has_one_place",
                violation_error_message="Ange antingen en sida eller en adress.",
            ),
            models.CheckConstraint(
                # Whoever follows the council's papers follows nothing else by them.
                condition=~Q(audience="council") | Q(subjects=[subjects.COUNCIL]),
                name="portal_happening_council_by_itself",
                violation_error_message="Rådets handlingar har inget annat ämne.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it can be read, as a path; empty when its page has no address."""
        return (self.page.get_url() or "") if self.page else self.path


class FollowerQuerySet(models.QuerySet["Follower"]):
    """What can be asked of those who are told."""

    def confirmed(self) -> Self:
        """Return those who have said yes."""
        return self.filter(confirmed_at__isnull=False)

    def forgotten(self, now: datetime) -> Self:
        """Return those whose address is kept no longer: never confirmed, without use, retired."""
        oldest = now - timedelta(days=UNCONFIRMED_DAYS)
        unconfirmed = Q(confirmed_at__isnull=True, asked_at__lt=oldest)
        # A mailbox that follows nothing, as when all that it followed has been taken away.
        nothing = Q(user__isnull=True, is_contact=False) & ~Exists(
            Subscription.objects.filter(follower=OuterRef("pk"))
        )
        return self.filter(unconfirmed | nothing | Q(user__left_on__isnull=False))


class Follower(models.Model):
    """Somebody who is told: a person with an account, or a mailbox that has said yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="follower",
        verbose_name="konto",
    )
    mailbox = models.EmailField("e-post", blank=True)
    # A contact person without an account, entered by the register and not by an opt-in.
    is_contact = models.BooleanField("ur kontaktregistret", default=False)
    asked_at = models.DateTimeField("frågade")
    confirmed_at = models.DateTimeField("bekräftade", null=True, blank=True)
    nonce = models.CharField("det som länkarna skrivs under med", max_length=40, default=new_nonce)
    calendar_nonce = models.CharField("det som kalenderns adress gäller", max_length=40, blank=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = "följare"
        verbose_name_plural = "följare"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, mailbox="")
                | (Q(user__isnull=True) & ~Q(mailbox="")),
                name="portal_follower_account_or_mailbox",
                violation_error_message="Ange antingen ett konto eller en e-postadress.",
            ),
            models.UniqueConstraint(
                fields=["mailbox"],
                condition=~Q(mailbox=""),
                name="portal_follower_mailbox_unique",
                violation_error_message="Adressen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(calendar_nonce="") | Q(user__isnull=False),
                name="portal_follower_calendar_needs_account",
                violation_error_message="Bara den som har ett konto har en kalender.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.mailbox)

    @property
    def address(self) -> str:
        """Where mails go; empty for an account without an address."""
        return self.user.email if self.user else self.mailbox


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """What can be asked of subscriptions."""

    def heard(self) -> Self:
        """Return those by which somebody is told at all."""
        return self.exclude(rhythm=Rhythm.NONE)


class Subscription(models.Model):
    """That somebody follows a subject, how often they are told, and since when."""

    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, related_name="subscriptions", verbose_name="följare"
    )
    subject = models.CharField("ämne", max_length=60)
    rhythm = models.CharField("hur ofta", max_length=10, choices=Rhythm.choices)
    since = models.DateTimeField("sedan", help_text="Vad som hände före är inte nytt.")
    by_register = models.BooleanField(
        "ur kontaktregistret",
        default=False,
        help_text="Påbörjad för ett uppdrag, och inte vald av den som får mejlen.",
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "prenumeration"
        verbose_name_plural = "prenumerationer"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "subject"],
                name="portal_subscription_one_a_subject",
                violation_error_message="Du följer det redan.",
            ),
            models.CheckConstraint(
                condition=Q(subject__regex=subjects.PATTERN),
                name="portal_subscription_subject_known",
                violation_error_message="Välj ett av ämnena.",
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="portal_subscription_rhythm_known",
                violation_error_message="Välj hur ofta.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_rhythm_display()}"


class Telling(models.Model):
    """That a follower has been told of something: the same thing is never told twice."""

    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, related_name="tellings", verbose_name="följare"
    )
    happening = models.ForeignKey(
        Happening, on_delete=models.CASCADE, related_name="tellings", verbose_name="händelse"
    )
    mail = models.CharField("utskickets nyckel", max_length=200)

    class Meta:
        verbose_name = "det som är berättat"
        verbose_name_plural = "det som är berättat"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "happening"],
                name="portal_telling_once",
                violation_error_message="Det är redan berättat.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.happening_id}"
