"""Accounts that the provider no longer knows: closed by a list, switched off by long silence."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from portal.intranet.accounts.unknown import rest_unused_accounts
from portal.intranet.models import User
from portal.intranet.roles import Role
from tests.stage import person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def people() -> list[User]:
    """Ten people of the provider, and one with a password beside them."""
    person("lokal")
    found = [person(f"person{number}") for number in range(10)]
    for user in found:
        # What the provider calls somebody is not their user name here, which may have been cut.
        told = {"preferred_username": f"{user.username}.Ek@kommun.example"}
        SocialAccount.objects.create(
            user=user, provider="kommunen", uid=f"sub-{user.username}", extra_data=told
        )
    return found


def run(tmp_path: Path, *names: str, **options: bool) -> str:
    """Run the command with a list of people; return what it says."""
    (tmp_path / "people.txt").write_text("\n".join(names), encoding="utf-8")
    said = StringIO()
    call_command("retire_unknown_accounts", str(tmp_path / "people.txt"), stdout=said, **options)
    return said.getvalue()


def called(people: list[User]) -> list[str]:
    """What the provider's list calls people."""
    return [f"{user.username}.ek@KOMMUN.example" for user in people]


def left() -> set[str]:
    return {name for name in User.objects.filter(left_on=None).values_list("username", flat=True)}


def test_nothing_is_changed_until_it_is_asked_for(people: list[User], tmp_path: Path) -> None:
    # By sub and by the provider's own name, in any case, with empty lines between; a user name
    # here is nobody's there.
    names = ["SUB-person0", "", *called(people[1:9]), "person9", "person9@annan.example"]
    said = run(tmp_path, *names)
    assert "9 konton står i listan, 1 gör det inte." in said
    assert "Person9" in said
    assert "Inget är ändrat" in said
    assert "person9" in left()

    said = run(tmp_path, *names, retire=True)

    assert f"Tidigare medarbetare {people[9].pk}" in said
    assert "person9" not in left()
    assert {"person0", "person8", "lokal"} <= left()


def test_a_list_that_lacks_many_is_doubted(people: list[User], tmp_path: Path) -> None:
    names = called(people[:7])
    with pytest.raises(CommandError, match="Mer än 20"):
        run(tmp_path, *names, retire=True)
    assert "person9" in left()
    with pytest.raises(CommandError, match="tom"):
        run(tmp_path, "", retire=True, force=True)
    run(tmp_path, *names, retire=True, force=True)
    assert not {"person7", "person8", "person9"} & left()


def test_long_silence_switches_off_and_keeps_the_name(
    people: list[User], settings: Settings
) -> None:
    settings.PROVIDER_ACCOUNTS_REST_AFTER_DAYS = 180
    silent, recent = people[:2]
    boss = person("chef", Role.ADMINISTRATOR)
    SocialAccount.objects.create(user=boss, provider="kommunen", uid="chef")
    long_ago = NOW - timedelta(days=181)
    User.objects.filter(pk__in=[silent.pk, boss.pk]).update(last_login=long_ago)
    User.objects.filter(pk=recent.pk).update(last_login=NOW - timedelta(days=179))
    User.objects.filter(username="lokal").update(last_login=long_ago)

    assert rest_unused_accounts(NOW) == "1 konton avstängda"

    off = User.objects.filter(is_active=False)
    assert [(user.username, user.left_on) for user in off] == [("person0", None)]
    settings.PROVIDER_ACCOUNTS_REST_AFTER_DAYS = 0
    assert rest_unused_accounts(NOW) == "regeln är avstängd"
