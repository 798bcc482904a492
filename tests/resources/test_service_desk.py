"""The desk of services: hours in words, days that differ, what is missing, two at the same form."""

import io
import re
from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import load_workbook

from resources.services.hours import different_days_of, week_of
from resources.services.missing import missing
from resources.services.models import Channel, Service
from resources.services.opening_hours import ROUND_THE_CLOCK, DifferentDays, Span
from resources.services.services import set_different_days, set_week
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory, ViolenceAreaFactory
from tests.resources.test_desks import desk, posted

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    return client


def form_of(channel: Channel) -> dict[str, Any]:
    return posted(channel.service) | {
        "channels-INITIAL_FORMS": "1",
        "channels-0-id": str(channel.pk),
        "channels-0-value": channel.value,
        "channels-0-on_holidays": channel.on_holidays,
    }


def edit(editor: Client, channel: Channel, **hours: str) -> Any:
    """Open the form of the channel's service and send it with `hours` of that channel."""
    address = desk(Service, "edit", channel.service_id)
    unseen = re.findall(
        r'<input type="hidden" name="(seen_\w+)" value="([^"]*)"',
        editor.get(address).content.decode(),
    )
    changes = {f"channels-0-{name}": value for name, value in hours.items()}
    return editor.post(address, dict(unseen) | form_of(channel) | changes)


def test_the_week_is_filled_in_as_words_and_shown_again(editor: Client) -> None:
    channel = ChannelFactory()

    edit(editor, channel, hours_1="9–12 och 13–16", hours_5="dygnet runt", hours_7="stängt")

    channel = Channel.objects.get(pk=channel.pk)
    assert week_of(channel) == {1: (MORNING, AFTERNOON), 5: (ROUND_THE_CLOCK,)}
    form = editor.get(desk(Service, "edit", channel.service_id)).content.decode()
    assert 'name="channels-0-hours_1" value="9.00–12.00 och 13.00–16.00"' in form
    assert 'name="channels-0-hours_2" value="stängt"' in form


def test_a_form_that_nobody_touched_leaves_the_hours_as_they_are(editor: Client) -> None:
    channel = ChannelFactory()
    set_week(channel, {2: (MORNING,)})
    rows = list(channel.schedules.values_list("pk", flat=True))

    edit(editor, channel, **{f"hours_{day}": "stängt" for day in (1, 3, 4, 5, 6, 7)},
         hours_2="9.00–12.00")  # fmt: skip

    assert list(channel.schedules.values_list("pk", flat=True)) == rows


def test_emptying_every_day_makes_the_hours_unknown(editor: Client) -> None:
    channel = ChannelFactory()
    set_week(channel, {2: (MORNING,)})

    edit(editor, channel)

    assert week_of(Channel.objects.get(pk=channel.pk)) == {}


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"hours_3": "nio till tolv"}, "går inte att läsa som en tid"),
        ({"hours_3": "stängt"}, "Alla dagar är stängda"),
        ({"different_days-0-first": "2026-12-24"}, "skriv tiderna, eller stängt"),
        (
            {
                "different_days-0-first": "2026-12-26",
                "different_days-0-last": "2026-12-24",
                "different_days-0-times": "stängt",
            },
            "kan inte ligga före",
        ),
        (
            {
                "different_days-0-first": "2026-12-24",
                "different_days-0-last": "2026-12-26",
                "different_days-0-times": "stängt",
                "different_days-1-first": "2026-12-25",
                "different_days-1-times": "10–12",
            },
            "dagen står redan i en annan rad",
        ),
    ],
)
def test_what_is_refused_stands_where_it_was_typed(
    editor: Client, hours: dict[str, str], sentence: str
) -> None:
    channel = ChannelFactory()

    refused = edit(editor, channel, **hours)

    form = refused.content.decode()
    assert refused.status_code == 200
    assert sentence in form
    for name, value in hours.items():
        assert re.search(f'name="channels-0-{name}"[^>]* value="{value}"', form), name
    assert not channel.schedules.exists()
    assert not channel.exceptions.exists()


def test_days_that_differ_are_filled_in_changed_and_emptied(editor: Client) -> None:
    channel = ChannelFactory()
    christmas = DifferentDays(date(2026, 12, 24), date(2026, 12, 26), (), "jul")
    new_year = DifferentDays(date(2026, 12, 31), date(2026, 12, 31), (MORNING,))

    edit(
        editor,
        channel,
        **{
            "different_days-0-first": "2026-12-31",
            "different_days-0-times": "9–12",
            "different_days-2-first": "2026-12-24",
            "different_days-2-last": "2026-12-26",
            "different_days-2-times": "stängt",
            "different_days-2-reason": "jul",
        },
    )
    assert different_days_of(Channel.objects.get(pk=channel.pk)) == [christmas, new_year]

    edit(editor, channel, **{"different_days-0-first": "", "different_days-0-times": ""})
    assert different_days_of(Channel.objects.get(pk=channel.pk)) == []


def test_the_week_of_another_service_is_copied_into_an_empty_one(editor: Client) -> None:
    source, channel = ChannelFactory(), ChannelFactory()
    set_week(source, {1: (MORNING,), 6: (AFTERNOON,)})

    edit(editor, channel, copy_hours_from=str(source.pk))
    assert week_of(Channel.objects.get(pk=channel.pk)) == {1: (MORNING,), 6: (AFTERNOON,)}

    refused = edit(editor, channel, copy_hours_from=str(source.pk), hours_1="9–12")
    assert "Dagarna är redan ifyllda" in refused.content.decode()


def test_hours_that_a_colleague_has_set_in_between_are_not_overwritten(editor: Client) -> None:
    channel = ChannelFactory()
    address = desk(Service, "edit", channel.service_id)
    form = editor.get(address).content.decode()
    unseen = dict(re.findall(r'<input type="hidden" name="(seen_\w+)" value="([^"]*)"', form))
    set_different_days(channel, [DifferentDays(date(2026, 12, 24), date(2026, 12, 24))])

    refused = editor.post(address, unseen | form_of(channel) | {"channels-0-hours_1": "9–12"})

    assert "har sparat ändringar här" in refused.content.decode()
    assert 'value="9–12"' in refused.content.decode()
    assert not channel.schedules.exists()
    assert channel.exceptions.count() == 1


def test_the_desk_says_what_is_missing_until_it_is_there(editor: Client) -> None:
    channel = ChannelFactory(value="", service=ServiceFactory(name_sv="Provjouren"))
    service = channel.service

    form = editor.get(desk(Service, "edit", service.pk)).content.decode()
    assert "Det här saknas" in form
    assert "kontaktväg med nummer eller adress" in form
    assert "ägare" in editor.get(desk(Service), {"q": "Provjouren"}).content.decode()

    service.areas.add(ViolenceAreaFactory())
    channel.value, channel.verified_on, channel.in_call_list = "090161000", "2026-01-01", "yes"
    channel.save()
    set_week(channel, {1: (MORNING,)})
    Service.objects.filter(pk=service.pk).update(
        owner_unit=UnitFactory(),
        assured_on="2026-01-01",
        summary_sv="En mening.",
        for_whom=["exposed"],
        languages_note_sv="Svenska",
        cost="free",
        anonymity="anonymous",
    )
    service = Service.objects.with_channels().get(pk=service.pk)
    assert missing(service) == []
    lacking = editor.get(desk(Service), {"is_missing": "true", "q": "Provjouren"})
    assert f"snippet_{service.pk}_title" not in lacking.content.decode()
    complete = editor.get(desk(Service), {"is_missing": "false", "q": "Provjouren"})
    assert f"snippet_{service.pk}_title" in complete.content.decode()


def test_the_form_leads_to_the_card_and_to_the_protection(editor: Client) -> None:
    service = ServiceFactory()

    form = editor.get(desk(Service, "edit", service.pk)).content.decode()

    assert f'href="/intranet/stod/{service.pk}/"' in form
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


def test_the_desk_gives_a_file_that_can_be_read_in_again(editor: Client) -> None:
    ChannelFactory(service=ServiceFactory(name_sv="Provjouren"))

    assert f'href="{desk(Service, "file")}"' in editor.get(desk(Service)).content.decode()
    answer = editor.get(desk(Service, "file"))

    book = load_workbook(io.BytesIO(answer.content))
    assert any("Provjouren" in row for row in book.worksheets[0].iter_rows(values_only=True))
