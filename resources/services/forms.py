"""The form of a service: its channels with their hours, and what a protected place may not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from resources.services.channels import Channel
from resources.services.choices import ChannelKind
from resources.services.hours import Schedule, different_days_of, week_of
from resources.services.hours_fields import DayField, DifferentDaysField
from resources.services.hours_text import week_texts
from resources.services.services import copy_week, set_different_days, set_week

DAY_FIELDS = {f"hours_{day.value}": day for day in Schedule.Weekday}
# Monday has no row above it.
AS_ABOVE = {f"as_above_{day.value}": day for day in Schedule.Weekday if day.value > 1}
NO_OPEN_DAY = "Alla dagar är stängda. Vet ni inte när det är öppet: lämna alla dagar tomma."
SCRUB = (
    "Välj ”Gör till skyddad plats och rensa” i menyn överst. Bara då tas adressen bort överallt, "
    "också ur äldre versioner."
)
TWO_WEEKS = "Dagarna är redan ifyllda. Töm dem om du vill kopiera, eller välj ingen här."


class HoursSource(forms.ModelChoiceField):
    """A channel whose hours are known, to copy from."""

    def __init__(self, **kwargs: Any) -> None:
        channels = Channel.objects.filter(schedules__isnull=False).distinct()
        super().__init__(
            queryset=channels.select_related("service").order_by("service__name_sv", "kind"),
            required=False,
            **kwargs,
        )

    def label_from_instance(self, obj: Channel) -> str:
        """Return the channel as a person knows it: whose it is, and which."""
        return f"{obj.service.name}: {obj.get_kind_display()} {obj.text}"


class ChannelForm(WagtailAdminModelForm):
    """A channel with its week as a line a day, and the days that differ."""

    hours_1 = DayField(label="Måndag")
    hours_2 = DayField(label="Tisdag")
    hours_3 = DayField(label="Onsdag")
    hours_4 = DayField(label="Torsdag")
    hours_5 = DayField(label="Fredag")
    hours_6 = DayField(label="Lördag")
    hours_7 = DayField(label="Söndag")
    as_above_2 = forms.BooleanField(label="Tisdag som ovan", required=False)
    as_above_3 = forms.BooleanField(label="Onsdag som ovan", required=False)
    as_above_4 = forms.BooleanField(label="Torsdag som ovan", required=False)
    as_above_5 = forms.BooleanField(label="Fredag som ovan", required=False)
    as_above_6 = forms.BooleanField(label="Lördag som ovan", required=False)
    as_above_7 = forms.BooleanField(label="Söndag som ovan", required=False)
    copy_hours_from = HoursSource(
        label="Kopiera veckans tider från",
        help_text="Fylls i när du sparar, om dagarna ovan är tomma. Helgdagar och avvikande "
        "dagar följer inte med.",
    )
    different_days = DifferentDaysField(
        label="Avvikande dagar",
        required=False,
        help_text="En rad för varje dag, eller med en sista dag för flera i följd. Skriv en tid, "
        "till exempel 10–14, eller stängt. Töm en rad för att ta bort den. När du har sparat finns "
        "nya tomma rader.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            texts = week_texts(week_of(self.instance))
            self.initial |= {name: texts[day] for name, day in DAY_FIELDS.items()}
            self.initial["different_days"] = different_days_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Add an error where the days say nothing together, or say something twice."""
        cleaned: dict[str, Any] = super().clean()
        self._fill_in_as_above(cleaned)
        days = [cleaned.get(name) for name in DAY_FIELDS]
        if None not in days and not any(days):
            if any(self[name].value() for name in DAY_FIELDS):
                self.add_error("hours_1", NO_OPEN_DAY)
        elif cleaned.get("copy_hours_from"):
            self.add_error("copy_hours_from", TWO_WEEKS)
        return cleaned

    def _fill_in_as_above(self, cleaned: dict[str, Any]) -> None:
        """Give each day that is ticked the hours of the row above, whatever stands in its own."""
        for name, day in AS_ABOVE.items():
            own, above = f"hours_{day.value}", f"hours_{day.value - 1}"
            if cleaned.get(name):
                self.errors.pop(own, None)
                cleaned[own] = cleaned.get(above)

    def save_hours(self) -> None:
        """Write the hours of a channel that has been saved."""
        if source := self.cleaned_data["copy_hours_from"]:
            copy_week(source, self.instance)
        elif (set(DAY_FIELDS) | set(AS_ABOVE)) & set(self.changed_data):
            set_week(
                self.instance,
                {day.value: self.cleaned_data[name] for name, day in DAY_FIELDS.items()},
            )
        if "different_days" in self.changed_data:
            set_different_days(self.instance, self.cleaned_data["different_days"])


class ServiceForm(WagtailAdminModelForm):
    """A service with its channels: a protected place has no visits.

    A service that has been saved becomes one by `protect_place` alone, which takes away what was
    there before.
    """

    def clean(self) -> dict[str, Any]:
        """Add an error on the flag when it stands beside a visit; the database refuses it too."""
        cleaned: dict[str, Any] = super().clean()
        visits = [
            form
            for form in self._kept_channels()
            if form.is_valid() and form.cleaned_data.get("kind") == ChannelKind.VISIT
        ]
        if cleaned.get("is_protected_place") and visits:
            self.add_error("is_protected_place", _("En skyddad plats kan inte ha besök."))
        return cleaned

    def _post_clean(self) -> None:
        """Refuse the flag where it is new on a saved service, and tell of the way that scrubs."""
        super()._post_clean()
        is_new = self.instance.pk and "is_protected_place" in self.changed_data
        if is_new and self["is_protected_place"].data:
            self.add_error("is_protected_place", SCRUB)

    def save(self, commit: bool = True) -> Any:
        """Save the service, its channels, and then the channels' hours."""
        saved = super().save(commit)
        if commit:
            for form in self._kept_channels():
                if form.has_changed():
                    form.save_hours()
        return saved

    def _kept_channels(self) -> Iterator[ChannelForm]:
        formset = self.formsets["channels"]
        return (form for form in formset.forms if form not in formset.deleted_forms)
