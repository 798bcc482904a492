"""The gate of the staff side: who may come to which address before having signed in, or half so.

Source of the rule: every address below the staff path needs a whole sign-in. Those that do not are
named here, each because somebody needs it in order to get that far.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from portal.delivery.held_form import hold, is_from_our_own_page
from portal.delivery.staff_only import EDITS, is_staff_path
from portal.delivery.staff_sessions import Standing, standing

_PREFIXED = re.compile(rf"^/[a-z]{{2,3}}(?:-[a-z0-9]+)*(?={re.escape(settings.STAFF_PATH)})", re.I)
# For whoever: the way in, and the way back for those who have forgotten their password.
ENTRANCE = {
    "sign_in",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    "mfa_authenticate",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
# To and from the municipality's own sign-in, for those alone who are nobody yet: whoever comes back
# must not be taken for the person who is half or wholly signed in here.
BY_PROVIDER = {"openid_connect_login", "openid_connect_callback"}
LEAVING = {"sign_out", "account_logout"}
# With a password and no second factor yet: to set one up.
SETTING_UP = {
    "mfa_activate_totp",
    "second_factor_picture",
    "mfa_add_webauthn",
    "account_reauthenticate",
}
# With a password only, on an account that has a second factor: to give it. Nothing here adds one,
# or whoever has the password could go around the factor.
FINISHING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class StaffGateMiddleware:
    """Leads everyone who has not signed in, whatever staff address they ask for, to the sign-in.

    And everyone who has given a password only to their second factor. The answer is the same for
    an address that exists and one that does not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page to those who may see it, else the way to what is missing.

        Raises `PermissionDenied` on the editing interface for somebody who edits nothing.
        """
        path = request.path_info
        prefix = _PREFIXED.match(path)
        if prefix:
            return redirect_to_login(path[prefix.end() :], reverse(settings.LOGIN_URL))
        if path == settings.STAFF_PATH.rstrip("/"):
            return HttpResponseRedirect(settings.STAFF_PATH)
        if not is_staff_path(path):
            return self.get_response(request)
        how_far = standing(request)
        if how_far is Standing.WHOLE:
            if path.startswith(reverse("wagtailadmin_home")) and not request.user.has_perm(EDITS):
                # Wagtail would lead to the sign-in, and keep its refusal for a later page.
                raise PermissionDenied
            return self.get_response(request)
        name = _name(path)
        allowed = ENTRANCE | (LEAVING if how_far is Standing.HALF else BY_PROVIDER)
        if name in allowed:
            return self.get_response(request)
        if how_far is Standing.HALF:
            return self._finish(request, name)
        if request.user.is_authenticated:
            logout(request)
        if request.method == "POST" and is_from_our_own_page(request):
            return hold(request, why="signed_out")
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))

    def _finish(self, request: HttpRequest, name: str) -> HttpResponse:
        types = _factors(request)
        allowed = FINISHING if types else SETTING_UP
        if name in allowed:
            return self.get_response(request)
        if not types:
            step = "mfa_activate_totp"
        else:
            step = "mfa_reauthenticate" if "totp" in types else "mfa_reauthenticate_webauthn"
        target = request.get_full_path() if request.method == "GET" else settings.STAFF_PATH
        return HttpResponseRedirect(f"{reverse(step)}?{urlencode({'next': target})}")


def _name(path: str) -> str:
    try:
        return str(resolve(path).url_name or "")
    except Resolver404:
        return ""


def _factors(request: HttpRequest) -> set[str]:
    # Not at the top: the models are not there yet when the settings name this module.
    from allauth.mfa.models import Authenticator

    return set(
        Authenticator.objects.filter(user_id=request.user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("type", flat=True)
    )
