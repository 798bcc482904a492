"""Addresses elsewhere, each with how it is known."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.municipality.models import Unit
from resources.stewardship.days import not_ahead
from resources.violence.models import ViolenceArea


class LinkQuerySet(models.QuerySet):
    """What can be asked of the links."""

    def of_kind(self, *kinds: str) -> Self:
        """Return the links of any of `kinds` (values of `Link.Kind`)."""
        return self.filter(kind__in=kinds)

    def for_area(self, area: ViolenceArea) -> Self:
        """Return the links tagged with `area`."""
        return self.filter(areas=area)

    def answered(self) -> Self:
        """Return the links that lead somewhere."""
        return self.exclude(address="")

    def unchecked(self) -> Self:
        """Return the links with an address that nobody has opened: they show as unchecked."""
        return self.filter(checked_on__isnull=True).exclude(address="")

    def unanswered(self) -> Self:
        """Return the links whose address nobody has given: each is a question."""
        return self.filter(address="")


class Link(models.Model):
    """An address that the plan wants people to find, empty until somebody knows it."""

    class Kind(models.TextChoices):
        MUNICIPAL_PAGE = "municipal_page", _("kommunal sida")
        PARTNER = "partner", _("samverkanspartner")
        KNOWLEDGE_PORTAL = "knowledge_portal", _("kunskapsportal")
        NATIONAL_LINE = "national_line", _("nationell stödlinje")
        LAW = "law", _("lag")
        AUTHORITY = "authority", _("myndighet")
        SOURCE = "source", _("källa i planen")

    class MainlyFor(models.TextChoices):
        RESIDENT = "resident", _("invånare")
        PROFESSIONAL = "professional", _("yrkesverksamma")

    title = models.CharField("namn", max_length=250)
    address = models.URLField(
        "webbadress", max_length=500, blank=True, help_text="Lämna tomt tills adressen är säker."
    )
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    mainly_for = models.CharField(
        "främst för",
        max_length=20,
        choices=MainlyFor.choices,
        default=MainlyFor.RESIDENT,
        help_text="Länken är öppen för alla. Valet styr bara var den hamnar.",
    )
    description = models.TextField("beskrivning", blank=True)
    areas = models.ManyToManyField(
        ViolenceArea, blank=True, related_name="links", verbose_name="våldsområden"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name="enhet",
        help_text="Enheten som sidan handlar om.",
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur adressen är känd.")
    note = models.TextField("intern anteckning", blank=True, help_text="Visas aldrig utåt.")
    checked_on = models.DateField("prövad", null=True, blank=True, validators=[not_ahead])
    last_status = models.PositiveSmallIntegerField("senaste svar", null=True, blank=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "länk"
        verbose_name_plural = "länkar"
        ordering = ["order", "title_sv"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_checked(self) -> bool:
        """Whether the address has been opened and found to answer."""
        return self.checked_on is not None
