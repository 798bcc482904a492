"""The activity plan: list with filters, timeline, table, one page an activity and one a board."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from actionplan.activities.models import Activity
from actionplan.council.models import Decision
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter, filter_choices
from actionplan.reports.overview import board_rows, plan_figures
from actionplan.reports.rows import activity_rows
from actionplan.reports.standing import activity_history, board_history, year_standings
from actionplan.reports.timeline import timeline
from actionplan.revision.chain import Link
from actionplan.revision.life import life_of
from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.navigation.doors import doors
from portal.navigation.language import foreign
from portal.pages.activity_filter import ActivityFilterForm
from portal.pages.base import PublicPage
from portal.pages.law_chain import law_chain
from resources.municipality.models import Board

# The sentence under a board's name, by what kind of body it is.
ANSWERS_FOR = {
    Board.Kind.ASSEMBLY: _("Det här ansvarar fullmäktige för i aktivitetsplanen."),
    Board.Kind.EXECUTIVE_BOARD: _("Det här ansvarar styrelsen för i aktivitetsplanen."),
    Board.Kind.COMMITTEE: _("Det här ansvarar nämnden för i aktivitetsplanen."),
    Board.Kind.COMPANY: _("Det här ansvarar bolaget för i aktivitetsplanen."),
}


class ActivityPlanPage(RoutablePageMixin, PublicPage):
    """The door to the activities of the current plan, and to older versions by their addresses."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/activity_list.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.PlanPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "aktivitetsplanen"

    def _view(self, request: HttpRequest, shape: str, template: str) -> HttpResponse:
        version = PlanVersion.objects.current()
        today = timezone.localdate()
        context: dict[str, Any] = {"version": version, "shape": shape}
        if version:
            form = ActivityFilterForm(filter_choices(version, today), request.GET)
            rows = activity_rows(version, form.chosen(), today)
            context |= {
                "rows": rows,
                "filter_form": form,
                "active_filters": form.active(request.path),
                "own_url": request.path,
                "query": form.query(),
                "figures": plan_figures(version, today),
                "timeline": timeline(version, rows, today),
                "boards": board_rows(version, today),
                "standings": year_standings(version, today),
            }
        return self.render(request, context_overrides=context, template=template)

    @path("")
    def as_list(self, request: HttpRequest) -> HttpResponse:
        """Show the activities as a list with filters."""
        return self._view(request, "list", "portal/pages/activity_list.html")

    @path("tidslinje/")
    def as_timeline(self, request: HttpRequest) -> HttpResponse:
        """Show the activities along the years."""
        return self._view(request, "timeline", "portal/pages/activity_timeline.html")

    @path("tabell/")
    def as_table(self, request: HttpRequest) -> HttpResponse:
        """Show the activities as a table."""
        return self._view(request, "table", "portal/pages/activity_table.html")

    @path("namnd/<slug:slug>/")
    def one_board(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what one board answers for; 404 when there is no such board."""
        board = get_object_or_404(Board, slug=slug)
        version = PlanVersion.objects.current()
        today = timezone.localdate()
        rows = activity_rows(version, ActivityFilter(board=slug), today) if version else []
        return self.render(
            request,
            context_overrides={
                "board": board,
                "lead": ANSWERS_FOR[Board.Kind(board.kind)],
                "version": version,
                "rows": rows,
                "history": board_history(board, version) if version else None,
                "standings": year_standings(version, today, board) if version else [],
            },
            template="portal/pages/board.html",
        )

    @path("<slug:version_slug>/<int:number>/")
    def one_activity(self, request: HttpRequest, version_slug: str, number: int) -> HttpResponse:
        """Show one activity of an adopted or superseded version, else 404."""
        activity = get_object_or_404(
            Activity.objects.filter(version__in=PlanVersion.objects.public()).for_detail(),
            version__slug=version_slug,
            number=number,
        )
        today = timezone.localdate()
        row = activity_rows(activity.version, ActivityFilter(number=number), today)[0]
        history = activity_history(activity)
        return self.render(
            request,
            context_overrides={
                "activity": activity,
                "version": activity.version,
                "row": row,
                "history": history,
                "decisions": Decision.objects.for_activity(activity).public(),
                "decisions_language": foreign(settings.LANGUAGE_CODE),
                "life": life_of(activity, doors(request).activity),
                "chain": law_chain(
                    request,
                    Link.ACTIVITY,
                    activity.version,
                    activity=activity,
                    years=history.years,
                ),
                "timeline": timeline(activity.version, [row], today),
                **neighbours(request, activity),
            },
            template="portal/pages/activity.html",
        )

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the list, its other shapes, and the address of every activity and board."""
        root = self.get_full_url(request)
        version = PlanVersion.objects.current()
        numbers = version.activities.values_list("number", flat=True) if version else []
        slug = version.slug if version else ""
        boards = board_rows(version, timezone.localdate()) if version else []
        return [
            *super().get_sitemap_urls(request),
            {"location": f"{root}tidslinje/"},
            {"location": f"{root}tabell/"},
            *({"location": f"{root}{slug}/{number}/"} for number in numbers),
            *({"location": f"{root}namnd/{row.board.slug}/"} for row in boards),
        ]


def neighbours(request: HttpRequest, activity: Activity) -> dict[str, dict[str, str] | None]:
    """Return `previous` and `next`: the title and address of the activities beside this one."""
    others = Activity.objects.filter(version=activity.version).select_related("version")
    beside = {
        "previous": others.filter(number__lt=activity.number).order_by("-number").first(),
        "next": others.filter(number__gt=activity.number).order_by("number").first(),
    }
    return {
        name: {"title": other.title, "url": doors(request).activity(other)} if other else None
        for name, other in beside.items()
    }


def whole_activity_plan() -> dict[str, Any]:
    """Return the template context that shows every activity of the current version in full."""
    version = PlanVersion.objects.current()
    today = timezone.localdate()
    return {
        "version": version,
        "rows": activity_rows(version, ActivityFilter(), today) if version else [],
    }
