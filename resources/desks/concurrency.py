"""Two people with the same row open: the second to save is told, and nothing is overwritten."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import registry
from wagtail.snippets.views.snippets import EditView

SEEN = "seen_content"


class CarefulEditView(EditView):
    """An edit view whose form remembers the row as it was when the form was opened.

    Saving holds the row, compares, and refuses with a sentence when anything in it, or in the
    rows edited together with it, has changed in between.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check and save in one transaction, so that nobody comes in between."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model:
        """Return the row, marked before it is read: what comes in between is then not shown
        under a mark that holds it, and saving over it is refused.
        """
        self.mark = content_mark(self.model, self.object_pk)
        return super().get_object(queryset)

    def get_form(self, form_class: type[forms.ModelForm] | None = None) -> forms.ModelForm:
        """Add what the row looked like when the form was opened, as a hidden field."""
        form = super().get_form(form_class)
        form.fields[SEEN] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self.mark
        )
        return form

    def is_valid(self, form: forms.ModelForm) -> bool:
        """Refuse the form when somebody else has saved the row since it was opened."""
        valid = bool(super().is_valid(form))
        manager = self.model._base_manager
        held = manager.select_for_update(of=("self",)).get(pk=self.object.pk)
        now = content_mark(self.model, held.pk)
        if form[SEEN].value() == now:
            return valid
        form.add_error(
            None,
            _(
                "%(who)s har sparat ändringar här sedan du öppnade sidan. Det du har skrivit är "
                "inte sparat, men det står kvar nedan. Öppna sidan i en ny flik, jämför och gör om "
                "dina ändringar där."
            )
            % {"who": self._last_editor()},
        )
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()
        return False

    def _last_editor(self) -> str:
        entry = registry.get_logs_for_instance(self.object).select_related("user").first()
        return str(entry.user) if entry and entry.user else _("Någon annan")


def content_mark(model: type[models.Model], pk: Any) -> str:
    """Return a mark of what the database holds of a row and of the rows edited with it.

    Equal marks mean equal content: fields, choices among other rows, and rows in the same form.
    """
    content: list[Any] = [_fields(model, "pk", pk)]
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through
        chosen = through._base_manager.filter(**{field.m2m_field_name(): pk})
        content.append(sorted(chosen.values_list(field.m2m_reverse_field_name(), flat=True)))
    for relation in get_all_child_relations(model):
        child, parent = relation.field.model, relation.field.name
        content.append(_fields(child, parent, pk))
        # What belongs to those rows is edited with them: the hours of a channel.
        content += [
            _fields(owned.field.model, f"{owned.field.name}__{parent}", pk)
            for owned in child._meta.related_objects
            if owned.on_delete is models.CASCADE
        ]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def _fields(model: type[models.Model], name: str, pk: Any) -> list[list[Any]]:
    columns = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.filter(**{name: pk}).order_by("pk")
    return [[getattr(row, column) for column in columns] for row in rows]
