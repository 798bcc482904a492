"""What Open Referral HSDS 3.0 demands of the parts we use, written from the standard by hand.

Each entity names its schema in https://github.com/openreferral/specification (branch 3.0): its
required fields, its types, its formats, its enumerations. A field that the schema does not have is
a fault here, although JSON Schema would pass it. Three rules are stricter than the schemas and say
where they come from: times, weekdays and references.
"""

import datetime
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Check = Callable[[Any], bool]


def text(value: Any) -> bool:
    """`type: string`; an empty one says nothing and is left out."""
    return isinstance(value, str) and bool(value.strip())


def number(value: Any) -> bool:
    """`type: number`; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def identifier(value: Any) -> bool:
    """`format: uuid`, in the form of RFC 4122 (docs/hsds/identifiers.md: UUIDs must be used)."""
    try:
        return text(value) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def uri(value: Any) -> bool:
    """`format: uri`, RFC 3986: absolute, and in ASCII."""
    return (
        text(value) and value.isascii() and bool(urlsplit(value).scheme and urlsplit(value).netloc)
    )


def email(value: Any) -> bool:
    """`format: email`."""
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def date(value: Any) -> bool:
    """`datapackage_type: date`, described as ISO 8601 YYYY-MM-DD."""
    try:
        return text(value) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def time(value: Any) -> bool:
    """schedule.json, opens_at: `HH:MM`, with `Z` or an offset from UTC."""
    pattern = r"([01]\d|2[0-3]):[0-5]\d(Z|[+-](0\d|1[0-4]):[0-5]\d)"
    return text(value) and re.fullmatch(pattern, value) is not None


def weekdays(value: Any) -> bool:
    """schedule.json, byday: days with commas between; in a weekly rule without a number before."""
    days = value.split(",") if text(value) else []
    order = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    return bool(days) and days == [day for day in order if day in days]


def one_of(*values: str) -> Check:
    """`enum`."""
    return lambda value: value in values


@dataclass(frozen=True)
class Inside:
    """A record, or a list of records, of another entity."""

    entity: str
    is_list: bool = False


@dataclass(frozen=True)
class Entity:
    """The fields that a schema has, of those we use, and which of them it requires."""

    required: frozenset[str]
    fields: dict[str, Check | Inside]


def entity(required: str, **fields: Check | Inside) -> Entity:
    return Entity(frozenset(required.split()), fields)


STATUS = one_of("active", "inactive", "defunct", "temporarily closed")
ENTITIES = {
    # schema/organization.json; `services` is in schema/compiled/organization.json.
    "organization": entity(
        "id name description",
        id=identifier,
        name=text,
        description=text,
        website=uri,
        email=email,
        services=Inside("service", is_list=True),
    ),
    # schema/service.json
    "service": entity(
        "id name status",
        id=identifier,
        organization_id=identifier,
        name=text,
        description=text,
        url=uri,
        email=email,
        status=STATUS,
        interpretation_services=text,
        application_process=text,
        fees_description=text,
        eligibility_description=text,
        minimum_age=number,
        maximum_age=number,
        assured_date=date,
        alert=text,
        phones=Inside("phone", is_list=True),
        schedules=Inside("schedule", is_list=True),
        languages=Inside("language", is_list=True),
        cost_options=Inside("cost_option", is_list=True),
        attributes=Inside("attribute", is_list=True),
        organization=Inside("organization"),
    ),
    # schema/phone.json; `type` draws from RFC 6350.
    "phone": entity(
        "id number",
        id=identifier,
        service_id=identifier,
        number=text,
        type=one_of("text", "voice", "fax", "cell", "video", "pager", "textphone"),
    ),
    # schema/schedule.json
    "schedule": entity(
        "id",
        id=identifier,
        service_id=identifier,
        valid_from=date,
        valid_to=date,
        freq=one_of("WEEKLY", "MONTHLY"),
        interval=number,
        byday=weekdays,
        opens_at=time,
        closes_at=time,
        timezone=number,
        description=text,
        attending_type=text,
        notes=text,
    ),
    # schema/language.json; `code` is ISO 639-1 or 639-3.
    "language": entity(
        "id",
        id=identifier,
        service_id=identifier,
        name=text,
        code=lambda value: text(value) and re.fullmatch(r"[a-z]{2,3}", value) is not None,
    ),
    # schema/cost_option.json; `currency` is a code of three letters.
    "cost_option": entity(
        "id",
        id=identifier,
        service_id=identifier,
        amount=number,
        currency=lambda value: text(value) and re.fullmatch(r"[A-Z]{3}", value) is not None,
    ),
    # schema/attribute.json; what `tabular_required` names is required here too.
    "attribute": entity(
        "id link_id taxonomy_term_id link_entity",
        id=identifier,
        link_id=identifier,
        taxonomy_term_id=identifier,
        link_entity=one_of("service"),
        taxonomy_term=Inside("taxonomy_term"),
    ),
    # schema/taxonomy_term.json; `language` is ISO 639.
    "taxonomy_term": entity(
        "id name description",
        id=identifier,
        code=text,
        name=text,
        description=text,
        taxonomy=text,
        language=lambda value: text(value) and re.fullmatch(r"[a-z]{2,3}", value) is not None,
    ),
    # docs/hsds/api_reference.md, "The / endpoint", and schema/openapi.json.
    "api": entity(
        "version profile openapi_url",
        version=one_of("3.0"),
        profile=uri,
        openapi_url=uri,
        description=text,
        publisher=Inside("publisher"),
    ),
    "publisher": entity("", name=text, website=uri),
}
# docs/hsds/api_reference.md, "Lists": the header must include these properties.
PAGE = {
    "total_items": int,
    "total_pages": int,
    "page_number": int,
    "size": int,
    "first_page": bool,
    "last_page": bool,
    "empty": bool,
    "contents": list,
}


def faults(name: str, record: Any, place: str = "") -> Iterator[str]:
    """Yield what is wrong with a record of an entity, and all inside it, each with its place."""
    place = place or name
    if not isinstance(record, dict):
        yield f"{place}: no object"
        return
    rules = ENTITIES[name]
    yield from (f"{place}: lacks {each}" for each in sorted(rules.required - record.keys()))
    for field, value in record.items():
        here, rule = f"{place}.{field}", rules.fields.get(field)
        if rule is None:
            yield f"{here}: not in the standard"
        elif not isinstance(rule, Inside):
            if not rule(value):
                yield f"{here}: {value!r}"
        elif not rule.is_list:
            yield from faults(rule.entity, value, here)
        elif not isinstance(value, list):
            yield f"{here}: no list"
        else:
            for index, each in enumerate(value):
                yield from faults(rule.entity, each, f"{here}[{index}]")


def page_faults(page: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the header of a list."""
    for field, kind in PAGE.items():
        if type(page.get(field)) is not kind:
            yield f"page.{field}: {page.get(field)!r}"
    if page.keys() - PAGE.keys():
        yield f"page: {sorted(page.keys() - PAGE.keys())} not in the standard"


def reference_faults(services: list[dict[str, Any]]) -> Iterator[str]:
    """Yield references that lead elsewhere than to what they stand in or beside.

    Source: the `constraints: unique` of each `id`, and the descriptions of the foreign keys.
    """
    seen: set[str] = set()
    for service in services:
        if service["organization_id"] != service["organization"]["id"]:
            yield f"{service['name']}: another organization"
        children = [
            *service.get("phones", []),
            *service.get("schedules", []),
            *service.get("languages", []),
            *service.get("cost_options", []),
        ]
        owners = [child["service_id"] for child in children]
        owners += [each["link_id"] for each in service.get("attributes", [])]
        if set(owners) - {service["id"]}:
            yield f"{service['name']}: something of another service"
        for each in service.get("attributes", []):
            if each["taxonomy_term_id"] != each["taxonomy_term"]["id"]:
                yield f"{service['name']}: another term"
        for each in [service, *children, *service.get("attributes", [])]:
            if each["id"] in seen:
                yield f"{service['name']}: {each['id']} twice"
            seen.add(each["id"])
