"""Minutes that anyone may read, below the plan whose work the meetings lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404

from actionplan.council.calendar import summary
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import Decision
from portal.navigation.language import foreign, marked
from resources.documents.models import LibraryDocument


@dataclass(frozen=True)
class MinutesCard:
    """Public minutes in words. `language` is what they are written in, where not the reader's."""

    meeting: CouncilMeeting
    url: str
    language: str

    @property
    def title(self) -> str:
        """What the meeting is called, and whose it is."""
        return marked(summary(self.meeting), self.language)

    @property
    def date(self) -> datetime:
        """When the meeting was held."""
        return self.meeting.starts_at

    @property
    def document(self) -> LibraryDocument | None:
        """The file of the minutes, if anyone may read it."""
        return self.meeting.public_document


def cards(root: str) -> list[MinutesCard]:
    """Return all public minutes that stand below the plan, the latest meeting first."""
    return [_card(meeting, root) for meeting in CouncilMeeting.objects.with_minutes_by_the_plan()]


def one(pk: int, root: str) -> dict[str, Any]:
    """Return what the page of one meeting's minutes needs, or raise `Http404`."""
    found = CouncilMeeting.objects.with_minutes_by_the_plan().select_related("minutes_document")
    meeting = get_object_or_404(found, pk=pk)
    return {
        "minutes": _card(meeting, root),
        "decisions": Decision.objects.filter(meeting=meeting).select_related("meeting"),
    }


def _card(meeting: CouncilMeeting, root: str) -> MinutesCard:
    return MinutesCard(meeting, f"{root}protokoll/{meeting.pk}/", foreign(settings.LANGUAGE_CODE))
