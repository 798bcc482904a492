"""What allauth asks of us: no way to make an account, mails by the outbox, plain words, secrets."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str

from portal.intranet.models import User
from portal.intranet.sign_in import words
from portal.notifications.services import enqueue


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with passwords."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody makes an account for themselves."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return what comes after the first step of a sign-in: the second factor."""
        return ["portal.intranet.sign_in.stages.SecondFactorStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return who asks, as the web server says it; without one, all are counted as one."""
        return request.headers.get(settings.CLIENT_ADDRESS_HEADER, "").strip() or "0.0.0.0"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the person with this name and password, if they sign in by password at all.

        A closed account and one that the municipality's own sign-in answers for are as unknown as
        any other: the answer says nothing of why.
        """
        if not settings.SIGN_IN_BY_PASSWORD:
            return None
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_active or has_provider(user):
            return None
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Tell whether the password is asked for once more before something is changed.

        Whoever has just signed in need not say at once what they have just said. Those whom the
        municipality's own sign-in answers for say it there; a password they had is none any more,
        and a sign-in says nothing: the provider may have remembered them since this morning. Only
        having been asked counts, which `confirming.note` writes.
        """
        steps = get_authentication_records(self.request, self.request.user)
        if has_provider(self.request.user):
            steps = [
                step
                for step in steps
                if step["method"] == "socialaccount" and step.get("reauthenticated")
            ]
        latest = max((float(step["at"]) for step in steps), default=0)
        return timezone.now().timestamp() - latest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """Return where the person says who they are; the first is where they are led."""
        if has_provider(user):
            return [{"id": "provider", "description": "", "url": reverse("confirm")}]
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return methods

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done in our own words, and nothing where we have none."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if text := message or words.DONE.get(name):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """Put the link to a new password in the outbox; not for who signs in with the provider."""
        if settings.SIGN_IN_BY_PASSWORD and not has_provider(user):
            _write("new_password", user, {"link": _ours(context["password_reset_url"])}, key=True)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing that is not ours: allauth's other mails have no part here."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account that its password or second factor was changed."""
        if what := words.CHANGED.get(template_prefix.rpartition("/")[2]):
            _write("account_changed", user, {"what": what}, key=False)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are kept encrypted, and belong to our own address."""

    error_messages = {**DefaultMFAAdapter.error_messages, **words.ERRORS}

    def encrypt(self, text: str) -> str:
        """Return the secret as it is kept: a copy of the database alone is no second factor."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a kept secret; one from before the present `SECRET_KEY` by its fallbacks."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether the person has another second factor: nobody removes their last one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        """Return what the app on the phone calls us."""
        return settings.MUNICIPALITY.site_name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is made for: our own address, whatever the request says."""
        host = urlsplit(settings.SITE_ADDRESS).hostname or ""
        return {"id": host, "name": settings.MUNICIPALITY.site_name}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return what a new passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Nyckel {count + 1}"


def has_provider(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether the municipality's own sign-in answers for the account."""
    return isinstance(user, User) and SocialAccount.objects.filter(user=user).exists()


def _fernet() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    hashes = (hashlib.sha256(f"second factor {force_str(key)}".encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one.digest())) for one in hashes])


def _ours(url: str) -> str:
    """Return the link at our own address: a request may have come by another name."""
    return f"{settings.SITE_ADDRESS}{urlsplit(url).path}"


def _write(kind: str, user: AbstractBaseUser, context: Mapping[str, Any], *, key: bool) -> None:
    if not isinstance(user, User) or not user.email:
        return
    now: datetime = timezone.now()
    enqueue(
        kind,
        recipient=user.email,
        dedupe_key=f"{kind}:{user.pk}:{secrets.token_hex(8)}",
        subject=words.SUBJECTS[kind],
        context={**context, "name": user.get_username(), "person": user},
        now=now,
        holds_key=key,
    )
