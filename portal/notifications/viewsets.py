"""The desk *Utskick*: what waits in the outbox and why; a mail that failed can be sent again.

Residents were promised that only who holds the forum reads their address: others see the mail
without it, and without what the mail server said, which may hold it.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from portal.notifications.models import TO_RESIDENTS, OutboxMessage, OutboxQuerySet
from portal.notifications.services import send_again

RESEND = "portal.resend_outboxmessage"
READS_RESIDENTS = "actionplan.run_council"
HIDDEN = "dold"


def sees(user: Any, message: OutboxMessage) -> bool:
    """Whether `user` may see to whom a mail goes."""
    return not message.is_to_resident or bool(user.has_perm(READS_RESIDENTS))


def recipient_for(user: Any, message: OutboxMessage) -> str:
    """Return to whom a mail goes, as `user` may know it."""
    return message.recipient if sees(user, message) else HIDDEN


def why_for(user: Any, message: OutboxMessage) -> str:
    """Return why a mail has not gone out, as `user` may know it."""
    if message.error and not sees(user, message):
        return "E-postservern har inte tagit emot brevet."
    return message.why()


class ForReaderColumn(Column):
    """A column whose text depends on who reads."""

    def __init__(self, name: str, label: str, says: Callable[[Any, OutboxMessage], str]) -> None:
        # By the class a phone's list knows that a row is a mail: static/css/desk/registers.css.
        super().__init__(name, label=label, classname="outbox")
        self._says = says

    def get_cell_context_data(
        self, instance: OutboxMessage, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what the cell shows."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["value"] = self._says(parent_context["request"].user, instance)
        return context

    def get_value(self, instance: OutboxMessage) -> str:
        """Return nothing: what the cell shows is asked for together with its reader."""
        return ""


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Lets those who may see the outbox read it; nobody writes or changes a mail by hand."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Whether `user` may look; every other action is refused."""
        return action == "view" and bool(super().user_has_permission(user, action))


class OutboxIndexView(IndexView):
    """The list of mails, with the one button that a mail can have."""

    def search_queryset(self, queryset: OutboxQuerySet) -> OutboxQuerySet:
        """Search among the mails whose recipients the person may see."""
        if self.is_searching and not self.request.user.has_perm(READS_RESIDENTS):
            queryset = queryset.exclude(kind__in=TO_RESIDENTS)
        found: OutboxQuerySet = super().search_queryset(queryset)
        return found

    def get_list_buttons(self, instance: OutboxMessage) -> list[Button]:
        """Add *send again* to a mail that failed, for those who may."""
        buttons: list[Button] = super().get_list_buttons(instance)
        may = self.request.user.has_perm(RESEND)
        if may and instance.state == OutboxMessage.State.FAILED:
            url = reverse("send_again", args=[instance.pk])
            buttons.append(Button("Skicka igen", url=url, icon_name="mail", priority=10))
        return buttons


class OutboxInspectView(InspectView):
    """One mail, without its text."""

    def get_recipient_display_value(self) -> str:
        """Return to whom it goes, as the reader may know it."""
        return recipient_for(self.request.user, self.object)

    def get_error_display_value(self) -> str:
        """Return why it waits, as the reader may know it."""
        return why_for(self.request.user, self.object)


class OutboxViewSet(SnippetViewSet):
    """Every mail with its state; the text is not shown, since a link in it may open something."""

    model = OutboxMessage
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    permission_policy = ReadOnlyPolicy(OutboxMessage)
    menu_label = "Utskick"
    menu_name = "outbox"
    menu_order = 260
    add_to_admin_menu = True
    icon = "mail"
    search_backend_name = None
    list_per_page = 50
    list_display: ClassVar = [
        "subject",
        ForReaderColumn("recipient", "Mottagare", recipient_for),
        "state",
        ForReaderColumn("why", "Varför", why_for),
        "attempts",
        "next_try_at",
        "sent_at",
    ]
    list_filter: ClassVar = ["state", "kind", "created_at"]
    search_fields: ClassVar = ["recipient", "subject", "error"]
    inspect_view_enabled = True
    # Nor is what a mail program calls to end the mails: it is a key too.
    inspect_view_fields_exclude: ClassVar = [
        "text",
        "html",
        "calendar",
        "unsubscribe_address",
        # A number of the person's row, or a hash of the address.
        "dedupe_key",
    ]
    copy_view_enabled = False


@require_http_methods(["GET", "HEAD", "POST"])
def send_again_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a failed mail is sent again, and on POST let it wait for the next run."""
    if not request.user.has_perm(RESEND):
        raise PermissionDenied
    message = get_object_or_404(OutboxMessage, pk=pk)
    outbox = reverse(OutboxViewSet().get_url_name("list"))
    to, why = recipient_for(request.user, message), why_for(request.user, message)
    if request.method != "POST":
        context: dict[str, Any] = {"message": message, "outbox_url": outbox, "to": to, "why": why}
        return render(request, "portal/notifications/send_again.html", context)
    try:
        send_again(message, user=request.user, now=timezone.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Brevet till {to} skickas inom någon minut.")
    return redirect(outbox)


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    """Return the address of *send again*, below the editing interface."""
    return [path("utskick/<int:pk>/skicka-igen/", send_again_view, name="send_again")]


@hooks.register("register_log_actions")
def outbox_actions(actions: LogActionRegistry) -> None:
    """Name what `notifications.services` writes to the log."""
    actions.register_action("portal.send_again", "Skicka igen", "Lagd att skickas igen")
