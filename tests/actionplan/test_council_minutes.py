"""Minutes: of which meeting, who reads them and where, and the file of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale

from actionplan.council.deciding.services import change_decision, record_decision
from actionplan.council.minutes.services import (
    publish_minutes,
    withdraw_minutes,
    write_minutes,
)
from actionplan.council.models import CouncilMeeting
from actionplan.council.planning.services import change_meeting
from actionplan.council.records import Decision
from portal.pages.plan import PlanPage
from resources.documents.models import LibraryDocument
from tests import made_files
from tests.actionplan.council_stage import NOW, Council, Kind, set_up
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
PAST = date(2026, 12, 1)


@pytest.fixture
def council() -> Council:
    return set_up()


@pytest.fixture
def meeting(council: Council) -> CouncilMeeting:
    return council.meeting(PAST)


def text(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, path
    return " ".join(answered.content.decode().split())


def test_minutes_are_of_a_meeting_that_was_held(council: Council, meeting: CouncilMeeting) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    kept = write_minutes(meeting, "Vad som sades", revision=0, **by)
    row, ahead = CouncilMeeting.objects.filter(pk=kept.pk), NOW + timedelta(days=1)
    kept.starts_at, kept.ends_at = ahead, None
    with pytest.raises(ValidationError, match="kan inte flyttas framåt") as refused:
        change_meeting(kept, revision=kept.revision, **by)
    assert list(refused.value.error_dict) == ["day"]
    # Beside the services, as it could be done before.
    row.update(starts_at=ahead, ends_at=None)
    with pytest.raises(ValidationError, match="inte börjat än"):
        publish_minutes(kept, "public", revision=kept.revision, **by)
    row.update(starts_at=NOW)
    kept = publish_minutes(kept, "public", revision=kept.revision, **by)
    row.update(is_cancelled=True, cancel_reason="Sjukdom")
    assert not withdraw_minutes(kept, revision=kept.revision, **by).has_published_minutes


def test_minutes_for_all_stand_by_the_plan_and_a_forums_with_the_forum(
    council: Council, meeting: CouncilMeeting
) -> None:
    resident, place = Client(), "/handlingsplanen/protokoll/"
    forum = council.meeting(PAST, Kind.FORUM, is_announced=True)
    council.published(forum, "public")
    council.decided(meeting, "Ett underlag tas fram")
    kept = council.published(meeting, "staff")
    one = f"{place}{meeting.pk}/"
    # What the municipality's own people read, and what stands elsewhere, is not here.
    assert "Inget protokoll är publicerat" in text(resident, place)
    assert f"{place}" not in text(resident, "/handlingsplanen/")
    assert {resident.get(f"{place}{pk}/").status_code for pk in (meeting.pk, forum.pk)} == {404}

    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    kept = withdraw_minutes(kept, revision=kept.revision, **by)
    kept = publish_minutes(kept, "public", revision=kept.revision, **by)
    assert place in text(resident, "/handlingsplanen/")
    assert one in text(resident, place)
    assert one in text(resident, "/sitemap.xml")
    page = text(resident, one)
    assert "Vad som sades" in page
    assert "Ett underlag tas fram" in page

    english = PlanPage.objects.get().copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    page = text(resident, f"{english.get_url()}protokoll/{meeting.pk}/")
    assert '<div class="prose" lang="sv"><p>Vad som sades' in page
    assert '<p lang="sv">Ett underlag tas fram' in page
    withdraw_minutes(kept, revision=kept.revision, **by)
    assert resident.get(one).status_code == 404


def test_minutes_are_a_real_file_and_lie_outside_the_library(
    council: Council, meeting: CouncilMeeting, client: Client
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    page = SimpleUploadedFile("protokoll.pdf", b"<html><script>alert(1)</script>")
    with pytest.raises(ValidationError, match="Filen går inte att ta emot"):
        write_minutes(meeting, "", page, revision=0, **by)
    with pytest.raises(ValidationError, match="Skriv minnesanteckningar"):
        publish_minutes(meeting, "staff", revision=0, **by)

    file = SimpleUploadedFile("protokoll.pdf", made_files.pdf())
    kept = write_minutes(meeting, "", file, revision=0, **by)
    document = LibraryDocument.objects.get(minutes_of=meeting)
    client.force_login(council.holder)
    assert client.get(document.url).status_code == 404
    kept = publish_minutes(kept, "council", revision=kept.revision, **by)
    assert client.get(document.url).status_code == 200
    client.force_login(council.reader)
    assert client.get(document.url).status_code == 404
    kept = withdraw_minutes(kept, revision=kept.revision, **by)
    kept = publish_minutes(kept, "public", revision=kept.revision, **by)
    document.refresh_from_db()
    client.logout()
    assert not document.url.startswith("/intranet/")
    assert client.get(document.url).status_code == 200
    kept = withdraw_minutes(kept, revision=kept.revision, **by)
    assert client.get(document.url).status_code == 404

    write_minutes(kept, "Bara text", drop_file=True, revision=kept.revision, **by)
    assert not LibraryDocument.objects.filter(pk=document.pk).exists()


def test_what_is_published_is_not_added_to_behind_its_readers_backs(
    council: Council, meeting: CouncilMeeting
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    kept = council.decided(meeting, "Ett underlag tas fram")
    council.published(meeting, "public")
    meeting.refresh_from_db()

    with pytest.raises(ValidationError, match="Dra tillbaka protokollet först"):
        record_decision(Decision(meeting=meeting, text="Ett till"), **by)
    kept.text = "Något annat"
    with pytest.raises(ValidationError, match="Dra tillbaka protokollet först") as refused:
        change_decision(kept, revision=kept.revision, **by)
    assert list(refused.value.error_dict) == ["text"]
    kept.refresh_from_db()
    kept.responsible_text = "Den nya chefen"
    assert change_decision(kept, revision=kept.revision, **by).text == "Ett underlag tas fram"
