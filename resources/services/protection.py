"""Making a service a protected place: what its address was is taken away wherever it is kept.

One transaction, logged without a word of what stood there. What lies in other people's rows (a
page's text) is not ours to rewrite: `elsewhere` tells where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from modeltranslation.settings import DEFAULT_LANGUAGE
from modeltranslation.utils import build_localized_fieldname
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.search import index

from resources.documents.models import LibraryImage
from resources.services.addresses import says, without
from resources.services.channels import Channel
from resources.services.choices import ChannelKind
from resources.services.elsewhere import addresses_of, others_that_show, versions_of
from resources.services.history import PROTECTED
from resources.services.models import Organization, ScheduleException, Service

TEXT = (models.CharField, models.TextField)
PLACE = ("street_address", "postal_code", "town", "latitude", "longitude", "picture")
# What tells in its own words, where a place may be given away without its address.
PROSE = ("summary", "description")


@dataclass(frozen=True)
class Remaining:
    """A text as it will be: where it stands, and whether something is taken out of it."""

    where: str
    text: str
    is_changed: bool


def texts_that_stay(service: Service) -> list[Remaining]:
    """Return what a person should read first: texts that change, and those in free words."""
    addresses = addresses_of(service)
    rows: list[tuple[str, models.Model]] = [
        ("Stödet", service),
        ("Aktören", service.organization),
        *(("Kontaktvägen", c) for c in service.channels.exclude(kind=ChannelKind.VISIT)),
    ]
    found = []
    for whose, row in rows:
        for field, value in _texts(row):
            # A text with a language of its own stands there once more without one.
            if hasattr(row, build_localized_fieldname(field.name, DEFAULT_LANGUAGE)):
                continue
            text = without(value, addresses)
            is_prose = any(
                field.name.startswith(f"{name}_") and isinstance(row, Service | Organization)
                for name in PROSE
            )
            is_gone = isinstance(row, Service) and field.name in PLACE
            if not is_gone and (is_prose or text != value):
                where = f"{whose}: {str(field.verbose_name).removesuffix(f' [{DEFAULT_LANGUAGE}]')}"
                found.append(Remaining(where, text, text != value))
    return found


def what_goes(service: Service) -> list[str]:
    """Return in words what `protect_place` would take away."""
    fields = [service._meta.get_field(name) for name in PLACE]
    gone = [
        f"{str(field.verbose_name).capitalize()}: {getattr(service, field.name)}"
        for field in fields
        if getattr(service, field.name) not in ("", None)
    ]
    visits = service.channels.filter(kind=ChannelKind.VISIT)
    return gone + [f"Kontaktväg för besök: {visit.text or 'utan adress'}" for visit in visits]


@transaction.atomic
def protect_place(service: Service, *, user: Any, now: datetime) -> None:
    """Make `service` a protected place and scrub its address, position, picture and visits.

    From the row and its channels, its organization, their texts, older versions and the log; the
    search index follows the rows. The picture goes with its files unless something else shows it.
    """
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    addresses = addresses_of(held)
    picture = held.picture
    held.channels.filter(kind=ChannelKind.VISIT).delete()
    for channel in Channel.objects.filter(service=held):
        _scrub(channel, addresses)
        channel.save()
    for days in ScheduleException.objects.filter(channel__service=held):
        _scrub(days, addresses)
        days.save()
    # Read again: the row keeps the channels that it has once shown.
    held = Service.objects.get(pk=held.pk)
    _scrub(held, addresses)
    held.street_address = held.postal_code = held.town = ""
    held.latitude = held.longitude = held.picture = None
    held.is_protected_place = True
    held.save()
    versions_of(held).delete()
    _empty_log(held, addresses)
    _scrub_organization(held, addresses)
    if picture is not None:
        _take_away(picture, held, addresses)
    log(held, PROTECTED, user=user, timestamp=now, content_changed=True)


def _scrub(row: models.Model, addresses: list[str]) -> None:
    """Take the addresses out of every text of a row, however they are capitalised."""
    for field, value in _texts(row):
        setattr(row, field.attname, without(value, addresses)[: field.max_length])


def _texts(row: models.Model) -> Iterator[tuple[Any, str]]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        # The address of the service's page is no text: `elsewhere` tells when it says too much.
        is_text = isinstance(field, TEXT) and not isinstance(field, models.SlugField)
        if is_text and value and not field.choices:
            yield field, value


def _scrub_organization(service: Service, addresses: list[str]) -> None:
    """Take the addresses out of what is said of the one who gives the service."""
    organizations = Organization.objects.select_for_update(of=("self",))
    held: Any = organizations.get(pk=service.organization_id)
    name = held.name_sv
    _scrub(held, addresses)
    if Organization.objects.filter(name_sv=held.name_sv).exclude(pk=held.pk).exists():
        held.name_sv = f"{held.name_sv} {held.pk}"
    held.save()
    _scrub_log(held, addresses)
    if held.name_sv != name:
        # Its name stands in the search index with each of its services.
        for sibling in held.services.all():
            index.insert_or_update_object(sibling)


def _log_of(row: models.Model) -> models.QuerySet[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(row)
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(row.pk))


def _empty_log(service: Service, addresses: list[str]) -> None:
    """Empty what the service's log holds besides what was done, and take the address from names."""
    for entry in _log_of(service).iterator():
        # Who assured it is kept: a card may say so.
        entry.data = {key: value for key, value in entry.data.items() if key == "unit"}
        entry.label = without(entry.label, addresses)
        entry.save(update_fields=["data", "label"])


def _scrub_log(row: models.Model, addresses: list[str]) -> None:
    """Take the address out of the log of a row that the service shares with others."""
    for entry in _log_of(row).iterator():
        if says(entry.data, addresses):
            entry.data = {}
        entry.label = without(entry.label, addresses)
        entry.save(update_fields=["data", "label"])


def _take_away(picture: LibraryImage, service: Service, addresses: list[str]) -> None:
    """Delete the picture with its log, or take the address out of it where others show it."""
    if any(others_that_show(picture, service)):
        _scrub(picture, addresses)
        picture.save()
        _scrub_log(picture, addresses)
        return
    _log_of(picture).delete()
    # Wagtail deletes the file, and those made from it, when the transaction is through.
    picture.delete()
