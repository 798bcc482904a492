"""The register desks: an editor finds, changes and follows what happened, in one tab a language."""

import itertools
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse

from resources.desks import concurrency
from resources.desks.viewsets import RegisterViewSet
from resources.menu.register_group import RegisterGroup
from resources.services.models import Service
from tests.factories import BoardFactory, OrganizationFactory, ServiceFactory
from tests.harness.client import Client

pytestmark = pytest.mark.django_db

DESKS = RegisterGroup.items


def desk(model: type[models.Model], view: str = "list", *args: object) -> str:
    return reverse(f"wagtailsnippets_resources_{model._meta.model_name}:{view}", args=args)


@pytest.mark.parametrize("viewset", DESKS, ids=lambda viewset: viewset.__name__)
def test_a_desk_lists_and_searches_and_opens_a_form(
    editor: Client, viewset: type[RegisterViewSet]
) -> None:
    assert editor.get(desk(viewset.model)).status_code == 200
    assert editor.get(desk(viewset.model), {"q": "prov"}).status_code == 200
    assert editor.get(desk(viewset.model, "add")).status_code == 200


@pytest.mark.parametrize("viewset", DESKS, ids=lambda viewset: viewset.__name__)
def test_a_desk_opens_every_row_of_the_starting_content(
    editor: Client, viewset: type[RegisterViewSet]
) -> None:
    row = viewset.model.objects.first()
    if row is not None:
        assert editor.get(desk(viewset.model, "edit", row.pk)).status_code == 200
        assert editor.get(desk(viewset.model, "inspect", row.pk)).status_code == 200


def test_the_search_finds_a_part_of_a_name_and_leaves_the_rest(editor: Client) -> None:
    board, other = BoardFactory(name_sv="Granskogsnämnden"), BoardFactory()

    found = editor.get(desk(type(board)), {"q": "skogsn"}).content.decode()

    assert board.name_sv in found
    assert other.name_sv not in found


def test_a_form_has_one_tab_a_language_and_no_field_without_one(editor: Client) -> None:
    form = editor.get(desk(Service, "add")).content.decode()

    assert re.findall(r'role="tab"[^>]*>\s*(\w+)', form) == ["Svenska", "English"]
    assert 'name="summary_sv"' in form
    assert 'name="summary_en"' in form
    assert 'name="summary"' not in form


def posted(service: Service) -> dict[str, Any]:
    return {
        "name_sv": service.name_sv,
        "slug": service.slug,
        "organization": str(service.organization_id),
        "audience": service.audience,
        "review_interval_days": "180",
        "order": "0",
        "channels-TOTAL_FORMS": "1",
        "channels-INITIAL_FORMS": "0",
        "channels-MIN_NUM_FORMS": "0",
        "channels-MAX_NUM_FORMS": "1000",
        "channels-0-kind": "phone",
        "channels-0-value": "+46 90-16 10 00",
        "channels-0-on_holidays": "closed",
        "channels-0-ORDER": "1",
    }


def edit(editor: Client, service: Service, **changes: Any) -> Any:
    """Open the form of a service and send it, with what it carries unseen."""
    address = desk(Service, "edit", service.pk)
    form = editor.get(address).content.decode()
    unseen = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return editor.post(address, dict(unseen) | posted(service) | changes)


def test_saving_a_service_brings_its_number_into_the_normal_form(editor: Client) -> None:
    service = ServiceFactory()

    saved = edit(editor, service, name_en="A test service", for_whom=["exposed", "child"])

    assert saved.status_code == 302
    service = Service.objects.get(pk=service.pk)
    assert service.name_en == "A test service"
    assert service.for_whom == ["exposed", "child"]
    channel = service.channels.get()
    assert (channel.value, channel.display) == ("090161000", "+46 90-16 10 00")


def test_a_change_while_the_form_is_made_is_shown_or_not_overwritten(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceFactory()
    before = concurrency.content_mark

    changes = itertools.count(1)

    def marked_after_a_change(model: type[models.Model], pk: object) -> str:
        Service.objects.filter(pk=service.pk).update(summary_sv=f"Ändring nummer {next(changes)}")
        return before(model, pk)

    # Every mark comes right after a change: what is shown must be what the last mark holds.
    monkeypatch.setattr(concurrency, "content_mark", marked_after_a_change)
    form = editor.get(desk(Service, "edit", service.pk)).content.decode()
    assert f"Ändring nummer {next(changes) - 1}" in form


def test_the_history_says_who_changed_a_row(editor: Client) -> None:
    service = ServiceFactory()
    colleague = Client()
    colleague.force_login(get_user_model().objects.create_superuser("kollega"))
    edit(colleague, service, name_sv="Nytt namn")

    history = editor.get(desk(Service, "history", service.pk)).content.decode()

    assert "kollega" in history


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"is_protected_place": "on", "street_address": "Storgatan 1"},
            "En skyddad plats får inte",
        ),
        (
            {"is_protected_place": "on", "channels-0-kind": "visit"},
            "En skyddad plats kan inte ha besök.",
        ),
        ({"is_protected_place": "on"}, "Gör till skyddad plats och rensa"),
        ({"assured_on": "2099-01-01"}, "Dagen kan inte ligga framåt i tiden."),
        ({"channels-0-verified_on": "2099-01-01"}, "Dagen kan inte ligga framåt i tiden."),
        ({"channels-0-value": "ring mig"}, "bara ha siffror"),
        ({"age_from": "18", "age_to": "17"}, "inte vara lägre än den undre"),
    ],
)
def test_the_form_says_what_is_wrong(
    editor: Client, changes: dict[str, str], sentence: str
) -> None:
    service = ServiceFactory()

    refused = edit(editor, service, **changes)

    assert refused.status_code == 200
    assert sentence in refused.content.decode()


def test_a_protected_organization_keeps_its_services_protected(editor: Client) -> None:
    service = ServiceFactory.build(organization=OrganizationFactory(has_protected_address=True))

    refused = editor.post(desk(Service, "add"), posted(service))

    assert "Aktörens adress får aldrig visas" in refused.content.decode()


def test_a_new_service_may_be_a_protected_place_from_the_start(editor: Client) -> None:
    service = ServiceFactory.build(organization=OrganizationFactory(has_protected_address=True))

    saved = editor.post(desk(Service, "add"), posted(service) | {"is_protected_place": "on"})

    assert saved.status_code == 302
    assert Service.objects.get(slug=service.slug).is_protected_place
