"""What is filled in about a point, and about who came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from actionplan.council.inviting import steering_group
from actionplan.council.kinds import MeetingKind, Presence
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.seats import CouncilSeat, ReferenceMember

ANYONE = [("", "Inte antecknat"), *((p.value, p.label) for p in Presence if p != Presence.DEPUTY)]
SEAT = [("", "Inte antecknat"), *Presence.choices]


class PointForm(forms.Form):
    """A point of one's own."""

    title = forms.CharField(
        label="Rubrik",
        max_length=250,
        error_messages={"required": "Skriv vad punkten handlar om."},
    )
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AttendanceForm(forms.Form):
    """One choice for each seat, function and person that belongs to the meeting, or is noted."""

    def __init__(self, *args: Any, meeting: CouncilMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timezone.localdate(meeting.starts_at)
        rows = meeting.attendance.select_related("seat", "member", "person")
        noted = {_name(row.seat_id, row.member_id, row.person_id): row.state for row in rows}
        self._ask_those_who_belong(meeting, day, noted)
        # Noted when they belonged: they were there, whatever has come after.
        for row in rows:
            name = _name(row.seat_id, row.member_id, row.person_id)
            if name not in self.fields:
                label = row.person.get_full_name() if row.person else ""
                label = label or str(row.seat or row.member or row.person)
                self._ask(name, label, noted, choices=SEAT if row.seat else ANYONE)

    def _ask_those_who_belong(
        self, meeting: CouncilMeeting, day: date, noted: dict[str, str]
    ) -> None:
        if meeting.kind == MeetingKind.STEERING:
            for user in steering_group():
                self._ask(_name(None, None, user.pk), user.get_full_name() or user.username, noted)
            return
        for seat in CouncilSeat.objects.on(day).select_related("holder", "deputy"):
            named = [str(one.get_full_name()) for one in (seat.holder, seat.deputy) if one]
            # Nobody comes for a seat that nobody has.
            if named:
                self._ask(_name(seat.pk, None, None), str(seat), noted, " · ".join(named), SEAT)
        called = ReferenceMember.objects.on(day).select_related("person")
        if meeting.kind != MeetingKind.JOINT:
            lineages = meeting.called_for.values("lineage")
            called = called.filter(activities__lineage__in=lineages).distinct()
        for member in called:
            person = member.person.get_full_name() if member.person else ""
            self._ask(_name(None, member.pk, None), member.function, noted, person)

    def _ask(
        self,
        name: str,
        label: str,
        noted: dict[str, str],
        hint: str = "",
        choices: Any = ANYONE,
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            help_text=hint,
            initial=noted.get(name, ""),
        )

    def said(self) -> dict[tuple[str, int], str]:
        """Return what was chosen, by what it is about and its key."""
        found = {}
        for name, state in self.cleaned_data.items():
            what, key = name.split("-")
            found[what, int(key)] = state
        return found


def _name(seat: int | None, member: int | None, person: int | None) -> str:
    if seat is not None:
        return f"seat-{seat}"
    return f"member-{member}" if member is not None else f"person-{person}"
