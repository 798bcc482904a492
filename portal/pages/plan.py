"""The plan as pages: the door, its chapters, its versions, and the whole to print."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageQuerySet
from wagtail.search import index

from actionplan.council.meetings import CouncilMeeting
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.overview import plan_figures
from actionplan.reports.rows import activity_rows
from actionplan.revision.chain import ChainStep, Link
from actionplan.revision.contents import between
from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages import plan_minutes
from portal.pages.base import PublicPage
from portal.pages.law_chain import law_chain


class PlanChapterPage(PublicPage):
    """One chapter of the plan, retold."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/plan_chapter.html"
    parent_page_types = ["portal.PlanPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "kapitel i planen"
        verbose_name_plural = "kapitel i planen"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `plan_page`, `chapters`, and the chapters before and after this one."""
        chapters = list(chapters_of(self.get_parent()))
        place = next((n for n, chapter in enumerate(chapters) if chapter.pk == self.pk), 0)
        return {
            **super().get_context(request, *args, **kwargs),
            "plan_page": self.get_parent(),
            "chapters": [
                {
                    "title": chapter.title,
                    "url": chapter.get_url(request),
                    "is_current": chapter.pk == self.pk,
                }
                for chapter in chapters
            ],
            "previous": chapters[place - 1] if place else None,
            "next": chapters[place + 1] if place + 1 < len(chapters) else None,
        }


class PlanPage(RoutablePageMixin, PublicPage):
    """The door to the plan: its state today, its chapters, and the whole on one page."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/plan.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.PlanChapterPage", "portal.ActivityPlanPage", "portal.ReportsPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "handlingsplanen"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `version`, `figures` and `chapters`."""
        version = PlanVersion.objects.current()
        return {
            **super().get_context(request, *args, **kwargs),
            "version": version,
            "figures": plan_figures(version, timezone.localdate()) if version else None,
            "chapters": chapters_of(self),
        }

    @path("")
    def door(self, request: HttpRequest) -> HttpResponse:
        """Show the plan's state today, its chapters, and where it stands in the law's chain."""
        version = PlanVersion.objects.current()
        return self.render(
            request,
            context_overrides={
                "chain": _chain(request, version) if version else (),
                "has_minutes": CouncilMeeting.objects.with_minutes_by_the_plan().exists(),
            },
        )

    @path("versioner/")
    def versions(self, request: HttpRequest) -> HttpResponse:
        """List the versions that have been adopted, the latest first."""
        versions = list(PlanVersion.objects.public().select_related("plan", "supersedes"))
        return self.render(
            request,
            context_overrides={"versions": versions},
            template="portal/pages/plan_versions.html",
        )

    @path("versioner/<slug:slug>/")
    def one_version(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the activities of one version, an old one too; 404 for a draft."""
        version = get_object_or_404(_public_versions(), slug=slug)
        today = timezone.localdate()
        return self.render(
            request,
            context_overrides={
                "version": version,
                "figures": plan_figures(version, today),
                "rows": activity_rows(version, ActivityFilter(), today),
            },
            template="portal/pages/plan_version.html",
        )

    @path("versioner/<slug:slug>/skillnad/")
    def version_difference(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what a version changed from the one that it replaced; 404 where it replaced none."""
        newer = get_object_or_404(_public_versions(), slug=slug, supersedes__isnull=False)
        former = newer.supersedes
        assert former is not None
        return self.render(
            request,
            context_overrides={
                "former": former,
                "newer": newer,
                "difference": between(former, newer),
            },
            template="portal/pages/plan_difference.html",
        )

    @path("protokoll/")
    def minutes(self, request: HttpRequest) -> HttpResponse:
        """List the minutes that anyone may read, but for those that stand with their forum."""
        return self.render(
            request,
            context_overrides={"minutes": plan_minutes.cards(self.get_url(request))},
            template="portal/pages/plan_minutes.html",
        )

    @path("protokoll/<int:pk>/")
    def one_minutes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the minutes of one meeting with what was decided; 404 unless anyone may read it."""
        return self.render(
            request,
            context_overrides=plan_minutes.one(pk, self.get_url(request)),
            template="portal/pages/plan_minutes_one.html",
        )

    @path("hela/")
    def whole(self, request: HttpRequest) -> HttpResponse:
        """Show all chapters and all activities on one page, made to be printed."""
        from portal.pages.activity_plan import whole_activity_plan

        return self.render(
            request,
            context_overrides={**whole_activity_plan(), "printed_on": timezone.localdate()},
            template="portal/pages/plan_whole.html",
        )

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the door, the whole plan, its versions, and the minutes where there are any."""
        root = self.get_full_url(request)
        minutes = [{"location": card.url} for card in plan_minutes.cards(root)]
        versions = PlanVersion.objects.public().values_list("slug", "supersedes")
        return [
            *super().get_sitemap_urls(request),
            {"location": f"{root}hela/"},
            {"location": f"{root}versioner/"},
            *({"location": f"{root}versioner/{slug}/"} for slug, _ in versions),
            *({"location": f"{root}versioner/{slug}/skillnad/"} for slug, old in versions if old),
            *([{"location": f"{root}protokoll/"}, *minutes] if minutes else ()),
        ]


def _chain(request: HttpRequest, version: PlanVersion) -> tuple[ChainStep, ...]:
    years = version.followup_periods.opened().order_by("year").values_list("year", flat=True)
    return law_chain(request, Link.PLAN, version, years=tuple(years))


def _public_versions() -> QuerySet[PlanVersion]:
    return PlanVersion.objects.public().select_related("plan", "supersedes__plan")


def chapters_of(plan_page: PublicPage) -> PageQuerySet:
    """Return the published chapters of a plan page in order."""
    return PlanChapterPage.objects.live().child_of(plan_page).order_by("path")
