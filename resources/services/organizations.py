"""Who helps or knows; names as in Open Referral HSDS 3."""

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.links.models import Link
from resources.services.querysets import ServiceQuerySet
from resources.stewardship.models import Stewarded, StewardedQuerySet

if TYPE_CHECKING:
    from resources.services.models import Service


class OrganizationQuerySet(StewardedQuerySet):
    """What can be asked of the organizations."""

    def of_kind(self, *kinds: str) -> Self:
        """Return the organizations of any of `kinds` (values of `Organization.Kind`)."""
        return self.filter(kind__in=kinds)

    def named_in_plan(self) -> Self:
        """Return the organizations that the plan wants people to find."""
        return self.filter(named_in_plan=True)

    def that_help(self) -> Self:
        """Return the organizations that offer a resident something."""
        return self.filter(services__in=self._services().visible()).distinct()

    def with_visible_services(self) -> Self:
        """Return the organizations with what each offers a resident, in a few queries."""
        services = self._services().visible().with_channels()
        return self.select_related("link").prefetch_related(
            models.Prefetch("services", services, to_attr="visible_services")
        )

    def _services(self) -> ServiceQuerySet:
        model: Any = self.model._meta.get_field("services").related_model
        services: ServiceQuerySet = model.objects.all()
        return services


class Organization(Stewarded):
    """Somebody who helps or knows: a municipal function, a partner, an authority, a line."""

    # Set by `with_visible_services()`.
    visible_services: "list[Service]"

    class Kind(models.TextChoices):
        MUNICIPAL_FUNCTION = "municipal_function", _("kommunal funktion")
        PARTNER = "partner", _("samverkanspartner")
        AUTHORITY = "authority", _("myndighet")
        NATIONAL_LINE = "national_line", _("nationell stödlinje")
        KNOWLEDGE_PORTAL = "knowledge_portal", _("kunskapsportal")

    name = models.CharField("namn", max_length=200)
    slug = models.SlugField(
        "adress",
        max_length=100,
        help_text="Sista delen av sidans webbadress: små bokstäver a–z och bindestreck.",
    )
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    mainly_for = models.CharField(
        "främst för",
        max_length=20,
        choices=Link.MainlyFor.choices,
        default=Link.MainlyFor.RESIDENT,
        help_text="Aktören visas för alla. Valet styr bara var den hamnar.",
    )
    named_in_plan = models.BooleanField("nämns i handlingsplanen", default=False)
    description = models.TextField("beskrivning", blank=True)
    link = models.ForeignKey(
        Link,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name="webbplats",
    )
    has_protected_address = models.BooleanField(
        "adressen får aldrig visas",
        default=False,
        help_text="Då måste alla aktörens stöd vara skyddade platser: ingen adress, "
        "ingen kartposition, ingen bild, inget besök.",
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")
    note = models.TextField("intern anteckning", blank=True, help_text="Visas aldrig utåt.")
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects = OrganizationQuerySet.as_manager()

    class Meta(Stewarded.Meta):
        verbose_name = "aktör"
        verbose_name_plural = "aktörer"
        ordering = ["order", "name_sv"]
        constraints = [
            *Stewarded.Meta.constraints,
            models.UniqueConstraint(
                fields=["name_sv"],
                name="resources_organization_name_unique",
                violation_error_code="unique",
                violation_error_message=_("Det finns redan en aktör med det namnet."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                name="resources_organization_slug_unique",
                violation_error_code="unique",
                violation_error_message=_("Adressen används redan av en annan aktör."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise `ValidationError` when the flag is raised over services that are not protected."""
        super().clean()
        if self.has_protected_address and self.pk:
            open_services = self.services.filter(is_protected_place=False)
            if open_services:
                names = ", ".join(service.name for service in open_services)
                sentence = _("Gör först dessa stöd till skyddade platser: %(names)s.") % {
                    "names": names
                }
                raise ValidationError({"has_protected_address": sentence})
