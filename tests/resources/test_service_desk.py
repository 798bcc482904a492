"""The desk of services: what is missing, what is protected, what has been checked."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from resources.services.choices import ChannelKind
from resources.services.missing import missing
from resources.services.models import Channel, Service
from resources.services.opening_hours import Span
from resources.services.services import set_week
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory, ViolenceAreaFactory
from tests.resources.service_form import edit, form_of, heading
from tests.resources.test_desks import desk

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))


def test_the_desk_says_what_is_missing_until_it_is_there(editor: Client) -> None:
    channel = ChannelFactory(value="", service=ServiceFactory(name_sv="Provjouren"))
    service = channel.service

    form = editor.get(desk(Service, "edit", service.pk)).content.decode()
    assert "Det här saknas" in form
    assert {"språk", "tolk"} <= set(missing(Service.objects.with_channels().get(pk=service.pk)))
    assert "kontaktväg med nummer eller adress" in form
    assert "ägare" in editor.get(desk(Service), {"q": "Provjouren"}).content.decode()

    service.areas.add(ViolenceAreaFactory())
    channel.value, channel.verified_on, channel.in_call_list = "090161000", "2026-01-01", "yes"
    channel.save()
    set_week(channel, {1: (MORNING,)})
    Service.objects.filter(pk=service.pk).update(
        owner_unit=UnitFactory(),
        assured_on=timezone.localdate(),
        summary_sv="En mening.",
        for_whom=["exposed"],
        languages=["sv"],
        offers_interpreter="no",
        cost="free",
        anonymity="anonymous",
    )
    service = Service.objects.with_channels().get(pk=service.pk)
    assert missing(service) == []
    lacking = editor.get(desk(Service), {"is_missing": "true", "q": "Provjouren"})
    assert f"snippet_{service.pk}_title" not in lacking.content.decode()
    complete = editor.get(desk(Service), {"is_missing": "false", "q": "Provjouren"})
    assert f"snippet_{service.pk}_title" in complete.content.decode()


@pytest.mark.parametrize(
    ("days", "more", "says", "review"),
    [
        (0, {}, "", "assured"),
        (1, {}, "visas utan öppettider", "past_review"),
        (120, {}, "visas inte", "long_past"),
        (120, {"is_always_certain": True}, "bara nummer som alltid är säkra visas", "long_past"),
    ],
)
def test_an_editor_is_told_when_a_review_has_gone_by(
    editor: Client, days: int, more: dict[str, bool], says: str, review: str
) -> None:
    last_day = timezone.localdate() - timedelta(days=days)
    service = ServiceFactory(name_sv="Provjouren", assured_on=last_day - timedelta(days=180))
    ChannelFactory(service=service, **more)
    sentence = f"gick ut {date_format(last_day, 'j F Y')}: {says}"

    form = editor.get(desk(Service, "edit", service.pk)).content.decode()
    assert (f"översynen {sentence}" in form) is bool(says)
    listed = editor.get(desk(Service), {"q": "Provjouren"}).content.decode()
    assert (sentence in listed) is bool(says)
    assert ("gäller till" in listed) is not bool(says)
    for each in ("never", "assured", "past_review", "long_past"):
        found = editor.get(desk(Service), {"q": "Provjouren", "review": each}).content.decode()
        assert (f"snippet_{service.pk}_title" in found) is (each == review)


def test_the_page_that_protects_says_what_it_is_and_of_which_service(editor: Client) -> None:
    service = ServiceFactory(name_sv="Provjouren")
    said = heading(editor.get(desk(Service, "protect", service.pk)))
    assert "Provjouren; Gör till skyddad plats och rensa" in said


def test_the_form_leads_to_the_card_and_to_the_protection(editor: Client) -> None:
    service = ServiceFactory()

    form = editor.get(desk(Service, "edit", service.pk)).content.decode()

    # In the menu, and in sight beside what is missing.
    assert form.count(f'href="/intranet/stod/{service.pk}/"') == 2
    assert desk(Service, "protect", service.pk) in form


@pytest.mark.parametrize(
    "standing",
    [
        {"street_address": "Storgatan 1"},
        {"postal_code": "903 99"},
        {"town": "Provköping"},
        {"latitude": "63.8", "longitude": "20.2"},
        {"channels-0-kind": "visit", "channels-0-value": "Storgatan 1"},
    ],
    ids=lambda standing: next(iter(standing)),
)
def test_the_flag_is_refused_at_its_field_while_a_place_stands(
    editor: Client, standing: dict[str, str]
) -> None:
    channel = ChannelFactory(value="090161000")
    address = desk(Service, "edit", channel.service_id)
    unseen = re.findall(
        r'<input type="hidden" name="(seen_\w+)" value="([^"]*)"',
        editor.get(address).content.decode(),
    )

    refused = editor.post(
        address, dict(unseen) | form_of(channel) | standing | {"is_protected_place": "on"}
    )

    errors = refused.context["form"].errors["is_protected_place"]
    assert errors[0].startswith("En skyddad plats")
    assert "Gör till skyddad plats och rensa" in errors[1]
    assert not Service.objects.get(pk=channel.service_id).is_protected_place


def test_the_flag_is_refused_also_when_the_visit_goes_in_the_same_form(editor: Client) -> None:
    visit = ChannelFactory(kind=ChannelKind.VISIT, value="Storgatan 1")

    refused = edit(editor, visit, DELETE="on", is_protected_place="on")

    assert refused.status_code == 200
    (error,) = refused.context["form"].errors["is_protected_place"]
    assert "Gör till skyddad plats och rensa" in error
    assert Channel.objects.filter(pk=visit.pk).exists()


def test_a_place_that_is_protected_is_saved_again_and_can_be_let_go(editor: Client) -> None:
    channel = ChannelFactory(service__is_protected_place=True)

    assert edit(editor, channel, is_protected_place="on").status_code == 302
    assert Service.objects.get(pk=channel.service_id).is_protected_place
    assert edit(editor, channel).status_code == 302
    assert not Service.objects.get(pk=channel.service_id).is_protected_place


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"value": "090-16 10 00"}, True),
        ({"value": "090161001"}, False),
        ({"kind": "sms"}, False),
        ({"value": "090161001", "verified_on": "2026-02-02"}, True),
    ],
    ids=["written otherwise", "another number", "another kind", "tried again"],
)
def test_a_number_that_is_changed_is_not_checked_until_somebody_tries_it(
    editor: Client, changes: dict[str, str], kept: bool
) -> None:
    channel = ChannelFactory(value="090161000", display="090 161 000", verified_on="2026-01-01")
    before = {"verified_on": "2026-01-01", "display": "090 161 000"}

    assert edit(editor, channel, **before | changes).status_code == 302

    channel.refresh_from_db()
    assert (channel.verified_on is not None) is kept
    # The old number is not left standing as the words for the new one.
    is_same = (channel.kind, channel.value) == ("phone", "090161000")
    assert channel.display == ("090 161 000" if is_same else "")


def test_a_service_that_has_ended_lacks_nothing(editor: Client) -> None:
    channel = ChannelFactory()

    assert edit(editor, channel, ended_on="2026-01-01").status_code == 302

    service = Service.objects.with_channels().get(pk=channel.service_id)
    assert service.ended_on == date(2026, 1, 1)
    assert missing(service) == []
