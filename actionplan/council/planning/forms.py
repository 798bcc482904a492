"""What the coordinator fills in about a meeting."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from actionplan.activities.models import Activity
from actionplan.council.doors import day_field
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.plan.models import PlanVersion

TIME_WRONG = "Skriv klockslaget som timme och minut, till exempel 13.15."
FORUMS_OWN = ("is_announced", "sign_up_until", "places")


class ActivitiesField(forms.ModelMultipleChoiceField):
    """Activities to tick, with their numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Activity.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def offer(self, chosen: Any = ()) -> None:
        """Offer the current plan's activities, and those that are chosen from before."""
        version = PlanVersion.objects.current()
        kept = Q(pk__in=[one.pk for one in chosen])
        self.queryset = Activity.objects.filter(Q(version=version) | kept).order_by(
            "version__first_year", "number"
        )


class ClockField(forms.TimeField):
    """A time of day, written with a full stop or a colon."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%H.%M", "%H:%M", "%H:%M:%S"],
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": TIME_WRONG, "required": TIME_WRONG},
            **options,
        )


class MeetingForm(forms.ModelForm):
    """A meeting: what kind, when, where, and for a forum how one signs up."""

    kind = forms.ChoiceField(label="Slag av möte", choices=MeetingKind.choices)
    day = day_field("Dag")
    begins = ClockField(label="Börjar")
    ends = ClockField(label="Slutar", required=False)
    sign_up_until = day_field("Anmälan senast", "Bara för ett öppet forum.", required=False)
    called_for = ActivitiesField(
        label="Referensgruppen kallas för aktiviteterna",
        help_text="De i referensgruppen som hör till aktiviteterna får kallelsen. "
        "Till det gemensamma mötet kallas hela gruppen.",
    )

    class Meta:
        model = CouncilMeeting
        fields = ("kind", "title", "place", "programme", "is_announced", "sign_up_until", "places")
        labels = {
            "title": "Rubrik",
            "place": "Plats",
            "programme": "Program",
            "is_announced": "Visa forumet på webbplatsen",
            "places": "Antal platser",
        }
        widgets = {"programme": forms.Textarea(attrs={"rows": 5})}

    field_order = (
        "kind",
        "day",
        "begins",
        "ends",
        "place",
        "title",
        "programme",
        "is_announced",
        "sign_up_until",
        "places",
        "called_for",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: CouncilMeeting | None = kwargs.get("instance")
        chosen: list[Activity] = []
        if instance is not None and instance.pk:
            starts = timezone.localtime(instance.starts_at)
            ends = timezone.localtime(instance.ends_at).time() if instance.ends_at else None
            chosen = list(instance.called_for.all())
            kwargs["initial"] = {
                "day": starts.date(),
                "begins": starts.time(),
                "ends": ends,
                "called_for": chosen,
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, **kwargs)
        activities = self.fields["called_for"]
        assert isinstance(activities, ActivitiesField)
        activities.offer(chosen)

    def clean(self) -> dict[str, Any]:
        """Make times of day and clock; put what is wrong at the field that has to change."""
        found = super().clean() or {}
        day, begins, ends = (found.get(name) for name in ("day", "begins", "ends"))
        if day and begins:
            self.instance.starts_at = _moment(day, begins)
            self.instance.ends_at = _moment(day, ends) if ends else None
            if ends and ends <= begins:
                self.add_error("ends", "Mötet kan inte sluta innan det börjar.")
        if found.get("kind") != MeetingKind.FORUM:
            for name in FORUMS_OWN:
                if found.get(name):
                    self.add_error(name, "Bara ett öppet forum visas för alla och tar anmälningar.")
        until = found.get("sign_up_until")
        if until and day and until > day:
            self.add_error("sign_up_until", "Välj en dag som inte ligger efter mötet.")
        return found

    def _post_clean(self) -> None:
        # Without a time the row cannot be judged: what is missing stands at its field already.
        if "day" in self.errors or "begins" in self.errors or "ends" in self.errors:
            self._validate_unique = False
            return
        super()._post_clean()  # type: ignore[misc]


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = forms.CharField(
        label="Varför ställs mötet in?",
        help_text="Skälet står i brevet till dem som är kallade.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför mötet ställs in."},
    )


def _moment(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
