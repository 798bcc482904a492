"""A new account and its link, and the first administrator."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache
from django.core.management import CommandError, call_command

from portal.intranet.accounts.listing import roles_of
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.notifications.models import OutboxMessage
from tests.harness.client import Client
from tests.portal.account_desk import LIST, administrators_desk, page_of
from tests.stage import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """An administrator, signed in."""
    return administrators_desk()


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
