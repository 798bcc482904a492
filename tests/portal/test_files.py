"""Files and pictures: who gets them at which address, and what the answer lets a browser do."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import TestCase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from portal.delivery.files import LOCKED_UP, PDF_POLICY
from portal.intranet.roles import Role, give_role
from resources.documents.earlier import EarlierFile
from resources.documents.models import Audience, LibraryDocument, LibraryImage
from tests import made_files
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
STAFF, PUBLIC = Audience.STAFF, Audience.PUBLIC


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    return tmp_path


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_user("reader"))
    return client


def a_document(
    audience: Audience, name: str = "rutin.pdf", content: bytes = b""
) -> LibraryDocument:
    file = ContentFile(content or made_files.pdf(), name=name)
    return LibraryDocument.objects.create(title="Hemlig rutin", audience=audience, file=file)


def a_picture(audience: Audience) -> LibraryImage:
    file = ContentFile(made_files.picture(), name="huset.png")
    return LibraryImage.objects.create(title="Huset", audience=audience, file=file)


def sent(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def files_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_everything_that_is_not_a_public_rendition_lies_where_no_web_server_reads(
    folder: Path,
) -> None:
    for audience in (STAFF, PUBLIC):
        a_document(audience)
        a_picture(audience).get_rendition("width-10")

    told = files_in(folder)

    assert len(told) == 6
    in_public = [name for name in told if not name.startswith("private/")]
    assert len(in_public) == 1
    assert in_public[0].startswith("media/images/huset")
    assert {oct(p.stat().st_mode)[-3:] for p in (folder / "private").rglob("*.*")} == {"600"}


def test_a_document_is_given_to_those_who_may_have_it_and_does_not_exist_for_others(
    reader: Client, client: Client
) -> None:
    nobody = Client()
    public, inside = a_document(PUBLIC), a_document(STAFF)
    there_is_none = nobody.get("/dokument/999999/rutin.pdf")

    for method in ("get", "head"):
        assert getattr(nobody, method)(public.url).status_code == 200
        for address in (f"/dokument/{inside.pk}/{inside.filename}", f"/dokument/{public.pk}/x.pdf"):
            told = getattr(nobody, method)(address)
            assert told.status_code == 404
            assert not told.cookies
        # Behind the gate the answer is one and the same, whatever is asked for.
        for address in (
            inside.url,
            "/intranet/dokument/999999/",
            "/intranet/bilder/finns-inte.png",
        ):
            told = getattr(nobody, method)(address)
            assert told.status_code == 302
            assert told["Location"].startswith("/intranet/logga-in/")
        assert getattr(reader, method)(inside.url).status_code == 200
        assert getattr(reader, method)("/intranet/dokument/999999/").status_code == 404
    there_is = nobody.get(f"/dokument/{inside.pk}/{inside.filename}")
    assert there_is.content == there_is_none.content
    # Not even what the file is called stands in an address that somebody links to.
    assert inside.url == f"/intranet/dokument/{inside.pk}/"
    assert nobody.post(public.url).status_code == 405
    for prefix in ("/en", "/sv", "/fi"):
        assert nobody.get(f"{prefix}{inside.url}").status_code in (302, 404)
        assert nobody.get(f"{prefix}/dokument/{inside.pk}/{inside.filename}").status_code == 404


def test_the_answer_lets_a_browser_do_nothing(reader: Client) -> None:
    nobody, script = Client(), made_files.HTML
    for name, content, kind, policy, way in (
        ("rutin.pdf", made_files.pdf(), "application/pdf", PDF_POLICY, "inline"),
        ("rutin.docx", made_files.docx(), "wordprocessingml", LOCKED_UP, "attachment"),
        # Forced into the storage past every check.
        ("sida.html", script, "application/octet-stream", LOCKED_UP, "attachment"),
        ("bild.svg", made_files.SVG, "application/octet-stream", LOCKED_UP, "attachment"),
        ("skript.js", b"alert(1)", "application/octet-stream", LOCKED_UP, "attachment"),
        ("ingen-andelse", script, "application/octet-stream", LOCKED_UP, "attachment"),
    ):
        for browser, audience, kept in (
            (nobody, PUBLIC, "no-store"),
            (reader, STAFF, "private, no-store"),
        ):
            answer = browser.get(a_document(audience, name, content).url)
            assert sent(answer) == content
            assert kind in answer["Content-Type"]
            assert answer["Content-Disposition"].startswith(way)
            assert answer["Content-Security-Policy"] == policy
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Cache-Control"] == kept
            assert not answer.cookies


def test_a_picture_for_staff_is_seen_behind_the_sign_in_only(reader: Client, folder: Path) -> None:
    rendition = a_picture(STAFF).get_rendition("width-10|format-webp")

    assert rendition.url.startswith("/intranet/bilder/")
    assert not (folder / "media").exists()
    answer = reader.get(rendition.url)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")
    assert answer["Content-Security-Policy"] == LOCKED_UP
    assert Client().get(rendition.url)["Location"].startswith("/intranet/logga-in/")
    name = Path(rendition.file.name).name
    for guess in (f"/media/images/{name}", f"/media/{rendition.file.name}", f"/bilder/{name}"):
        assert Client().get(guess).status_code == 404


def test_a_picture_that_changes_audience_leaves_nothing_where_it_was(folder: Path) -> None:
    picture = a_picture(PUBLIC)
    before = picture.get_rendition("width-10")
    picture.get_renditions("width-11", "width-12")
    stale = LibraryImage.objects.get(pk=picture.pk)

    picture.audience = STAFF
    with TestCase.captureOnCommitCallbacks(execute=True):
        picture.save()

    assert [name for name in files_in(folder) if name.startswith("media/")] == []
    # Neither what is kept in the cache nor a picture that was read before leads out again.
    for held in (LibraryImage.objects.get(pk=picture.pk), stale):
        made = [
            held.get_rendition("width-13"),
            *held.get_renditions("width-14", "width-15").values(),
        ]
        assert all(rendition.url.startswith("/intranet/bilder/") for rendition in made)
    assert LibraryImage.objects.get(pk=picture.pk).get_rendition("width-10").url != before.url
    assert not (folder / "media" / "images").exists() or not files_in(folder / "media")

    picture.audience = PUBLIC
    with TestCase.captureOnCommitCallbacks(execute=True):
        picture.save()
    assert picture.get_rendition("width-10").url.startswith("/media/images/")
    assert not list((folder / "private" / "staff-images").glob("*"))


def test_a_file_that_another_replaces_is_kept_for_those_who_look_after_the_document(
    client: Client, reader: Client
) -> None:
    document = a_document(PUBLIC)
    LibraryDocument.objects.filter(pk=document.pk).update(version="1.0")
    editor = Client()
    user = get_user_model().objects.create_user("redaktor")
    give_role(user, Role.COMMUNICATOR)
    editor.force_login(user)
    new = ContentFile(made_files.docx(), name="rutin.docx")
    form = {
        "title": "Rutin",
        "file": new,
        "kind": "support",
        "audience": "public",
        "version": "2.0",
    }

    editor.post(reverse("wagtaildocs:edit", args=[document.pk]), form | {"collection": "1"})

    document.refresh_from_db()
    assert document.filename == "rutin.docx"
    earlier = EarlierFile.objects.get()
    assert (earlier.document, earlier.version) == (document, "1.0")
    page = editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert f'href="{earlier.url}"' in page
    assert f"version 1.0 (till {timezone.localdate():%Y-%m-%d})" in page
    assert sent(editor.get(earlier.url)).startswith(b"%PDF-")
    assert reader.get(earlier.url).status_code == 404
    assert Client().get(earlier.url).status_code == 302
    with TestCase.captureOnCommitCallbacks(execute=True):
        document.delete()
    assert not earlier.file.storage.exists(str(earlier.file.name))


def test_none_of_wagtails_own_addresses_gives_a_file() -> None:
    for name in ("wagtailimages_serve", "wagtaildocs_authenticate_with_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["a", 1, "original"][: 3 if "serve" in name else 1])


def test_what_residents_can_search_and_fetch_names_no_document_for_staff() -> None:
    inside = a_document(STAFF)
    nobody = Client()
    answers = [nobody.post("/sok/", {"q": "Hemlig rutin"})]
    answers += [
        nobody.get(place) for place in ("/sitemap.xml", "/oppna-data/", "/handlingsplanen/")
    ]

    for answer in answers:
        assert answer.status_code == 200
        told = answer.content.decode()
        assert f"dokument/{inside.pk}/" not in told
        # The words that were asked for stand in the search field.
        assert "Hemlig rutin" not in told.replace('value="Hemlig rutin"', "")


def test_what_an_earlier_version_kept_in_the_public_folder_is_moved_inside(folder: Path) -> None:
    kept = {
        "documents/rutin.pdf": "private",
        "original_images/hus.png": "private",
        "images/hus.png": "media",
    }
    for name in kept:
        (folder / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "media" / name).write_bytes(b"x")
    moving = import_module("resources.migrations.0009_private_files")

    moving.move_inside(None, None)
    moving.move_inside(None, None)

    assert set(files_in(folder)) == {f"{where}/{name}" for name, where in kept.items()}
    private = folder / "private"
    modes = {oct(path.stat().st_mode)[-3:] for path in private.rglob("*") if path.is_file()}
    assert modes == {"600"}
    assert {oct(path.stat().st_mode)[-3:] for path in [private, private / "documents"]} == {"700"}
    # One that would overwrite another is named, and nothing stays public in silence.
    (folder / "media" / "documents").mkdir(exist_ok=True)
    (folder / "media" / "documents" / "rutin.pdf").write_bytes(b"y")
    with pytest.raises(RuntimeError, match=r"documents/rutin\.pdf"):
        moving.move_inside(None, None)
    (folder / "media" / "documents" / "rutin.pdf").unlink()
    moving.move_back(None, None)
    assert set(files_in(folder)) == {f"media/{name}" for name in kept}
