"""The areas of violence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.municipality.models import TargetGroup, Unit
from resources.stewardship.models import Stewarded, StewardedQuerySet


class ViolenceArea(Stewarded):
    """One of the areas that help, documents and activities are tagged with.

    The review of the draft plan asked what each area means, how it was chosen, which questions lie
    ahead, and which units and target groups it concerns: each has its place, empty where unknown.
    """

    class Drawing(models.TextChoices):
        """The drawings that there are: `templates/components/icons/`."""

        BUILDING = "building", _("hus i staden")
        HOME = "home", _("hem")
        PEOPLE = "people", _("människor")
        SPEECH = "speech", _("pratbubbla")
        LINK = "link", _("länk")
        SHIELD = "shield", _("sköld")
        CIRCLE = "circle", _("cirkel")

    order = models.PositiveSmallIntegerField("ordning")
    slug = models.SlugField(
        "adress",
        max_length=60,
        help_text="Sista delen av sidans webbadress. Ska vara lugn: den syns i webbläsaren.",
    )
    drawing = models.CharField(
        "tecken",
        max_length=10,
        choices=Drawing.choices,
        default=Drawing.CIRCLE,
        help_text="Den lilla teckningen bredvid namnet.",
    )
    title = models.CharField("namn", max_length=200, help_text="Som i handlingsplanen.")
    short_title = models.CharField(
        "kort namn", max_length=60, help_text="Lugnt och kort. Syns i webbläsarens flik."
    )
    teaser = models.CharField(
        "ingress",
        max_length=250,
        blank=True,
        help_text="En mening som gör att man känner igen sig.",
    )
    how_chosen = models.TextField(
        "hur området valdes", blank=True, help_text="Lämna tomt tills kommunen har svarat."
    )
    questions_ahead = models.TextField(
        "frågor framåt", blank=True, help_text="Lämna tomt tills kommunen har svarat."
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="violence_areas", verbose_name="enheter som berörs"
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="violence_areas", verbose_name="målgrupper"
    )
    neighbours = models.ManyToManyField("self", blank=True, verbose_name="närliggande områden")

    objects = StewardedQuerySet.as_manager()

    class Meta(Stewarded.Meta):
        verbose_name = "våldsområde"
        verbose_name_plural = "våldsområden"
        ordering = ["order"]
        constraints = [
            *Stewarded.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug"],
                name="resources_violencearea_slug_unique",
                violation_error_code="unique",
                violation_error_message=_("Adressen används redan av ett annat område."),
            ),
            models.UniqueConstraint(
                fields=["order"],
                name="resources_violencearea_order_unique",
                violation_error_code="unique",
                violation_error_message=_("Ett annat område har redan den platsen i ordningen."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
