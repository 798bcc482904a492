"""Who comes back from the municipality's own sign-in, or never got there, with nothing done.

Why it was, and the way to try again: on the same errand, to where they were going.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from requests import RequestException

from portal.intranet.sign_in.confirming import CONFIRM, way
from portal.settings.sign_in import PROVIDER_ID

logger = logging.getLogger(__name__)


def turned_back(
    request: HttpRequest, why: str, journey: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the page that says `why`, with the way to go there anew.

    `journey` is allauth's state of it: on which errand (`process`), and where to after that
    (`next`, an address of ours).
    """
    errand, target = (journey or {}).get("process"), str((journey or {}).get("next") or "")
    context = {"why": why, "back": ""}
    # Who has lost their roles is signed in no more, so there is nothing left to confirm.
    if errand == CONFIRM and why != "no_role":
        context["back"] = target or reverse("my_account")
        context["anew"] = way("confirm_at_provider", context["back"])
    else:
        query = {REDIRECT_FIELD_NAME: target} if target else {}
        if why == "failed":
            there = reverse("sign_in")
        else:
            # A provider that remembers the person would send them back with the same answer.
            there = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER_ID})
            query["auth_params"] = "prompt=login"
        context["anew"] = f"{there}?{urlencode(query)}".rstrip("?")
    return render(request, "portal/intranet/account/provider_refused.html", context, status=403)


def or_turned_back(
    view: Callable[..., HttpResponse], errand: str = AuthProcess.LOGIN
) -> Callable[..., HttpResponse]:
    """Let a step of the journey say so when the provider does not answer, or is there no more."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        under_way = statekit.get_states(request).get(request.GET.get("state", ""))
        journey = {"process": errand, "next": get_next_redirect_url(request)}
        try:
            return view(request, *args, **kwargs)
        except (RequestException, SocialApp.DoesNotExist) as error:
            logger.warning("The municipality's own sign-in: %s", type(error).__name__)
            return turned_back(request, "failed", under_way[0] if under_way else journey)

    return guarded
