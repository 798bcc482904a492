"""The desk *Utskick*: what waits in the outbox and why; a mail that failed can be sent again."""

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
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.notifications.models import OutboxMessage
from portal.notifications.services import send_again

RESEND = "portal.resend_outboxmessage"


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Lets those who may see the outbox read it; nobody writes or changes a mail by hand."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Whether `user` may look; every other action is refused."""
        return action == "view" and bool(super().user_has_permission(user, action))


class OutboxIndexView(IndexView):
    """The list of mails, with the one button that a mail can have."""

    def get_list_buttons(self, instance: OutboxMessage) -> list[Button]:
        """Add *send again* to a mail that failed, for those who may."""
        buttons: list[Button] = super().get_list_buttons(instance)
        may = self.request.user.has_perm(RESEND)
        if may and instance.state == OutboxMessage.State.FAILED:
            url = reverse("send_again", args=[instance.pk])
            buttons.append(Button("Skicka igen", url=url, icon_name="mail", priority=10))
        return buttons


class OutboxViewSet(SnippetViewSet):
    """Every mail with its state; the text is not shown, since a link in it may open something."""

    model = OutboxMessage
    index_view_class = OutboxIndexView
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
        "recipient",
        "state",
        "error",
        "attempts",
        "next_try_at",
        "sent_at",
    ]
    list_filter: ClassVar = ["state", "kind", "created_at"]
    search_fields: ClassVar = ["recipient", "subject", "error"]
    inspect_view_enabled = True
    inspect_view_fields_exclude: ClassVar = ["text", "html"]
    copy_view_enabled = False


@require_http_methods(["GET", "HEAD", "POST"])
def send_again_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a failed mail is sent again, and on POST let it wait for the next run."""
    if not request.user.has_perm(RESEND):
        raise PermissionDenied
    message = get_object_or_404(OutboxMessage, pk=pk)
    outbox = reverse(OutboxViewSet().get_url_name("list"))
    if request.method != "POST":
        context: dict[str, Any] = {"message": message, "outbox_url": outbox}
        return render(request, "portal/notifications/send_again.html", context)
    try:
        send_again(message, user=request.user, now=timezone.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Brevet till {message.recipient} skickas inom någon minut.")
    return redirect(outbox)


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    """Return the address of *send again*, below the editing interface."""
    return [path("utskick/<int:pk>/skicka-igen/", send_again_view, name="send_again")]


@hooks.register("register_log_actions")
def outbox_actions(actions: LogActionRegistry) -> None:
    """Name what `notifications.services` writes to the log."""
    actions.register_action("portal.send_again", "Skicka igen", "Lagd att skickas igen")
