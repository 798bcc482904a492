"""A service as schema.org describes one, for search engines: nothing that is not certain.

Names and addresses of pages are always true. What the service offers is said only while its
owner's word holds, a number only when somebody has tried it, and hours only of a line that never
closes: a week that repeats itself would be wrong on holidays. The place it is at, never.
https://schema.org/Service
"""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from portal.navigation.doors import doors
from resources.services.assurance import Assurance, Mark
from resources.services.channels import DIALLED
from resources.services.choices import Audience
from resources.services.standing import ChannelNow, ServiceNow

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALWAYS = {
    "@type": "OpeningHoursSpecification",
    "dayOfWeek": DAYS,
    "opens": "00:00",
    "closes": "23:59",
}
# As Django's json_script does: nothing in the text can end the element or begin another.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def service_data(request: HttpRequest, standing: ServiceNow) -> SafeString:
    """Return the description as JSON that may stand in a script element, empty for a line that
    residents may not see.
    """
    service = standing.service
    if service.audience != Audience.RESIDENT:
        return mark_safe("")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": service.name,
        "url": request.build_absolute_uri(doors(request).service(service)),
        "provider": {"@type": "Organization", "name": service.organization.name},
    }
    if standing.assurance is Assurance.ASSURED and service.summary:
        data["description"] = service.summary
    certain = (Mark.CERTAIN, Mark.VERIFIED)
    channels = [
        _channel(each)
        for each in standing.channels
        if each.mark in certain and each.channel.kind in DIALLED
    ]
    if channels:
        data["availableChannel"] = channels
    # Escaped for the element it stands in, which holds data and no markup.
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _channel(shown: ChannelNow) -> dict[str, Any]:
    point: dict[str, Any] = {"@type": "ContactPoint", "telephone": shown.channel.text}
    if shown.state.is_round_the_clock:
        point["hoursAvailable"] = ALWAYS
    return {"@type": "ServiceChannel", "servicePhone": point}
