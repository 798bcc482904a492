"""What is not in hand is a question, and what is for staff stays with staff."""

from datetime import date

import pytest

from resources.documents.models import LibraryDocument, ReferencedDocument
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
