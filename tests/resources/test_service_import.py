"""The desk of services gives a file, and reads one in after a look at what it does."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.log_actions import registry

from resources.desks.spreadsheets import csv_bytes
from resources.services.history import IMPORTED
from resources.services.imports.views import MOST_BYTES
from resources.services.models import Channel, Service
from tests.factories import ChannelFactory, ServiceFactory
from tests.resources.service_form import heading
from tests.resources.test_desks import desk

pytestmark = pytest.mark.django_db

IMPORT = "wagtailsnippets_resources_service:import"


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
