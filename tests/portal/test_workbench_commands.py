"""The commands of the workbench: what they say when something is missing, and the accounts."""

import shutil
import subprocess
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.contrib.auth import authenticate

from portal.intranet.roles import Role
from portal.workbench import accounts, tools
from portal.workbench.run import require_port

ROOT = Path(__file__).resolve().parent.parent.parent


def test_make_lists_every_command_with_a_line() -> None:
    make = shutil.which("make")
    assert make is not None
    listed = subprocess.check_output([make, "--no-print-directory"], cwd=ROOT, text=True)
    for command in ("run", "test", "test-all", "lint", "types", "contracts", "unit", "journeys"):
        assert f"\n  {command} " in listed


@pytest.mark.parametrize("port", ["inget", "-1", "70000"])
def test_what_is_no_port_is_said_in_a_sentence(port: str) -> None:
    with pytest.raises(SystemExit, match=f"{port} är inget portnummer: välj en annan"):
        require_port(port)


def test_missing_tools_are_named_with_the_command_that_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        SystemExit, match=r"Chromium, .*Firefox, Java, Node, npm: .*apt-get install"
    ):
        tools.require()


@pytest.mark.django_db
def test_accounts_are_made_once_for_every_role_and_their_passwords_work() -> None:
    passwords = accounts.make_missing()
    assert {account.role for account in passwords} == set(Role)
    for account, password in passwords.items():
        user = authenticate(username=account.username, password=password)
        assert user is not None
        assert [group.name for group in user.groups.all()] == [account.role.label]
        assert validate_totp_code(accounts.secret(account.username), accounts.code(user.username))
        assert password in accounts.told(passwords)
    assert accounts.make_missing() == {}
    assert accounts.secret("samordnare") in accounts.told(passwords)
    assert "make accounts" in accounts.told({})


@pytest.mark.django_db
def test_new_passwords_replace_the_old_ones() -> None:
    old = accounts.make_missing()
    new = accounts.renew()
    for account, password in new.items():
        assert authenticate(username=account.username, password=password)
        assert not authenticate(username=account.username, password=old[account])
