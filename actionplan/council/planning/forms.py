"""What the coordinator fills in about a meeting."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from actionplan.activities.models import Activity
from actionplan.council.doors import day_field
from actionplan.council.inviting import called_by_activity
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.plan.models import PlanVersion

TIME_WRONG = "Skriv klockslaget som timme och minut, till exempel 13.15."
WHEN_AND_WHERE = ("day", "begins", "ends", "place")
ABOUT = ("title", "programme")
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


class CalledForField(ActivitiesField):
    """Activities to call the reference group for, with the functions that each of them calls."""

    functions: dict[UUID, list[str]]

    def offer(self, chosen: Any = (), day: date | None = None) -> None:
        """Offer what its parent does, and remember who is called for it on the meeting's day."""
        super().offer(chosen)
        self.functions = called_by_activity(day or timezone.localdate())

    def label_from_instance(self, obj: Any) -> str:
        """Return the activity with who is called."""
        called = ", ".join(self.functions.get(obj.lineage, ())) or "ingen i gruppen hör hit"
        return f"{obj} ({called})"


@dataclass(frozen=True)
class Group:
    """Some fields of a long form; a folded one is opened by who has use for it."""

    legend: str
    fields: list[forms.BoundField]
    hint: str = ""
    is_folded: bool = False
    is_open: bool = False


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
    sign_up_until = day_field("Anmälan senast", required=False)
    called_for = CalledForField(label="Kalla dem som hör till aktiviteterna")

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
        help_texts = {
            "is_announced": "Forumet visas för alla först när du kryssar i rutan.",
            "places": "",
        }

    field_order = ("kind", *WHEN_AND_WHERE, *ABOUT, *FORUMS_OWN, "called_for")

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
        assert isinstance(activities, CalledForField)
        activities.offer(chosen, self._day())

    def _day(self) -> date | None:
        """Return the day that stands in the form, None where it says none."""
        with suppress(ValidationError):
            day: date = self.fields["day"].clean(self["day"].value())
            return day
        return None

    def groups(self) -> list[Group]:
        """Return the fields as they belong together: what one kind of meeting has is folded."""
        kind = self["kind"].value()
        return [
            Group("Slag, tid och plats", self._some("kind", *WHEN_AND_WHERE)),
            Group("Vad mötet handlar om", self._some(*ABOUT)),
            Group(
                "Öppet forum: visa på webbplatsen och ta emot anmälningar",
                self._some(*FORUMS_OWN),
                "Fylls bara i för ett öppet forum. Lämna antalet platser tomt om alla får plats.",
                is_folded=True,
                is_open=kind == MeetingKind.FORUM or self._has_any(*FORUMS_OWN),
            ),
            Group(
                "Referensgruppen: kalla den för vissa aktiviteter",
                self._some("called_for"),
                "För ett ordinarie möte. Till det gemensamma mötet kallas hela gruppen ändå.",
                is_folded=True,
                is_open=self._has_any("called_for"),
            ),
        ]

    def _some(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def _has_any(self, *names: str) -> bool:
        return any(self[name].value() or name in self.errors for name in names)

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
