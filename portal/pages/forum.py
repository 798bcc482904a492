"""The open forums: those that come, those that have been, one by one, and as calendar files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from actionplan.council.calendar import to_calendar
from actionplan.council.forum import wording
from actionplan.council.forum.forms import SignUpForm
from actionplan.council.forum.models import KEPT_DAYS, UNCONFIRMED_DAYS
from actionplan.council.forum.places import standings
from actionplan.council.forum.standing import Standing
from actionplan.council.meetings import CouncilMeeting
from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.delivery.clock import now as moment
from portal.navigation.language import foreign, marked
from portal.pages.base import PublicPage
from resources.documents.models import LibraryDocument

# Older ones are in the sitemap and keep their addresses.
MOST_PAST = 20


@dataclass(frozen=True)
class ForumCard:
    """A forum in words. `language` is what it is written in, where that is not the reader's."""

    meeting: CouncilMeeting
    standing: Standing
    url: str
    language: str

    @property
    def title(self) -> str:
        """What it is called."""
        return marked(wording.name(self.meeting), self.language)

    @property
    def date(self) -> datetime:
        """When it begins."""
        return self.meeting.starts_at

    @property
    def day(self) -> str:
        """The day, with the day of the week."""
        return wording.day(self.meeting)

    @property
    def hours(self) -> str:
        """When it begins and ends."""
        return wording.hours(self.meeting)

    @property
    def place(self) -> str:
        """Where, or that it is not decided."""
        written = self.meeting.place
        return marked(written, self.language) if written else wording.place(self.meeting)

    @property
    def summary(self) -> str:
        """What stands of it in a list; of one that has been, nothing but its day."""
        if self.standing is Standing.PAST:
            return ""
        if self.is_cancelled:
            return self.places_left
        place = self.place if self.meeting.place else ""
        where = format_html("{}, {}.", self.hours, place) if place else f"{self.hours}."
        return format_html("{} {}", capfirst(where), self.places_left)

    @property
    def places_left(self) -> str:
        """Whether there is room."""
        return wording.places_left(self.standing, has_limit=self.meeting.places is not None)

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.standing is Standing.CANCELLED

    @property
    def is_full(self) -> bool:
        """Whether signing up is for the waiting list."""
        return self.standing is Standing.QUEUE

    @property
    def is_over(self) -> bool:
        """Whether it has been."""
        return self.standing is Standing.PAST

    @property
    def minutes(self) -> LibraryDocument | None:
        """The file of the minutes, if anyone may read it."""
        return self.meeting.public_document

    @property
    def notes(self) -> str:
        """What was written down at the forum, if anyone may read it."""
        return self.meeting.minutes_text if self.meeting.has_public_minutes else ""


class ForumPage(RoutablePageMixin, PublicPage):
    """The door to the open forums."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/forum.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "öppna forum"

    @path("")
    def all_forums(self, request: HttpRequest) -> HttpResponse:
        """List the forums to come, the cancelled too, and those that have been."""
        now = moment()
        coming, past = list(_coming(now)), list(_past(now)[:MOST_PAST])
        cards = self._cards([*coming, *past], now, request)
        return self.render(
            request,
            context_overrides={"coming": cards[: len(coming)], "past": cards[len(coming) :]},
        )

    @path("<int:pk>/")
    def one_forum(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a forum with its programme and, while it takes sign-ups, the form; else 404."""
        return self.render(
            request,
            context_overrides=self.forum_context(request, _announced(pk), SignUpForm()),
            template="portal/pages/forum_one.html",
        )

    @path("kalender/")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Give the forums to come as one calendar file."""
        return self._calendar(_coming(moment()), "forum.ics")

    @path("<int:pk>/kalender/")
    def one_calendar(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give one forum as a calendar file."""
        meeting = _announced(pk)
        return self._calendar([meeting], f"forum-{meeting.starts_at:%Y-%m-%d}.ics")

    def forum_context(
        self, request: HttpRequest, meeting: CouncilMeeting, form: SignUpForm
    ) -> dict[str, Any]:
        """Return what the page of one forum needs; `form` may hold what was typed."""
        (card,) = self._cards([meeting], moment(), request)
        return {
            "forum": card,
            "form": form if card.standing.takes_sign_ups else None,
            "kept_days": KEPT_DAYS,
            "unconfirmed_days": UNCONFIRMED_DAYS,
        }

    def address_of(self, meeting: CouncilMeeting) -> str:
        """Return the whole address of a forum, as it stands in a mail or a calendar."""
        return f"{self.full_url}{meeting.pk}/"

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the list and every announced forum."""
        root = self.get_full_url(request)
        keys = CouncilMeeting.objects.announced().values_list("pk", flat=True)
        return [
            *super().get_sitemap_urls(request),
            *({"location": f"{root}{pk}/"} for pk in keys),
        ]

    def _cards(
        self, meetings: list[CouncilMeeting], now: datetime, request: HttpRequest
    ) -> list[ForumCard]:
        found, root = standings(meetings, now), self.get_url(request)
        language = foreign(settings.LANGUAGE_CODE)
        return [
            ForumCard(meeting, found[meeting.pk], f"{root}{meeting.pk}/", language)
            for meeting in meetings
        ]

    def _calendar(self, meetings: Iterable[CouncilMeeting], name: str) -> HttpResponse:
        file = to_calendar(
            meetings,
            address_of=self.address_of,
            # RFC 5546, 3.2.1: what is published says by whom.
            organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        )
        answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def the_forum_page(language: str = "") -> ForumPage | None:
    """Return the page that shows the forums: in a language, else in the one all can have."""
    pages = ForumPage.objects.live().filter(alias_of__isnull=True).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)


def _coming(now: datetime) -> Iterable[CouncilMeeting]:
    return CouncilMeeting.objects.announced().not_over(now)


def _past(now: datetime) -> Any:
    over = Q(ends_at__lt=now) | Q(ends_at__isnull=True, starts_at__lt=now)
    forums = CouncilMeeting.objects.announced().held().filter(over)
    return forums.order_by("-starts_at", "-pk").select_related("minutes_document")


def _announced(pk: int) -> CouncilMeeting:
    return get_object_or_404(
        CouncilMeeting.objects.announced().select_related("minutes_document"), pk=pk
    )
