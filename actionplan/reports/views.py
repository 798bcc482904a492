"""The desk of the yearly reports: written, previewed, frozen, registered and corrected.

Only who leads the follow-up writes here, and who audits it reads, drafts too. A board's secretary
has the extracts of that board. What is frozen is public elsewhere.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actionplan.followup.access import standing
from actionplan.followup.models import FollowUpPeriod
from actionplan.plan.leading import for_leaders, for_overseers, leads, oversees
from actionplan.reports import services
from actionplan.reports.compose import compose
from actionplan.reports.content import BoardContent, ReportContent, from_text, sha256, to_text
from actionplan.reports.document import board_document, report_document
from actionplan.reports.forms import DiscardForm, RegistrationForm, ReportForm
from actionplan.reports.models import AnnualReport
from actionplan.reports.progress import progress
from actionplan.reports.serving import board_file, board_of, board_word_response, file_response


def _report(year: int, sequence: int) -> AnnualReport:
    reports = AnnualReport.objects.select_related(
        "period__version__plan", "corrects", "corrected_by", "frozen_by", "saved_by"
    )
    return get_object_or_404(reports, period__year=year, sequence=sequence)


def _to(name: str, report: AnnualReport) -> HttpResponse:
    return redirect(name, year=report.period.year, sequence=report.sequence)


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """List every year that has been opened, with its reports; to a secretary their extracts.

    Raises `PermissionDenied` for all others.
    """
    who = standing(request.user, timezone.localdate())
    if not who.oversees:
        if not who.reads_for:
            raise PermissionDenied
        extracts = _extracts(who.reads_for)
        return render(request, "actionplan/reports/extracts.html", {"extracts": extracts})
    periods = FollowUpPeriod.objects.opened().select_related("version__plan")
    found: dict[int, list[AnnualReport]] = {}
    for report in AnnualReport.objects.without_content():
        found.setdefault(report.period_id, []).append(report)
    years = [(period, found.get(period.pk, [])) for period in periods]
    return render(request, "actionplan/reports/reports.html", {"years": years, "leads": who.leads})


@for_leaders
@require_POST
def start(request: HttpRequest, year: int) -> HttpResponse:
    """Begin the year's report, or a correction of it, and go on to writing."""
    period = get_object_or_404(FollowUpPeriod, year=year)
    try:
        report = services.start(period, user=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("reports")
    return _to("report_write", report)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Write the report; what another has saved meanwhile is shown, and nothing typed is lost."""
    report = _report(year, sequence)
    if report.is_final:
        return _to("report", report)
    content = compose(report, timezone.localdate())
    form = ReportForm(report, content, data=request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.save(
                report,
                form.texts,
                revision=form.cleaned_data["revision"],
                user=request.user,
                now=timezone.now(),
            )
        except services.Conflict as found:
            conflict = found.report
            form.beside(conflict)
        except ValidationError as error:
            # Frozen by another meanwhile: what was typed stays on the page to be copied.
            form.add_error(None, error)
        else:
            if "preview" in request.POST:
                return _to("report_preview", report)
            messages.success(request, "Rapporten är sparad.")
            return _to("report_write", report)
    return render(
        request,
        "actionplan/reports/write.html",
        {"report": report, "content": content, "form": form, "conflict": conflict},
    )


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Ask before a draft is thrown away, and say when somebody has written more meanwhile."""
    report = _report(year, sequence)
    if report.is_final:
        return _to("report", report)
    has_changed = False
    if request.method == "POST":
        form = DiscardForm(request.POST)
        try:
            services.discard(
                report,
                revision=form.cleaned_data["revision"] if form.is_valid() else -1,
                user=request.user,
                now=timezone.now(),
            )
        except services.Conflict as found:
            report, has_changed = found.report, True
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return _to("report", report)
        else:
            messages.success(request, f"Utkastet till {str(report).lower()} är kastat.")
            return redirect("reports")
    form = DiscardForm(initial={"revision": report.revision})
    return render(
        request,
        "actionplan/reports/discard.html",
        {"report": report, "form": form, "has_changed": has_changed},
    )


@for_overseers
@require_GET
def preview(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Show the draft exactly as it will be."""
    report = _report(year, sequence)
    if report.is_final:
        return _to("report", report)
    content = compose(report, timezone.localdate())
    return render(
        request,
        "actionplan/reports/preview.html",
        {
            "leads": leads(request.user),
            "report": report,
            "document": report_document(content),
            "seen": sha256(to_text(content)),
        },
    )


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Say what freezing means and what is missing; on POST freeze what the person has read.

    What was read is what the preview showed, by its hash: without one the preview comes first.
    """
    report = _report(year, sequence)
    if report.is_final:
        return _to("report", report)
    seen = (request.POST if request.method == "POST" else request.GET).get("seen", "")
    if not seen:
        return _to("report_preview", report)
    content = compose(report, timezone.localdate())
    problem = "" if seen == sha256(to_text(content)) else services.CHANGED
    if request.method == "POST":
        try:
            services.freeze(report, seen=seen, user=request.user, now=timezone.now())
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, "Rapporten är fryst. Filerna görs inom någon minut.")
            return _to("report", report)
    return render(
        request,
        "actionplan/reports/freeze.html",
        {
            "report": report,
            "content": content,
            "seen": seen,
            "problem": problem,
            "is_closed": report.period.state == FollowUpPeriod.State.CLOSED,
        },
    )


@for_overseers
@require_GET
def frozen(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Show a frozen report with its files and hashes, and how far the files have come."""
    report = _report(year, sequence)
    if not report.is_final:
        return _to("report_write" if leads(request.user) else "report_preview", report)
    content = from_text(report.content)
    return render(
        request,
        "actionplan/reports/frozen.html",
        {
            "leads": leads(request.user),
            "report": report,
            "content": content,
            "document": report_document(content),
            "progress": progress(report),
            "registration": getattr(report, "registration", None),
            "corrected_by": getattr(report, "corrected_by", None),
        },
    )


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, year: int, sequence: int) -> HttpResponse:
    """Note the registry number and the decision of a frozen report."""
    report = _report(year, sequence)
    if not report.is_final:
        return _to("report_write", report)
    noted = getattr(report, "registration", None)
    form = RegistrationForm(request.POST or None, instance=noted)
    if request.method == "POST" and form.is_valid():
        services.register(report, **form.cleaned_data, user=request.user, now=timezone.now())
        messages.success(request, "Anteckningen är sparad.")
        return _to("report", report)
    return render(request, "actionplan/reports/registration.html", {"report": report, "form": form})


@for_overseers
@require_GET
def download(request: HttpRequest, year: int, sequence: int, kind: str) -> HttpResponse:
    """Give out one of a frozen report's files."""
    return file_response(_report(year, sequence), kind)


@require_GET
def board(request: HttpRequest, year: int, sequence: int, slug: str) -> HttpResponse:
    """Show one board's extract of a frozen report."""
    report, content, of_board = _extract(request, year, sequence, slug)
    return render(
        request,
        "actionplan/reports/board.html",
        {
            "report": report,
            "oversees": oversees(request.user),
            "board": of_board,
            "file": board_file(report, of_board),
            "document": board_document(content, of_board),
        },
    )


@require_GET
def board_word(request: HttpRequest, year: int, sequence: int, slug: str) -> HttpResponse:
    """Give out one board's extract as a Word file."""
    report, _content, _board = _extract(request, year, sequence, slug)
    return board_word_response(report, slug, timezone.now())


def _extract(
    request: HttpRequest, year: int, sequence: int, slug: str
) -> tuple[AnnualReport, ReportContent, BoardContent]:
    """Return a frozen report and the part of a board, to who oversees and to its secretary.

    Raises `PermissionDenied` for all others, whether or not there is such a report.
    """
    who = standing(request.user, timezone.localdate())
    if not who.oversees and not who.reads_for:
        raise PermissionDenied
    report = _report(year, sequence)
    content, board = board_of(report, slug)
    if not who.oversees and board.key not in who.reads_for:
        raise PermissionDenied
    return report, content, board


def _extracts(boards: frozenset[int]) -> list[tuple[AnnualReport, BoardContent]]:
    frozen = AnnualReport.objects.in_force().select_related("period__version__plan")
    return [
        (report, board)
        for report in frozen
        for board in from_text(report.content).boards
        if board.key in boards
    ]
