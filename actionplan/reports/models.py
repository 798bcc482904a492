"""The yearly report: what the coordinator writes, what was frozen, its files, and its decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actionplan.activities.models import Activity
from actionplan.followup.models import FollowUpPeriod
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.querysets import (
    AnnualReportQuerySet,
    ReportFileQuerySet,
    WaitingFileQuerySet,
)

NOTHING_FROZEN = Q(
    content="",
    sha256="",
    schema_version__isnull=True,
    frozen_at__isnull=True,
    frozen_by__isnull=True,
)
EVERYTHING_FROZEN = Q(
    ~Q(content=""),
    sha256__regex=r"^[0-9a-f]{64}$",
    schema_version__isnull=False,
    frozen_at__isnull=False,
    frozen_by__isnull=False,
)


class AnnualReport(models.Model):
    """One report of a follow-up year: a draft that is written, then frozen for good.

    `content` is canonical JSON *text* (`reports.content`). The database refuses every change of
    a final report: a correction is a new one, with the next `sequence`, that points at it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Utkast"
        FINAL = "final", "Fryst"

    period = models.ForeignKey(
        FollowUpPeriod,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name="uppföljningsår",
    )
    sequence = models.PositiveSmallIntegerField("nummer i ordningen", default=1)
    state = models.CharField("läge", max_length=5, choices=State, default=State.DRAFT)
    introduction = models.TextField("inledning", blank=True)
    goals_text = models.TextField("mål och utfall", blank=True)
    proposals = models.TextField("förslag", blank=True)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="rättar",
    )
    correction = models.TextField("vad som är rättat", blank=True)
    # Counts the times the draft was saved: a page that was opened before is told, never obeyed.
    revision = models.PositiveIntegerField("sparad antal gånger", default=0)
    saved_at = models.DateTimeField("sparad", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sparad av",
    )
    content = models.TextField("fryst innehåll", blank=True, editable=False)
    schema_version = models.PositiveSmallIntegerField("schema", null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField("fryst", null=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="fryst av",
    )

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "årsrapport"
        verbose_name_plural = "årsrapporter"
        ordering = ["-period__year", "-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "sequence"],
                name="actionplan_report_one_a_sequence",
                violation_error_message="Det finns redan en rapport med det numret.",
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state="draft"),
                name="actionplan_report_one_draft_a_year",
                violation_error_message="Det finns redan ett utkast för året.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") & NOTHING_FROZEN | Q(state="final") & EVERYTHING_FROZEN,
                name="actionplan_report_final_has_content",
                violation_error_message="En fryst rapport har innehåll, kontrollsumma och tid.",
            ),
            models.CheckConstraint(
                condition=Q(sequence=1, corrects__isnull=True)
                | Q(sequence__gt=1, corrects__isnull=False),
                name="actionplan_report_later_one_corrects",
                violation_error_message="En rättad rapport pekar på den som den rättar.",
            ),
            models.CheckConstraint(
                condition=~Q(corrects=F("id")),
                name="actionplan_report_corrects_another",
                violation_error_message="En rapport kan inte rätta sig själv.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(corrects__isnull=True) | ~Q(correction=""),
                name="actionplan_report_says_what_is_corrected",
                violation_error_message="Skriv vad som är rättat.",
            ),
        ]

    def __str__(self) -> str:
        corrected = f", rättad version {self.sequence}" if self.sequence > 1 else ""
        return f"Rapport {self.period.year}{corrected}"

    @property
    def is_final(self) -> bool:
        """Whether the report is frozen."""
        return self.state == self.State.FINAL


class ReportText(models.Model):
    """What the coordinator writes about one part of the plan or one board."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.CASCADE, related_name="texts", verbose_name="rapport"
    )
    part = models.PositiveSmallIntegerField("del", choices=Activity.Part, null=True, blank=True)
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nämnd, styrelse eller bolag",
    )
    text = models.TextField("text")

    class Meta:
        verbose_name = "text i årsrapport"
        verbose_name_plural = "texter i årsrapporter"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__isnull=False, board__isnull=True)
                | Q(part__isnull=True, board__isnull=False),
                name="actionplan_reporttext_part_or_board",
                violation_error_message="Texten hör till en del eller en nämnd.",
            ),
            models.UniqueConstraint(
                fields=["report", "part", "board"],
                nulls_distinct=False,
                name="actionplan_reporttext_one_a_place",
                violation_error_message="Det finns redan en text där.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ReportFile(models.Model):
    """A file of a final report: made once, never changed, never made again.

    With `board` it is the extract of one board, by the address that it had when it was frozen.
    """

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="files", verbose_name="rapport"
    )
    kind = models.CharField("slag", max_length=4, choices=FileKind)
    board = models.SlugField("nämnd", max_length=100, blank=True)
    data = models.BinaryField("innehåll")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("storlek")
    made_at = models.DateTimeField("skapad")

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fil till årsrapport"
        verbose_name_plural = "filer till årsrapporter"
        default_permissions = ("view",)
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "board"],
                name="actionplan_reportfile_one_a_kind",
                violation_error_message="Filen är redan skapad.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0),
                name="actionplan_reportfile_has_hash",
                violation_error_message="En fil har en kontrollsumma och en storlek.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.get_kind_display()})"


class WaitingFile(models.Model):
    """A file that is to be made of a frozen report; taken away in the transaction that made it."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="waiting_files", verbose_name="rapport"
    )
    kind = models.CharField("slag", max_length=4, choices=FileKind)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    next_try_at = models.DateTimeField("nästa försök")
    error = models.TextField("fel", blank=True)

    objects = WaitingFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fil som väntar"
        verbose_name_plural = "filer som väntar"
        default_permissions = ("view",)
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"],
                name="actionplan_waitingfile_one_a_kind",
                violation_error_message="Filen väntar redan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.get_kind_display()})"


class ReportRegistration(models.Model):
    """Where a frozen report is registered and what was decided on it; noted afterwards."""

    report = models.OneToOneField(
        AnnualReport, on_delete=models.PROTECT, related_name="registration", verbose_name="rapport"
    )
    registry_number = models.CharField("diarienummer", max_length=60, blank=True)
    deciding_board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslutad av",
    )
    decided_on = models.DateField("beslutsdatum", null=True, blank=True)
    paragraph = models.CharField(
        "paragraf", max_length=20, blank=True, help_text="Till exempel § 47."
    )
    noted_at = models.DateTimeField("antecknat")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "diarieföring av årsrapport"
        verbose_name_plural = "diarieföring av årsrapporter"
        constraints = [
            models.CheckConstraint(
                condition=Q(deciding_board__isnull=True, decided_on__isnull=True, paragraph="")
                | Q(deciding_board__isnull=False, decided_on__isnull=False),
                name="actionplan_registration_decision_is_whole",
                violation_error_message="Ange både vem som beslutade och vilken dag.",
            ),
            models.CheckConstraint(
                condition=~Q(registry_number="") | Q(decided_on__isnull=False),
                name="actionplan_registration_says_something",
                violation_error_message="Ange diarienumret eller beslutet.",
            ),
        ]

    def __str__(self) -> str:
        return self.registry_number or str(self.report)
