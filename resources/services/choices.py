"""The choices of the registers of help, in words that a resident would use."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Audience(models.TextChoices):
    """Who may see a service. What is for professionals never reaches a public page."""

    RESIDENT = "resident", "invånare"
    PROFESSIONAL = "professional", "yrkesverksamma, bara på intranätet"


class ForWhom(models.TextChoices):
    """Whom a service is for."""

    EXPOSED = "exposed", "den som utsätts"
    USES_VIOLENCE = "uses_violence", "den som använder våld"
    CHILD = "child", "barn och unga"
    RELATIVE = "relative", "den som oroar sig för någon"
    EMPLOYEE = "employee", "den som arbetar i kommunen"


class ChannelKind(models.TextChoices):
    """The ways to reach a service."""

    PHONE = "phone", "telefon"
    SMS = "sms", "sms"
    CHAT = "chat", "chatt"
    MAIL = "mail", "e-post"
    WEB = "web", "webbplats"
    VISIT = "visit", "besök"


class HolidayRule(models.TextChoices):
    """What a public holiday does to the hours of a channel."""

    AS_USUAL = "as_usual", "öppet som vanligt"
    CLOSED = "closed", "stängt"
    LIKE_SUNDAY = "like_sunday", "öppet som en söndag"


class Trace(models.TextChoices):
    """Whether a channel leaves a trace; an empty value means that nobody knows."""

    YES = "yes", "ja"
    NO = "no", "nej"


class SeveralChoicesField(ArrayField):
    """A column with several choices, edited as a row of checkboxes."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return a field of checkboxes in place of a text with commas."""
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices or (),
            coerce=self.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )
