"""*Berätta för följare*: where an editor says that a change to a public page is news.

A page is told of by itself once, when it is first published. What comes later is told only when a
person says so, with a sentence on what is new, and once a day at most. The sentence can be changed
and taken back: then feeds and mails that have not gone out do not have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Page

from portal.pages.base import PublicPage
from portal.subscriptions.digests import correct
from portal.subscriptions.listeners import is_open, subjects_of, title_of
from portal.subscriptions.models import Happening, HappeningQuerySet
from portal.subscriptions.services import tell

TOLD, CORRECTED, TAKEN_BACK = (
    "portal.tell_followers",
    "portal.correct_news",
    "portal.take_back_news",
)


class NewsForm(forms.Form):
    """What is new, in a sentence."""

    vad = forms.CharField(
        label="Vad är nytt?",
        max_length=300,
        help_text="En mening. Den står i mejlen och i flödet, under sidans rubrik.",
        error_messages={"required": "Skriv vad som är nytt, så att läsaren vet varför."},
    )


def may_tell(user: Any, page: Page) -> bool:
    """Whether `user` may say that a page has news: who may publish it, and it is public."""
    is_public = isinstance(page.specific_deferred, PublicPage) and page.live
    return is_public and is_open(page) and bool(page.permissions_for_user(user).can_publish())


@require_http_methods(["GET", "HEAD", "POST"])
def tell_of_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is new on a page; on POST tell those who follow."""
    page = _page(request, pk)
    form = NewsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "page": page, "told": _told(page)}
        return render(request, "portal/subscriptions/staff/tell_of_page.html", context)
    now = timezone.now()
    is_new = tell(
        f"news:{page.pk}:{timezone.localdate(now)}",
        title=title_of(page),
        summary=form.cleaned_data["vad"],
        audience=Happening.Audience.PUBLIC,
        about=subjects_of(page),
        page=page,
        now=now,
    )
    if is_new:
        log(page, TOLD, user=request.user, timestamp=now)
        messages.success(request, "De som följer får veta det i nästa mejl.")
    else:
        messages.error(request, "Sidan är redan berättad om i dag. Ändra meningen, eller vänta.")
        return redirect("tell_of_page", page.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def told_of_page(request: HttpRequest, pk: int, told: int) -> HttpResponse:
    """Show what has been told of a page; on POST change the sentence, or take it back."""
    page = _page(request, pk)
    happening = get_object_or_404(_told(page), pk=told)
    if request.method == "POST" and "ta_tillbaka" in request.POST:
        happening.delete()
        log(page, TAKEN_BACK, user=request.user, timestamp=timezone.now())
        messages.success(request, "Nyheten är borta ur flödet och ur mejl som inte har gått ut än.")
        return redirect("tell_of_page", page.pk)
    form = NewsForm(
        request.POST if request.method == "POST" else None, initial={"vad": happening.summary}
    )
    if not form.is_valid():
        context = {"form": form, "page": page, "happening": happening}
        return render(request, "portal/subscriptions/staff/told_of_page.html", context)
    correct(happening, title=title_of(page), summary=form.cleaned_data["vad"])
    log(page, CORRECTED, user=request.user, timestamp=timezone.now())
    messages.success(request, "Ändrat i flödet och i mejl som inte har gått ut än.")
    return redirect("tell_of_page", page.pk)


def _page(request: HttpRequest, pk: int) -> PublicPage:
    """Return the page, if the person may tell of it."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, PublicPage):
        raise Http404
    if not may_tell(request.user, page):
        raise PermissionDenied
    return page


def _told(page: Page) -> HappeningQuerySet:
    """Return what editors have told of a page, the latest first."""
    return Happening.objects.filter(page=page.pk, key__startswith="news:").newest()


@hooks.register("register_page_header_buttons")
def tell_button(page: Page, user: Any, view_name: str, next_url: str = "") -> Iterator[Button]:
    """Offer it among a page's own buttons."""
    if may_tell(user, page):
        address = reverse("tell_of_page", args=[page.pk])
        yield Button("Berätta för följare", url=address, icon_name="mail", priority=70)


@hooks.register("register_admin_urls")
def news_urls() -> list[URLPattern]:
    """Return the address of the form, below the editing interface."""
    return [
        path("sidor/<int:pk>/beratta/", tell_of_page, name="tell_of_page"),
        path("sidor/<int:pk>/beratta/<int:told>/", told_of_page, name="told_of_page"),
    ]


@hooks.register("register_log_actions")
def news_actions(actions: LogActionRegistry) -> None:
    """Name what is written to the page's history."""
    actions.register_action(TOLD, "Berätta för följare", "Berättad för dem som följer")
    actions.register_action(CORRECTED, "Ändra en nyhet", "Nyheten till dem som följer är ändrad")
    actions.register_action(
        TAKEN_BACK, "Ta tillbaka en nyhet", "Nyheten till dem som följer är tillbakatagen"
    )
