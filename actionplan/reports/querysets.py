"""What can be asked of yearly reports and their files: one definition for desk, page and job."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actionplan.followup.models import FollowUpPeriod
    from actionplan.reports.models import AnnualReport, ReportFile, WaitingFile  # noqa: F401


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Reports by state and year."""

    def final(self) -> AnnualReportQuerySet:
        """Frozen reports, which anyone may read: the latest year first, a correction before what
        it corrects."""
        return self.filter(state="final").order_by("-period__year", "-sequence")

    def in_force(self) -> AnnualReportQuerySet:
        """Of each year the frozen report that no later frozen one corrects."""
        return self.final().exclude(corrected_by__state="final")

    def before(self, period: FollowUpPeriod) -> AnnualReportQuerySet:
        """What stood last before a year: the reports in force of earlier ones, latest first.

        Example data is compared with example data alone.
        """
        return self.in_force().filter(
            period__year__lt=period.year, period__is_example=period.is_example
        )

    def without_content(self) -> AnnualReportQuerySet:
        """For lists: the text of a frozen report is long."""
        return self.select_related("period__version__plan", "registration").defer("content")


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    """Files of frozen reports."""

    def whole(self) -> ReportFileQuerySet:
        """The files that hold the whole report."""
        return self.filter(board="")

    def of_board(self, slug: str) -> ReportFileQuerySet:
        """The extracts of one board, by the address that the report knows it by."""
        return self.filter(board=slug)

    def without_data(self) -> ReportFileQuerySet:
        """For lists: a file is long."""
        return self.defer("data")


class WaitingFileQuerySet(models.QuerySet["WaitingFile"]):
    """Files that are still to be made."""

    def due(self, now: datetime) -> WaitingFileQuerySet:
        """What may be tried at `now`, in the order that it was asked for."""
        return self.filter(next_try_at__lte=now).order_by("pk")
