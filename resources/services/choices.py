"""The choices of the registers of help, in words that a resident would use."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may see a service. What is for professionals never reaches a public page."""

    RESIDENT = "resident", _("invånare")
    PROFESSIONAL = "professional", _("yrkesverksamma, bara på intranätet")


class ForWhom(models.TextChoices):
    """Whom a service is for."""

    EXPOSED = "exposed", _("den som utsätts")
    USES_VIOLENCE = "uses_violence", _("den som använder våld")
    CHILD = "child", _("barn och unga")
    RELATIVE = "relative", _("den som oroar sig för någon")
    EMPLOYEE = "employee", _("den som arbetar i kommunen")


class ChannelKind(models.TextChoices):
    """The ways to reach a service."""

    PHONE = "phone", _("telefon")
    SMS = "sms", _("SMS")
    CHAT = "chat", _("chatt")
    MAIL = "mail", _("e-post")
    WEB = "web", _("webbplats")
    VISIT = "visit", _("besök")


class HolidayRule(models.TextChoices):
    """What a public holiday does to the hours of a channel."""

    AS_USUAL = "as_usual", "öppet som vanligt"
    CLOSED = "closed", "stängt"
    LIKE_SUNDAY = "like_sunday", "öppet som en söndag"


class Trace(models.TextChoices):
    """Whether a channel leaves a trace; an empty value means that nobody knows."""

    YES = "yes", _("ja")
    NO = "no", _("nej")


class Interpreter(models.TextChoices):
    """Whether a service brings an interpreter; an empty value means that nobody knows."""

    YES = "yes", _("tolk finns")
    NO = "no", _("ingen tolk")


class Language(models.TextChoices):
    """The languages that help may be given in, by ISO 639 code."""

    SWEDISH = "sv", _("svenska")
    SWEDISH_SIGN_LANGUAGE = "swl", _("svenskt teckenspråk")
    ENGLISH = "en", _("engelska")
    FINNISH = "fi", _("finska")
    MEANKIELI = "fit", _("meänkieli")
    NORTHERN_SAMI = "se", _("nordsamiska")
    LULE_SAMI = "smj", _("lulesamiska")
    SOUTHERN_SAMI = "sma", _("sydsamiska")
    UME_SAMI = "sju", _("umesamiska")
    ARABIC = "ar", _("arabiska")
    DARI = "prs", _("dari")
    PERSIAN = "fa", _("persiska")
    SOMALI = "so", _("somaliska")
    TIGRINYA = "ti", _("tigrinska")
    UKRAINIAN = "uk", _("ukrainska")


class SeveralChoicesField(ArrayField):
    """A column with several choices, edited as a row of checkboxes."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return a field of checkboxes in place of a text with commas."""
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices or (),
            coerce=self.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=capfirst(kwargs.get("label", self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
