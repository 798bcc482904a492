"""What the audit trail says of sign-ins: who came in and how, who left, what of it was changed.

Never a password, and never what was typed as a name of an account that does not exist: people type
their password there too.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed as code_refused
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from portal.intranet.models import User
from portal.intranet.sign_in.sessions import remember

ACTIONS = (
    ("portal.signed_in", "Logga in", "Loggade in"),
    ("portal.sign_in_failed", "Försöka logga in", "Misslyckades med att logga in"),
    ("portal.code_refused", "Skriva fel kod", "Skrev fel kod i andra steget"),
    ("portal.signed_out", "Logga ut", "Loggade ut"),
    ("portal.signed_out_everywhere", "Logga ut överallt", "Loggade ut överallt"),
    ("portal.password_changed", "Byta lösenord", "Bytte lösenord"),
    ("portal.password_reset", "Välja nytt lösenord", "Valde nytt lösenord med en länk i ett mejl"),
    ("portal.factor_added", "Lägga till andra faktor", "Lade till en andra faktor"),
    ("portal.factor_removed", "Ta bort andra faktor", "Tog bort en andra faktor"),
    ("portal.codes_renewed", "Ta fram reservkoder", "Tog fram nya reservkoder"),
    (
        "portal.account_made_by_provider",
        "Få konto av inloggningen",
        "Fick ett konto av kommunens inloggning",
    ),
    (
        "portal.linked_to_provider",
        "Kopplas till inloggningen",
        "Kopplades till kommunens inloggning",
    ),
    ("portal.unit_chosen", "Välja enhet", "Valde sin enhet"),
)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Give the actions the words that the history shows."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    steps = get_authentication_records(request, user)
    how = [str(step.get("type") or step["method"]) for step in steps]
    log(user, "portal.signed_in", user=user, data={"how": how})
    remember(request, user, timezone.now())


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    name = credentials.get("username") or credentials.get("email") or ""
    user = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()
    if name and user is not None:
        log(user, "portal.sign_in_failed")


@receiver(code_refused)
def _code_refused(user: User, **_: Any) -> None:
    log(user, "portal.code_refused", user=user)


@receiver(user_logged_out)
def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        log(user, "portal.signed_out", user=user)


@receiver(password_changed)
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    log(user, "portal.password_changed", user=user)
    # The session has a new key, and the others have ended.
    remember(request, user, timezone.now())


@receiver(password_reset)
def _password_reset(user: User, **_: Any) -> None:
    log(user, "portal.password_reset", user=user)


@receiver(authenticator_added)
def _factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    log(user, "portal.factor_added", user=user, data={"type": authenticator.type})


@receiver(authenticator_removed)
def _factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    log(user, "portal.factor_removed", user=user, data={"type": authenticator.type})


@receiver(authenticator_reset)
def _codes_renewed(user: User, **_: Any) -> None:
    log(user, "portal.codes_renewed", user=user)
