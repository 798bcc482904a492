"""Atom feeds (RFC 4287) of what anyone may read: the site, an area, an activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from actionplan.activities.models import Activity
from actionplan.council.calendar import site_host
from portal.subscriptions import subjects
from portal.subscriptions.models import Happening
from portal.subscriptions.names import activity_names
from resources.violence.models import ViolenceArea

MOST = 50
ATOM = "application/atom+xml; charset=utf-8"
SITE_TITLE = "Nytt på webbplatsen"


@dataclass(frozen=True)
class Offered:
    """A feed that a page links to."""

    title: str
    url: str


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """Return what is new on the whole site."""
    return _feed(subjects.SITE, SITE_TITLE, reverse("feed"))


@require_safe
def area_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Return what is new about an area; 404 for one that there is none of."""
    area = ViolenceArea.objects.filter(slug=slug).first()
    if area is None:
        raise Http404
    return _feed(subjects.area(area.pk), area.short_title, reverse("feed_area", args=[slug]))


@require_safe
def activity_feed(request: HttpRequest, lineage: Any) -> HttpResponse:
    """Return what is new about an activity, in whatever version of the plan it stands."""
    found = Activity.objects.public().filter(lineage=lineage).order_by("-version__first_year")
    activity = found.first()
    if activity is None:
        raise Http404
    address = reverse("feed_activity", args=[lineage])
    return _feed(subjects.activity(lineage), activity.title, address)


def offered() -> tuple[list[Offered], list[Offered]]:
    """Return the feeds that there are: the site's and the areas', and the activities'."""
    site = Offered(SITE_TITLE, reverse("feed"))
    areas = [
        Offered(area.title, reverse("feed_area", args=[area.slug]))
        for area in ViolenceArea.objects.all()
    ]
    activities = [
        Offered(name.title, reverse("feed_activity", args=[subjects.key(name.subject)]))
        for name in activity_names()
    ]
    return [site, *areas], activities


def _feed(subject: str, title: str, path: str) -> HttpResponse:
    site = settings.SITE_ADDRESS
    happenings = Happening.objects.public().about(subject).newest()[:MOST]
    feed = Atom1Feed(
        title=f"{title} – {settings.MUNICIPALITY.name}",
        link=f"{site}/",
        description="",
        language="sv",
        author_name=settings.MUNICIPALITY.name,
        feed_url=site + path,
        feed_guid=site + path,
    )
    for happening in happenings:
        if happening.address:
            feed.add_item(
                title=happening.title,
                link=site + happening.address,
                description=happening.summary,
                pubdate=happening.at,
                updateddate=happening.at,
                unique_id=_name(happening),
            )
    # A feed says when it last changed, not when it was asked for: asked twice, it is the same.
    feed.latest_post_date = lambda: _latest(happenings)  # type: ignore[method-assign]
    response = HttpResponse(feed.writeString("utf-8"), content_type=ATOM)
    # A reader of feeds may show it in a page of its own: nothing in it runs there.
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _latest(happenings: Any) -> datetime:
    newest = next(iter(happenings), None)
    return newest.at if newest else datetime(2026, 1, 1, tzinfo=UTC)


def _name(happening: Happening) -> str:
    """Return the entry's name for ever (RFC 4151): the same wherever the site stands."""
    on = timezone.localdate(happening.at)
    return f"tag:{site_host()},{on}:{happening.key.replace(':', '/')}"
