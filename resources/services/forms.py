"""The form of a service, where a rule reaches over its channels."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from resources.services.choices import ChannelKind


class ServiceForm(WagtailAdminModelForm):
    """A service with its channels: a protected place has no visits."""

    def clean(self) -> dict[str, Any]:
        """Add an error on the flag when it stands beside a visit; the database refuses it too."""
        cleaned: dict[str, Any] = super().clean()
        visits = [
            form
            for form in self.formsets["channels"].forms
            if form.is_valid()
            and form.cleaned_data.get("kind") == ChannelKind.VISIT
            and not form.cleaned_data.get("DELETE")
        ]
        if cleaned.get("is_protected_place") and visits:
            self.add_error("is_protected_place", _("En skyddad plats kan inte ha besök."))
        return cleaned
