"""Hours at the desk of services: a week in words, days that differ, two at the same form."""

import re
from datetime import date, time

import pytest
from django.test import Client

from resources.services.hours import different_days_of, week_of
from resources.services.models import Channel, Service
from resources.services.opening_hours import ROUND_THE_CLOCK, DifferentDays, Span
from resources.services.services import set_different_days, set_week
from tests.factories import ChannelFactory
from tests.resources.service_form import edit, form_of
from tests.resources.test_desks import desk

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))


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


def test_a_day_that_is_as_above_takes_the_hours_of_the_row_above(editor: Client) -> None:
    channel = ChannelFactory()

    edit(
        editor,
        channel,
        hours_1="9–12",
        as_above_2="on",
        as_above_3="on",
        # What stands there does not count, though it cannot be read.
        hours_3="nio till tolv",
        hours_4="stängt",
        as_above_5="on",
        hours_6="13–16",
    )

    assert week_of(Channel.objects.get(pk=channel.pk)) == {
        **dict.fromkeys((1, 2, 3), (MORNING,)),
        6: (AFTERNOON,),
    }


def test_the_tick_alone_is_a_change(editor: Client) -> None:
    channel = ChannelFactory()
    set_week(channel, {1: (MORNING,)})
    shown = {f"hours_{day}": "stängt" for day in range(2, 8)}

    edit(editor, channel, hours_1="9.00–12.00", **shown, as_above_2="on")

    assert week_of(Channel.objects.get(pk=channel.pk)) == {1: (MORNING,), 2: (MORNING,)}


def test_the_week_is_one_table_where_every_field_is_named(editor: Client) -> None:
    channel = ChannelFactory()
    refused = edit(editor, channel, hours_3="nio till tolv")
    form = " ".join(refused.content.decode().split())
    table = form.partition('<table class="week-grid">')[2].partition("</table>")[0]

    assert table.count('<th scope="row">') == 7
    assert table.count('type="checkbox"') == 6
    names = set(re.findall(r'<label for="([^"]+)"', table))
    fields = re.findall(r'<input type="text"[^>]*>', table)
    assert {re.findall(r' id="([^"]+)"', field)[0] for field in fields} == names
    (faulty,) = [field for field in fields if "aria-invalid" in field]
    (described,) = re.findall(r'aria-describedby="([^"]+)"', faulty)
    assert re.search(rf'id="{described}">[^<]*går inte att läsa som en tid', table)


def test_days_that_differ_are_rows_with_the_desks_own_dates(editor: Client) -> None:
    channel = ChannelFactory()
    set_different_days(channel, [DifferentDays(date(2026, 12, 24), date(2026, 12, 24))])

    form = editor.get(desk(Service, "edit", channel.service_id)).content.decode()

    # The form to add a contact is there too, as a pattern.
    table = form.partition('<table class="day-rows">')[2].partition("</table>")[0]
    assert 'type="date"' not in table
    assert 'value="2026-12-24"' in table
    assert table.count("initDateChooser") == 2 * table.count('class="day-rows__first"')
    ids = re.findall(r'<input type="text"[^>]* id="([^"]+)"', table)
    assert set(ids) == set(re.findall(r'<label for="([^"]+)"', table))
    assert len(ids) == len(set(ids)) == 3 * 4


def test_every_label_of_the_form_begins_with_a_capital(editor: Client) -> None:
    answer = editor.get(desk(Service, "edit", ChannelFactory().service_id))
    fields = answer.context["form"].fields
    assert {name for name in ("for_whom", "languages") if fields[name].label[0].islower()} == set()
    assert "/desk" in answer.content.decode(), "the desks have a style sheet of their own"


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
