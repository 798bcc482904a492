"""Where the address of a service stands besides: what only a person can change.

Every table is read, of whatever part of the portal, and every version that is kept. What
`protection` takes away by itself is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractRendition
from wagtail.models import BaseLogEntry, Page, ReferenceIndex, Revision

from resources.documents.models import LibraryImage
from resources.services.addresses import runs, says, streets
from resources.services.choices import ChannelKind
from resources.services.models import Channel, Organization, ScheduleException, Service

# A town or a postal code alone is too common a word to look for in other texts.
SHORTEST = 5
TEXT = (models.CharField, models.TextField, models.FileField, models.JSONField)
# What follows other rows, or is no text of anybody's. Versions are read by themselves.
FOLLOWS = (AbstractRendition, BaseLogEntry, ContentType, ReferenceIndex, Revision, Session)
FOLLOWS_APPS = ("auth", "wagtailsearch")


def addresses_of(service: Service) -> list[str]:
    """Return the texts that would give the place away, the longest first."""
    visits = service.channels.filter(kind=ChannelKind.VISIT)
    texts = {service.street_address, *visits.values_list("value", flat=True)}
    texts |= set(visits.values_list("display", flat=True))
    texts |= {street for text in texts for street in streets(text)}
    for number in (service.latitude, service.longitude):
        if number is not None:
            texts.add(f"{number:f}")
    return sorted((text for text in texts if len(text) >= SHORTEST), key=len, reverse=True)


def elsewhere(service: Service) -> list[str]:
    """Return what else holds the address or shows the picture, each named once."""
    addresses = addresses_of(service)
    found: dict[str, None] = {}
    if addresses:
        for whose, row in (("Stödets", service), ("Aktörens", service.organization)):
            if says(row.slug, addresses):
                found.setdefault(f"{whose} webbadress: {row.slug}")
        for row in _rows(service, addresses):
            found.setdefault(_named(row))
        for version in _versions(service, addresses):
            name = f"{_capital(version.content_type.name)}: {version.object_str}"
            if name not in found:
                found.setdefault(f"{name} (i en sparad version)")
    if picture := service.picture:
        shown_by = list(others_that_show(picture, service))
        for row in shown_by:
            found.setdefault(f"Bilden ”{picture}” visas också av {_named(row)}")
        if shown_by and says(picture.file.name, addresses):
            found.setdefault(f"Bildens filnamn: {picture.filename}")
    return list(found)


def others_that_show(picture: LibraryImage, service: Service) -> Iterator[models.Model]:
    """Yield what shows `picture` besides `service`."""
    services = Service.objects.filter(picture=picture).exclude(pk=service.pk)
    yield from services
    kind = ContentType.objects.get_for_model(Service)
    for reference in ReferenceIndex.get_references_to(picture).exclude(content_type=kind):
        shows: Any = reference.content_type.model_class()
        row = shows._default_manager.filter(pk=reference.object_id).first() if shows else None
        if row is not None:
            yield row


def versions_of(service: Service) -> models.QuerySet[Revision]:
    """Return the older versions of a service."""
    kind = ContentType.objects.get_for_model(Service)
    return Revision.objects.filter(content_type=kind, object_id=str(service.pk))


def _rows(service: Service, addresses: list[str]) -> Iterator[models.Model]:
    own = {
        Service: [service.pk],
        Organization: [service.organization_id],
        LibraryImage: [service.picture_id],
        Channel: list(service.channels.values_list("pk", flat=True)),
        ScheduleException: list(
            ScheduleException.objects.filter(channel__service=service).values_list("pk", flat=True)
        ),
    }
    for model in apps.get_models():
        follows = issubclass(model, FOLLOWS) or model._meta.app_label in FOLLOWS_APPS
        # The fields of the table itself: those of a parent are read with the parent.
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, TEXT) or field.get_internal_type() == "JSONField"
        ]
        if follows or model._meta.proxy or not model._meta.managed or not fields:
            continue
        rows = model._base_manager.exclude(pk__in=own.get(model, []))
        names = [field.attname for field in fields]
        for row in _holding(rows, names, addresses):
            if any(says(_raw(getattr(row, name)), addresses) for name in names):
                yield row


def _versions(service: Service, addresses: list[str]) -> Iterator[Revision]:
    others = Revision.objects.exclude(pk__in=versions_of(service)).select_related("content_type")
    for version in _holding(others, ["content"], addresses):
        if says(version.content, addresses):
            yield version


def _holding(rows: models.QuerySet, names: list[str], addresses: list[str]) -> Iterator[Any]:
    """Yield the rows that may hold an address, as far as the database can tell."""
    sought = [runs(address) for address in addresses]
    if all(sought):
        texts = {f"text_of_{name}": Cast(name, models.TextField()) for name in names}
        conditions = [
            models.Q(**{f"{text}__icontains": run})
            for text in texts
            for run in set().union(*sought)
        ]
        rows = rows.alias(**texts).filter(reduce(or_, conditions))
    yield from rows.iterator(chunk_size=200)


def _raw(value: Any) -> Any:
    """Return the value of a field as texts: a page's body without its blocks, a file's name."""
    if isinstance(value, StreamValue):
        return list(value.raw_data)
    return value.name or "" if isinstance(value, FieldFile) else value


def _named(row: models.Model) -> str:
    """Return what a row is and its name; what is edited in another row's form is that row."""
    for field in row._meta.concrete_fields:
        is_inside = isinstance(field, ParentalKey) or field.related_model is Channel
        if is_inside and isinstance(parent := getattr(row, field.name), models.Model):
            return _named(parent)
    kind = row.cached_content_type.name if isinstance(row, Page) else row._meta.verbose_name
    return f"{_capital(str(kind))}: {row}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
