""" "Min sida": who I am here, what I may do, my unit, how I sign in and where I am signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from portal.intranet.models import User
from portal.intranet.role_words import roles_in_words
from portal.intranet.sign_in.adapters import has_provider
from portal.intranet.sign_in.sessions import end_sessions, places


class UnitForm(forms.ModelForm[User]):
    """The person's unit, which decides which routines they see first."""

    class Meta:
        model = User
        fields = ["unit"]
        labels = {"unit": "Var arbetar du?"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.empty_label = "Ingen enhet vald"


@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the person's own page; a POST chooses their unit."""
    user = _person(request)
    form = UnitForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        log(user, "portal.unit_chosen", user=user, data={"unit": str(user.unit or "")})
        messages.success(request, "Din enhet är sparad.")
        return HttpResponseRedirect(reverse("my_account"))
    context = {
        "person": user,
        "form": form,
        "roles": roles_in_words(user, timezone.localdate()),
        "has_provider": has_provider(user),
        "unit_from_provider": has_provider(user) and told_of_units(),
        "has_password": settings.SIGN_IN_BY_PASSWORD and user.has_usable_password(),
        "factors": Authenticator.objects.filter(user=user).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        ),
        "places": places(user, request, timezone.now()),
        "hours": settings.SESSION_HOURS,
    }
    return render(request, "portal/intranet/account/my_account.html", context)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the person, this one too."""
    user = _person(request)
    log(user, "portal.signed_out_everywhere", user=user)
    logout(request)
    end_sessions([user.pk])
    return HttpResponseRedirect(reverse("sign_in"))


def told_of_units() -> bool:
    """Tell whether the municipality's own sign-in says where people work."""
    provider = settings.SIGN_IN_PROVIDER
    return provider is not None and bool(provider.unit_claim)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
