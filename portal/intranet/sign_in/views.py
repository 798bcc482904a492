"""The door itself, and the steps of setting up a second factor."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET

from portal.delivery.staff_sessions import Standing, standing
from portal.intranet.models import User
from portal.intranet.sign_in import words
from portal.intranet.sign_in.adapters import has_provider
from portal.settings.sign_in import PROVIDER_ID

NEXT = "sign_in_next"


class SignInView(LoginView):
    """The sign-in form; a person who is already in goes on to what they asked for."""

    template_name = "portal/intranet/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the form, or lead on whoever is in already."""
        if standing(request) is Standing.WHOLE:
            return HttpResponseRedirect(self.get_next_url() or settings.STAFF_PATH)
        if request.method == "POST" and not settings.SIGN_IN_BY_PASSWORD:
            return HttpResponseRedirect(reverse("sign_in"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the provider's button, first where there is one, and whether passwords are taken."""
        context = super().get_context_data(**kwargs)
        provider = settings.SIGN_IN_PROVIDER
        if provider is not None:
            context["provider"] = provider.button
            context["provider_address"] = self.passthrough_next_url(
                reverse("openid_connect_login", kwargs={"provider_id": PROVIDER_ID})
            )
        return {
            **context,
            "by_password": settings.SIGN_IN_BY_PASSWORD,
            "next": self.get_next_url() or "",
        }


def for_nobody_yet(
    view: Callable[..., HttpResponse], unless: Callable[[HttpRequest], bool] = lambda request: False
) -> Callable[..., HttpResponse]:
    """Let a way in be for those alone who have not signed in; others go to where they were going.

    With somebody signed in here, whoever comes back from the provider could be taken for them;
    `unless` tells those apart who went there to say once more who they are.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if standing(request) is Standing.NOBODY or unless(request):
            return view(request, *args, **kwargs)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{reverse('sign_in')}?{query}".rstrip("?"))

    return guarded


def with_password(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a page of the second factor be for those who have one here; others go to Min sida.

    Whom the municipality's own sign-in answers for gives it there, and one made here would be of
    no use to them.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_provider(request.user):
            return HttpResponseRedirect(reverse("my_account"))
        return view(request, *args, **kwargs)

    return guarded


class PasswordView(PasswordChangeView):
    """A new password, for those who have one."""

    template_name = "portal/intranet/account/password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the form; those of the municipality's own sign-in go to their own page."""
        user = request.user
        assert isinstance(user, User)  # the gate lets nobody else this far
        if has_provider(user) or not user.has_usable_password():
            return HttpResponseRedirect(reverse("my_account"))
        return super().dispatch(request, *args, **kwargs)


def _asked_for(request: HttpRequest) -> str:
    """Return the address of ours that the person was going to, or nothing."""
    target = request.GET.get("next", "")
    is_ours = target and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else ""


def _remember_next(request: HttpRequest) -> None:
    if target := _asked_for(request):
        request.session[NEXT] = target


def _and_on(request: HttpRequest, address: str) -> str:
    """Return where a new factor leads: by the codes, if there are new ones, to what was asked for.

    `address` is where it leads whoever was going nowhere.
    """
    target = request.session.pop(NEXT, "")
    if target and address == reverse("mfa_view_recovery_codes"):
        return f"{address}?{urlencode({'next': target})}"
    return target or address


def _is_first(request: HttpRequest) -> bool:
    """Tell whether the person is still on their way in, so that the page leads them by the hand."""
    steps = get_authentication_records(request, request.user)
    return not any(step["method"] in ("mfa", "socialaccount") for step in steps)


class AddAppView(ActivateTOTPView):
    """An app on the phone: a picture to take in, the secret as text, and the first code."""

    template_name = "portal/intranet/account/add_app.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; the secret stays the same until the app has shown a code."""
        _remember_next(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret in groups of four, to be typed by hand."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return {**context, "secret": " ".join(groups), "is_first": _is_first(self.request)}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Add the app, and let it count as given: the code has just been shown."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response

    def get_success_url(self) -> str:
        """Return the page of the codes, or what the person was going to."""
        return _and_on(self.request, super().get_success_url())


@require_GET
def app_picture(request: HttpRequest) -> HttpResponse:
    """Return the secret as a picture for the phone's camera, while it is being set up.

    From our own address, since the policy allows no picture inside the page.
    """
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    url = adapter.build_totp_url(request.user, secret)
    return HttpResponse(adapter.build_totp_svg(url), content_type="image/svg+xml")


class AddKeyView(AddWebAuthnView):
    """A passkey: the computer's own lock, a phone, or a key to put in."""

    template_name = "portal/intranet/account/add_key.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page, which needs scripts: the browser itself makes the key."""
        _remember_next(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person is still on their way in."""
        return {**super().get_context_data(**kwargs), "is_first": _is_first(self.request)}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Add the key, and let it count as given: it has just been used."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return response

    def get_success_url(self) -> str:
        """Return the page of the codes, or what the person was going to."""
        return _and_on(self.request, super().get_success_url())


class CodesView(ViewRecoveryCodesView):
    """The codes for the day when the phone is gone: to print, to copy, to keep as a file."""

    template_name = "portal/intranet/account/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the person was going when they were asked for a second factor."""
        context = super().get_context_data(**kwargs)
        codes = _in_fours(context["unused_codes"])
        return {**context, "unused_codes": codes, "next": _asked_for(self.request)}


class CodesFile(DownloadRecoveryCodesView):
    """The same codes as a text file, which nothing on the way keeps."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Return the file; its first lines say what it opens, without the person's name."""
        lines = [
            f"Reservkoder för {settings.MUNICIPALITY.site_name}",
            "Varje kod går att använda en gång. Lägg dem där bara du kommer åt dem.",
            "",
            *_in_fours(context["unused_codes"]),
            "",
        ]
        answer = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="reservkoder.txt"'
        return answer


def _in_fours(codes: Iterable[str]) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in codes]


class RemoveKeyView(RemoveWebAuthnView):
    """Takes a passkey away, unless it is the person's last second factor."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Remove the key, or say at the top of the page why not."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, words.ERRORS["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


class CodeView(AuthenticateView):
    """The second step: a code from the app or the paper, or the passkey."""

    template_name = "portal/intranet/account/code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the code or the key; or begin again, as somebody else."""
        if "cancel" in request.POST:
            answer: HttpResponse = self.stage.abort()
            return answer
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person has to show."""
        has = Authenticator.objects.filter(user=self.stage.login.user)
        types = set(has.values_list("type", flat=True))
        return {
            **super().get_context_data(**kwargs),
            "has_key": Authenticator.Type.WEBAUTHN in types,
            "has_app": Authenticator.Type.TOTP in types,
        }
