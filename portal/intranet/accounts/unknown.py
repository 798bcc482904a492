"""Accounts that the municipality's own sign-in no longer knows: by a list, or by long silence.

OpenID Connect tells of a person only when they sign in: it never tells that one has left. So there
are two ways. The provider's own list of people, compared with ours, closes accounts for good. And
whoever has not signed in for so long is switched off, until somebody says what it means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.intranet.accounts.listing import UNUSED, accounts
from portal.intranet.accounts.services import rest, retire
from portal.intranet.models import User
from portal.intranet.sign_in.provider import NAMES

# A list that lacks more than one in five is more likely cut off than right.
MOST = 0.2


@dataclass(frozen=True)
class Comparison:
    """What a list of the provider's people says of our accounts."""

    known: int
    unknown: tuple[User, ...]

    @property
    def is_too_many(self) -> bool:
        """Whether so many are missing that the list itself is to be doubted."""
        return len(self.unknown) > MOST * (self.known + len(self.unknown))


def compare(people: Collection[str]) -> Comparison:
    """Compare the provider's people, by `sub` or by what it calls them, with its accounts here.

    The provider's own names, whole: a user name here may have been cut and made unique, and so be
    anybody's. Accounts with a password are no concern of the provider's: they are not compared.
    """
    wanted = {name.strip().casefold() for name in people if name.strip()}
    ours = User.objects.filter(socialaccount__isnull=False, left_on__isnull=True).distinct()
    names: dict[int, set[str]] = defaultdict(set)
    for account in SocialAccount.objects.all():
        told = (account.extra_data.get(name, "") for name in NAMES)
        names[account.user_id] |= {name.casefold() for name in (account.uid, *told) if name}
    unknown, known = [], 0
    for user in ours.order_by("pk"):
        if wanted & names[user.pk]:
            known += 1
        else:
            unknown.append(user)
    return Comparison(known, tuple(unknown))


@transaction.atomic
def retire_all(users: Collection[User], now: datetime) -> list[str]:
    """Close the accounts for good; return a sentence for each, also for those that must stay."""
    said = []
    for user in users:
        name = user.get_full_name() or user.get_username()
        try:
            # What the database undoes with this one account stays done for the others.
            with transaction.atomic():
                closed = retire(user, by=None, now=now)
        except ValidationError as error:
            said.append(f"{name}: {' '.join(error.messages)}")
        else:
            said.append(f"{name}: avslutat, heter nu {closed.get_full_name()}")
    return said


def rest_unused_accounts(now: datetime) -> str:
    """Switch off accounts of the provider that nobody has signed in to for too long. A job.

    How long is `PROVIDER_ACCOUNTS_REST_AFTER_DAYS`; 0 means never. The name stays until a person
    closes the account, and the last administrator's is left alone.
    """
    days = settings.PROVIDER_ACCOUNTS_REST_AFTER_DAYS
    if not days:
        return "regeln är avstängd"
    silent = accounts(UNUSED, now=now).filter(
        socialaccount__isnull=False, seen__lt=now - timedelta(days=days)
    )
    count = 0
    for user in silent.distinct():
        try:
            rest(user, why=f"ingen inloggning på {days} dagar", by=None, now=now)
        except ValidationError:
            continue
        count += 1
    return f"{count} konton avstängda"
