"""Sign-in and sign-out by password. Every door of the staff side leads here."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.delivery.staff_only import EDITING_PATH

REFUSED = _(
    "Användarnamnet eller lösenordet stämmer inte. Kontrollera stora och små bokstäver och försök "
    "igen."
)


class SignInForm(AuthenticationForm):
    """User name and password, with an error that does not say which of them was wrong."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A field that takes the focus by itself leads past the heading and the way to skip.
        self.fields["username"].widget.attrs.pop("autofocus")


class SignInView(LoginView):
    """The sign-in form; a person who is already in goes on, or is told what they may not open."""

    template_name = "portal/intranet/sign_in.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the form, the page asked for, or a plain no instead of an endless redirect."""
        if request.user.is_authenticated:
            target = self.get_success_url()
            if target.startswith(EDITING_PATH) and not request.user.has_perm(
                "wagtailadmin.access_admin"
            ):
                return render(request, "portal/intranet/no_access.html", status=403)
            return HttpResponseRedirect(target)
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        """Return the staff start page."""
        return settings.STAFF_PATH
