"""What is kept beside the answers: their files, their log, the board's decision, reminders."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ENTRY = "actionplan.FollowUpEntry"
PERIOD = "actionplan.FollowUpPeriod"


class EntryAttachment(models.Model):
    """A file that belongs to an answer; read by staff alone."""

    entry = models.ForeignKey(
        ENTRY, on_delete=models.PROTECT, related_name="attachments", verbose_name="uppföljning"
    )
    document = models.ForeignKey(
        "resources.LibraryDocument",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="dokument",
    )

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "document"],
                name="actionplan_attachment_once",
                violation_error_message=_("Filen är redan bifogad."),
            )
        ]

    def __str__(self) -> str:
        return str(self.document)


class EntryEvent(models.Model):
    """The log of an answer: what was done to it, and what it said before it was replaced."""

    class Verb(models.TextChoices):
        REPLACED = "replaced", "skrev över vad en annan hade sparat"
        SUBMITTED = "submitted", "skickade in"
        WITHDRAWN = "withdrawn", "tog tillbaka"
        APPROVED = "approved", "godkände"
        RETURNED = "returned", "lämnade tillbaka"
        CONFIRMED = "confirmed", "bekräftade för nämnden"
        REOPENED = "reopened", "öppnade igen"
        ATTACHED = "attached", "bifogade en fil"
        DETACHED = "detached", "tog bort en fil"

    entry = models.ForeignKey(
        ENTRY, on_delete=models.PROTECT, related_name="events", verbose_name="uppföljning"
    )
    verb = models.CharField("händelse", max_length=12, choices=Verb)
    at = models.DateTimeField("när")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av"
    )
    comment = models.TextField("kommentar", blank=True)
    content = models.JSONField("vad svaret sade", default=dict)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by} {self.get_verb_display()}"


class BoardDecision(models.Model):
    """When a board decided on its follow-up of a year."""

    period = models.ForeignKey(
        PERIOD, on_delete=models.PROTECT, related_name="decisions", verbose_name="uppföljningsår"
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="followup_decisions",
        verbose_name="nämnd, styrelse eller bolag",
    )
    decided_on = models.DateField("beslutsdatum")
    paragraph = models.CharField("paragraf", max_length=20, help_text="Till exempel § 47.")
    noted_at = models.DateTimeField("antecknat")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="antecknat av",
    )

    class Meta:
        verbose_name = "nämndens beslut"
        verbose_name_plural = "nämndernas beslut"
        ordering = ["board__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "board"],
                name="actionplan_boarddecision_one_a_year",
                violation_error_message=_("Nämndens beslut är redan antecknat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on} {self.paragraph}"


class Reminder(models.Model):
    """That somebody was told something about a board's answers: said once, never twice."""

    period = models.ForeignKey(
        PERIOD, on_delete=models.PROTECT, related_name="reminders", verbose_name="uppföljningsår"
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="followup_reminders",
        verbose_name="nämnd, styrelse eller bolag",
    )
    step = models.CharField("steg", max_length=20)
    occasion = models.CharField("tillfälle", max_length=40, blank=True)
    recipient = models.EmailField("mottagare")
    made_on = models.DateField("dag")

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        default_permissions = ("view",)
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "board", "step", "occasion", "recipient"],
                name="actionplan_reminder_once",
                violation_error_message=_("Påminnelsen är redan gjord."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_on} {self.step}: {self.recipient}"
