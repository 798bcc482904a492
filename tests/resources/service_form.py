"""The form of a service as its tests fill it in and send it."""

import re
from typing import Any

from django.test import Client

from resources.services.models import Channel, Service
from tests.resources.test_desks import desk, posted


def form_of(channel: Channel) -> dict[str, Any]:
    return posted(channel.service) | {
        "channels-INITIAL_FORMS": "1",
        "channels-0-id": str(channel.pk),
        "channels-0-kind": channel.kind,
        "channels-0-value": channel.value,
        "channels-0-on_holidays": channel.on_holidays,
    }


def edit(editor: Client, channel: Channel, **hours: str) -> Any:
    """Open the form of the channel's service and send it with `hours` of that channel.

    What is a field of the service itself is changed there.
    """
    address = desk(Service, "edit", channel.service_id)
    unseen = re.findall(
        r'<input type="hidden" name="(seen_\w+)" value="([^"]*)"',
        editor.get(address).content.decode(),
    )
    own = {field.name for field in Service._meta.get_fields()}
    changes = {n if n in own else f"channels-0-{n}": value for n, value in hours.items()}
    return editor.post(address, dict(unseen) | form_of(channel) | changes)


def heading(answer: Any) -> str:
    """What the head of a desk's page says that it is."""
    return "; ".join(str(item["label"]) for item in answer.context["breadcrumbs_items"])
