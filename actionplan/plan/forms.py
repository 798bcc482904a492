"""The form of a plan version, which can also adopt it."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from actionplan.plan.models import FRAME, PlanVersion
from actionplan.plan.services import adopt, objections

FRAME_LOCKED = _("Ligger fast sedan planen antogs, så att adresser och hänvisningar håller.")


class PlanVersionForm(WagtailAdminModelForm):
    """Edits a version, and adopts a draft when the box for it is ticked."""

    adopt_now = forms.BooleanField(
        label=_("Anta versionen nu"),
        required=False,
        help_text=_(
            "Planens texter, tidplaner och ansvar låses, och adressnamnet och åren med dem. "
            "En tidigare antagen version blir ersatt. Det går inte att ångra."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_locked:
            for name in FRAME:
                self.fields[name].disabled = True
                self.fields[name].help_text = FRAME_LOCKED

    def is_valid(self) -> bool:
        """Also check, before anything is saved, that a version to adopt can be adopted."""
        valid = bool(super().is_valid())
        if valid and self.cleaned_data.get("adopt_now"):
            self._check_adoption()
        return valid and not self.errors

    def _check_adoption(self) -> None:
        adopted = copy.copy(self.instance)
        adopted.state = PlanVersion.State.ADOPTED
        if self.instance.pk is None or not self.instance.activities.exists():
            self.add_error("adopt_now", gettext("Lägg in planens aktiviteter innan du antar den."))
        elif self.instance.state != PlanVersion.State.DRAFT:
            self.add_error("adopt_now", gettext("Versionen är redan antagen."))
        elif sentences := self._objections():
            self.add_error("adopt_now", sentences)
        else:
            former = PlanVersion.objects.filter(plan=adopted.plan, state=PlanVersion.State.ADOPTED)
            try:
                # The adopted version that this one replaces steps aside in the same transaction.
                adopted.validate_constraints(exclude={"plan"} if former.exists() else None)
            except ValidationError as error:
                self.add_error(None, error.messages)

    def _objections(self) -> list[str]:
        with transaction.atomic():
            return objections(self.instance)

    def save(self, commit: bool = True) -> PlanVersion:
        """Save the version, and adopt it when that was asked for."""
        version: PlanVersion = super().save(commit=commit)
        if commit and self.cleaned_data.get("adopt_now"):
            adopt(
                version,
                by=version.adopted_by,
                on=version.adopted_on,
                source=version.adoption_source,
                registry_number=version.registry_number,
                user=self.for_user,
                now=timezone.now(),
            )
        return version
