"""What nobody has filled in yet about a service, as a communicator would be told."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from resources.services.assurance import Assurance
from resources.services.channels import DIALLED, Channel
from resources.services.models import Service
from resources.services.standing import ANSWERED


def missing(service: Service) -> list[str]:
    """Return what is missing, the most urgent for a resident first; empty when all is there.

    Nothing is missing of a service that has ended. It is one that `with_channels()` has read.
    """
    today = timezone.localdate()
    if service.has_ended(today):
        return []
    is_past = service.assurance_on(today) in (Assurance.PAST_REVIEW, Assurance.LONG_PAST)
    channels = service.known_channels
    unchecked = [channel for channel in channels if not channel.is_verified]
    without_hours = [c for c in channels if c.kind in ANSWERED and not c.schedules.all()]
    lacks_traces = [c for c in channels if c.kind in DIALLED and not c.in_call_list]
    found = {
        f"översynen {review_words(service, today)}": is_past,
        "kontaktväg med nummer eller adress": not channels,
        "kontroll av " + _listed(unchecked): unchecked,
        "öppettider för " + _listed(without_hours): without_hours,
        "ägare": not service.owner_unit_id,
        "ägarens kontroll": not service.assured_on,
        "sammanfattning": not service.summary,
        "för vem": not service.for_whom,
        "våldsområden": not service.areas.all(),
        "språk": not service.languages,
        "tolk": not service.offers_interpreter,
        "kostnad": not service.cost,
        "anonymitet": not service.anonymity,
        "vilka spår som lämnas av " + _listed(lacks_traces): lacks_traces,
    }
    return [what for what, is_missing in found.items() if is_missing]


def review_words(service: Service, today: date) -> str:
    """Return how far the owner's word holds, and what residents see when it no longer does."""
    assurance, last_day = service.assurance_on(today), service.review_due_on
    if last_day is None:
        return "aldrig kontrollerat"
    day = date_format(last_day, "j F Y")
    if assurance is Assurance.ASSURED:
        return f"gäller till {day}"
    if assurance is Assurance.PAST_REVIEW:
        seen = "visas utan öppettider"
    elif any(channel.is_always_certain for channel in service.known_channels):
        seen = "bara nummer som alltid är säkra visas"
    else:
        seen = "visas inte"
    return f"gick ut {day}: {seen}"


def _listed(channels: list[Channel]) -> str:
    return ", ".join(str(channel) for channel in channels)
