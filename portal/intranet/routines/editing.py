"""What the routines add to the editing interface: the desk of groups, guards, and warnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from portal.intranet.pages import RoutinePage
from portal.intranet.routines.models import ReadingGroup, RoutineVersion
from portal.intranet.routines.needed import lacking, said_in, warnings
from portal.intranet.routines.publishing import has_choice
from resources.desks.panels import several_of
from resources.desks.viewsets import RegisterViewSet

KEPT = (
    "En rutin som har publicerats tas inte bort: det ska gå att visa vad som gällde. "
    "Avpublicera den i stället, så frågas ingen om den."
)
UNCHOSEN = (
    "”{title}” har publicerats förut. Öppna den och välj om det är en ny version eller en liten "
    "rättelse, och publicera den där."
)
UNREADY = "”{title}” kan inte publiceras än. Öppna den. {why}"
APPROVED = "Utkastet är godkänt och publicerat. Den som lämnade det får veta det."
ALIAS = (
    "En rutin kan inte visas på två ställen. Länka till den i stället, "
    "eller kopiera den utan att den följer originalet."
)


class ReadingGroupForm(WagtailAdminModelForm):
    """The form of a group: only people who work here can be chosen by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True, left_on__isnull=True)
        self.fields["people"].queryset = people.order_by("first_name", "last_name", "username")
        self.fields["people"].label_from_instance = lambda user: (
            user.get_full_name() or user.get_username()
        )


class ReadingGroupViewSet(RegisterViewSet):
    """Who must read which routines: by unit, by role, or by name."""

    model = ReadingGroup
    menu_label = "Läsgrupper"
    menu_name = "reading_groups"
    menu_order = 255
    add_to_admin_menu = True
    icon = "group"
    list_display = ["name"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel(
                [
                    several_of("units"),
                    FieldPanel("roles", widget=CheckboxSelectMultiple),
                    FieldPanel("people", widget=CheckboxSelectMultiple),
                ],
                heading="Vilka som ingår",
                help_text="Den som passar in på något av det ingår. "
                "Rutinen säger vilka grupper som ska läsa den.",
            ),
        ],
        base_form_class=ReadingGroupForm,
    )


def _routines_below(pages: Iterable[Page]) -> Any:
    found = RoutinePage.objects.none()
    for page in pages:
        found = found | RoutinePage.objects.descendant_of(page, inclusive=True)
    return found


@hooks.register("before_delete_page")
def keep_what_was_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a routine that has versions, or a page above one."""
    if RoutineVersion.objects.filter(routine__in=_routines_below([page])).exists():
        messages.error(request, KEPT)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_copy_page")
def keep_to_one_place(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse an alias of a routine, or of pages above one: it would have words and no versions."""
    if request.method != "POST" or not request.POST.get("alias"):
        return None
    if _routines_below([page]).exists():
        messages.error(request, ALIAS)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refusal(page: RoutinePage) -> str:
    """Return why the draft of a routine is not published beside its form; "" where it may be."""
    latest = page.get_latest_revision_as_object()
    if not has_choice(latest):
        return UNCHOSEN.format(title=latest.title)
    reasons = lacking(said_in(latest)).values()
    return UNREADY.format(title=latest.title, why=" ".join(reasons)) if reasons else ""


@hooks.register("before_bulk_action")
def choose_before_publishing_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish routines from a list without a choice, and to delete what is kept."""
    pages = [each for each in objects if isinstance(each, Page)]
    if not pages or action_type not in ("publish", "delete"):
        return None
    if action_type == "delete":
        if RoutineVersion.objects.filter(routine__in=_routines_below(pages)).exists():
            messages.error(request, KEPT)
            return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
        return None
    chosen = RoutinePage.objects.filter(pk__in=[page.pk for page in pages])
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        # Those below are published where they are not: that is what the box says.
        chosen = chosen | _routines_below(pages).not_live()
    for page in chosen.filter(has_unpublished_changes=True):
        if why := refusal(page):
            messages.error(request, why)
            return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_was_published(request: HttpRequest, page: Page) -> None:
    """Say that a draft has been approved, and what a reader will miss in what is published."""
    published = RoutinePage.objects.live().filter(pk=page.pk, has_unpublished_changes=False)
    for routine in published:
        for sentence in warnings(said_in(routine), timezone.localdate()):
            messages.warning(request, f"”{routine.title}” är publicerad. {sentence}")
        if "action-workflow-action" in request.POST:
            messages.success(request, APPROVED)


@hooks.register("register_log_actions")
def reading_actions(actions: LogActionRegistry) -> None:
    """Name what `reminding` writes to the log."""
    actions.register_action(
        "portal.remind_of_reading", "Påminn om läsning", "Påminde dem som inte har läst"
    )
