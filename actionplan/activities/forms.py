"""The form of an activity: free in a draft, by logged correction once the plan is adopted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from actionplan.activities.corrections import (
    REASON_MISSING,
    Change,
    locked_changes,
    logged_correction,
)
from actionplan.activities.models import Activity, Responsibility
from actionplan.plan.models import PlanVersion


class ActivityForm(WagtailAdminModelForm):
    """Edits an activity. What an adopted plan says is only changed with a reason, and logged."""

    correction_reason = forms.CharField(
        label=_("Skäl till redaktionell rättelse"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Behövs bara när du ändrar något som planen själv säger. Ändringen, skälet och ditt "
            "namn sparas för alltid. Dagen och vilka uppgifter som är rättade visas för alla, "
            "men inte skälet och inte vem du är."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes: list[Change] = []
        version = self.fields.get("version")
        if version is not None:
            # An activity stays in its version, and an adopted version takes no new ones.
            version.disabled = self.instance.pk is not None
            if not version.disabled:
                version.queryset = PlanVersion.objects.filter(state=PlanVersion.State.DRAFT)

    def is_valid(self) -> bool:
        """Also check what only shows when the form and its rows are seen together."""
        if not super().is_valid():
            self._check_doubles()
            return False
        self._check_leads()
        if self.instance.pk is not None and self.instance.version.is_locked:
            self._check_correction()
        return not self.errors

    def _kept(self, name: str) -> list[dict[str, Any]]:
        """The rows of a formset that will be saved, in their order."""
        if name not in self.formsets:
            return []
        rows = [
            form.cleaned_data
            for form in self.formsets[name].forms
            if form.has_changed() or form.instance.pk
        ]
        kept = [row for row in rows if row and not row.get("DELETE")]
        return sorted(kept, key=lambda row: row.get("ORDER") or 0)

    def _check_doubles(self) -> None:
        """Say what Django's own words for a double row leave in the dark."""
        formset = self.formsets.get("responsibilities")
        if formset is None or not formset.non_form_errors():
            return
        boards = [str(form["board"].value()) for form in formset.forms]
        if len(set(boards)) < len(boards):
            self.add_error(
                None, gettext("Samma nämnd står som ansvarig två gånger. Ta bort den ena.")
            )

    def _check_leads(self) -> None:
        roles = [row["role"] for row in self._kept("responsibilities")]
        if roles.count(Responsibility.Role.LEAD) > 1:
            self.add_error(
                None, gettext("Bara en nämnd kan ha huvudansvaret. Låt de andra dela det.")
            )

    def _check_correction(self) -> None:
        before = Activity.objects.get(pk=self.instance.pk)
        self.changes = [
            *locked_changes(before, self.instance).values(),
            *self._rows_changed(before),
        ]
        if self.changes and not self.cleaned_data["correction_reason"].strip():
            fields = ", ".join(change.field for change in self.changes)
            self.add_error(
                "correction_reason",
                gettext("%(sentence)s Det gäller: %(fields)s.")
                % {"sentence": REASON_MISSING, "fields": fields},
            )

    def _rows_changed(self, before: Activity) -> list[Change]:
        changes = []
        if "points" in self.formsets:
            changes.append(
                Change(
                    "punkter",
                    "\n".join(point.text_sv for point in before.points.all()),
                    "\n".join(row["text_sv"] for row in self._kept("points")),
                )
            )
        if "responsibilities" in self.formsets:
            changes.append(
                Change(
                    "ansvar",
                    "\n".join(_said(row.board, row.role, row.note) for row in _rows(before)),
                    "\n".join(
                        _said(row["board"], row["role"], row["note"])
                        for row in self._kept("responsibilities")
                    ),
                )
            )
        return [change for change in changes if change.before != change.after]

    def save(self, commit: bool = True) -> Activity:
        """Save; what an adopted plan says is saved through a logged correction."""
        if not self.changes:
            saved: Activity = super().save(commit=commit)
            return saved
        with logged_correction(
            self.instance,
            self.changes,
            self.cleaned_data["correction_reason"],
            user=self.for_user,
            now=timezone.now(),
        ):
            corrected: Activity = super().save(commit=commit)
        return corrected


def _rows(activity: Activity) -> list[Responsibility]:
    return list(Responsibility.objects.filter(activity=activity).select_related("board"))


def _said(board: object, role: str, note: str) -> str:
    words = f"{board} ({Responsibility.Role(role).label})"
    return f"{words}: {note}" if note else words
