"""Where "Lämna sidan snabbt" leads: an editor's choice, else the content pack's."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from portal.navigation.neutral_site import validate_neutral_site


@register_setting(icon="logout")
class ExitSettings(BaseSiteSetting):
    """The neutral site of a site, and what the weekly check saw when it last asked for it."""

    neutral_site = models.CharField(
        "neutral webbplats",
        max_length=200,
        blank=True,
        validators=[validate_neutral_site],
        help_text="Hit leder knappen Lämna sidan snabbt. Välj en webbplats som många besöker, som "
        "är lugn och snabb och som inte visar något om läsaren. Den ska börja med https:// och får "
        "inte vara en sökmotor. Lämna tomt för att använda den förvalda.",
    )
    checked_address = models.CharField(max_length=200, blank=True, editable=False)
    answered_at = models.DateTimeField("svarade senast", null=True, editable=False)
    failed_at = models.DateTimeField("svarade inte senast", null=True, editable=False)
    fault = models.CharField("fel", max_length=300, blank=True, editable=False)

    panels = [
        FieldPanel("neutral_site"),
        HelpPanel(heading="Kontrollen", template="portal/navigation/exit_state.html"),
    ]

    class Meta:
        verbose_name = "Lämna sidan snabbt"

    @property
    def address(self) -> str:
        """Where the exit leads: the editor's choice, else the content pack's."""
        return self.neutral_site or settings.MUNICIPALITY.neutral_site

    def record(self, fault: str, now: datetime) -> None:
        """Save what a check saw: an empty `fault` when the site answered."""
        if self.checked_address != self.address:
            self.answered_at = self.failed_at = None
        self.checked_address, self.fault = self.address, fault
        if fault:
            self.failed_at = now
        else:
            self.answered_at = now
        self.save(update_fields=["checked_address", "fault", "answered_at", "failed_at"])

    @property
    def state(self) -> list[str]:
        """What the editor should know of the address in use, in sentences."""
        said = [f"Knappen leder nu till {self.address}"]
        if self.checked_address != self.address:
            return [*said, "Adressen är inte kontrollerad än. Det görs en gång i veckan."]
        if self.fault:
            said.append(f"Den senaste kontrollen misslyckades {_when(self.failed_at)}.")
            said += [self.fault, "Välj en annan webbplats om felet inte går över."]
        if self.answered_at:
            said.append(f"Webbplatsen svarade senast {_when(self.answered_at)}.")
        return said


def exit_address(request: HttpRequest | None) -> str:
    """Return where the exit of a page leads; asks the database once a request, and writes nothing.

    Without a request, and on a site that nobody has set up, it is the content pack's address.
    """
    if request is None:
        return settings.MUNICIPALITY.neutral_site
    if not hasattr(request, "_exit_address"):
        site = Site.find_for_request(request)
        chosen = ExitSettings.objects.filter(site=site).first() if site else None
        request._exit_address = (chosen or ExitSettings()).address  # type: ignore[attr-defined]
    return request._exit_address  # type: ignore[attr-defined]


def _when(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y \\k\\l. H.i") if moment else ""
