"""Minutes as they are read, and the desk where they are written and published."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplan.council.access import for_who_runs, who_asks
from actionplan.council.doors import (
    form_page,
    meeting_for,
    meeting_ways,
    saved,
    seen_revision,
    shut,
    ways,
)
from actionplan.council.kinds import MinutesAudience
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.minutes.services import publish_minutes, withdraw_minutes, write_minutes
from actionplan.council.openings import Opens
from actionplan.council.records import Decision
from resources.documents.forms import UploadField
from resources.documents.uploads import DOCUMENT

PUBLIC_PLACE = {
    True: "Väljer du Alla står protokollet på forumets sida på webbplatsen, för invånare.",
    False: "Väljer du Alla står protokollet på webbplatsen för invånare, under handlingsplanen, "
    "och besluten tillsammans med aktiviteterna.",
}
AUDIENCES = [
    *(choice for choice in MinutesAudience.choices if choice[0] != MinutesAudience.PUBLIC),
    (MinutesAudience.PUBLIC.value, "Alla, också invånare"),
]
METHODS = ["GET", "HEAD", "POST"]


class MinutesForm(forms.Form):
    """The minutes as a file, as text, or both."""

    file = UploadField(place=DOCUMENT, label="Protokoll som fil", required=False)
    drop_file = forms.BooleanField(label="Ta bort filen", required=False)
    text = forms.CharField(
        label="Minnesanteckningar",
        required=False,
        help_text="En kort text som läses på sidan. Skriv inga namn på enskilda.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class AudienceForm(forms.Form):
    """Who reads the minutes."""

    audience = forms.ChoiceField(
        label="Vilka får läsa?", choices=AUDIENCES, widget=forms.RadioSelect
    )


@require_safe
def minutes_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show published minutes to those who may read them, with what was decided."""
    who = who_asks(request)
    found = CouncilMeeting.objects.with_minutes_for(who).filter(minutes_published_at__isnull=False)
    meeting = get_object_or_404(found.select_related("minutes_document"), pk=pk)
    context = {
        "meeting": meeting,
        "decisions": Decision.objects.filter(meeting=meeting).for_page(),
        "today": timezone.localdate(),
        "reads_meeting": CouncilMeeting.objects.readable(who).filter(pk=pk).exists(),
        "who": who,
        "ways": ways(request, who),
    }
    return render(request, "actionplan/council/minutes.html", context)


@require_http_methods(METHODS)
@for_who_runs
def write_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or upload the minutes, and choose who reads them."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Protokoll", Opens.ONCE_BEGUN):
        return page
    revision = seen_revision(request) if request.method == "POST" else meeting.revision
    is_posted = request.method == "POST"
    form = MinutesForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        initial={"text": meeting.minutes_text},
    )
    if meeting.minutes_document is None:
        del form.fields["drop_file"]
    if saved(
        form,
        lambda: write_minutes(
            meeting,
            form.cleaned_data["text"],
            form.cleaned_data["file"],
            drop_file=form.cleaned_data.get("drop_file", False),
            revision=revision,
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Protokollet är sparat. Välj nu vilka som får läsa det.")
        return redirect("council_publish_minutes", pk)
    return form_page(
        request,
        form,
        title="Protokoll",
        label=meeting.dated,
        button="Spara protokollet",
        back=reverse("council_meeting", args=[pk]),
        ways=meeting_ways(request, meeting, who),
        revision=revision,
        is_multipart=True,
        note="Protokollet är publicerat. Dra tillbaka det på mötets sida innan du ändrar."
        if meeting.has_published_minutes
        else "",
        document=meeting.minutes_document,
    )


@require_http_methods(METHODS)
@for_who_runs
def publish_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who reads the minutes; on POST publish them."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Publicera protokollet", Opens.ONCE_BEGUN):
        return page
    revision = seen_revision(request) if request.method == "POST" else meeting.revision
    form = AudienceForm(
        request.POST if request.method == "POST" else None,
        initial={"audience": meeting.minutes_audience},
    )
    if saved(
        form,
        lambda: publish_minutes(
            meeting,
            form.cleaned_data["audience"],
            revision=revision,
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Protokollet är publicerat.")
        return redirect("council_meeting", pk)
    return form_page(
        request,
        form,
        title="Publicera protokollet",
        label=meeting.dated,
        button="Publicera",
        back=reverse("council_meeting", args=[pk]),
        ways=meeting_ways(request, meeting, who),
        revision=revision,
        note="De som läser protokollet läser också mötets beslut. "
        + PUBLIC_PLACE[meeting.is_announced],
    )


@require_POST
@for_who_runs
def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take published minutes back."""
    meeting = meeting_for(who_asks(request), pk)
    try:
        withdraw_minutes(
            meeting, revision=seen_revision(request), user=request.user, now=timezone.now()
        )
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, "Protokollet är tillbakadraget. Nu kan du ändra det.")
    return redirect("council_meeting", pk)
