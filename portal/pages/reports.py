"""The yearly reports, as anyone reads them: all of them, one, its files, and two compared."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from actionplan.reports.comparison import compare
from actionplan.reports.content import from_text
from actionplan.reports.document import board_document, comparison_document, report_document
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.models import AnnualReport, ReportFile
from actionplan.reports.serving import board_file, board_of, board_word_response, file_response
from actionplan.revision.chain import Link
from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage
from portal.pages.law_chain import law_chain


class ReportsPage(RoutablePageMixin, PublicPage):
    """The door to the frozen yearly reports."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/reports.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.PlanPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "uppföljning och årsrapporter"

    @path("")
    def all_reports(self, request: HttpRequest) -> HttpResponse:
        """List every frozen report, with what each corrects, and which years can be compared."""
        reports = list(AnnualReport.objects.final().without_content())
        in_force = list(AnnualReport.objects.in_force().without_content())
        # Example data is compared with example data alone, also where the years lie mixed.
        pairs = [
            (earlier, later)
            for is_example in (False, True)
            for later, earlier in pairwise(
                report for report in in_force if report.period.is_example == is_example
            )
        ]
        return self.render(request, context_overrides={"reports": reports, "pairs": pairs})

    @path("<int:year>/<int:sequence>/")
    def one_report(self, request: HttpRequest, year: int, sequence: int) -> HttpResponse:
        """Show one frozen report as it was, with its files; 404 for a draft."""
        report = _final(year, sequence)
        content = from_text(report.content)
        return self.render(
            request,
            context_overrides={
                "report": report,
                "content": content,
                "document": report_document(content),
                "files": ReportFile.objects.filter(report=report).whole().without_data(),
                "corrected_by": _corrected_by(report),
                "registration": getattr(report, "registration", None),
                "chain": law_chain(request, Link.FOLLOW_UP, report.period.version, years=(year,)),
            },
            template="portal/pages/report.html",
        )

    @path("<int:year>/<int:sequence>/fil/<slug:kind>/")
    def one_file(self, request: HttpRequest, year: int, sequence: int, kind: str) -> HttpResponse:
        """Give a file as it was made when the report was frozen."""
        if kind not in FileKind.values:
            raise Http404
        return file_response(_final(year, sequence), kind)

    @path("<int:year>/<int:sequence>/namnd/<slug:slug>/")
    def one_board(self, request: HttpRequest, year: int, sequence: int, slug: str) -> HttpResponse:
        """Show a board's part of a frozen report."""
        report = _final(year, sequence)
        content, board = board_of(report, slug)
        return self.render(
            request,
            context_overrides={
                "report": report,
                "board": board,
                "file": board_file(report, board),
                "document": board_document(content, board),
            },
            template="portal/pages/report_board.html",
        )

    @path("<int:year>/<int:sequence>/namnd/<slug:slug>/word/")
    def board_word(self, request: HttpRequest, year: int, sequence: int, slug: str) -> HttpResponse:
        """Give a board's part of a frozen report as a Word file, for its own plan."""
        return board_word_response(_final(year, sequence), slug, timezone.now())

    @path("jamfor/<int:earlier>/<int:later>/")
    def comparison(self, request: HttpRequest, earlier: int, later: int) -> HttpResponse:
        """Show what moved, stood still and was closed between two years' reports in force.

        Made up answers are never set beside real ones.
        """
        if earlier >= later:
            raise Http404
        before, after = _in_force(earlier), _in_force(later)
        if before.period.is_example != after.period.is_example:
            raise Http404
        compared = compare(from_text(before.content), before.sha256, from_text(after.content))
        return self.render(
            request,
            context_overrides={
                "earlier": before,
                "reports": [before, after],
                "document": comparison_document(compared, from_text(after.content)),
            },
            template="portal/pages/report_comparison.html",
        )

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the list and every report."""
        root = self.get_full_url(request)
        reports = AnnualReport.objects.final().values_list("period__year", "sequence")
        return [
            *super().get_sitemap_urls(request),
            *({"location": f"{root}{year}/{sequence}/"} for year, sequence in reports),
        ]


def _final(year: int, sequence: int) -> AnnualReport:
    reports = AnnualReport.objects.final().select_related("period__version__plan", "registration")
    return get_object_or_404(reports, period__year=year, sequence=sequence)


def _in_force(year: int) -> AnnualReport:
    return get_object_or_404(
        AnnualReport.objects.in_force().select_related("period"), period__year=year
    )


def _corrected_by(report: AnnualReport) -> AnnualReport | None:
    newer = AnnualReport.objects.final().filter(corrects=report)
    return newer.select_related("period").first()
