"""The accounts: who sees the list, roles given and taken, an account switched off and on."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from portal.intranet.accounts import services
from portal.intranet.accounts.listing import mark, roles_of
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from tests.harness.client import Client
from tests.portal.account_desk import LIST, NOW, administrators_desk, main, page_of
from tests.stage import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """An administrator, signed in."""
    return administrators_desk()


@pytest.fixture
def administrator(desk: Client) -> User:
    return User.objects.get(username="admin")


def test_the_list_is_narrowed_by_role_state_and_name(desk: Client) -> None:
    long_ago = NOW - timedelta(days=91)
    reader, editor = person("anna", Role.READER), person("bertil", Role.COMMUNICATOR)
    User.objects.filter(pk=reader.pk).update(last_login=long_ago)
    User.objects.filter(pk=editor.pk).update(last_login=NOW - timedelta(days=89))
    never = person("cecilia")
    User.objects.filter(pk=never.pk).update(date_joined=long_ago)
    rested, gone = person("david"), person("eva")
    User.objects.filter(pk=rested.pk).update(is_active=False)
    User.objects.filter(pk=gone.pk).update(is_active=False, left_on=NOW.date())

    def shown(query: str) -> set[str]:
        return set(re.findall(r"(\w+)@example\.org", main(desk, f"{LIST}?{query}")))

    assert shown("") == {"anna", "bertil", "cecilia", "admin"}
    assert shown("visa=oanvanda") == {"anna", "cecilia"}
    assert shown("visa=aldrig") == {"cecilia"}
    assert shown("visa=avstangda") == {"david"}
    assert shown("visa=avslutade") == {"eva"}
    assert shown("roll=communicator") == {"bertil"}
    assert shown("sok=BERT+example") == {"bertil"}
    assert shown("visa=finns-inte&roll=nej") == shown("")
    file = desk.get(f"{LIST}fil/?visa=oanvanda").content.decode("utf-8-sig").splitlines()
    assert file[0].startswith("Namn;Användarnamn")
    assert len(file) == 3
    assert f"{timezone.localdate(long_ago)}" in file[1]


def test_roles_are_given_and_taken_and_the_second_of_two_is_told(
    desk: Client, administrator: User
) -> None:
    user = person("anna", Role.READER)
    before = mark(user)
    sent = {"roles": ["reader", "auditor"], "seen": before}
    assert desk.post(f"{page_of(user)}roller/", sent).headers["Location"] == page_of(user)
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER, Role.AUDITOR)
    assert "Gav: granskare" in main(desk, page_of(user))

    late = desk.post(f"{page_of(user)}roller/", {"roles": ["communicator"], "seen": before})
    assert late.status_code == 409
    told = late.content.decode()
    assert "En annan har ändrat rollerna" in told
    assert "medarbetare, granskare" in told
    assert re.search(r'value="communicator" checked', told)
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER, Role.AUDITOR)
    # What is shown now is known, so the same choice goes through.
    seen = re.search(r'name="seen" value="([^"]*)"', told)
    assert seen
    desk.post(f"{page_of(user)}roller/", {"roles": ["communicator"], "seen": seen[1]})
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.COMMUNICATOR,)


def test_there_is_always_an_administrator(desk: Client, administrator: User) -> None:
    own = desk.post(f"{page_of(administrator)}roller/", {"roles": [], "seen": "administrator"})
    assert "Du kan inte ta bort din egen roll" in own.content.decode()
    # Somebody who has never been here opens no door the day they are the only one.
    second = person("andra", Role.ADMINISTRATOR)
    for halfway in ({"last_login": None}, {"last_login": NOW, "password": "!"}):
        User.objects.filter(pk=second.pk).update(**{"password": "x", **halfway})
        with pytest.raises(ValidationError, match="sista administratören"):
            services.rest(administrator, why="prov", by=second, now=NOW)
    User.objects.filter(pk=second.pk).update(last_login=NOW, password="x")
    for act in (services.rest, services.retire):
        extra = {"why": "prov"} if act is services.rest else {}
        with pytest.raises(ValidationError, match="ditt eget konto"):
            act(second, by=second, now=NOW, **extra)
    services.rest(administrator, why="prov", by=second, now=NOW)
    # Nobody but the rule and the command act without being an administrator themselves.
    with pytest.raises(ValidationError, match="sista administratören"):
        services.retire(second, by=None, now=NOW)
    with pytest.raises(ValidationError, match="sista administratören"):
        services.rest(second, why="prov", by=None, now=NOW)
    assert User.objects.get(pk=second.pk).is_active


def test_a_service_refuses_whoever_does_not_run_the_accounts() -> None:
    auditor, user = person("granskaren", Role.AUDITOR), person("anna")
    for act in (
        lambda: services.change_roles(user, [], seen="-", by=auditor, now=NOW),
        lambda: services.sign_out_everywhere(user, by=auditor, now=NOW),
        lambda: services.forget_factors(user, by=auditor, now=NOW),
        lambda: services.rest(user, why="", by=auditor, now=NOW),
        lambda: services.reopen(user, by=auditor, now=NOW),
        lambda: services.retire(user, by=auditor, now=NOW),
        lambda: services.send_new_link(user, by=auditor, now=NOW),
        lambda: services.make_account(
            name=("A", "B"), username="ab", email="ab@example.org", by=auditor, now=NOW
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_signed_out_everywhere_and_the_second_factor_forgotten(desk: Client) -> None:
    user, other = person("anna"), person("bertil")
    browsers = [Client() for _ in range(3)]
    for browser, who in zip(browsers, (user, user, other), strict=True):
        browser.force_login(who)
    desk.post(f"{page_of(user)}logga-ut/")
    codes = [browser.get("/intranet/").status_code for browser in browsers]
    assert codes == [302, 302, 200]
    assert Authenticator.objects.filter(user=user).exists()
    desk.post(f"{page_of(user)}andra-faktor/")
    assert not Authenticator.objects.filter(user=user).exists()


def test_an_account_is_switched_off_and_on_with_its_roles(desk: Client) -> None:
    user = person("anna", Role.READER)
    browser = Client()
    browser.force_login(user)
    desk.post(f"{page_of(user)}stang-av/")
    assert browser.get("/intranet/").status_code == 302
    assert "Öppna kontot igen" in main(desk, page_of(user))
    desk.post(f"{page_of(user)}oppna/")
    again = User.objects.get(pk=user.pk)
    assert again.is_active
    assert roles_of(again) == (Role.READER,)


def test_who_is_let_in_again_has_not_been_unused_nor_been_here(desk: Client) -> None:
    user, long_ago = person("anna"), NOW - timedelta(days=200)
    User.objects.filter(pk=user.pk).update(is_active=False, last_login=None, date_joined=long_ago)
    desk.post(f"{page_of(user)}oppna/")
    assert User.objects.get(pk=user.pk).last_login is None
    assert "anna@" not in main(desk, f"{LIST}?visa=oanvanda")
    assert "anna@" in main(desk, f"{LIST}?visa=aldrig")


def test_a_superuser_is_seen_and_no_other_desk_gives_rights(desk: Client) -> None:
    root, user = User.objects.create_superuser("rot"), person("anna")
    for shown in (
        main(desk, f"{LIST}?sok=rot"),
        main(desk, page_of(root)),
        desk.get(f"{LIST}fil/").content.decode(),
    ):
        assert "Superanvändare: får allt" in shown
    assert "Superanvändare" not in main(desk, page_of(user))
    editing = Client()
    editing.force_login(root)
    for path in (
        "users/",
        f"users/edit/{user.pk}/",
        f"users/delete/{user.pk}/",
        "groups/",
        "groups/new/",
        f"bulk/portal/user/delete/?id={user.pk}&next=/intranet/",
        f"bulk/portal/user/assign_role/?id={user.pk}&next=/intranet/",
    ):
        for method in (editing.get, editing.post):
            answer = method(f"/intranet/redaktion/{path}")
            assert (answer.status_code, answer.get("Location")) == (302, LIST), path
    assert editing.get("/intranet/redaktion/").status_code == 200
    with pytest.raises(ProtectedError), transaction.atomic():
        User.objects.filter(pk=user.pk).delete()
    assert User.objects.filter(pk=user.pk).exists()


def test_an_account_of_the_provider_has_its_roles_from_there(
    desk: Client, settings: Settings
) -> None:
    user, local = person("anna", Role.READER), person("bertil")
    SocialAccount.objects.create(user=user, provider="kommunen", uid="abc")
    settings.SIGN_IN_PROVIDER = object()
    shown = main(desk, page_of(user))
    assert "Rollerna kommer från kommunens egen inloggning" in shown
    assert 'name="roles"' not in shown
    assert "Skicka en länk" not in shown
    sent = {"roles": ["auditor"], "seen": mark(user)}
    assert desk.post(f"{page_of(user)}roller/", sent).status_code == 409
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER,)
    assert 'name="roles"' in main(desk, page_of(local))
    settings.SIGN_IN_BY_PASSWORD = False
    assert "Lägg upp ett konto" not in main(desk, LIST)
    assert desk.post(f"{LIST}nytt/", {}).headers["Location"] == LIST


def test_the_list_costs_the_same_however_many_there_are(desk: Client) -> None:
    main(desk, LIST)
    costs = []
    for first, last in ((0, 5), (5, 30)):
        for number in range(first, last):
            give_role(person(f"person{number}"), Role.READER)
        with CaptureQueriesContext(connection) as queries:
            assert f"{last + 1} konton" in main(desk, LIST)
        costs.append(len(queries))
    assert costs[0] == costs[1]
