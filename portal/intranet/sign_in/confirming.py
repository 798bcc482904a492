"""Who somebody is, asked once more, of those whom the municipality's own sign-in answers for.

What would make a stolen session last asks again; see `AccountAdapter.is_reauthentication_required`.
Who has a password says it here. The others are sent to the provider, which is told to ask them
whatever it remembers (`prompt=login`, `max_age=0`) and says when it did (`auth_time`). Source:
OpenID Connect Core 1.0, 3.1.2.1 and 2. The address goes through the browser, where a parameter can
be taken away, so the time that the provider signs is what counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET

from portal.intranet.sign_in.adapters import has_provider
from portal.settings.sign_in import PROVIDER_ID

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

# What allauth's state of a journey to the provider calls this errand, beside its own.
CONFIRM = "confirm"
# The provider's clock and ours may differ by so much.
CLOCKS_DIFFER = 60

View = Callable[..., HttpResponse]


def asks_who_it_is(view: View) -> View:
    """Let a view be for those who have said within ten minutes who they are; ask the others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if get_adapter(request).is_reauthentication_required(app="portal"):
            if request.method != "POST":
                give_up(request)
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def give_up(request: HttpRequest) -> None:
    """Forget what was sent and given up: it is not done by looking at the page again."""
    request.session.pop(reauthentication.STATE_SESSION_KEY, None)


@require_GET
def confirm(request: HttpRequest) -> HttpResponse:
    """Say why the person is asked once more; when they have been, do what they had sent."""
    target = _target(request)
    if not has_provider(request.user):
        return HttpResponseRedirect(target)
    if not get_adapter(request).is_reauthentication_required(app="portal"):
        done = reauthentication.resume_request(request)
        return done or HttpResponseRedirect(target)
    provider = settings.SIGN_IN_PROVIDER
    context = {
        "address": way("confirm_at_provider", target),
        "button": provider.button if provider else "Fortsätt",
    }
    return render(request, "portal/intranet/account/confirm_at_provider.html", context)


@require_GET
def confirm_at_provider(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, which is to ask the person anew."""
    target = _target(request)
    if not has_provider(request.user):
        return HttpResponseRedirect(way("confirm", target))
    provider = get_provider_adapter(request).get_provider(request, PROVIDER_ID)
    answer: HttpResponse = provider.redirect(
        request,
        CONFIRM,
        next_url=target,
        auth_params={**provider.get_auth_params(), "prompt": "login", "max_age": "0"},
        asked_at=int(time.time()),
    )
    return answer


def is_on_the_way_back(request: HttpRequest) -> bool:
    """Tell whether the request comes back from the provider on this errand, for this session."""
    state = statekit.get_states(request).get(request.GET.get("state", ""))
    return state is not None and state[0].get("process") == CONFIRM


def is_the_same(
    request: HttpRequest, sociallogin: SocialLogin, token: Mapping[str, Any] | None
) -> bool:
    """Tell whether the person who is signed in here has just said so at the provider.

    `token` is the provider's id token, the one place where it signs when it asked.
    """
    asked_at = int(sociallogin.state.get("asked_at") or 0)
    asked = (token or {}).get("auth_time")
    return (
        request.user.is_authenticated
        and bool(sociallogin.is_existing)
        and sociallogin.user.pk == request.user.pk
        and asked_at > 0
        and isinstance(asked, (int, float))
        and asked >= asked_at - CLOCKS_DIFFER
    )


def note(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Write down that the person has said who they are, and lead back to what they were doing."""
    account = sociallogin.account
    record_authentication(
        request,
        request.user,
        "socialaccount",
        provider=account.provider,
        uid=account.uid,
        reauthenticated=True,
    )
    target = sociallogin.get_redirect_url(request) or reverse("my_account")
    return HttpResponseRedirect(way("confirm", target))


def way(name: str, target: str) -> str:
    """Return the address called `name`, which leads on to `target`."""
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: target})}"


def _target(request: HttpRequest) -> str:
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = target and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else reverse("my_account")
