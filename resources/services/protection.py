"""Making a service a protected place: what its address was is taken away wherever it is kept.

One transaction, logged without a word of what stood there. What lies in other people's rows (a
page's text) is not ours to rewrite: `elsewhere()` tells where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from resources.documents.models import LibraryImage
from resources.services.channels import Channel
from resources.services.choices import ChannelKind
from resources.services.history import PROTECTED
from resources.services.models import Service

# A town or a postal code alone is too common a word to look for in other texts.
SHORTEST = 5
REMOVED = "[borttaget]"
TEXT = (models.CharField, models.TextField)


def addresses_of(service: Service) -> list[str]:
    """Return the texts that would give the place away, the longest first."""
    visits = service.channels.filter(kind=ChannelKind.VISIT)
    texts = {service.street_address, *visits.values_list("value", flat=True)}
    texts |= set(visits.values_list("display", flat=True))
    for number in (service.latitude, service.longitude):
        if number is not None:
            texts.add(f"{number:f}")
    return sorted((text for text in texts if len(text) >= SHORTEST), key=len, reverse=True)


def what_goes(service: Service) -> list[str]:
    """Return in words what `protect_place` would take away."""
    names = ("street_address", "postal_code", "town", "latitude", "longitude", "picture")
    fields = [service._meta.get_field(name) for name in names]
    gone = [
        f"{str(field.verbose_name).capitalize()}: {getattr(service, field.name)}"
        for field in fields
        if getattr(service, field.name) not in ("", None)
    ]
    visits = service.channels.filter(kind=ChannelKind.VISIT)
    return gone + [f"Kontaktväg för besök: {visit.text or 'utan adress'}" for visit in visits]


def elsewhere(service: Service) -> list[str]:
    """Return what else holds the address: things with versions (pages above all), the web address.

    Nobody but an editor can change those.
    """
    found: dict[str, None] = {}
    for text in addresses_of(service):
        if slugify(text) in service.slug:
            found.setdefault(f"Stödets webbadress: {service.slug}")
        revisions = Revision.objects.annotate(text=Cast("content", models.TextField()))
        for revision in revisions.filter(text__icontains=text).exclude(pk__in=_revisions(service)):
            found.setdefault(revision.object_str)
    return list(found)


@transaction.atomic
def protect_place(service: Service, *, user: Any, now: datetime) -> None:
    """Make `service` a protected place and scrub its address, position, picture and visits.

    From the row and its channels, their texts, older versions and the log; the search index
    follows the row. The picture goes with its files unless something else shows it.
    """
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    addresses = addresses_of(held)
    picture = held.picture
    held.channels.filter(kind=ChannelKind.VISIT).delete()
    for channel in Channel.objects.filter(service=held):
        _scrub(channel, addresses)
        channel.save()
    # Read again: the row keeps the channels that it has once shown.
    held = Service.objects.get(pk=held.pk)
    _scrub(held, addresses)
    held.street_address = held.postal_code = held.town = ""
    held.latitude = held.longitude = held.picture = None
    held.is_protected_place = True
    held.save()
    _revisions(held).delete()
    _scrub_log(held, addresses)
    if picture is not None:
        _delete_unless_shown(picture, held)
    log(held, PROTECTED, user=user, timestamp=now, content_changed=True)


def _scrub(row: models.Model, addresses: list[str]) -> None:
    """Take the addresses out of every text of a row, however they are capitalised."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        # The address of the service's page is no text: `elsewhere` tells when it says too much.
        is_text = isinstance(field, TEXT) and not isinstance(field, models.SlugField)
        if is_text and value and not field.choices:
            setattr(row, field.attname, _without(value, addresses)[: field.max_length])


def _without(text: str, addresses: list[str]) -> str:
    for address in addresses:
        text = re.sub(re.escape(address), REMOVED, text, flags=re.IGNORECASE)
    return text


def _revisions(service: Service) -> models.QuerySet[Revision]:
    kind = ContentType.objects.get_for_model(Service)
    return Revision.objects.filter(content_type=kind, object_id=str(service.pk))


def _scrub_log(service: Service, addresses: list[str]) -> None:
    """Empty what the service's log holds besides what was done, and take the address from names."""
    kind = ContentType.objects.get_for_model(Service)
    own = ModelLogEntry.objects.filter(content_type=kind, object_id=str(service.pk))
    for entry in own.iterator():
        # Who assured it is kept: a card may say so.
        entry.data = {key: value for key, value in entry.data.items() if key == "unit"}
        entry.label = _without(entry.label, addresses)
        entry.save(update_fields=["data", "label"])


def _shown_by(picture: LibraryImage, service: Service) -> Iterator[ReferenceIndex]:
    kind = ContentType.objects.get_for_model(Service)
    for reference in ReferenceIndex.get_references_to(picture):
        if (reference.content_type_id, reference.object_id) != (kind.pk, str(service.pk)):
            yield reference


def _delete_unless_shown(picture: LibraryImage, service: Service) -> None:
    shown = any(_shown_by(picture, service))
    if shown or Service.objects.filter(picture=picture).exists():
        return
    kind = ContentType.objects.get_for_model(LibraryImage)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(picture.pk)).delete()
    # Wagtail deletes the file, and those made from it, when the transaction is through.
    picture.delete()
