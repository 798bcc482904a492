"""The ways to reach a service."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from resources.services.choices import Audience, ChannelKind, HolidayRule, Trace
from resources.services.phone import NORMAL_FORM, display_phone, normalise_phone
from resources.services.querysets import not_ended
from resources.stewardship.days import not_ahead

DIALLED = (ChannelKind.PHONE, ChannelKind.SMS)
ONLINE = (ChannelKind.WEB, ChannelKind.CHAT)
SCHEMES = {ChannelKind.PHONE: "tel:", ChannelKind.SMS: "sms:", ChannelKind.MAIL: "mailto:"}


class ChannelQuerySet(models.QuerySet):
    """What can be asked of the channels."""

    def current(self) -> Self:
        """Return the channels of services that are still there."""
        return self.filter(not_ended(through="service__"))

    def visible(self) -> Self:
        """Return what a resident may see: never a line for professionals."""
        return self.current().filter(service__audience=Audience.RESIDENT)

    def unanswered(self) -> Self:
        """Return the channels whose value nobody has given: each is a question."""
        return self.current().filter(value="")

    def unverified(self) -> Self:
        """Return the channels with a value that nobody has checked."""
        unchecked = self.current().filter(is_always_certain=False, verified_on__isnull=True)
        return unchecked.exclude(value="")


class Channel(Orderable):
    """A number, an address or a place, with what is known of it and what traces it leaves."""

    service = ParentalKey("resources.Service", on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField("slag", max_length=10, choices=ChannelKind.choices)
    value = models.CharField(
        "nummer eller adress",
        max_length=500,
        blank=True,
        help_text="Lämna tomt tills uppgiften är säker. Webbadresser börjar med https://.",
    )
    display = models.CharField(
        "som den visas", max_length=200, blank=True, help_text="Som ägaren själv skriver numret."
    )
    verified_on = models.DateField(
        "kontrollerad",
        null=True,
        blank=True,
        validators=[not_ahead],
        help_text="Dagen då någon prövade att den stämmer. Utan datum visas ej kontrollerat. "
        "När numret eller adressen ändras töms dagen, tills någon har prövat igen.",
    )
    is_always_certain = models.BooleanField(
        "alltid säker",
        default=False,
        help_text="Bara för nödnummer och stödlinjer som aldrig ändras.",
    )
    shows_on_bill = models.CharField(
        "syns på räkningen", max_length=3, choices=Trace.choices, blank=True
    )
    in_call_list = models.CharField(
        "ligger kvar i samtalslistan", max_length=3, choices=Trace.choices, blank=True
    )
    in_chat_history = models.CharField(
        "ligger kvar bland meddelanden", max_length=3, choices=Trace.choices, blank=True
    )
    number_shown = models.CharField(
        "den som svarar ser numret", max_length=3, choices=Trace.choices, blank=True
    )
    # The days are listed in resources.services.swedish_holidays.
    on_holidays = models.CharField(
        "på helgdagar",
        max_length=12,
        choices=HolidayRule.choices,
        default=HolidayRule.CLOSED,
        help_text="Gäller alla röda dagar, och midsommarafton, julafton och nyårsafton. En "
        "avvikande öppettid som du lägger in för en sådan dag går före.",
    )
    hours_note = models.TextField(
        "öppettider enligt källan",
        blank=True,
        help_text="Visas aldrig utåt: en lapp till den som ska lägga in kontrollerade tider.",
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")
    caution = models.TextField(
        "se upp med", blank=True, help_text="Visas aldrig utåt. Vad nästa redaktör behöver veta."
    )

    objects = ChannelQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = "kontaktväg"
        verbose_name_plural = "kontaktvägar"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "kind", "value"],
                name="resources_channel_unique",
                violation_error_message=_("Stödet har redan den kontaktvägen."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=DIALLED) | Q(value="") | Q(value__regex=NORMAL_FORM),
                name="resources_channel_phone_normal_form",
                violation_error_message=_(
                    "Skriv ett svenskt telefonnummer, till exempel 070-174 06 05."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Bring the value into its normal form; raise `ValidationError` when it has none.

        A visit is an address, which a protected place must not have. What was known of another
        number is forgotten.
        """
        super().clean()
        service = getattr(self, "service", None)
        if self.kind == ChannelKind.VISIT and service and service.is_protected_place:
            raise ValidationError({"kind": _("En skyddad plats kan inte ha besök.")})
        typed = self.value
        if typed:
            self._normalise()
        self._forget_another()
        if self.kind in DIALLED and typed != self.value and not self.display:
            self.display = typed

    def _normalise(self) -> None:
        try:
            if self.kind in DIALLED:
                self.value = normalise_phone(self.value)
            elif self.kind == ChannelKind.MAIL:
                validate_email(self.value)
            elif self.kind in ONLINE:
                URLValidator(schemes=["http", "https"])(self.value)
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error

    def _forget_another(self) -> None:
        """Forget when the value was checked and how it was written, if it was another one."""
        before = Channel.objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or (before.kind, before.value) == (self.kind, self.value):
            return
        if self.verified_on == before.verified_on:
            self.verified_on = None
        if self.display == before.display:
            self.display = ""

    @property
    def is_verified(self) -> bool:
        """Whether somebody has checked it, or it is one that never changes."""
        return self.is_always_certain or self.verified_on is not None

    @property
    def text(self) -> str:
        """The value as people read it."""
        if self.display:
            return self.display
        return display_phone(self.value) if self.value and self.kind in DIALLED else self.value

    @property
    def address(self) -> str:
        """What a link holds: `tel:`, `sms:`, `mailto:` or the web address; empty for a visit."""
        if not self.value or self.kind == ChannelKind.VISIT:
            return ""
        return SCHEMES.get(ChannelKind(self.kind), "") + self.value
