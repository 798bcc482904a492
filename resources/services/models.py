"""Services; names as in Open Referral HSDS 3. The other models of the room are gathered here."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.search import index

from resources.desks.indexing import IndexedText
from resources.documents.models import LibraryImage
from resources.municipality.models import Unit
from resources.services.assurance import Assurance, assurance_on, review_due
from resources.services.channels import Channel
from resources.services.choices import (
    Audience,
    ForWhom,
    Interpreter,
    Language,
    SeveralChoicesField,
)
from resources.services.hours import Schedule, ScheduleException
from resources.services.organizations import Organization
from resources.services.querysets import ServiceQuerySet
from resources.stewardship.days import not_ahead
from resources.violence.models import ViolenceArea

__all__ = ["Channel", "Organization", "Schedule", "ScheduleException", "Service"]

PROTECTED_HAS_NO_ADDRESS = _(
    "En skyddad plats får inte ha adress, kartposition eller bild. Ta bort dem först."
)


class Service(index.Indexed, ClusterableModel):
    """One kind of help from one organization."""

    class Cost(models.TextChoices):
        FREE = "free", _("kostar ingenting")
        PAID = "paid", _("kostar pengar")

    class Anonymity(models.TextChoices):
        ANONYMOUS = "anonymous", _("du får vara anonym")
        NOT_ANONYMOUS = "not_anonymous", _("du får inte vara anonym")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services", verbose_name="aktör"
    )
    name = models.CharField("namn", max_length=200)
    slug = models.SlugField(
        "adress",
        max_length=100,
        help_text="Sista delen av sidans webbadress. Ska vara lugn: den syns i webbläsaren.",
    )
    summary = models.CharField(
        "sammanfattning", max_length=300, blank=True, help_text="En mening, som den står på kortet."
    )
    description = models.TextField("beskrivning", blank=True)
    audience = models.CharField(
        "får ses av",
        max_length=20,
        choices=Audience.choices,
        help_text="Stöd för yrkesverksamma visas aldrig på den öppna webbplatsen.",
    )
    for_whom = SeveralChoicesField(
        models.CharField(max_length=20, choices=ForWhom.choices),
        default=list,
        blank=True,
        verbose_name="för vem",
    )
    areas = models.ManyToManyField(
        ViolenceArea, blank=True, related_name="services", verbose_name="våldsområden"
    )
    age_from = models.PositiveSmallIntegerField("ålder från", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("ålder till", null=True, blank=True)
    languages = SeveralChoicesField(
        models.CharField(max_length=3, choices=Language.choices),
        default=list,
        blank=True,
        verbose_name="språk",
        help_text="Språken som hjälpen ges på utan tolk. Tomt om okänt.",
    )
    offers_interpreter = models.CharField(
        "tolk", max_length=3, choices=Interpreter.choices, blank=True, help_text="Tomt om okänt."
    )
    languages_note = models.CharField(
        "om språk", max_length=250, blank=True, help_text="Till exempel: tolk på de flesta språk."
    )
    cost = models.CharField(
        "kostnad", max_length=10, choices=Cost.choices, blank=True, help_text="Tomt om okänt."
    )
    anonymity = models.CharField(
        "anonymitet",
        max_length=20,
        choices=Anonymity.choices,
        blank=True,
        help_text="Tomt om okänt.",
    )
    is_protected_place = models.BooleanField(
        "skyddad plats",
        default=False,
        help_text="Då kan varken adress, kartposition, bild eller besök sparas.",
    )
    street_address = models.CharField("gatuadress", max_length=200, blank=True)
    postal_code = models.CharField("postnummer", max_length=10, blank=True)
    town = models.CharField("ort", max_length=100, blank=True)
    latitude = models.DecimalField("latitud", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(
        "longitud", max_digits=9, decimal_places=6, null=True, blank=True
    )
    picture = models.ForeignKey(
        LibraryImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bild",
    )
    owner_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name="ägare",
        help_text="Enheten som svarar för att uppgifterna stämmer.",
    )
    assured_on = models.DateField(
        "ägaren kontrollerade",
        null=True,
        blank=True,
        validators=[not_ahead],
        help_text="Dagen då ägaren kontrollerade att allt stämmer. Tomt tills det har skett.",
    )
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kontrollerat av",
    )
    review_interval_days = models.PositiveSmallIntegerField("dagar mellan översyner", default=180)
    ended_on = models.DateField(
        "upphör",
        null=True,
        blank=True,
        help_text="Från och med den dagen finns stödet inte mer, och visas inte längre för någon. "
        "Ägaren får inga fler frågor om det. Töm fältet om stödet finns igen.",
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")
    note = models.TextField("intern anteckning", blank=True, help_text="Visas aldrig utåt.")
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects = ServiceQuerySet.as_manager()

    # Never an address or a number: what may be protected does not go into an index. A bare name
    # would index the language that happens to be active when the row is saved.
    search_fields = [
        IndexedText("name_sv", boost=2),
        IndexedText("summary_sv"),
        IndexedText("description_sv"),
        index.RelatedFields("organization", [IndexedText("name_sv")]),
    ]

    class Meta:
        verbose_name = "stöd"
        verbose_name_plural = "stöd"
        ordering = ["order", "name_sv"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="resources_service_slug_unique",
                violation_error_code="unique",
                violation_error_message=_("Adressen används redan av ett annat stöd."),
            ),
            models.CheckConstraint(
                condition=Q(is_protected_place=False)
                | Q(
                    street_address="",
                    postal_code="",
                    town="",
                    latitude__isnull=True,
                    longitude__isnull=True,
                    picture__isnull=True,
                ),
                name="resources_service_protected_place_has_no_address",
                violation_error_message=PROTECTED_HAS_NO_ADDRESS,
            ),
            models.CheckConstraint(
                condition=Q(review_interval_days__gt=0),
                name="resources_service_review_interval_positive",
                violation_error_message=_("Det måste gå minst en dag mellan översynerna."),
            ),
            models.CheckConstraint(
                condition=Q(age_to__gte=models.F("age_from")),
                name="resources_service_age_to_from_age_from",
                violation_error_message=_("Den övre åldern kan inte vara lägre än den undre."),
            ),
            models.CheckConstraint(
                condition=Q(for_whom__contained_by=ForWhom.values),
                name="resources_service_for_whom_known",
                violation_error_message=_("Välj bland alternativen för vem stödet är till för."),
            ),
            models.CheckConstraint(
                condition=Q(languages__contained_by=Language.values),
                name="resources_service_languages_known",
                violation_error_message=_("Välj bland språken i listan."),
            ),
            models.CheckConstraint(
                condition=Q(assured_by__isnull=True) | Q(assured_on__isnull=False),
                name="resources_service_assured_by_has_day",
                violation_error_message=_("Skriv vilken dag uppgifterna kontrollerades."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise `ValidationError` on the field that a person has to change."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.age_from and self.age_to and self.age_to < self.age_from:
            errors["age_to"] = _("Den övre åldern kan inte vara lägre än den undre.")
        if self.assured_by_id and not self.assured_on:
            errors["assured_on"] = _("Skriv vilken dag uppgifterna kontrollerades.")
        places = (self.street_address, self.postal_code, self.town, self.picture_id)
        if self.is_protected_place and (
            any(places) or self.latitude is not None or self.longitude is not None
        ):
            errors["is_protected_place"] = PROTECTED_HAS_NO_ADDRESS
        if (
            self.organization_id
            and self.organization.has_protected_address
            and not self.is_protected_place
        ):
            errors["is_protected_place"] = _("Aktörens adress får aldrig visas: kryssa i rutan.")
        if errors:
            raise ValidationError(errors)

    @property
    def language_names(self) -> list[str]:
        """The languages that help is known to be given in, by name, in the register's order."""
        return [str(language.label) for language in Language if language in self.languages]

    def is_for(self, code: str) -> bool:
        """Whether the service is for `code`, as `ServiceQuerySet.for_whom` has it."""
        return not self.for_whom or code in self.for_whom

    def is_about(self, area: ViolenceArea) -> bool:
        """Whether the service is for `area`, as `ServiceQuerySet.for_area` has it."""
        areas = self.areas.all()
        return not areas or area in areas

    def has_ended(self, today: date) -> bool:
        """Whether the service is no longer there on `today`."""
        return self.ended_on is not None and self.ended_on <= today

    def assurance_on(self, today: date) -> Assurance:
        """Return where the owner's word stands on `today`."""
        return assurance_on(
            today, assured_on=self.assured_on, interval_days=self.review_interval_days
        )

    @property
    def review_due_on(self) -> date | None:
        """The last day on which the owner's word holds; None when it has never been given."""
        if self.assured_on is None:
            return None
        return review_due(self.assured_on, self.review_interval_days)

    @property
    def known_channels(self) -> list[Channel]:
        """The channels that lead somewhere; one without a value is a question."""
        return [channel for channel in self.channels.all() if channel.value]
