"""The municipality's own sign-in: who somebody is there, and which roles their groups give here.

A person is known by the provider's own identifier (`sub`), never by an address that may pass to
somebody else. What the groups claim says holds at every sign-in: roles come and go with it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.utils import generate_unique_username
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log

from portal.intranet.administrators import is_last_administrator
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.intranet.sign_in.adapters import has_provider
from portal.intranet.sign_in.confirming import CONFIRM, is_the_same, note
from portal.intranet.sign_in.sessions import end_sessions
from portal.intranet.sign_in.turned_back import turned_back
from portal.settings.sign_in import Provider
from resources.municipality.models import Unit

# What a provider calls a person in its own lists, beside `sub`.
NAMES = ("preferred_username", "upn", "email")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What happens when somebody comes back from the provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return that an account may be made: only those with a role come this far."""
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return that nobody fills in a form: the provider has said who they are."""
        return True

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]
    ) -> User:
        """Take aside what the provider told, until it is known whether it is to be believed.

        allauth writes what it holds to an account that exists before it asks `pre_social_login`, so
        it is given what stands there already.
        """
        account = sociallogin.account
        request.provider_told = account.extra_data  # type: ignore[attr-defined]
        known = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
        account.extra_data = known.extra_data if known else {}
        user: User = super().populate_user(request, sociallogin, data)
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Give the person the roles of their groups; without any, say so and end the sign-in.

        Raises `ImmediateHttpResponse` with the page that says what is missing, and to lead back who
        was asked once more. So it does for whatever is neither: allauth would connect whoever comes
        back to the account that is signed in here, and a password alone would be a way around its
        second factor.
        """
        errand = sociallogin.state.get("process")
        if errand not in (AuthProcess.LOGIN, CONFIRM):
            raise ImmediateHttpResponse(turned_back(request, "failed"))
        provider = _provider()
        account, journey = sociallogin.account, sociallogin.state
        told = request.provider_told  # type: ignore[attr-defined]
        claims = all_claims(told)
        sociallogin.email_addresses = []
        if not is_about_one(told):
            raise ImmediateHttpResponse(turned_back(request, "failed", journey))
        if not gave_second_factor(told, provider):
            raise ImmediateHttpResponse(turned_back(request, "second_factor", journey))
        if errand == CONFIRM and not is_the_same(request, sociallogin, told.get("id_token")):
            raise ImmediateHttpResponse(turned_back(request, "not_confirmed", journey))
        # What the provider calls the person, to find them in its list of people; nothing else, and
        # nothing of an answer that is not believed.
        account.extra_data = names_in(claims)
        if account.pk:
            account.save(update_fields=["extra_data"])
        roles = roles_of(claims, provider)
        if roles and not sociallogin.is_existing and provider.links_by_email:
            _link(request, sociallogin, claims)
        if sociallogin.is_existing and not sociallogin.user.is_active:
            # allauth says that the account is closed.
            return
        if not roles and request.user.is_authenticated:
            logout(request)
        if sociallogin.is_existing:
            _update(sociallogin.user, roles, claims, provider)
        if not roles:
            raise ImmediateHttpResponse(turned_back(request, "no_role", journey))
        if errand == CONFIRM:
            raise ImmediateHttpResponse(note(request, sociallogin))

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: object = None
    ) -> User:
        """Make the account of somebody who comes for the first time, with their roles."""
        user: User = sociallogin.user
        provider = _provider()
        claims = all_claims(request.provider_told)  # type: ignore[attr-defined]
        with transaction.atomic():
            user.set_unusable_password()
            user.username = generate_unique_username([user.username, user.email, "person"])
            user.save()
            sociallogin.account.user = user
            sociallogin.account.save()
            log(user, "portal.account_made_by_provider", user=user)
            _update(user, roles_of(claims, provider), claims, provider)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: object = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Raise the page that says that it did not work and what to do."""
        journey = (extra_context or {}).get("state")
        raise ImmediateHttpResponse(turned_back(request, "failed", journey))


def all_claims(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the provider told, of its token and of its page on the person, as one."""
    return {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}


def is_about_one(told: Mapping[str, Any]) -> bool:
    """Tell whether token and page are about the same person (OpenID Connect Core, 5.3.2)."""
    subs = {part.get("sub") for part in (told.get("id_token"), told.get("userinfo")) if part}
    return len(subs) == 1


def gave_second_factor(told: Mapping[str, Any], provider: Provider) -> bool:
    """Tell whether the provider says that the person gave a second factor, where that is demanded.

    How somebody signed in stands in the token; a page on the person tells of no one sign-in.
    """
    if not provider.asks_for_second_factor:
        return True
    said = as_list((told.get("id_token") or {}).get(provider.factor_claim))
    return bool(set(said) & set(provider.factor_values))


def names_in(claims: Mapping[str, Any]) -> dict[str, str]:
    """Return the claims of `NAMES` as they were told, whole: a user name here may be cut."""
    return {name: str(claims[name]) for name in NAMES if claims.get(name)}


def as_list(value: object) -> list[str]:
    """Return a claim's values, whether it came as one or as many."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def roles_of(claims: Mapping[str, Any], provider: Provider) -> set[Role]:
    """Return the roles that the person's groups give."""
    return {
        Role(name)
        for group in as_list(claims.get(provider.groups_claim))
        for name in provider.roles.get(group, ())
    }


def unit_of(claims: Mapping[str, Any], provider: Provider, today: date) -> Unit | None:
    """Return the one unit of today that the claim names as the register does, or None."""
    if not provider.unit_claim:
        return None
    named = Q(pk__in=())
    for name in as_list(claims.get(provider.unit_claim)):
        # In Swedish, whatever language the browser asks for.
        named |= Q(name_sv__iexact=name.strip())
    found = list(Unit.objects.on(today).filter(named)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def _update(user: User, roles: set[Role], claims: Mapping[str, Any], provider: Provider) -> None:
    """Give the person exactly these roles, and end their other sessions where they have none.

    Their name, address and unit become what the provider says today; what it leaves out stays.
    """
    before = set(user.groups.values_list("name", flat=True))
    after = {role.label for role in roles}
    if before != after:
        user.groups.set(Group.objects.filter(name__in=after))
        data = {
            key: [role.value for role in Role if role.label in names]
            for key, names in (("given", after - before), ("taken", before - after))
        }
        log(user, "portal.roles_by_provider", user=user, data=data)
    if not roles:
        end_sessions([user.pk])
    now_called = _called(claims)
    unit = unit_of(claims, provider, timezone.localdate())
    if unit is not None:
        now_called["unit"] = unit
    changed = [name for name, value in now_called.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, now_called[name])
    if changed:
        user.save(update_fields=changed)


def _called(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an account that the claims tell, none of them empty."""
    first, _, last = str(claims.get("name") or "").partition(" ")
    told = {
        "first_name": claims.get("given_name") or first,
        "last_name": claims.get("family_name") or last,
        "email": claims.get("email"),
    }
    found = {}
    for name, value in told.items():
        field = User._meta.get_field(name)
        try:
            text = str(field.clean(str(value or "").strip(), None))  # type: ignore[union-attr]
        except ValidationError:
            continue
        if text:
            found[name] = text
    return found


def _provider() -> Provider:
    provider = settings.SIGN_IN_PROVIDER
    assert provider is not None  # allauth has no address to come back from without one
    return provider


def _link(request: HttpRequest, sociallogin: SocialLogin, claims: Mapping[str, Any]) -> None:
    """Connect to the one account with the person's verified address, where the setting says so.

    Never to a superuser's, nor to that of the last who can be administrator: from then on the
    provider's groups alone would say what it may do. With the password end the sessions that it
    has opened.
    """
    address = str(claims.get("email") or "")
    if not address or claims.get("email_verified") is not True:
        return
    found = list(User.objects.filter(email__iexact=address, is_active=True)[:2])
    if len(found) != 1 or found[0].is_superuser or has_provider(found[0]):
        return
    if not is_last_administrator(found[0]):
        sociallogin.connect(request, found[0])
        end_sessions([found[0].pk])
        log(found[0], "portal.linked_to_provider", user=found[0])
