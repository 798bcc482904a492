"""The accounts: who sees the list, roles given and taken, an account made, switched off, closed."""

import re
import time
from datetime import datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from actionplan.council.models import CouncilSeat
from portal.intranet.accounts import services
from portal.intranet.accounts.leaving import FATES
from portal.intranet.accounts.listing import mark, roles_of
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from portal.notifications.models import OutboxMessage
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.harness.client import Client
from tests.stage import person, set_up

pytestmark = pytest.mark.django_db
LIST = "/intranet/konton/"
NOW = timezone.now()


@pytest.fixture
def administrator() -> User:
    return person("admin", Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator: User) -> Client:
    """The administrator, signed in."""
    client = Client()
    client.force_login(administrator)
    return client


def main(client: Client, path: str) -> str:
    """What a page says in its main part, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = answer.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/"


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


def test_a_new_account_gets_a_link_and_chooses_a_password(desk: Client) -> None:
    form = {"first_name": "Anna", "last_name": "Ek", "username": "annaek", "email": "a@example.org"}
    missing = desk.post(f"{LIST}nytt/", form | {"email": "anna"})
    assert "Lägg upp ett konto" in missing.content.decode()
    assert 'value="annaek"' in missing.content.decode()
    made = desk.post(f"{LIST}nytt/", form)
    user = User.objects.get(username="annaek")
    assert made.headers["Location"] == page_of(user)
    assert not user.has_usable_password()
    mail = OutboxMessage.objects.get(kind="choose_password")
    assert mail.recipient == "a@example.org"
    assert mail.holds_key
    link = re.search(r"http://testserver(/intranet/\S+)", mail.text)
    assert link
    person_herself = Client()
    opened = person_herself.get(link[1], follow=True)
    assert 'type="password"' in opened.content.decode()
    chosen = "en lång mening som ingen gissar"
    fields = {"password1": chosen, "password2": chosen}
    person_herself.post(opened.redirect_chain[-1][0], fields)
    assert User.objects.get(pk=user.pk).check_password(chosen)
    again = desk.post(f"{LIST}nytt/", form | {"email": "A@Example.org", "username": "annan"})
    assert "Det finns redan ett konto med den adressen" in again.content.decode()


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


def make_old(client: Client, **step: str) -> None:
    """Let the sign-in be an hour ago; `step` says how it was done, where that matters."""
    session = client.session
    steps = [step] if step else session["account_authentication_methods"]
    hour_ago = time.time() - 3600
    session["account_authentication_methods"] = [{**one, "at": hour_ago} for one in steps]
    session.save()


def test_an_old_session_says_who_it_is_before_it_makes_itself_last(
    desk: Client, administrator: User
) -> None:
    cache.clear()
    user, password = person("anna"), "en lång mening som ingen gissar"
    administrator.set_password(password)
    administrator.save()
    desk.force_login(administrator)
    make_old(desk)
    roles = {"roles": ["reader"], "seen": mark(user)}
    for path, sent in (
        (f"{LIST}nytt/", {}),
        (f"{page_of(user)}lank/", {}),
        (f"{page_of(user)}andra-faktor/", {}),
        (f"{page_of(user)}oppna/", {}),
        (f"{page_of(user)}avsluta/", {"sure": "on"}),
        (f"{page_of(user)}roller/", roles),
    ):
        answer = desk.post(path, sent)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/intranet/konto/bekrafta/"), path
    assert roles_of(User.objects.get(pk=user.pk)) == ()
    # With the password said, what was sent last is done.
    done = desk.post(answer.headers["Location"], {"password": password}, follow=True)
    assert "Rollerna är sparade" in done.content.decode()
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER,)
    # Whom the provider answers for has no password to say, and is not locked out.
    SocialAccount.objects.create(user=administrator, provider="kommunen", uid="abc")
    make_old(desk, method="socialaccount")
    assert desk.get(f"{LIST}nytt/").status_code == 200


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


def test_the_first_administrator_is_made_on_the_server() -> None:
    said = StringIO()
    call_command("make_administrator", "forsta", "forsta@example.org", stdout=said)
    user = User.objects.get(username="forsta")
    assert roles_of(user) == (Role.ADMINISTRATOR,)
    assert not user.is_superuser
    link = re.search(r"http://testserver(/intranet/\S+)", said.getvalue())
    assert link
    assert 'type="password"' in Client().get(link[1], follow=True).content.decode()
    call_command("make_administrator", person("anna").username, stdout=said)
    assert roles_of(User.objects.get(username="anna")) == (Role.ADMINISTRATOR,)
    with pytest.raises(CommandError, match="e-postadress"):
        call_command("make_administrator", "andra", "forsta@example.org")


def test_the_link_to_a_new_account_lives_as_long_as_it_says(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    user = person("anna")
    desk.post(f"{page_of(user)}lank/")
    mail = OutboxMessage.objects.get(kind="choose_password")
    assert "gäller i 7 dagar" in mail.text
    link = re.search(r"http://testserver(/intranet/\S+)", mail.text)
    assert link
    for days, opens in ((6.9, True), (7.1, False)):
        later = datetime.now() + timedelta(days=days)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self, at=later: at)
        page = Client().get(link[1], follow=True).content.decode()
        assert ('type="password"' in page) is opens, days
    # A link that has died is not sent, however long the mail server was down.
    for kind, life in (
        ("choose_password", timedelta(days=7)),
        ("new_password", timedelta(hours=1)),
    ):
        OutboxMessage.objects.filter(pk=mail.pk).update(kind=kind)
        dead = OutboxMessage.objects.with_dead_links
        assert not dead(mail.created_at + life - timedelta(minutes=1))
        assert dead(mail.created_at + life)


def test_who_leaves_is_in_no_mail_and_no_task_that_never_began(desk: Client) -> None:
    user = person("anna")
    user.first_name, user.last_name = "Anna", "Hemlig"
    user.save()
    task = ContactPerson.objects.create(
        user=user,
        board=Board.objects.all()[0],
        role="deputy",
        valid_from=timezone.localdate() + timedelta(days=30),
    )
    log(task, "wagtail.create", user=user)
    assert ModelLogEntry.objects.filter(label__contains="Hemlig").exists()
    desk.post(f"{page_of(user)}lank/")
    sent = OutboxMessage.objects.create(
        kind="x", recipient="ANNA@example.org", dedupe_key="x", subject="Möte", text="Hej Anna",
        html="Hej Anna", calendar="BEGIN", state="sent", created_at=NOW, next_try_at=NOW,
        sent_at=NOW,
    )  # fmt: skip

    desk.post(f"{page_of(user)}avsluta/", {"sure": "on"})

    assert not ContactPerson.objects.filter(pk=task.pk).exists()
    assert not ModelLogEntry.objects.filter(label__contains="Hemlig").exists()
    assert not OutboxMessage.objects.filter(kind="choose_password").exists()
    sent.refresh_from_db()
    assert (sent.recipient, sent.text, sent.html, sent.calendar) == ("", "", "", "")
    assert sent.sent_at == NOW


def test_who_leaves_is_named_no_more_and_what_they_approved_stays(desk: Client) -> None:
    stage = set_up().open()
    entry = stage.approved(stage.entries()[0])
    user, board = stage.approvers[0], stage.boards[0]
    SocialAccount.objects.create(user=user, provider="kommunen", uid="abc")
    Client().force_login(user)
    seat = CouncilSeat.objects.all()[0]
    CouncilSeat.objects.filter(pk=seat.pk).update(holder=user)
    address = f"{page_of(user)}avsluta/"
    asked = main(desk, address)
    assert f"Tidigare medarbetare {user.pk}" in asked
    assert "går inte att ångra" in asked
    assert "nämndens kontaktperson" in asked
    assert "Kryssa i att du förstår" in desk.post(address).content.decode()
    assert User.objects.get(pk=user.pk).is_active

    assert desk.post(address, {"sure": "on"}).status_code == 302

    left = User.objects.get(pk=user.pk)
    assert (left.is_active, left.email, left.unit, left.left_on) == (
        False, "", None, timezone.localdate(),
    )  # fmt: skip
    assert not left.has_usable_password()
    assert not left.groups.exists()
    assert not SocialAccount.objects.filter(user=left).exists()
    assert not [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == user.pk]
    row = ContactPerson.objects.get(user=user, board=board)
    assert row.valid_to == timezone.localdate() - timedelta(days=1)
    seat.refresh_from_db()
    assert seat.holder is None
    entry.refresh_from_db()
    assert entry.state == "approved"
    assert entry.approved_by is not None
    assert entry.approved_by.get_full_name() == f"Tidigare medarbetare {user.pk}"
    # The name is nowhere in the log either, and the account is as it is for good.
    assert not ModelLogEntry.objects.filter(label__icontains="godkannare0").exists()
    shown = main(desk, page_of(user))
    assert "godkannare0" not in shown.lower()
    assert "<form" not in shown
    assert desk.post(f"{page_of(user)}oppna/", follow=True).status_code == 200
    assert not User.objects.get(pk=user.pk).is_active


def test_every_row_that_names_a_person_has_a_fate() -> None:
    """A new reference to a user is a line of the table: what becomes of it when they leave?"""
    found = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.many_to_one and field.related_model is User
    } | {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.one_to_one and field.related_model is User
    }
    assert found - set(FATES) == set()
    assert set(FATES) - found == set()


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
