"""What the buttons of the editing interface say to whoever reviews a draft, of any page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

# Both end the review as if it had not been: who handed the draft in would never hear of it.
BESIDE_A_REVIEW = ("action-publish", "action-cancel-workflow")


@hooks.register("construct_page_action_menu")
def approve_rather_than_publish(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Put approving first for who reviews a draft, in words that say what comes of it."""
    page = context.get("page")
    if page is None or (task := page.current_workflow_task) is None:
        return
    if "approve" not in {name for name, *_ in task.get_actions(page, request.user)}:
        return
    items[:] = [item for item in items if item.name not in BESIDE_A_REVIEW]
    # With a time to come, the clock publishes.
    comes_later = page.go_live_at is not None and page.go_live_at > timezone.now()
    approve = "Godkänn" if comes_later else "Godkänn och publicera"
    for item in items:
        if item.name == "approve" and not item.launch_modal:
            item.label = approve
        elif item.name == "approve":
            item.label = f"{approve}, med en kommentar"
        elif item.name == "reject":
            item.label = "Skicka tillbaka med en kommentar"
    items.sort(key=lambda item: item.name != "approve" or item.launch_modal)
