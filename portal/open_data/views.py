"""The open data: a page for people, and the registers of help by the HSDS API reference.

https://docs.openreferral.org/en/latest/hsds/api_reference.html. Anyone's page may read it, so it
alone lets other origins in; it is still without cookies and kept by no browser.
"""

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.delivery import clock
from portal.open_data.paging import (
    NoSuchPage,
    QueryRefused,
    flag,
    page_record,
    refuse_unknown,
)
from resources.services.hsds import (
    VERSION,
    Export,
    organization_record,
    service_record,
)
from resources.services.models import Organization, Service

# The file of the standard that defines the addresses; ours are some of them.
OPENAPI = (
    f"https://raw.githubusercontent.com/openreferral/specification/{VERSION}/schema/openapi.json"
)
PAGES = ("page", "per_page")

Record = dict[str, Any]


class NotHere(LookupError):
    """Nothing has that identifier."""


def in_json(view: Callable[..., Record]) -> Callable[..., HttpResponse]:
    """Make a view out of a function that returns a record, its refusals in JSON too."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return _json(view(request, *args, **kwargs))
        except QueryRefused as refusal:
            return _json({"error": str(refusal)}, status=400)
        except NoSuchPage:
            return _json({"error": "Det finns ingen sida med det numret."}, status=404)
        except NotHere:
            return _json({"error": "Det finns inget på den här adressen."}, status=404)

    return answer


def _json(record: Record, status: int = 200) -> HttpResponse:
    return JsonResponse(
        record,
        status=status,
        content_type="application/json; charset=utf-8",
        headers={"Access-Control-Allow-Origin": "*"},
        json_dumps_params={"ensure_ascii": False},
    )


def export() -> Export:
    """Return what the records of this installation are made with, as it is now."""
    return Export(
        namespace=uuid.uuid5(uuid.NAMESPACE_URL, settings.MUNICIPALITY.home_page),
        now=clock.now(),
        zone=timezone.get_default_timezone(),
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Return the page that tells people what there is and how to read it."""
    return render(
        request,
        "portal/open_data/about.html",
        {
            "version": VERSION,
            "addresses": [
                request.build_absolute_uri(reverse(name))
                for name in ("hsds", "hsds_services", "hsds_organizations")
            ],
        },
    )


@in_json
def api_root(request: HttpRequest) -> Record:
    """Return what the API is: the standard's version, and where ours is explained."""
    refuse_unknown(request.GET, ())
    municipality = settings.MUNICIPALITY
    return {
        "version": VERSION,
        "profile": request.build_absolute_uri(reverse("open_data")),
        "openapi_url": OPENAPI,
        "description": f"Stöd och aktörer på {municipality.site_name}.",
        "publisher": {"name": municipality.name, "website": municipality.home_page},
    }


@in_json
def services(request: HttpRequest) -> Record:
    """Return a page of services; with `full=true` all that hangs on each, else without lists."""
    refuse_unknown(request.GET, (*PAGES, "full"))
    full, made = flag(request.GET, "full"), export()
    rows = Service.objects.for_residents().with_channels().order_by("order", "slug")

    def record(service: Service) -> Record:
        whole = service_record(service, made)
        return whole if full else without_lists(whole)

    return page_record(rows, request.GET, record)


@in_json
def one_service(request: HttpRequest, service_id: uuid.UUID) -> Record:
    """Return a service with all that hangs on it."""
    refuse_unknown(request.GET, ())
    made, rows = export(), Service.objects.for_residents()
    slug = named(service_id, rows.values_list("slug", flat=True), made.service_id)
    return service_record(rows.with_channels().get(slug=slug), made)


@in_json
def organizations(request: HttpRequest) -> Record:
    """Return a page of the organizations that offer residents something."""
    refuse_unknown(request.GET, PAGES)
    made = export()
    rows = Organization.objects.that_help().select_related("link").order_by("order", "slug")
    return page_record(rows, request.GET, lambda row: organization_record(row, made))


@in_json
def one_organization(request: HttpRequest, organization_id: uuid.UUID) -> Record:
    """Return an organization with its services, each by identifier, name and status."""
    refuse_unknown(request.GET, ())
    made, rows = export(), Organization.objects.that_help()
    slug = named(organization_id, rows.values_list("slug", flat=True), made.organization_id)
    organization = rows.select_related("link").get(slug=slug)
    offered = Service.objects.visible().filter(organization=organization).order_by("order", "slug")
    return {
        **organization_record(organization, made),
        "services": [
            {"id": made.service_id(each.slug), "name": each.name, "status": "active"}
            for each in offered
        ],
    }


@in_json
def not_here(request: HttpRequest, rest: str) -> Record:
    """Refuse an address that the API does not have."""
    raise NotHere


def named(wanted: uuid.UUID, slugs: Iterable[str], identify: Callable[[str], str]) -> str:
    """Return the slug that an identifier was made of. Raises `NotHere`."""
    for slug in slugs:
        if identify(slug) == str(wanted):
            return slug
    raise NotHere


def without_lists(record: Record) -> Record:
    """Return a record without the lists that hang on it, as the standard's lists have them."""
    return {name: value for name, value in record.items() if not isinstance(value, list)}
