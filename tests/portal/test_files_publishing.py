"""Who says that a file is for all, and what the log keeps of it."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.models import ModelLogEntry

from actionplan.council.minutes.services import publish_minutes, withdraw_minutes, write_minutes
from portal.intranet.models import User
from portal.intranet.roles import Role
from resources.documents.earlier import EarlierFile
from resources.documents.models import Audience, LibraryDocument, LibraryImage
from tests import made_files
from tests.actionplan import council_stage
from tests.harness.client import Client
from tests.portal.test_files_coming_in import send, ways_in
from tests.stage import person

pytestmark = pytest.mark.django_db
STAFF, PUBLIC = Audience.STAFF, Audience.PUBLIC
FILES: dict[str, tuple[Any, str, bytes, bytes]] = {
    # No PDF: each is read by a process of its own, which is tested where files are.
    "wagtaildocs": (LibraryDocument, "rutin.docx", made_files.docx(), made_files.xlsx()),
    "wagtailimages": (LibraryImage, "hus.png", made_files.picture(), made_files.picture("JPEG")),
}
ADD = (Role.SUBJECT_EXPERT, Role.NOTICE_PUBLISHER)
PUBLISH = (Role.COMMUNICATOR, Role.COORDINATOR)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    return tmp_path


def signed_in(role: Role) -> tuple[Client, User]:
    client, user = Client(), person(role.value, role)
    client.force_login(user)
    return client, user


def a_file(kind: str, audience: Audience = STAFF, owner: User | None = None) -> Any:
    model, name, content, _ = FILES[kind]
    file = SimpleUploadedFile(name, content)
    return model.objects.create(title="Rutin", audience=audience, file=file, uploaded_by_user=owner)


def change(client: Client, kind: str, held: Any, **sent: Any) -> None:
    """Save the form of a document or picture with what is sent, and read what became of it."""
    rest = {"title": held.title, "collection": "1", "kind": "support", "audience": held.audience}
    client.post(reverse(f"{kind}:edit", args=[held.pk]), rest | sent)
    held.refresh_from_db()


def another(kind: str) -> SimpleUploadedFile:
    name = {"wagtaildocs": "ny.xlsx", "wagtailimages": "nytt.jpg"}[kind]
    return SimpleUploadedFile(name, FILES[kind][3])


@pytest.mark.parametrize(("role", "kind"), list(zip(ADD, FILES, strict=True)))
def test_those_who_only_add_neither_change_others_files_nor_make_any_public(
    role: Role, kind: str
) -> None:
    client, user = signed_in(role)
    others = a_file(kind)
    name = others.file.name
    assert client.get(reverse(f"{kind}:edit", args=[others.pk])).status_code != 200
    change(client, kind, others, title="Taget", audience=PUBLIC, file=another(kind))
    assert (others.title, others.audience, others.file.name) == ("Rutin", STAFF, name)

    # Their own is theirs, and stays inside, whichever the way in.
    own = a_file(kind, owner=user)
    change(client, kind, own, title="Min", audience=PUBLIC, file=another(kind))
    assert (own.title, own.audience) == ("Min", STAFF)
    assert own.file.name != name
    model, file_name, content, _ = FILES[kind]
    for way in ways_in(kind, own.pk):
        assert send(client, way, file_name, content)[0].status_code in (200, 302)
    assert model.objects.count() == 5
    for held in model.objects.filter(uploaded_by_user=user):
        prefix = f"{'doc' if kind == 'wagtaildocs' else 'image'}-{held.pk}"
        sent = {"title": "Flera", "collection": "1", "kind": "support", "audience": PUBLIC}
        answer = client.post(
            reverse(f"{kind}:edit_multiple", args=[held.pk]),
            {f"{prefix}-{key}": value for key, value in sent.items()},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert answer.json()["success"]
        held.refresh_from_db()
        assert held.title == "Flera"
    assert set(model.objects.values_list("audience", flat=True)) == {STAFF}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_was_made_public_is_no_longer_replaced_by_who_added_it(kind: str) -> None:
    client, user = signed_in(Role.SUBJECT_EXPERT)
    own = a_file(kind, PUBLIC, user)
    name = own.file.name
    page = client.get(reverse(f"{kind}:edit", args=[own.pk])).content.decode()
    assert "Den som publicerar sidor kan ändra det, och byta filen." in page
    assert 'type="file"' not in page

    change(client, kind, own, title="Bättre namn", audience=STAFF, file=another(kind))

    assert (own.title, own.audience, own.file.name) == ("Bättre namn", PUBLIC, name)


def test_earlier_files_are_for_those_who_may_change_the_document() -> None:
    document = a_file("wagtaildocs")
    earlier = EarlierFile.objects.create(
        document=document,
        file=SimpleUploadedFile("a.pdf", made_files.pdf()),
        replaced_at=timezone.now(),
    )
    for roles, status in ((ADD, 404), (PUBLISH, 200)):
        for role in roles:
            assert signed_in(role)[0].get(earlier.url).status_code == status, role


@pytest.mark.parametrize(("role", "kind"), list(zip(PUBLISH, FILES, strict=True)))
def test_the_log_names_what_residents_get_and_who_gave_it(role: Role, kind: str) -> None:
    client, user = signed_in(role)
    held = a_file(kind)
    first = held.file.name

    def noted() -> list[tuple[str, Any]]:
        rows = ModelLogEntry.objects.for_instance(held).order_by("pk")
        assert {row.user for row in rows} <= {user}
        return [(row.message, row.data) for row in rows if row.action != "wagtail.edit"]

    change(client, kind, held, title="Nytt namn")
    assert noted() == []
    change(client, kind, held, audience=PUBLIC)
    change(client, kind, held, file=another(kind))
    change(client, kind, held, audience=STAFF)
    assert noted() == [
        ("Gjord öppen för alla", {"old": "staff", "new": "public"}),
        ("Filen utbytt", {"old": first, "new": held.file.name}),
        ("Gjord till bara för medarbetare", {"old": "public", "new": "staff"}),
    ]
    assert first != held.file.name

    send(client, ways_in(kind, 0)[0], *FILES[kind][1:3])
    auditor, _ = signed_in(Role.AUDITOR)
    trail = auditor.get("/intranet/logg/fil/?vad=register").content.decode("utf-8-sig")
    told = [(row[1], row[2], row[4]) for row in csv.reader(trail.splitlines(), delimiter=";")]
    who = user.get_full_name()
    assert (who, "Filen utbytt", "Nytt namn") in told
    # One that is for all from the first is said so too.
    assert (who, "Gjord öppen för alla", "Provet") in told


def test_the_log_names_who_let_residents_read_the_minutes() -> None:
    council = council_stage.set_up()
    meeting = council.meeting(date(2026, 12, 1))
    by: dict[str, Any] = {"user": council.coordinator, "now": council_stage.NOW}
    file = SimpleUploadedFile("protokoll.docx", made_files.docx())
    kept = write_minutes(meeting, "", file, revision=0, **by)
    kept = publish_minutes(kept, "public", revision=kept.revision, **by)
    withdraw_minutes(kept, revision=kept.revision, **by)

    document = LibraryDocument.objects.get(minutes_of=meeting)
    rows = ModelLogEntry.objects.for_instance(document).order_by("pk")
    assert [(row.message, row.user) for row in rows] == [
        ("Gjord öppen för alla", council.coordinator),
        ("Gjord till bara för medarbetare", council.coordinator),
    ]
