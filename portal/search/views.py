"""The search page: a form to everyone who asks for it, results to those who post it.

No word is kept: not in an address (POST), not by the browser (no cookie, no storage, `no-store`),
not by us (nothing here logs, counts or saves). Source: the safety design, section 2.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.search.finding import find
from portal.search.forms import SearchForm

# Ample for the longest text that the form takes, each letter as six bytes of an address.
MOST_BYTES = 4_000
FORM_TYPE = "application/x-www-form-urlencoded"
LANGUAGE = "sv"


# There is no session for a forged request to ride on, and the token would be a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
@sensitive_post_parameters()
def search(request: HttpRequest) -> HttpResponse:
    """Return the form alone, or on POST the form with what was found or what to correct.

    A query in the address is not read, so that no link can carry one.
    """
    if request.method != "POST":
        return _page(request, SearchForm())
    if _size(request) > MOST_BYTES:
        return _page(request, SearchForm.too_long(), status=413)
    form = SearchForm(request.POST if request.content_type == FORM_TYPE else QueryDict())
    if not form.is_valid():
        return _page(request, form)
    return _page(request, form, found=find(request, form.cleaned_data["q"], LANGUAGE))


def _size(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else MOST_BYTES + 1


def _page(
    request: HttpRequest, form: SearchForm, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "portal/search/search.html", {"form": form, **more}, status=status)
