"""Every way in for a file asks the same: refused with a sentence at the field, nothing kept."""

import json
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from portal.blocks.reading import TEXT_FEATURES
from portal.delivery.upload_limit import PUBLIC_LIMIT, STAFF_LIMIT
from portal.intranet.roles import Role, give_role
from resources.documents.models import Audience, LibraryDocument, LibraryImage
from resources.documents.refusal import TWO_THINGS
from resources.documents.uploads import DOCUMENT, PICTURE
from tests import made_files
from tests.factories import ContentPageFactory, StaffContentPageFactory
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
POLYGLOT = made_files.pdf() + made_files.HTML


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    return tmp_path


@pytest.fixture
def editor(client: Client) -> Client:
    user = get_user_model().objects.create_user("redaktor")
    give_role(user, Role.COMMUNICATOR)
    client.force_login(user)
    return client


def ways_in(kind: str, pk: int) -> list[tuple[str, str, str]]:
    """Wagtail's addresses that take a file: where, the field's name, and before the others'."""
    chooser = "wagtailimages_chooser" if kind == "wagtailimages" else "wagtaildocs_chooser"
    prefix = "image-chooser-upload-" if kind == "wagtailimages" else "document-chooser-upload-"
    return [
        (reverse(f"{kind}:add"), "file", ""),
        (reverse(f"{kind}:edit", args=[pk]), "file", ""),
        (reverse(f"{kind}:add_multiple"), "files[]", ""),
        (reverse(f"{chooser}:create"), f"{prefix}file", prefix),
    ]


def send(editor: Client, way: tuple[str, str, str], name: str, content: bytes) -> tuple[Any, str]:
    address, field, prefix = way
    rest = {"title": "Provet", "collection": "1", "kind": "support", "audience": "public"}
    sent = {f"{prefix}{key}": value for key, value in rest.items()}
    file = SimpleUploadedFile(name, content, "application/pdf")
    answer = editor.post(
        address, sent | {field: file}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    told = answer.content.decode()
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return answer, json.dumps(json.loads(told), ensure_ascii=False) if is_json else told


def test_every_way_in_refuses_what_means_harm_and_takes_what_does_not(
    editor: Client, folder: Path
) -> None:
    document = LibraryDocument.objects.create(
        title="Rutin", file=SimpleUploadedFile("a.pdf", made_files.pdf())
    )
    picture = LibraryImage.objects.create(
        title="Hus", file=SimpleUploadedFile("a.png", made_files.picture())
    )

    def kept() -> list[Path]:
        # The small pictures that the editing interface shows beside the form are none of the files.
        return [path for path in folder.rglob("*.*") if path.parent.name != "staff-images"]

    before = kept()
    refused = {
        "wagtaildocs": [
            ("sida.html", made_files.HTML, DOCUMENT.not_taken),
            ("rutin.pdf", made_files.HTML, DOCUMENT.not_taken),
            ("bild.svg", made_files.SVG, DOCUMENT.not_taken),
            ("rutin.pdf", POLYGLOT, TWO_THINGS),
        ],
        "wagtailimages": [
            ("bild.svg", made_files.SVG, PICTURE.not_taken),
            ("bild.png", made_files.SVG, PICTURE.not_taken),
            ("bild.png", made_files.HTML, PICTURE.not_taken),
            ("bild.gif", made_files.picture("GIF") + made_files.HTML, TWO_THINGS),
        ],
    }
    # What is refused is one rule, tested where it stands; here two files a way, and each file once.
    for kind, files in refused.items():
        pk = document.pk if kind == "wagtaildocs" else picture.pk
        waiting = cycle(files)
        for way in ways_in(kind, pk):
            for name, content, sentence in islice(waiting, 2):
                _, told = send(editor, way, name, content)
                assert sentence in told, (way, name)
    assert kept() == before

    whole = {
        "wagtaildocs": ("rutin.docx", made_files.docx()),
        "wagtailimages": ("a.png", made_files.picture("PNG", (9, 9))),
    }
    for kind, (name, content) in whole.items():
        model = LibraryDocument if kind == "wagtaildocs" else LibraryImage
        for way in ways_in(kind, model.objects.latest("pk").pk):
            answer, told = send(editor, way, name, content)
            assert answer.status_code in (200, 302), way
            assert "är inte" not in told
        # The edit made none, and each of the three others made one.
        assert model.objects.count() == 4


def test_what_is_added_without_a_word_of_who_may_see_it_stays_inside(editor: Client) -> None:
    for kind, name, content in (
        ("wagtaildocs", "rutin.docx", made_files.docx()),
        ("wagtailimages", "hus.png", made_files.picture()),
    ):
        file = SimpleUploadedFile(name, content)
        editor.post(
            reverse(f"{kind}:add_multiple"),
            {"files[]": file, "title": "Provet"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    assert LibraryDocument.objects.get().audience == Audience.STAFF
    assert LibraryImage.objects.get().audience == Audience.STAFF


def test_the_editing_interface_shows_pictures_for_staff_and_takes_no_portrait(
    editor: Client,
) -> None:
    picture = LibraryImage.objects.create(
        title="Hus", file=SimpleUploadedFile("a.png", made_files.picture())
    )
    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailimages_chooser:choose"),
    ):
        told = editor.get(address)
        assert told.status_code == 200
        assert "/intranet/bilder/a." in told.content.decode(), address
    for api in ("images", "documents"):
        assert editor.get(f"/intranet/redaktion/api/main/{api}/").status_code in (200, 404), api
    preview = editor.get(reverse("wagtailimages:preview", args=[picture.pk, "original"]))
    assert preview["Content-Type"] == "image/png"
    assert 'type="file"' not in editor.get("/intranet/redaktion/account/").content.decode()
    field = editor.get(reverse("wagtaildocs:add")).content.decode()
    assert f'data-max-size="{DOCUMENT.limit}"' in field
    assert DOCUMENT.too_large in field


def test_what_is_for_staff_is_refused_on_a_page_for_all_and_never_shown_there(
    editor: Client,
) -> None:
    picture = LibraryImage.objects.create(
        title="Huset", file=SimpleUploadedFile("a.png", made_files.picture())
    )
    document = LibraryDocument.objects.create(
        title="Hemligt", file=SimpleUploadedFile("a.pdf", made_files.pdf())
    )
    link = f'<p><a linktype="document" id="{document.pk}">Läs</a></p>'
    body = [("text", link), ("image", {"image": picture, "alt": "Ett hus"})]
    page = ContentPageFactory(title="Om huset", body=body)
    inside = StaffContentPageFactory(title="Om huset", body=body)

    def objections(page: Page) -> dict[int, Any]:
        data = {
            "title": page.title,
            "slug": page.slug,
            "lead": "",
            "body": streamfield(
                [
                    ("text", rich_text(link, features=TEXT_FEATURES)),
                    ("image", {"image": str(picture.pk), "alt": "Ett hus", "caption": ""}),
                ]
            ),
            "comments": inline_formset([]),
        }
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = editor.post(address, nested_form_data(data))
        # A page that is taken leads on; one that is not shows its form again.
        if answer.status_code == 302:
            return {}
        found: dict[int, Any] = answer.context["form"].errors.as_data()["body"][0].block_errors
        return found

    at_text, at_image = objections(page).values()
    assert "Dokumentet Hemligt är bara för medarbetare" in at_text.message
    assert "Bilden Huset är bara för medarbetare" in at_image.block_errors["image"].message
    assert not objections(inside)

    shown = Client().get(page.url).content.decode()
    assert "<figure" not in shown
    assert "Ett hus" not in shown
    assert "a.pdf" not in shown
    behind = editor.get(inside.url).content.decode()
    assert 'src="/intranet/bilder/a.' in behind

    picture.audience = Audience.PUBLIC
    picture.save()
    assert 'src="/media/images/a.' in Client().get(page.url).content.decode()


def test_a_request_that_is_far_too_large_is_refused_unread(editor: Client) -> None:
    for address, limit in (
        ("/intranet/redaktion/documents/add/", STAFF_LIMIT),
        ("/sok/", PUBLIC_LIMIT),
    ):
        answer = editor.generic("POST", address, b"x", CONTENT_LENGTH=str(limit + 1))
        assert answer.status_code == 413
        told = answer.content.decode()
        assert "En fil får vara högst 20 MB. Inget har sparats." in told
        assert 'href="tel:112"' in told
        assert not answer.cookies
        assert "frame-ancestors" in answer["Content-Security-Policy"]
