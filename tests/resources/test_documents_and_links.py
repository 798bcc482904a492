"""What is not in hand is a question, and what is for staff stays with staff."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageSequence
from PIL.ExifTags import GPS, IFD, Base
from pytest_django import Settings
from wagtail.utils.file import hash_filelike

from resources.documents.models import LibraryDocument, LibraryImage, ReferencedDocument
from resources.documents.pictures import DAMAGED
from resources.links.models import Link
from tests.factories import (
    LibraryDocumentFactory,
    LinkFactory,
    ReferencedDocumentFactory,
    UnitFactory,
    ViolenceAreaFactory,
)

pytestmark = pytest.mark.django_db


def test_a_document_without_file_and_address_is_not_in_hand() -> None:
    missing = ReferencedDocumentFactory()
    a_page = ReferencedDocumentFactory(address="/handlingsplanen/")
    a_file = ReferencedDocumentFactory(file=LibraryDocumentFactory())

    assert [d.is_in_hand for d in (missing, a_page, a_file)] == [False, True, True]
    assert {missing, a_page, a_file} & set(ReferencedDocument.objects.not_in_hand()) == {missing}


def test_a_new_file_is_for_staff_until_somebody_says_otherwise() -> None:
    for_staff = LibraryDocumentFactory()
    for_all = LibraryDocumentFactory(audience=LibraryDocument.Audience.PUBLIC)

    assert {for_staff, for_all} & set(LibraryDocument.objects.public()) == {for_all}
    assert ReferencedDocumentFactory(file=for_staff).public_file is None
    assert ReferencedDocumentFactory(file=for_all).public_file == for_all


def test_what_is_due_for_review_is_due_on_the_day_itself() -> None:
    area = ViolenceAreaFactory(owner_unit=UnitFactory(), review_on=date(2026, 6, 1))
    found = type(area).objects.due_for_review

    assert area not in found(date(2026, 5, 31))
    assert area in found(date(2026, 6, 1))
    assert ViolenceAreaFactory() not in found(date(2026, 6, 1))


def test_a_link_without_an_address_is_a_question() -> None:
    answered, unanswered = LinkFactory(), LinkFactory(address="")

    assert {answered, unanswered} & set(Link.objects.unanswered()) == {unanswered}
    assert {answered, unanswered} & set(Link.objects.answered()) == {answered}


def test_links_are_found_by_kind_and_area() -> None:
    law, partner = LinkFactory(kind=Link.Kind.LAW), LinkFactory(kind=Link.Kind.PARTNER)
    area = ViolenceAreaFactory()
    law.areas.add(area)

    assert {law, partner} & set(Link.objects.of_kind(Link.Kind.LAW)) == {law}
    assert set(Link.objects.of_kind(Link.Kind.LAW, Link.Kind.PARTNER)) >= {law, partner}
    assert list(Link.objects.for_area(area)) == [law]


def a_photograph(form: str) -> ContentFile:
    """A picture that lies on its side and says where it was taken, twice as wide as high."""
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.ImageDescription] = "Kvastgatan"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (63.0, 49.0, 12.0)
    data = io.BytesIO()
    # A quality that is not the one which is given by itself.
    picture.save(data, form, exif=exif, comment="Kvastgatan", quality=97)
    return ContentFile(data.getvalue(), name=f"hus.{form.lower()}")


def as_sent(file: ContentFile) -> SimpleUploadedFile:
    return SimpleUploadedFile(str(file.name), file.read(), "image/*")


def told_by(file: Any) -> dict[Any, Any]:
    with file.open("rb") as opened:
        picture = Image.open(opened)
        exif = picture.getexif()
        return {**dict(exif), **exif.get_ifd(IFD.GPSInfo), "comment": picture.info.get("comment")}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_without_where_and_when_it_was_taken(
    settings: Settings, tmp_path: Path, form: str
) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    photograph = a_photograph(form)
    assert told_by(photograph)[GPS.GPSLatitude]

    picture = LibraryImage.objects.create(title="Huset", file=photograph)

    assert not any(told_by(picture.file).values())
    assert not any(told_by(picture.get_rendition("width-10|format-jpeg").file).values())
    assert b"Kvastgatan" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*.*"))
    # It stands the right way up, and what the register knows of the file is of the file.
    assert (picture.width, picture.height) == (20, 40)
    assert picture.file_size == picture.file.size
    picture = LibraryImage.objects.get(pk=picture.pk)
    with Image.open(picture.file) as kept:
        above, below = (kept.convert("L").getpixel((10, y)) for y in (5, 35))
    assert above == pytest.approx(76, abs=9)
    assert below == pytest.approx(255, abs=9)


def test_a_picture_that_an_editor_uploads_and_replaces_tells_nothing(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": as_sent(a_photograph("JPEG")), "title": "Huset"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    picture = LibraryImage.objects.get()
    assert (picture.title, picture.file_size) == ("Huset", picture.file.size)
    first = picture.file.name

    client.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        {"title": "Huset igen", "file": as_sent(a_photograph("PNG"))},
    )

    picture = LibraryImage.objects.get()
    assert (picture.title, picture.file.name == first) == ("Huset igen", False)
    assert not any(told_by(picture.file).values())
    assert picture.file_hash == hash_filelike(picture.file.open("rb"))


def test_a_new_picture_that_is_cut_short_is_refused_at_its_field(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    whole = io.BytesIO()
    Image.effect_noise((60, 60), 90).save(whole, "JPEG")
    for name, data in (
        ("hus.jpeg", whole.getvalue()[:-900]),
        ("hus.png", a_photograph("PNG").read()[:-40]),
    ):
        answers = [
            client.post(
                reverse("wagtailimages:add"),
                {"title": "Huset", "collection": "1", "file": SimpleUploadedFile(name, data)},
            ),
            client.post(
                reverse("wagtailimages:add_multiple"),
                {"files[]": SimpleUploadedFile(name, data), "title": "Huset"},
                headers={"X-Requested-With": "XMLHttpRequest"},
            ),
        ]

        assert answers[0].context["form"].errors["file"] == [DAMAGED]
        assert DAMAGED in answers[1].json()["error_message"]
    assert not LibraryImage.objects.exists()


def test_a_picture_that_is_saved_again_keeps_its_file(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    picture = LibraryImage.objects.create(title="Huset", file=a_photograph("JPEG"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}

    picture.title = "Ett hus"
    picture.save()

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_picture_that_moves_goes_on_moving(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    first, second = (Image.new("RGB", (9, 9), colour) for colour in ("red", "blue"))
    data = io.BytesIO()
    first.save(data, "GIF", save_all=True, append_images=[second], comment=b"Kvastgatan")

    picture = LibraryImage.objects.create(
        title="Rörligt", file=ContentFile(data.getvalue(), name="rorligt.gif")
    )

    kept = picture.file.open("rb").read()
    assert len(list(ImageSequence.Iterator(Image.open(io.BytesIO(kept))))) == 2
    assert b"Kvastgatan" not in kept
