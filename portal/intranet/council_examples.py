"""What the style guide shows of the council: meetings, decisions, an agenda, a form in groups."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects

from actionplan.council.models import AgendaItem, CouncilMeeting, Decision
from actionplan.council.planning.forms import Group
from portal.intranet.followup_examples import EXAMPLE_DAY

# No row has this key: what is shown leads nowhere.
NONE = 0
NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class ExampleMeetingForm(forms.Form):
    """A day with its hours, and what few fill in."""

    day = forms.DateField(label="Dag", widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label="Börjar", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label="Slutar", widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label="Plats")
    places = forms.IntegerField(label="Antal platser")


def shown() -> dict[str, Any]:
    """Return what the council's components are shown with."""
    form = ExampleMeetingForm()
    return {
        "meetings": _meetings(),
        "meetings_now": NOON,
        "decisions": _decisions(),
        "decisions_day": EXAMPLE_DAY,
        "agenda": [
            AgendaItem(title="En punkt med text", text="Varför den tas upp."),
            AgendaItem(title="En punkt som leder vidare", address="#innehall"),
        ],
        "groups": [
            Group("När och var", [form[name] for name in ("day", "begins", "ends", "place")]),
            Group("För några få", [form["places"]], "Fylls sällan i.", is_folded=True),
        ],
    }


def _meetings() -> list[CouncilMeeting]:
    def meeting(month: int, kind: str = CouncilMeeting.Kind.REGULAR, **more: Any) -> CouncilMeeting:
        starts = NOON.replace(month=month)
        ends = NOON.replace(month=month, hour=14)
        return CouncilMeeting(pk=NONE, kind=kind, starts_at=starts, ends_at=ends, **more)

    return [
        meeting(2, minutes_published_at=NOON),
        meeting(4, place="Ett rum"),
        meeting(6, invited_at=NOON),
        meeting(8, is_cancelled=True),
        meeting(9, CouncilMeeting.Kind.FORUM, is_announced=True),
        meeting(11, CouncilMeeting.Kind.STEERING),
    ]


def _decisions() -> list[Decision]:
    meeting = CouncilMeeting(pk=NONE, kind=CouncilMeeting.Kind.REGULAR, starts_at=NOON)
    day = EXAMPLE_DAY
    found = [
        Decision(pk=NONE, meeting=meeting, text="Ett beslut utan någon som ser till det"),
        Decision(pk=NONE, meeting=meeting, text="Ett öppet beslut", responsible_text="En grupp"),
        Decision(
            pk=NONE,
            meeting=meeting,
            text="Ett beslut som dröjer",
            responsible_text="En grupp",
            due_on=day.replace(month=1),
        ),
        Decision(pk=NONE, meeting=meeting, text="Ett klart beslut", done_on=day),
    ]
    prefetch_related_objects(found, "activities")
    return found
