"""The desk of services: hours in words, days that differ, what is missing, two at the same form."""

import io
import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.log_actions import registry

from resources.desks.spreadsheets import csv_bytes
from resources.services.choices import ChannelKind
from resources.services.history import IMPORTED
from resources.services.hours import different_days_of, week_of
from resources.services.imports.views import MOST_BYTES
from resources.services.missing import missing
from resources.services.models import Channel, Service
from resources.services.opening_hours import ROUND_THE_CLOCK, DifferentDays, Span
from resources.services.services import set_different_days, set_week
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory, ViolenceAreaFactory
from tests.resources.test_desks import desk, posted

pytestmark = pytest.mark.django_db

IMPORT = "wagtailsnippets_resources_service:import"
MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    return client


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


def heading(answer: Any) -> str:
    """What the head of a desk's page says that it is."""
    return "; ".join(str(item["label"]) for item in answer.context["breadcrumbs_items"])


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


def test_the_desk_gives_a_file_that_can_be_read_in_again(editor: Client) -> None:
    ChannelFactory(service=ServiceFactory(name_sv="Provjouren"))

    assert f'href="{desk(Service, "file")}"' in editor.get(desk(Service)).content.decode()
    answer = editor.get(desk(Service, "file"))

    book = load_workbook(io.BytesIO(answer.content))
    assert any("Provjouren" in row for row in book.worksheets[0].iter_rows(values_only=True))


@pytest.fixture
def a_file() -> bytes:
    channel = ChannelFactory(service=ServiceFactory(name_sv="Provjouren", slug="provjouren"))
    headings = ["Stöd", "Id", "Slag", "Nummer eller adress", "Upphör"]
    row = ["provjouren", str(channel.pk), "telefon", "090-16 10 02", "2026-01-01"]
    return csv_bytes(headings, [row])


def send(editor: Client, data: bytes) -> Any:
    file = SimpleUploadedFile("stod.csv", data)
    return editor.post(reverse(IMPORT), {"file": file})


def hidden(answer: Any) -> dict[str, str]:
    form = answer.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(file_\w+|seen)" value="([^"]*)"', form))


def test_a_file_is_read_in_at_the_desk_after_a_look_at_what_it_does(
    editor: Client, a_file: bytes
) -> None:
    assert reverse(IMPORT) in editor.get(desk(Service)).content.decode()
    assert "Läs in stöd från fil" in heading(editor.get(reverse(IMPORT)))
    assert "Visa vad filen skulle göra" in editor.get(reverse(IMPORT)).content.decode()

    shown = send(editor, a_file)

    assert "090161002" in shown.content.decode()
    assert "Inget är ändrat än" in shown.content.decode()
    service = Service.objects.get(slug="provjouren")
    assert service.ended_on is None
    assert not registry.get_logs_for_instance(service).exists()

    done = editor.post(reverse(IMPORT), hidden(shown), follow=True)

    assert "0 nya, 2 ändrade, 0 lämnade" in done.content.decode()
    service.refresh_from_db()
    assert service.ended_on == date(2026, 1, 1)
    assert Channel.objects.get(service=service).value == "090161002"
    entry = registry.get_logs_for_instance(service).get()
    assert (entry.action, str(entry.user)) == (IMPORTED, "redaktor")
    assert hidden(send(editor, a_file)) == {}


def test_a_file_that_would_do_something_else_by_now_is_shown_again(
    editor: Client, a_file: bytes
) -> None:
    shown = send(editor, a_file)
    Service.objects.filter(slug="provjouren").update(ended_on="2026-02-02")

    again = editor.post(reverse(IMPORT), hidden(shown))

    assert "Någon har ändrat bland stöden" in again.content.decode()
    assert Service.objects.get(slug="provjouren").ended_on == date(2026, 2, 2)
    editor.post(reverse(IMPORT), hidden(again))
    assert Service.objects.get(slug="provjouren").ended_on == date(2026, 1, 1)


def test_the_desk_says_what_to_put_right_in_a_file(editor: Client) -> None:
    faulty = send(editor, csv_bytes(["Stöd", "Slag"], [["provjouren", "telefon"]]))
    no_file = editor.post(reverse(IMPORT))
    spoilt = editor.post(reverse(IMPORT), {"seen": "x", "file_data": "å", "file_name": "stod.csv"})
    large = send(editor, b"x" * (MOST_BYTES + 1))

    assert "kolumnen Nummer eller adress: Kolumnen saknas" in faulty.content.decode()
    assert "Välj en fil" in no_file.content.decode()
    assert "Välj en fil" in spoilt.content.decode()
    assert "större än 1,5 MB" in large.content.decode()


def test_who_may_not_add_services_may_not_read_in_a_file(client: Client, a_file: bytes) -> None:
    user = get_user_model().objects.create_user("lasare")
    codenames = ("access_admin", "change_service")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)

    send(client, a_file)

    assert reverse(IMPORT) not in client.get(desk(Service)).content.decode()
    assert "Provjouren" not in client.get(reverse(IMPORT), follow=True).content.decode()
    assert "090161002" not in send(client, a_file).content.decode()
