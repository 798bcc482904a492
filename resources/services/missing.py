"""What nobody has filled in yet about a service, as a communicator would be told. Pure."""

from resources.services.channels import DIALLED, Channel
from resources.services.models import Service
from resources.services.standing import ANSWERED


def missing(service: Service) -> list[str]:
    """Return what is missing, the most urgent for a resident first; empty when all is there.

    The service is one that `with_channels()` has read.
    """
    channels = service.known_channels
    unchecked = [channel for channel in channels if not channel.is_verified]
    without_hours = [c for c in channels if c.kind in ANSWERED and not c.schedules.all()]
    lacks_traces = [c for c in channels if c.kind in DIALLED and not c.in_call_list]
    found = {
        "kontaktväg med nummer eller adress": not channels,
        "kontroll av " + _listed(unchecked): unchecked,
        "öppettider för " + _listed(without_hours): without_hours,
        "ägare": not service.owner_unit_id,
        "ägarens intyg": not service.assured_on,
        "sammanfattning": not service.summary,
        "för vem": not service.for_whom,
        "våldsområden": not service.areas.all(),
        "språk": not service.languages_note,
        "kostnad": not service.cost,
        "anonymitet": not service.anonymity,
        "vilka spår som lämnas av " + _listed(lacks_traces): lacks_traces,
    }
    return [what for what, is_missing in found.items() if is_missing]


def _listed(channels: list[Channel]) -> str:
    return ", ".join(str(channel) for channel in channels)
