"""The desk of questions before opening gathers what is empty or not verified."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from portal.intranet.questions import question_groups
from portal.pages.content import ContentPage
from portal.pages.safety import SafetyPage
from resources.municipality.models import Board
from resources.services.models import Channel
from resources.violence.models import ViolenceArea
from tests.factories import LibraryDocumentFactory, ServiceFactory, UnitFactory

TITLE = "När någon annan kan se din skärm"


def texts() -> set[tuple[str, str]]:
    return {
        (question.text, question.concerns)
        for group in question_groups()
        for question in group.questions
    }


@pytest.mark.django_db
def test_what_the_facts_leave_empty_is_a_question() -> None:
    asked = texts()
    concerned = {concerns for _, concerns in asked}

    assert ("Vilken är webbadressen?", "Centrum mot våld") in asked
    assert ("Hur valdes området?", "Sexuellt våld") in asked
    assert "Bilaga 1: Kunskapsöversikt" in concerned
    assert "Valnämnden" in concerned
    assert any("diarienummer" in text for text, _ in asked)
    assert any(text.startswith("Vad svarade kommunen på synpunkten") for text, _ in asked)


@pytest.mark.django_db
def test_an_answer_takes_the_question_off_the_desk() -> None:
    board = Board.objects.get(name_sv="Valnämnden")
    board.verified_on = datetime.date(2026, 11, 1)
    board.save()
    Channel.objects.unanswered().delete()

    headings = {group.heading for group in question_groups()}

    assert "Valnämnden" not in {concerns for _, concerns in texts()}
    assert "Kontaktvägar som saknas" not in headings


@pytest.mark.django_db
def test_the_certain_danger_numbers_are_never_asked_about() -> None:
    certain = {str(channel) for channel in Channel.objects.filter(is_always_certain=True)}

    assert len(certain) == 4
    assert not any(number in text for number in certain for text, _ in texts())


@pytest.mark.django_db
def test_the_desk_counts_its_questions(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("reader"))

    page = client.get("/intranet/fragor/").content.decode()

    assert "Frågor till kommunen före öppning" in page
    assert f"{len([q for g in question_groups() for q in g.questions])} frågor" in page


@pytest.mark.django_db
def test_each_question_begins_with_what_it_concerns_and_each_group_has_a_link(
    client: Client,
) -> None:
    client.force_login(get_user_model().objects.create_superuser("editor"))

    page = BeautifulSoup(client.get("/intranet/fragor/").content, "html.parser")

    group = question_groups()[0]
    first = page.select(".questions")[0].select("li")[0]
    assert " ".join(first.get_text(" ").split()) == (
        f"{group.questions[0].concerns} {group.questions[0].text}"
    )
    assert first.select("a")[0].text == group.questions[0].concerns
    links = [str(link["href"]) for link in page.select(".on-this-page a")]
    assert links == [f"#{group.id}" for group in question_groups()]
    assert len(set(links)) == len(links)
    assert all(page.select_one(link) for link in links)


@pytest.mark.django_db
def test_who_goes_through_the_steps_for_browsers_is_asked_here_and_not_of_readers(
    client: Client,
) -> None:
    asked = ("Vilken enhet går igenom stegen för webbläsarna, och senast när?", TITLE)
    assert asked in texts()
    assert "Här saknas uppgift" not in client.get("/din-webblasare/").content.decode()

    SafetyPage.objects.update(owner_unit=UnitFactory(), review_on="2030-01-01")
    assert asked not in texts()


@pytest.mark.django_db
def test_every_activity_asks_for_its_wording_until_it_is_entered() -> None:

    concerned = {concerns for text, concerns in texts() if text.startswith("Hur lyder")}

    assert len(concerned) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(("days_ago", "asked"), [(-1, False), (0, True), (400, True)])
def test_what_should_have_been_reviewed_is_asked_about(days_ago: int, asked: bool) -> None:
    facts = {
        "review_on": timezone.localdate() - datetime.timedelta(days=days_ago),
        "owner_unit": UnitFactory(name_sv="Ägande enheten"),
    }
    page = ContentPage.objects.get(url_path__endswith="/om/", locale__language_code="sv")
    area = ViolenceArea.objects.all()[0]
    document = LibraryDocumentFactory()
    for row in (page, area, document):
        type(row)._base_manager.filter(pk=row.pk).update(**facts)
    hidden = ContentPage.objects.exclude(pk=page.pk)[0]
    ContentPage.objects.filter(pk=hidden.pk).update(live=False, **facts)

    found = {concerns for text, concerns in texts() if "Ägande enheten skulle se över" in text}
    assert found == ({page.title, str(area), document.title} if asked else set())


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "says"), [(0, ""), (1, "utan öppettider"), (120, "visas inte")])
def test_a_service_whose_review_has_gone_by_is_asked_about(days: int, says: str) -> None:
    assured_on = timezone.localdate() - datetime.timedelta(days=180 + days)
    ServiceFactory(name_sv="Provjouren", assured_on=assured_on)
    ServiceFactory(name_sv="Provjouren", assured_on=assured_on, ended_on=timezone.localdate())

    asked = [text for text, concerns in texts() if concerns == "Provjouren" and "gick ut" in text]

    assert [says in text for text in asked] == ([True] if says else [])
