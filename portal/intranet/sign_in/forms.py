"""The forms of the sign-in, with labels that say what to write."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache

NEW_PASSWORD = (
    "Minst tolv tecken. En mening som bara du kommer på är lättare att minnas än tecken i en röra."
)


def _reword(field: forms.Field, label: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    """User name or e-mail, and password; an error does not say which of them was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["login"], "Användarnamn eller e-postadress")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _reword(self.fields["password"], "Lösenord")


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Where the link to a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["email"], "Din e-postadress i tjänsten")


class SameTwice(forms.Form):
    """A new password, written twice so that a slip of the finger locks nobody out."""

    def clean(self) -> dict[str, Any]:
        """Put a sentence at the second field where it differs from the first."""
        cleaned = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Skriv samma lösenord i båda rutorna.")
        return cleaned


class NewPasswordForm(SameTwice, account.ResetPasswordKeyForm):
    """A new password, chosen from the link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password1"], "Nytt lösenord", NEW_PASSWORD)
        _reword(self.fields["password2"], "Samma lösenord en gång till")


class ChangePasswordForm(SameTwice, account.ChangePasswordForm):
    """A new password, by somebody who has signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["oldpassword"], "Lösenordet du har nu")
        _reword(self.fields["password1"], "Nytt lösenord", NEW_PASSWORD)
        _reword(self.fields["password2"], "Samma lösenord en gång till")


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password"], "Ditt lösenord")


class OnceOnly(factor.BaseAuthenticateForm):
    """A code from an app or a paper; a code of the app is good once in all the time it is good."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Kod", "Sex siffror från appen, eller en av dina reservkoder.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """Return the code; raises `ValidationError` for a wrong one and for one used before.

        allauth itself remembers a code for one period, and with the tolerance for a phone's clock
        it is good for three.
        """
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            periods = 2 * app_settings.TOTP_TOLERANCE + 1
            key = f"second-factor:{self.user.pk}:{code.replace(' ', '')}"
            if not cache.add(key, "used", timeout=periods * app_settings.TOTP_PERIOD):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, factor.AuthenticateForm):
    """The second step of a sign-in."""


class ConfirmCodeForm(OnceOnly, factor.ReauthenticateForm):
    """A code once more, before something is changed."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of an app shows that the app has the secret.

    The secret is the session's until then. allauth makes a new one each time the page is shown, so
    that whoever has scanned it and loads the page again would have to begin again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        kept = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if kept:
            self.secret = session[SECRET_SESSION_KEY] = kept
        _reword(self.fields["code"], "Koden som appen visar", "Sex siffror.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(AddWebAuthnForm):
    """A passkey and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self.fields["name"],
            "Vad ska nyckeln heta?",
            "Till exempel tjänstedatorn eller mobilen.",
        )
