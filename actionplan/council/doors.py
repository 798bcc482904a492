"""What the council's pages share: the way between them, the form page, and finding a meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from actionplan.council.access import Standing
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.openings import Opens, why_shut

# The pages of a meeting for who runs the council, in the order they are used.
DESK = (
    ("council_edit_meeting", "Ändra", Opens.WHILE_HELD),
    ("council_agenda", "Dagordning", Opens.WHILE_HELD),
    ("council_invite", "Kalla", Opens.BEFORE),
    ("forum_signed_up", "Anmälda", Opens.ALWAYS),
    ("council_attendance", "Närvaro", Opens.ONCE_BEGUN),
    ("council_new_decision", "Nytt beslut", Opens.UNTIL_PUBLISHED),
    ("council_write_minutes", "Protokoll", Opens.ONCE_BEGUN),
    ("council_cancel", "Ställ in", Opens.BEFORE),
    ("council_restore", "Återställ", Opens.WHILE_CANCELLED),
)
# Nobody is called to an open forum, and to no other meeting does one sign up.
NOT_OF_FORUMS = ("council_invite", "council_attendance")
OF_FORUMS = ("forum_signed_up",)
DAY_WRONG = "Skriv dagen som år-månad-dag, till exempel 2027-11-30."


@dataclass(frozen=True)
class Way:
    """One of the pages, as a menu shows it."""

    title: str
    url: str
    is_current: bool


def day_field(label: str, hint: str = "", **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DAY_WRONG, "required": "Välj en dag."},
        **options,
    )


def ways(request: HttpRequest, who: Standing) -> list[Way]:
    """Return the council's own pages that the person may open."""
    year = timezone.localdate().year
    pages = [(reverse("council"), "Översikt")]
    if who.takes_part:
        pages += [
            (reverse("council_year", args=[year]), "Möten"),
            (reverse("council_seats"), "Vilka är med"),
            (reverse("council_decisions"), "Beslut"),
        ]
    if who.asks or who.answers or who.reads_council:
        pages.append((reverse("council_questions"), "Frågor"))
    return [Way(title, url, url == request.path) for url, title in pages]


def meeting_ways(request: HttpRequest, meeting: CouncilMeeting, who: Standing) -> list[Way]:
    """Return the pages of one meeting that are open to the person now."""
    if not who.runs:
        return []
    now = timezone.now()
    elsewhere = NOT_OF_FORUMS if meeting.kind == MeetingKind.FORUM else OF_FORUMS
    pages = [
        (name, title)
        for name, title, opens in DESK
        if name not in elsewhere and not why_shut(meeting, opens, now)
    ]
    if not pages:
        return []
    found = [
        (title, reverse(name, args=[meeting.pk]))
        for name, title in (("council_meeting", "Mötet"), *pages)
    ]
    return [Way(title, url, url == request.path) for title, url in found]


def shut(
    request: HttpRequest, meeting: CouncilMeeting, who: Standing, title: str, opens: Opens
) -> HttpResponse | None:
    """Return the page that says why a form is not open, None when it is.

    What is sent is judged by the service, so that nothing typed is lost.
    """
    why = "" if request.method == "POST" else why_shut(meeting, opens, timezone.now())
    if not why:
        return None
    context = {
        "meeting": meeting,
        "title": title,
        "why": why,
        "ways": meeting_ways(request, meeting, who),
    }
    return render(request, "actionplan/council/shut.html", context)


def meeting_for(who: Standing, pk: int) -> CouncilMeeting:
    """Return a meeting whose papers the person may read, or raise `Http404`."""
    return get_object_or_404(CouncilMeeting.objects.readable(who), pk=pk)


def seen_revision(request: HttpRequest) -> int:
    """Return the number that a form remembers of what it showed; -1 is never the present one."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what a service refused at the fields that the form has, the rest at its top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def saved(form: forms.BaseForm, write: Callable[[], object]) -> bool:
    """Write what a form holds; whether that was done. What is refused stands at its fields."""
    if not form.is_valid():
        return False
    try:
        write()
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.BaseForm, *, title: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """Show a form on a page of its own."""
    context = {"form": form, "title": title, "button": button, "back": back, **more}
    return render(request, "actionplan/council/form.html", context)
