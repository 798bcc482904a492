"""Who may do what in a revision: role × address × method, every cell."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import resolve
from django.utils import timezone

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.revision import reviewing, services, urls
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.actionplan.revising import ADDRESS, NOW, decide, revision_of
from tests.harness.client import Client

LEADER, OWN, RETIRED = "leader", "own board", "board until yesterday"
OTHER, READER, COMMUNICATOR, NOBODY = "other board", "reader", "communicator", "not signed in"
AUDITOR, SECRETARY, STEERING = "auditor", "the board's secretary", "steering group"
PEOPLE = [LEADER, OWN, OTHER, RETIRED, READER, COMMUNICATOR, NOBODY, AUDITOR, SECRETARY, STEERING]
LOOKS = {LEADER, AUDITOR}

ROW = ContactPerson.Role

START = "/intranet/revision/"
BOARD = f"{ADDRESS}granskning/aldrenamnden/"
# Who gets an answer of 200 (GET, HEAD) and whose form is read (POST); all others are refused.
READ = {
    START: LOOKS | {OWN, OTHER, SECRETARY},
    f"{START}ny/": {LEADER},
    ADDRESS: LOOKS,
    f"{ADDRESS}aktivitet/6/": LOOKS,
    f"{ADDRESS}aktivitet/6/angra/": {LEADER},
    f"{ADDRESS}ny-aktivitet/": {LEADER},
    f"{ADDRESS}ny-aktivitet/{{new}}/ta-bort/": {LEADER},
    f"{ADDRESS}numrering/": {LEADER},
    f"{ADDRESS}skillnad/": LOOKS,
    f"{ADDRESS}granskning/": LOOKS,
    BOARD: LOOKS | {OWN, SECRETARY},
    f"{ADDRESS}anta/": {LEADER},
    f"{ADDRESS}avbryt/": {LEADER},
}
WRITE = {address: allowed & {LEADER} for address, allowed in READ.items()} | {
    START: set[str](),
    ADDRESS: set[str](),
    f"{ADDRESS}skillnad/": set[str](),
    BOARD: {OWN},
}
SHOWS_ONLY = {START, ADDRESS, f"{ADDRESS}skillnad/"}


@pytest.fixture
def revision(starting_version: PlanVersion, editor: User) -> Revision:
    """A revision under review, in which one thing is decided and one is new."""
    revision = revision_of(starting_version, editor)
    decide(revision, 6, "carried", editor)
    services.add_activity(revision, title="Ny", part=2, reason="Ja.", user=editor, now=NOW)
    due_on = timezone.localdate()
    return reviewing.open_review(revision, due_on=due_on, user=editor, now=NOW)


def sign_in(client: Client, person: str) -> None:
    """Sign in as one of `PEOPLE`."""
    if person == NOBODY:
        return
    user = get_user_model().objects.create_user("somebody")
    roles = {
        LEADER: Role.COORDINATOR,
        COMMUNICATOR: Role.COMMUNICATOR,
        READER: Role.READER,
        AUDITOR: Role.AUDITOR,
        SECRETARY: Role.BOARD_SECRETARY,
        STEERING: Role.STEERING_GROUP,
    }
    give_role(user, roles.get(person, Role.BOARD_CONTACT))
    own = "aldrenamnden"
    slugs = {OWN: own, RETIRED: own, SECRETARY: own, OTHER: "fritidsnamnden"}
    if person in slugs:
        ContactPerson.objects.create(
            board=Board.objects.get(slug=slugs[person]),
            user=user,
            role=ROW.SECRETARY if person == SECRETARY else ROW.PRIMARY,
            valid_to="2020-01-01" if person == RETIRED else None,
        )
    client.force_login(user)


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_and_write_what(client: Client, revision: Revision, person: str) -> None:
    sign_in(client, person)
    new = Activity.objects.get(version=revision.draft, title_sv="Ny").pk
    refused = 302 if person == NOBODY else 403
    # `ny/` leads back to the start: the only adopted version is being revised.
    begun = f"{START}ny/"
    for address in READ:
        path = address.format(new=new)
        opened = 302 if address == begun and person == LEADER else 200
        expected = opened if person in READ[address] else refused
        assert client.get(path).status_code == expected, path
        assert client.head(path).status_code == expected, path
        for method in ("put", "delete"):
            assert getattr(client, method)(path).status_code in {405, refused}, path
    for address in WRITE:
        path = address.format(new=new)
        if address in SHOWS_ONLY:
            expected_codes = {302} if person == NOBODY else {405}
        else:
            # An empty form is shown again, or what needs no words is done and leads on.
            expected_codes = {200, 302} if person in WRITE[address] else {refused}
        assert client.post(path).status_code in expected_codes, path


@pytest.mark.parametrize("person", [OWN, OTHER, SECRETARY])
def test_a_board_reads_nothing_before_the_review_is_open(
    client: Client, starting_version: PlanVersion, editor: User, person: str
) -> None:
    revision_of(starting_version, editor)
    sign_in(client, person)
    assert client.get(BOARD).status_code == 403
    assert "inget att granska just nu" in client.get(START).content.decode()


@pytest.mark.parametrize("person", [AUDITOR, SECRETARY])
def test_who_only_reads_is_offered_no_form(client: Client, revision: Revision, person: str) -> None:
    sign_in(client, person)
    for address in READ:
        if person not in READ[address]:
            continue
        page = client.get(address).content.decode()
        assert "<form" not in page[page.index("<main") :], address
        for link in re.findall(r'href="(/intranet/revision/[^"]*)"', page[page.index("<main") :]):
            assert client.get(link).status_code == 200, f"{address} leads to {link}"


def test_a_closed_review_takes_no_answer(client: Client, revision: Revision, editor: User) -> None:
    reviewing.pause_review(revision, user=editor, now=NOW)
    sign_in(client, OWN)
    answer = client.post(BOARD, {"stance": "agrees", "text": "", "seen": 0})
    assert answer.status_code == 403
    assert not revision.reviews.exists()


def test_after_the_last_day_a_board_reads_and_does_not_answer(
    client: Client, revision: Revision, editor: User
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    reviewing.open_review(revision, due_on=yesterday, user=editor, now=NOW)
    sign_in(client, OWN)
    page = client.get(BOARD).content.decode()
    assert "Sista dagen att svara var" in page
    assert 'name="stance"' not in page
    assert client.post(BOARD, {"stance": "agrees", "text": "", "seen": 0}).status_code == 403
    with pytest.raises(Conflict):
        reviewing.answer(
            revision,
            Board.objects.get(slug="aldrenamnden"),
            stance="agrees",
            text="",
            seen=0,
            user=editor,
            now=timezone.now(),
        )


def test_what_the_address_does_not_hold_is_not_found(client: Client, revision: Revision) -> None:
    sign_in(client, LEADER)
    for address in (
        f"{START}2031-2035/",
        f"{ADDRESS}aktivitet/77/",
        f"{ADDRESS}granskning/finns-inte/",
        f"{ADDRESS}ny-aktivitet/0/ta-bort/",
    ):
        assert client.get(address).status_code == 404


def claims() -> set[str]:
    """The names of the addresses that this table answers for."""
    filled = (address.format(new=1) for address in READ)
    return {str(resolve(address).url_name) for address in filled}


def test_every_address_of_the_revision_has_a_row() -> None:
    assert claims() == {pattern.name for pattern in urls.urlpatterns}
