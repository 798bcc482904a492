"""The pages of the accounts: the list, the same as a file, one account, and what is done to it.

What would make a stolen session last, by an account, a role or a way in for somebody else, asks
for the password or the second factor once more; see `AccountAdapter.is_reauthentication_required`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import ModelLogEntry

from portal.intranet.accounts import services
from portal.intranet.accounts.access import for_managers, for_readers, may_manage
from portal.intranet.accounts.forms import (
    AccountFilterForm,
    NewAccountForm,
    RetireForm,
    RolesForm,
)
from portal.intranet.accounts.listing import (
    HEADINGS,
    UNUSED,
    UNUSED_DAYS,
    accounts,
    lines,
    mark,
    provider_decides,
    roles_of,
    table,
)
from portal.intranet.models import User
from portal.intranet.sign_in.confirming import asks_who_it_is, give_up
from resources.desks.spreadsheets import csv_bytes

PER_PAGE = 50
SHOWN_EVENTS = 20
WRITES = ["GET", "HEAD", "POST"]


def _by_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a deed be done by a form alone; whoever only opens its address comes to the account.

    From the browser's history, or back from saying who they are when nothing waits to be done.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            give_up(request)
            messages.info(request, "Inget är ändrat. Vill du ändra något gör du det här.")
            return redirect("account", pk=pk)
        return view(request, pk)

    return require_http_methods(WRITES)(guarded)


@require_safe
@for_readers
def account_list(request: HttpRequest) -> HttpResponse:
    """Show the accounts, narrowed and in pages."""
    form = AccountFilterForm(request.GET)
    page = Paginator(_found(form), PER_PAGE).get_page(request.GET.get("sida"))
    kept = request.GET.copy()
    kept.pop("sida", None)
    context = {
        "form": form,
        "part": page,
        "lines": lines(page.object_list),
        "query": f"&{kept.urlencode()}" if kept else "",
        "may_add": may_manage(request.user) and settings.SIGN_IN_BY_PASSWORD,
        "has_provider": settings.SIGN_IN_PROVIDER is not None,
        "unused_days": UNUSED_DAYS,
        "is_unused": form.is_valid() and form.cleaned_data["visa"] == UNUSED,
    }
    return render(request, "portal/intranet/accounts/list.html", context)


@require_safe
@for_readers
def account_file(request: HttpRequest) -> HttpResponse:
    """Return what the list shows as a file, all of it."""
    found = lines(_found(AccountFilterForm(request.GET)))
    answer = HttpResponse(csv_bytes(HEADINGS, table(found)), content_type="text/csv; charset=utf-8")
    name = f"konton-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(form: AccountFilterForm) -> QuerySet:
    # A choice that does not exist narrows nothing.
    chosen = form.cleaned_data if form.is_valid() else {}
    return accounts(
        chosen.get("visa", ""), chosen.get("roll", ""), chosen.get("sok", ""), now=timezone.now()
    )


@require_http_methods(WRITES)
@for_managers
@asks_who_it_is
def new_account(request: HttpRequest) -> HttpResponse:
    """Take a name and an address, and make the account."""
    if not settings.SIGN_IN_BY_PASSWORD:
        messages.info(request, "Alla konton kommer från kommunens egen inloggning.")
        return redirect("accounts")
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = services.make_account(
                name=(said["first_name"], said["last_name"]),
                username=said["username"],
                email=said["email"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Kontot är upplagt. {user.email} får ett brev med en länk.")
            return redirect("account", pk=user.pk)
    return render(request, "portal/intranet/accounts/new.html", {"form": form})


@require_safe
@for_readers
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account, what has been done to it, and what can be done."""
    user = _user(pk)
    return _page(request, user, RolesForm(user=user))


@for_managers
@_by_post
@asks_who_it_is
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give and take roles; what another has changed since is told, and the choice stands."""
    user = _user(pk)
    form = RolesForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, user, form, status=400)
    try:
        services.change_roles(
            user,
            form.chosen,
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        # What the person has now read is what stands now, so the next time is knowingly.
        typed = request.POST.copy()
        user = _user(pk)
        typed["seen"] = mark(user)
        form = RolesForm(typed, user=user)
        form.add_error(None, error)
        return _page(request, user, form, status=409)
    messages.success(request, "Rollerna är sparade.")
    return redirect("account", pk=pk)


@for_managers
@_by_post
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End the person's sessions everywhere."""
    user = _user(pk)
    count = services.sign_out_everywhere(user, by=request.user, now=timezone.now())
    if user.pk == request.user.pk:
        logout(request)
        return redirect("sign_in")
    messages.success(request, f"Utloggad på {count} {'ställe' if count == 1 else 'ställen'}.")
    return redirect("account", pk=pk)


@for_managers
@_by_post
@asks_who_it_is
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to choose a password with once more."""
    user = _user(pk)
    return _done(
        request, pk, f"Ett nytt brev är på väg till {user.email}.", services.send_new_link, user
    )


@for_managers
@_by_post
@asks_who_it_is
def forget_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who has lost their second factor set up a new one."""
    said = "Andra faktorn är nollställd. Personen sätter upp en ny vid nästa inloggning."
    return _done(request, pk, said, services.forget_factors, _user(pk))


@for_managers
@_by_post
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the account off for the time being."""

    def act(user: User, **by: Any) -> None:
        services.rest(user, why="av administratör", **by)

    return _done(request, pk, "Kontot är avstängt. Personen är utloggad.", act, _user(pk))


@for_managers
@_by_post
@asks_who_it_is
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account be used again."""
    return _done(request, pk, "Kontot är öppnat igen.", services.reopen, _user(pk))


@require_http_methods(WRITES)
@for_managers
@asks_who_it_is
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Say exactly what closing the account means; on POST close it for good."""
    user = _user(pk)
    if user.left_on:
        return redirect("account", pk=pk)
    form = RetireForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.retire(user, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Kontot är avslutat, och namnet är borttaget.")
            return redirect("account", pk=pk)
    context = {"account": user, "roles": roles_of(user), "form": form}
    return render(request, "portal/intranet/accounts/retire.html", context)


def _user(pk: int) -> User:
    found = User.objects.select_related("unit").prefetch_related("groups")
    return get_object_or_404(found, pk=pk)


def _done(
    request: HttpRequest, pk: int, said: str, act: Callable[..., object], user: User
) -> HttpResponse:
    try:
        act(user, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("account", pk=pk)


def _page(request: HttpRequest, user: User, form: RolesForm, status: int = 200) -> HttpResponse:
    events = ModelLogEntry.objects.for_instance(user).select_related("user")
    context = {
        "account": user,
        "line": lines([user])[0],
        "form": form,
        "events": events.order_by("-timestamp")[:SHOWN_EVENTS],
        "may_manage": may_manage(request.user) and not user.left_on,
        "is_own": user.pk == request.user.pk,
        "provider_decides": provider_decides(user),
        "chose_password": user.has_usable_password(),
    }
    return render(request, "portal/intranet/accounts/account.html", context, status=status)
