"""Organizations and services as Open Referral HSDS 3.0 writes them: a mapping, with no query.

Schemas: https://github.com/openreferral/specification/tree/3.0/schema. What the standard has no
place for is left out or said in its free text (docs/open-data.md). What cards do not show is not
here either, and neither are addresses; a number, a mailbox or a web address only when somebody has
tried it, since the standard has no mark for one that nobody has.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri

from resources.services.assurance import Assurance, Mark, review_due
from resources.services.channels import DIALLED, ONLINE
from resources.services.choices import Audience, ChannelKind, ForWhom, Language
from resources.services.hsds_schedules import last_day_of_offset, schedule_records
from resources.services.models import Organization, Service
from resources.services.standing import ChannelNow, ServiceNow, service_now
from resources.violence.models import ViolenceArea

VERSION = "3.0"
Record = dict[str, Any]

TRIED = (Mark.CERTAIN, Mark.VERIFIED)
# RFC 6350, as phone.json asks.
PHONE_TYPES = {ChannelKind.PHONE: "voice", ChannelKind.SMS: "text"}
ALERTS = {
    Assurance.NEVER: "Ägaren har ännu inte kontrollerat uppgifterna.",
    Assurance.PAST_REVIEW: "Uppgifterna behöver kontrolleras.",
    Assurance.LONG_PAST: "Uppgifterna har inte kontrollerats på länge och visas därför inte.",
}
ACTIVE, DEFUNCT = "active", "defunct"
ENDED = "Stödet finns inte längre."


@dataclass(frozen=True)
class Export:
    """What every record needs: the installation's own namespace, the moment, its time zone."""

    namespace: uuid.UUID
    now: datetime.datetime
    zone: ZoneInfo

    def id(self, entity: str, *names: str) -> str:
        """Return the UUID of a thing: the same for the same names, whenever it was loaded."""
        return str(uuid.uuid5(self.namespace, "/".join((entity, *names))))

    def organization_id(self, slug: str) -> str:
        """Return the UUID of the organization with a slug."""
        return self.id("organization", slug)

    def service_id(self, slug: str) -> str:
        """Return the UUID of the service with a slug."""
        return self.id("service", slug)


def organization_record(organization: Organization, export: Export) -> Record:
    """Return an organization, read with its `link`.

    The standard demands a description; where nobody has written one, its kind is said.
    """
    link = organization.link
    kind = f"{organization.name}: {organization.get_kind_display()}."
    return known(
        {
            "id": export.organization_id(organization.slug),
            "name": organization.name,
            "description": organization.description or kind,
            "website": iri_to_uri(link.address) if link and link.is_checked else "",
        }
    )


def service_record(service: Service, export: Export) -> Record:
    """Return a service with all that hangs on it, read by `with_channels()`.

    Raises `ValueError` for a line that residents may not see.
    """
    if service.audience != Audience.RESIDENT:
        raise ValueError(f"{service.slug} is for professionals")
    standing = service_now(service, export.now, export.zone)
    status = service_status(service, export)
    is_there = status == ACTIVE
    channels = [each for each in standing.channels if is_there and each.mark in TRIED]
    record = {
        "id": export.service_id(service.slug),
        "organization_id": export.organization_id(service.organization.slug),
        "name": service.name,
        "status": status,
        "assured_date": service.assured_on.isoformat() if service.assured_on else "",
        "alert": _alert(standing) if is_there else ENDED,
        "organization": organization_record(service.organization, export),
        **_ways(channels, service, export),
    }
    if is_there and standing.assurance is not Assurance.LONG_PAST:
        record |= _facts(service, export)
    return known(record)


def service_status(service: Service, export: Export) -> str:
    """Return whether a service is there, as service.json names it."""
    today = export.now.astimezone(export.zone).date()
    return DEFUNCT if service.has_ended(today) else ACTIVE


def _alert(standing: ServiceNow) -> str:
    """Return what must be shown beside a service: nothing where a line of it is always certain.

    Such a line does not hang on the owner's word, and what else does is left out of the record.
    """
    if any(each.mark is Mark.CERTAIN for each in standing.channels):
        return ""
    return ALERTS.get(standing.assurance, "")


def known(record: Record) -> Record:
    """Return a record without what is unknown: an empty text or list is no fact."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def _facts(service: Service, export: Export) -> Record:
    persons = [str(who.label) for who in ForWhom if who in service.for_whom]
    free = {
        "id": export.id("cost_option", service.slug),
        "service_id": export.service_id(service.slug),
        "amount": 0,
        "currency": "SEK",
    }
    return {
        "description": "\n\n".join(filter(None, (service.summary, service.description))),
        "eligibility_description": ", ".join(persons),
        "minimum_age": service.age_from,
        "maximum_age": service.age_to,
        "interpretation_services": ". ".join(
            filter(None, (service.get_offers_interpreter_display(), service.languages_note))
        ),
        "languages": _languages(service, export),
        "fees_description": service.get_cost_display(),
        "cost_options": [free] if service.cost == Service.Cost.FREE else [],
        "attributes": _attributes(service, export),
    }


def _languages(service: Service, export: Export) -> list[Record]:
    return [
        {
            "id": export.id("language", service.slug, language.value),
            "service_id": export.service_id(service.slug),
            "name": str(language.label),
            "code": language.value,
        }
        for language in Language
        if language in service.languages
    ]


def _ways(channels: list[ChannelNow], service: Service, export: Export) -> Record:
    """Return how to reach a service: one web address and one mailbox have a field of their own."""
    mail = [each.channel.value for each in channels if each.channel.kind == ChannelKind.MAIL]
    online = [each.channel for each in channels if each.channel.kind in ONLINE]
    more = [f"{each.get_kind_display().capitalize()}: {each.value}" for each in online[1:]]
    more += [f"E-post: {address}" for address in mail[1:]]
    return {
        "url": iri_to_uri(online[0].value) if online else "",
        "email": mail[0] if mail else "",
        "application_process": "\n".join(more),
        "phones": [
            _phone(each, service, export) for each in channels if each.channel.kind in DIALLED
        ],
        "schedules": _schedules(channels, service, export),
    }


def _phone(shown: ChannelNow, service: Service, export: Export) -> Record:
    channel = shown.channel
    return {
        "id": export.id("phone", service.slug, channel.kind, channel.value),
        "service_id": export.service_id(service.slug),
        "number": channel.text,
        "type": PHONE_TYPES[ChannelKind(channel.kind)],
    }


def _schedules(channels: list[ChannelNow], service: Service, export: Export) -> list[Record]:
    """Return the hours of all channels. A visit's are left out, as its address is."""
    today = export.now.astimezone(export.zone).date()
    ends = [last_day_of_offset(today, export.zone)]
    if service.assured_on:
        ends.append(review_due(service.assured_on, service.review_interval_days))
    records = []
    for each in channels:
        if each.hours is None or each.channel.kind == ChannelKind.VISIT:
            continue
        # A number that never changes does not hang on its owner's word.
        last_days = ends[:1] if each.mark is Mark.CERTAIN else ends
        for words, record in schedule_records(
            each.hours,
            today=today,
            valid_to=min((day for day in last_days if day), default=None),
            way=f"{each.channel.get_kind_display()} {each.channel.text}",
        ):
            names = (service.slug, each.channel.kind, each.channel.value, words)
            identity = {
                "id": export.id("schedule", *names),
                "service_id": export.service_id(service.slug),
            }
            records.append(known(identity | record))
    return records


@dataclass(frozen=True)
class Term:
    """A word that services are sorted by: its list, its code there, its name, what it means."""

    taxonomy: str
    code: str
    name: str
    description: str


def _attributes(service: Service, export: Export) -> list[Record]:
    service_id = export.service_id(service.slug)
    return [
        {
            "id": export.id("attribute", service.slug, term.taxonomy, term.code),
            "link_id": service_id,
            "link_entity": "service",
            "taxonomy_term_id": export.id("taxonomy_term", term.taxonomy, term.code),
            "taxonomy_term": {
                "id": export.id("taxonomy_term", term.taxonomy, term.code),
                "code": term.code,
                "name": term.name,
                "description": term.description,
                "taxonomy": term.taxonomy,
                "language": "sv",
            },
        }
        for term in _terms(service, service.areas.all())
    ]


def _terms(service: Service, areas: Iterable[ViolenceArea]) -> list[Term]:
    terms = [
        Term("våldsområde", area.slug, area.title, area.teaser or area.title) for area in areas
    ]
    terms += [
        Term("för vem", who.value, str(who.label), f"Stödet är till för {who.label}.")
        for who in ForWhom
        if who in service.for_whom
    ]
    if service.anonymity:
        said = service.get_anonymity_display()
        terms.append(Term("anonymitet", service.anonymity, said, f"{said.capitalize()}."))
    return terms
