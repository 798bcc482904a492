"""The page that says what a visit leaves behind, and when that was last proved."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.delivery.evidence import Evidence, read_evidence
from portal.delivery.traces import STAFF_COOKIES, STORAGE
from portal.pages.base import PublicPage


class ProtectionPage(PublicPage):
    """What the public part promises, beside what `make evidence` has measured.

    An editor owns the words around it; the lists come from the code and from the measurement.
    """

    template = "portal/pages/protection.html"
    parent_page_types = ["portal.StartPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta(PublicPage.Meta):
        verbose_name = "sida om hur läsare skyddas"
        verbose_name_plural = "sidor om hur läsare skyddas"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what may be kept, and `proof`: rows of what was measured, or `None`."""
        evidence = read_evidence()
        return {
            **super().get_context(request, *args, **kwargs),
            "staff_cookies": STAFF_COOKIES,
            "storage": STORAGE,
            "evidence": evidence,
            "proof_columns": [_("Vi mätte"), _("Resultat")],
            "proof": evidence and proof_rows(evidence),
        }


def proof_rows(evidence: Evidence) -> list[list[str]]:
    """Return what was measured and what came of it, as rows of a table."""
    heaviest = evidence.heaviest
    # With a space that does not break a line between the thousands, as Swedish writes them.
    weight = number_format(heaviest.bytes, force_grouping=True)
    return [
        [_("Dag"), date_format(evidence.measured_on, "j F Y")],
        [_("Version av webbplatsens kod"), evidence.commit],
        [_("Webbläsare"), evidence.browser],
        [_("Öppnade sidor, med sökning och vägvisaren"), str(evidence.pages)],
        [_("Kakor"), _listed(evidence.cookies)],
        [_("Sparat i webbläsaren"), ", ".join(evidence.storage) or _("Inget")],
        [_("Andra webbplatser som kontaktades"), _listed(evidence.other_hosts)],
        [
            _("Sökordet fanns efteråt i adresser, loggar eller databas"),
            _("Nej") if not evidence.words_found else ", ".join(evidence.words_found),
        ],
        [
            _("Lämna sidan snabbt: försök där Bakåt aldrig visade våra sidor"),
            _("%(held)d av %(all)d") % {"held": evidence.exits_held, "all": evidence.exits},
        ],
        [_("Tyngsta första besöket"), _("%(bytes)s byte") % {"bytes": weight}],
        [_("Flest anrop vid ett första besök"), str(evidence.most_requests)],
    ]


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or _("Inga")
