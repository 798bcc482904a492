"""A revision that was begun by mistake is given up, and the plan stands as before."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt
from actionplan.revision import removing, reviewing
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision
from portal.intranet.models import User
from resources.municipality.models import Board
from tests.actionplan.revising import (
    ADDRESS,
    NOW,
    TODAY,
    decide,
    decide_everything,
    revision_of,
)

ABANDON = f"{ADDRESS}avbryt/"


def test_a_revision_is_given_up_and_begun_again(
    starting_version: PlanVersion, editor: User, client: Client
) -> None:
    revision = revision_of(starting_version, editor)
    decide_everything(revision, editor)
    reviewing.open_review(revision, due_on=TODAY, user=editor, now=NOW)
    board = Board.objects.get(slug="aldrenamnden")
    reviewing.answer(revision, board, stance="agrees", text="", seen=0, user=editor, now=NOW)
    client.force_login(editor)
    assert f'href="{ABANDON}"' in client.get(ADDRESS).content.decode()
    page = client.get(ABANDON).content.decode()
    assert "12 beslut om tidigare aktiviteter" in page
    # The one that was changed by hand is counted.
    assert "varav 1 är ändrade för hand" in page
    assert "1 svar från nämnder" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(ABANDON, {"seen": seen}).headers["Location"] == "/intranet/revision/"

    assert not Revision.objects.exists()
    assert list(PlanVersion.objects.all()) == [starting_version]
    assert Activity.objects.count() == 12
    logged = ModelLogEntry.objects.get(action="actionplan.revision_abandon")
    assert logged.object_id == str(starting_version.pk)
    assert len(logged.data["decisions"]) == 12
    assert logged.data["reviews"][0]["board"] == str(board)
    assert "avbruten, med 12 beslut" in logged.message
    assert revision_of(starting_version, editor).choices.count() == 12


def test_a_revision_that_somebody_works_in_is_not_given_up_unseen(
    starting_version: PlanVersion, editor: User, client: Client
) -> None:
    revision = revision_of(starting_version, editor)
    seen = removing.loss_of(revision).mark
    decide(revision, 5, "carried", editor)
    client.force_login(editor)
    page = client.post(ABANDON, {"seen": seen}).content.decode()
    assert "Någon har arbetat i revisionen sedan du öppnade sidan." in page
    assert Revision.objects.exists()


def test_an_adopted_revision_is_never_given_up(
    starting_version: PlanVersion, editor: User, client: Client
) -> None:
    revision = revision_of(starting_version, editor)
    for number in range(1, 13):
        decide(revision, number, "carried", editor)
    adopt(revision.draft, by=None, on=None, source="Ett prov.", user=editor, now=NOW)
    with pytest.raises(Conflict, match="är antagen"):
        removing.abandon(revision, seen="12-12-0-0", user=editor, now=NOW)
    client.force_login(editor)
    assert client.get(ABANDON).headers["Location"] == ADDRESS
    assert ABANDON not in client.get(ADDRESS).content.decode()
