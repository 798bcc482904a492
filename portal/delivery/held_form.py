"""A form that was sent too late: what was typed stays in the page until it can be sent again.

A staff session ends after some hours, and a long answer may take longer. Then the form comes back
as a page that holds every field, with a way to sign in beside it and a button that sends it again.
The page is the same for every address, also one that does not exist. It says nothing but what the
sender has just sent, and only to a page of our own: a form from elsewhere is refused as before.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

# Never sent back: the token was the old session's, and what one signs in with is typed anew.
TYPED_ANEW = ("password", "oldpassword", "password1", "password2", "code", "credential", "secret")
SECRET = ("csrfmiddlewaretoken", *TYPED_ANEW)
WORDS = {
    "signed_out": (
        "Du har varit inloggad för länge",
        "Det du skrev är inte sparat än, men det finns kvar här på sidan.",
    ),
    "new_session": (
        "Skicka det du skrev en gång till",
        "Du har loggat in på nytt sedan du öppnade formuläret. Det du skrev finns kvar här.",
    ),
}


def is_from_our_own_page(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form was on a page of ours.

    Every browser since 2023 says so itself; an older one sends at least where it came from.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def hold(request: HttpRequest, *, why: str) -> HttpResponse:
    """Return the page that holds what was posted; `why` is one of `WORDS`."""
    title, lead = WORDS[why]
    asks_by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if asks_by_script or request.content_type == "application/json":
        # A script cannot show a page: it is told no, and its own page still has what was typed.
        return HttpResponse(title, status=403, content_type="text/plain; charset=utf-8")
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRET
        for value in values
    ]
    context = {
        "title": title,
        "lead": lead,
        "fields": fields,
        "texts": [value for _, value in fields if _is_text(value)],
        "address": request.get_full_path(),
        "lost_files": _names_of(request.FILES),
        "lost_password": any(name in TYPED_ANEW for name in request.POST),
        "is_signed_in": why == "new_session",
        # Who sends it now need not be who wrote it: nothing is sent until they have read that.
        "sender": _name(request),
        "sign_in_address": reverse(settings.LOGIN_URL),
    }
    return render(request, "portal/intranet/held_form.html", context, status=403)


def _name(request: HttpRequest) -> str:
    user = request.user
    return (user.get_full_name() or user.get_username()) if user.is_authenticated else ""


def _is_text(value: str) -> bool:
    """Tell whether a person wrote this: words, not a number, a choice or what a script keeps."""
    return " " in value.strip() and not value.lstrip().startswith(("{", "["))


def _names_of(files: MultiValueDict) -> list[str]:
    return [file.name for _, sent in files.lists() for file in sent if file.name]
