"""A place that becomes protected: its address was there before, and is then found nowhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from resources.documents.models import LibraryImage
from resources.services.choices import ChannelKind
from resources.services.history import PROTECTED
from resources.services.models import Service
from tests.addresses import all_addresses
from tests.factories import (
    ChannelFactory,
    ContentPageFactory,
    LinkFactory,
    OrganizationFactory,
    ScheduleExceptionFactory,
    ServiceFactory,
)
from tests.harness.client import Client

# In no text of the starting content, and no stemmer shortens its beginning.
RARE, STREET = "kvastfeber", "Kvastfeberlimsgatan 77"
LATITUDE = "63.812347"
YES = {"has_read": "on"}
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(own_database: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    return client


def desk(view: str, service: Service) -> str:
    return reverse(f"wagtailsnippets_resources_service:{view}", args=[service.pk])


def a_place_that_is_known() -> Service:
    """A service whose address stands in everything that can hold one."""
    picture = LibraryImage.objects.create(
        title=STREET, file=get_test_image_file(filename=f"{RARE}.png")
    )
    picture.get_rendition("width-100")
    log(picture, "wagtail.create")
    service = ServiceFactory(
        summary_sv=f"Kom till {STREET} när du vill.",
        street_address=STREET,
        organization__name_sv=f"Provjouren på {STREET}",
        organization__description_sv=f"Huset på {STREET} öppnade i fjol.",
        organization__note=f"Nyckel: {STREET}",
        postal_code="903 99",
        town="Provköping",
        latitude=LATITUDE,
        longitude="20.263035",
        picture=picture,
        note=f"Ring före: {STREET.upper()}.",
    )
    ChannelFactory(service=service, kind=ChannelKind.VISIT, value=STREET, verified_on="2026-01-01")
    ChannelFactory(service=service, value="090161000", evidence=f"Skylten på {STREET}")
    kind = ContentType.objects.get_for_model(Service)
    Revision.objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(service.pk),
        object_str=service.name,
        content={"street_address": STREET},
    )
    log(service, "wagtail.edit", data={"street_address": STREET})
    log(service.organization, "wagtail.create")
    ScheduleExceptionFactory(channel=service.channels.last(), reason=f"Stängt på {STREET}")
    ServiceFactory(organization=service.organization)
    return service


def answers(service: Service, reader: Client) -> Iterator[tuple[str, str]]:
    """Every address that a reader can open, with what it says."""
    paths = {address.path for address in all_addresses()}
    paths |= {
        f"/fa-hjalp/stod/{service.slug}/",
        f"/fa-hjalp/aktor/{service.organization.slug}/",
        "/oppna-data/hsds/services",
        "/oppna-data/hsds/organizations",
        "/sitemap.xml",
    }
    for path in sorted(paths):
        if not path.startswith(settings.STAFF_PATH):
            yield path, reader.get(path).content.decode()
    words = urlencode({"q": STREET})
    form = "application/x-www-form-urlencoded"
    found = reader.post("/sok/", words, content_type=form).content.decode()
    # The form keeps what was typed; only the hits are looked at.
    yield "/sok/ (sent)", found.replace(STREET, "")
    yield "/sok/ (hits)", "hit" * found.count(service.slug)


def kept_in(text: str) -> set[str]:
    """The tables in which some column of some row holds `text`."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT 1 FROM "{table}" kept WHERE kept::text ILIKE %s LIMIT 1', [f"%{text}%"]
            )
            if cursor.fetchone():
                found.add(table)
    return found


def test_a_protected_address_is_found_nowhere(media: Path, editor: Client) -> None:
    service = a_place_that_is_known()
    seen = {path for path, text in answers(service, Client()) if RARE in text.casefold()}
    assert f"/fa-hjalp/stod/{service.slug}/" in seen
    assert f"/fa-hjalp/aktor/{service.organization.slug}/" in seen
    assert {
        "resources_service",
        "resources_channel",
        "resources_organization",
        "resources_scheduleexception",
        "resources_libraryimage",
        "wagtailcore_revision",
        "wagtailcore_modellogentry",
        "wagtailsearch_indexentry",
    } <= kept_in(RARE)
    assert kept_in(LATITUDE)
    assert [path for path in media.rglob("*") if RARE in path.name]

    question = editor.get(desk("protect", service)).content.decode()
    assert STREET in question
    done = editor.post(desk("protect", service), YES, follow=True).content.decode()

    assert "är nu en skyddad plats" in done
    assert RARE not in done.casefold()
    service = Service.objects.get(pk=service.pk)
    assert service.is_protected_place
    assert kept_in(RARE) == set()
    assert kept_in(LATITUDE) == set()
    assert kept_in("Provköping") == set()
    assert [path for path in media.rglob("*") if RARE in path.name] == []
    reader = Client()
    assert {p: t for p, t in answers(service, reader) if RARE in t.casefold()} == {}
    assert LATITUDE not in reader.get(f"/fa-hjalp/stod/{service.slug}/").content.decode()


def test_the_log_says_who_protected_a_place_and_not_what_it_was(editor: Client) -> None:
    service = ServiceFactory(street_address=STREET)

    editor.post(desk("protect", service))

    entry = ModelLogEntry.objects.get(action=PROTECTED)
    assert (entry.object_id, str(entry.user)) == (str(service.pk), "redaktor")
    assert entry.data == {}
    assert "Skydda" in editor.get(desk("history", service)).content.decode()


def test_two_organizations_may_be_named_by_their_addresses(editor: Client) -> None:
    for name in ("Kvastgatan 1", "Kvastgatan 2"):
        service = ServiceFactory(street_address=name, organization__name_sv=name)
        editor.post(desk("protect", service), YES)

    assert kept_in("Kvastgatan") == set()


def test_a_picture_that_something_else_shows_stays_without_its_words(
    media: Path, editor: Client
) -> None:
    picture = LibraryImage.objects.create(
        title=f"Huset på {STREET}",
        description=f"{STREET} från gatan",
        file=get_test_image_file(filename=f"{RARE}limsgatan-77.png"),
    )
    log(picture, "wagtail.create")
    service = ServiceFactory(picture=picture, street_address=STREET)
    ServiceFactory(picture=picture, name_sv="Ett annat stöd")
    page = ContentPageFactory(title="Om huset", body=[("image", {"image": picture, "alt": "Hus"})])

    question = editor.get(desk("protect", service)).content.decode()
    editor.post(desk("protect", service), YES)

    assert "visas också av Stöd: Ett annat stöd" in question
    assert f"visas också av {page._meta.verbose_name.capitalize()}: Om huset" in question
    assert f"Bildens filnamn: {RARE}" in question
    picture = LibraryImage.objects.get(pk=picture.pk)
    assert (picture.title, picture.description) == (
        "Huset på [borttaget]",
        "[borttaget] från gatan",
    )
    assert Path(media, picture.file.name).exists()
    # The name of the file is told of, and is a file's in a library that others use.
    assert kept_in(STREET) == set()


def test_the_desk_tells_which_pages_hold_the_address_besides(editor: Client) -> None:
    service = ServiceFactory(street_address=STREET)
    page = ContentPageFactory(title="Hitta hit", lead=f"Vi finns på {STREET}.")
    page.save_revision()
    page.lead = ""
    page.save()

    question = editor.get(desk("protect", service)).content.decode()

    assert "Hitta hit (i en sparad version)" in question


@pytest.mark.parametrize(
    "written",
    ["Östra Kyrkogatan 5", "ÖSTRA&nbsp;KYRKOGATAN 5", "<b>Östra</b> Kyrkogatan&#32;5"],
)
def test_an_address_in_swedish_is_found_in_the_body_of_a_page(editor: Client, written: str) -> None:
    service = ServiceFactory(street_address="Östra Kyrkogatan 5")
    body = [("text", f"<p>Vi finns på {written}.</p>")]
    live = ContentPageFactory(title="Den öppna sidan", body=body)
    draft = ContentPageFactory(title="Utkastet")
    draft.body = body
    draft.save_revision()

    question = editor.get(desk("protect", service)).content.decode()

    assert live.title in question
    assert f"{draft.title} (i en sparad version)" in question


def test_the_desk_tells_which_other_rows_hold_the_address(editor: Client) -> None:
    service = ServiceFactory(street_address=STREET, organization__slug="kvastfeberlimsgatan-77")
    sibling = ServiceFactory(organization=service.organization, name_sv="Syskonet")
    ChannelFactory(service=sibling, kind=ChannelKind.VISIT, value=STREET)
    LinkFactory(title_sv="Länken", note=f"Hitta till {STREET}")
    OrganizationFactory(name_sv="Grannen", description_sv=f"Bredvid {STREET.lower()}")

    question = editor.get(desk("protect", service)).content.decode()

    for what in ("Stöd: Syskonet", "Länk: Länken", "Aktör: Grannen", "Aktörens webbadress: kvast"):
        assert what in question
    assert "Kontaktväg: " not in question


def test_an_editor_without_the_right_to_services_may_not_protect(own_database: str) -> None:
    service = ServiceFactory(street_address=STREET)
    user = get_user_model().objects.create_user("lasare")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)

    answers = [
        client.get(desk("protect", service), follow=True),
        client.post(desk("protect", service), follow=True),
        client.get(reverse("wagtailsnippets_resources_service:file"), follow=True),
    ]

    assert not any(RARE in answer.content.decode().casefold() for answer in answers)
    assert not any("sheet" in answer["Content-Type"] for answer in answers)
    assert not Service.objects.get(pk=service.pk).is_protected_place


def test_a_text_that_is_full_and_a_web_address_do_not_stand_in_the_way(editor: Client) -> None:
    service = ServiceFactory(
        slug="vasagarden", street_address="Vasagården", summary_sv="Vasagården" + "." * 290
    )
    assert "Stödets webbadress: vasagarden" in editor.get(desk("protect", service)).content.decode()

    editor.post(desk("protect", service), YES)

    service = Service.objects.get(pk=service.pk)
    assert (service.is_protected_place, service.slug) == (True, "vasagarden")
    assert service.summary_sv.startswith("[borttaget]..")


@pytest.mark.parametrize(
    "written",
    [
        "Ingången är från Kvastfeberlimsgatan, nära torget.",
        "Kvastfeberlimsgatan 77B, tre trappor",
        "Gå KVASTFEBERLIMSGATAN 75 förbi",
        "Kvastfeberlimsgatans hållplats",
    ],
)
def test_the_street_goes_also_without_its_number_and_written_otherwise(
    editor: Client, written: str
) -> None:
    service = ServiceFactory(street_address="Kvastfeberlimsgatan 77 B", description_sv=written)
    other = ContentPageFactory(title="Hitta hit", lead="Ta vägen över Kvastfeberlimsgatan.")

    question = editor.get(desk("protect", service)).content.decode()
    assert "[borttaget]" in question, "what the text becomes is shown first"
    assert "Hitta hit" in question

    editor.post(desk("protect", service), YES)

    service = Service.objects.get(pk=service.pk)
    assert RARE not in service.description_sv.casefold()
    assert "[borttaget]" in service.description_sv
    other.delete()
    assert kept_in(RARE) <= {"wagtailcore_modellogentry", "wagtailcore_pagelogentry"}


def test_nothing_is_said_to_be_clean_while_the_address_stands_elsewhere(editor: Client) -> None:
    service = ServiceFactory(street_address=STREET)
    ContentPageFactory(title="Hitta hit", lead=f"Vi finns på {STREET}.")

    unread = editor.post(desk("protect", service)).content.decode()
    assert "Inget är rensat än" in unread
    assert not Service.objects.get(pk=service.pk).is_protected_place

    done = editor.post(desk("protect", service), YES).content.decode()
    assert Service.objects.get(pk=service.pk).is_protected_place
    assert "Adressen är rensad" not in done
    assert "inte rensad överallt" in done
    assert "Hitta hit" in done
    assert "Adressen är rensad" not in editor.get(desk("edit", service)).content.decode()


def test_texts_in_free_words_are_read_before_a_place_is_protected(editor: Client) -> None:
    service = ServiceFactory(street_address=STREET, description_sv="Huset intill kyrkan.")

    unread = editor.post(desk("protect", service)).content.decode()

    assert "Huset intill kyrkan." in unread
    assert not Service.objects.get(pk=service.pk).is_protected_place
    done = editor.post(desk("protect", service), YES, follow=True).content.decode()
    assert "Adressen är rensad" in done
