"""The desk of questions before opening gathers what is empty or not verified."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.intranet.questions import question_groups
from resources.municipality.models import Board
from resources.services.models import Channel


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
    board = Board.objects.get(name="Valnämnden")
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
def test_every_activity_asks_for_its_wording_until_it_is_entered() -> None:

    concerned = {concerns for text, concerns in texts() if text.startswith("Hur lyder")}

    assert len(concerned) == 12
