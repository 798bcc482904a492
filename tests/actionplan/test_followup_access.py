"""Every address of the follow-up, asked by everyone, in every way: what each is answered.

A new address is a row of the table; that each has one is a test of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from actionplan.followup import urls
from actionplan.followup.answering.filing import attach
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Answer, save_draft
from portal.intranet.roles import Role
from resources.municipality.contacts import ContactPerson
from tests import made_files
from tests.harness.client import Client
from tests.stage import Stage, around, person, set_up, speaks_for

pytestmark = pytest.mark.django_db
NOBODY, OUTSIDERS = "anonymous", ["reader", "communicator", "former", "stranger"]
READERS = ["secretary", "auditor"]
ROLES = [NOBODY, *OUTSIDERS, "contact", "deputy", "approver", "coordinator", *READERS, "steering"]

# Addresses in the order of `followup/urls.py`; a POST is sent empty, and what it does is undone.
# 302 is the door to the sign-in, or the way on after something was done.
# `draft`, `handed_in` and `approved` are answers of the first board; `file` belongs to the draft.
# `library` is the editors' list of files: there an answer's file is nobody's to see or replace.
TABLE = """
                                anon read comm form stra cont depu appr coor secr audi stee
start                  GET      302  200  200  200  200  200  200  200  200  200  200  200
start                  POST     302  405  405  405  405  405  405  405  405  405  405  405
new                    GET      302  403  403  403  403  403  403  403  200  403  403  403
new                    POST     302  403  403  403  403  403  403  403  200  403  403  403
notes                  GET      302  403  403  403  200  200  200  200  200  200  200  403
notes                  POST     302  403  403  403  404  404  404  404  404  403  403  403
undo_note              GET      302  405  405  405  405  405  405  405  405  405  405  405
undo_note              POST     302  404  404  404  404  404  404  404  404  404  404  404
steering               GET      302  403  403  403  403  403  403  403  200  403  200  200
steering               POST     302  405  405  405  405  405  405  405  405  405  405  405
year                   GET      302  302  302  302  302  302  302  302  200  302  200  302
year                   POST     302  405  405  405  405  405  405  405  405  405  405  405
edit                   GET      302  403  403  403  403  403  403  403  200  403  403  403
edit                   POST     302  403  403  403  403  403  403  403  200  403  403  403
dry_run                GET      302  403  403  403  403  403  403  403  302  403  403  403
dry_run                POST     302  403  403  403  403  403  403  403  302  403  403  403
close                  GET      302  403  403  403  403  403  403  403  200  403  403  403
close                  POST     302  403  403  403  403  403  403  403  302  403  403  403
missing                GET      302  403  403  403  403  403  403  403  200  403  200  403
missing                POST     302  405  405  405  405  405  405  405  405  405  405  405
missing_file           GET      302  403  403  403  403  403  403  403  200  403  200  403
missing_file           POST     302  405  405  405  405  405  405  405  405  405  405  405
reminders              GET      302  403  403  403  403  403  403  403  200  403  200  403
reminders              POST     302  405  405  405  405  405  405  405  405  405  405  405
send                   GET      302  403  403  403  403  403  403  403  302  403  403  403
send                   POST     302  403  403  403  403  403  403  403  302  403  403  403
reopen                 GET      302  403  403  403  403  403  403  403  302  403  403  403
reopen                 POST     302  403  403  403  403  403  403  403  302  403  403  403
board                  GET      302  404  404  404  404  200  200  200  200  200  200  404
board                  POST     302  404  404  404  404  200  200  200  200  403  403  404
answers                GET      302  404  404  404  404  200  200  200  200  200  200  404
answers                POST     302  404  404  404  404  302  302  403  302  403  403  404
hand_in                GET      302  404  404  404  404  200  200  200  200  200  200  404
hand_in                POST     302  404  404  404  404  302  302  403  302  403  403  404
review                 GET      302  404  404  404  404  200  200  200  200  200  200  404
review                 POST     302  404  404  404  404  403  403  302  302  403  403  404
board_file             GET      302  404  404  404  404  200  200  200  200  200  200  404
board_file             POST     302  405  405  405  405  405  405  405  405  405  405  405
answer:draft           GET      302  404  404  404  404  200  200  200  200  200  200  404
answer:draft           POST     302  404  404  404  404  200  200  403  409  403  403  404
answer:handed_in       GET      302  404  404  404  404  200  200  200  200  200  200  404
answer:handed_in       POST     302  404  404  404  404  409  409  403  409  403  403  404
answer:approved        GET      302  200  200  200  200  200  200  200  200  200  200  200
answer:approved        POST     302  403  403  403  403  409  409  403  409  403  403  403
remove_file:draft      GET      302  404  404  404  404  200  200  403  403  403  403  404
remove_file:draft      POST     302  404  404  404  404  302  302  403  403  403  403  404
file                   GET      302  404  404  404  404  200  200  200  200  200  200  404
library                GET      302  403  200  403  403  403  403  403  200  403  302  403
library_file           GET      302  403  302  403  403  403  403  403  302  403  302  403
"""


def rows() -> list[tuple[str, str, list[int]]]:
    """The table's rows: address, method, and one answer for each role."""
    lines = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return [(place, method, [int(cell) for cell in cells]) for place, method, *cells in lines]


@pytest.fixture
def stage() -> Stage:
    return around(set_up(), timezone.localdate()).open(timezone.now())


def answers(stage: Stage) -> dict[str, FollowUpEntry]:
    """Three answers of the first board: one begun, one handed in, one approved."""
    now, (first, second, third) = timezone.now(), stage.entries()[:3]
    said = Answer(done="Hemligt tills det är godkänt")
    return {
        "draft": save_draft(first, said, revision=0, user=stage.contacts[0], now=now),
        "handed_in": stage.answered(second, now=now),
        "approved": stage.approved(third, now=now),
    }


def clients(stage: Stage) -> dict[str, Client]:
    """A browser for each role; the coordinator's is the one who leads."""
    deputy, former = person("ersattare"), person("slutat", Role.BOARD_CONTACT)
    speaks_for(deputy, stage.boards[0], ContactPerson.Role.DEPUTY)
    row = speaks_for(former, stage.boards[0], ContactPerson.Role.DEPUTY)
    row.valid_to = timezone.localdate() - timedelta(1)
    row.save()
    secretary = person("sekreteraren", Role.BOARD_SECRETARY)
    speaks_for(secretary, stage.boards[0], ContactPerson.Role.SECRETARY)
    people = {
        "reader": person("medarbetaren", Role.READER),
        "communicator": person("kommunikatoren", Role.COMMUNICATOR),
        "former": former,
        "stranger": stage.contacts[1],
        "contact": stage.contacts[0],
        "deputy": deputy,
        "approver": stage.approvers[0],
        "coordinator": stage.coordinator,
        "secretary": secretary,
        "auditor": person("granskaren", Role.AUDITOR),
        "steering": person("styrgruppen", Role.STEERING_GROUP),
    }
    signed_in = {NOBODY: Client()}
    for name, user in people.items():
        signed_in[name] = Client()
        signed_in[name].force_login(user)
    return signed_in


def addresses(stage: Stage) -> dict[str, str]:
    """Where each row of the table is."""
    year, slug = stage.period.year, stage.boards[0].slug
    entries = answers(stage)
    attachment = attach(
        entries["draft"],
        SimpleUploadedFile("Hemligt.pdf", made_files.pdf()),
        user=stage.contacts[0],
        now=timezone.now(),
    )
    document = attachment.document
    number = {name: entry.activity.number for name, entry in entries.items()}
    by_year = ["year", "edit", "dry_run", "close", "reopen", "missing", "missing_file"]
    by_year += ["reminders", "send"]
    by_board = ["board", "answers", "hand_in", "review"]
    return {
        "start": reverse("followup"),
        **{name: reverse(f"followup_{name}") for name in ("new", "notes", "steering")},
        "undo_note": reverse("followup_undo_note", args=[1]),
        **{name: reverse(f"followup_{name}", args=[year]) for name in by_year},
        **{name: reverse(f"followup_{name}", args=[year, slug]) for name in by_board},
        **{
            f"answer:{name}": reverse("followup_answer", args=[year, slug, number[name]])
            for name in number
        },
        "board_file": reverse("followup_board_file", args=[year, slug, "csv"]),
        "remove_file:draft": reverse(
            "followup_remove_file", args=[year, slug, number["draft"], attachment.pk]
        ),
        "file": document.url,
        "library": reverse("wagtaildocs:index"),
        "library_file": reverse("wagtaildocs:edit", args=[document.pk]),
    }


def test_everyone_is_answered_as_the_table_says(stage: Stage) -> None:
    where, who = addresses(stage), clients(stage)
    wrong = []
    for place, method, expected in rows():
        for role, code in zip(ROLES, expected, strict=True):
            with transaction.atomic():
                answer = getattr(who[role], method.lower())(where[place])
                transaction.set_rollback(True)
            if answer.status_code != code:
                wrong.append(f"{place} {method} {role}: {answer.status_code}, not {code}")
            if role in [*OUTSIDERS, "steering"] or place == "library":
                assert b"Hemligt" not in b"".join(answer)
    assert not wrong


def test_who_only_reads_sees_everything_and_no_button_that_changes_it(stage: Stage) -> None:
    where, who = addresses(stage), clients(stage)
    shown = ["board", "answers", "hand_in", "review", "answer:draft", "answer:handed_in", "notes"]
    for role in READERS:
        for place in shown:
            page = who[role].get(where[place]).content.decode()
            main = page[page.index("<main") :]
            assert "<button" not in main.replace(
                '<button class="button" type="submit">\n    Visa', ""
            )
        assert "Hemligt" in who[role].get(where["board_file"]).content.decode()
        for place in ("board", "answers", "hand_in", "review", "answer:draft"):
            for action in ("unchanged", "confirm", "approve", "return", "reopen", ""):
                for said in ({"action": action, "entry": "1:1"}, {"withdraw": "1"}):
                    with transaction.atomic():
                        answer = who[role].post(where[place], said)
                        transaction.set_rollback(True)
                    # A number that is not the board's is not found; nothing else is done.
                    assert answer.status_code in {403, 404}, (role, place, action)


def test_a_boards_answers_as_a_file(stage: Stage) -> None:
    """All states, for the board alone; what is asked for by another name is not found."""
    where, who = addresses(stage), clients(stage)
    file = who["secretary"].get(where["board_file"])
    name = f"uppfoljning-{stage.period.year}-{stage.boards[0].slug}"
    assert f'filename="{name}' in file["Content-Disposition"]
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(stage.entries())
    said = "\n".join(lines)
    assert [
        word for word in ("Utkast", "Inskickad", "Godkänd", "Ej besvarad") if word not in said
    ] == []
    excel = who["secretary"].get(where["board_file"].replace("/csv/", "/xlsx/"))
    assert excel.content.startswith(b"PK")
    assert who["secretary"].get(where["board_file"].replace("/csv/", "/exe/")).status_code == 404
    other = where["board_file"].replace(stage.boards[0].slug, stage.boards[1].slug)
    assert who["secretary"].get(other).status_code == 404


def test_every_address_of_the_follow_up_has_rows_for_both_methods() -> None:
    named = {f"followup_{name}".removesuffix("_start") for name in names()}
    found = set(pattern_names(urls.urlpatterns))
    assert found == named


def names() -> set[str]:
    """The addresses that the table has with both methods."""
    both = [place.split(":")[0] for place, method, _ in rows() if method == "POST"]
    return set(both)


def pattern_names(patterns: Iterable[object]) -> list[str]:
    """The names of all addresses, those of included parts too."""
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += pattern_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append(str(pattern.name))
    return found


def claims() -> set[str]:
    """The names of the addresses that this table answers for."""
    return set(pattern_names(urls.urlpatterns))
