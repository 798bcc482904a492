"""The desks of activities and of what is kept about them."""

from __future__ import annotations

import django_filters  # type: ignore[import-untyped]
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy

from actionplan.activities.forms import ActivityForm
from actionplan.activities.models import (
    SUMMARY_LABEL,
    Activity,
    ActivityClosure,
    EditorialCorrection,
    Responsibility,
)
from actionplan.activities.querysets import ActivityQuerySet
from actionplan.plan.models import PlanVersion
from resources.desks.panels import language_tabs, one_of, several_of
from resources.desks.viewsets import RegisterViewSet
from resources.municipality.models import Board
from resources.violence.models import ViolenceArea


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Lets those who may see a register read it, and nobody change it from its own desk."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Whether `user` may look; every other action is refused."""
        return action == "view" and bool(super().user_has_permission(user, action))


class CorrectionPanel(FieldPanel):
    """Asks for the reason of a correction, and only where the plan is adopted."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Whether the activity stands in an adopted version."""
            return self.instance.pk is not None and self.instance.version.is_locked


class ActivityFilterSet(WagtailFilterSet):
    """Filters that mean the same as on the public pages."""

    version = django_filters.ModelChoiceFilter(
        queryset=PlanVersion.objects.all(), label="Planversion"
    )
    part = django_filters.ChoiceFilter(choices=Activity.Part.choices, label="Del")
    board = django_filters.ModelChoiceFilter(
        queryset=Board.objects.all(), method="of_board", label="Ansvarar (även som alla nämnder)"
    )
    area = django_filters.ModelChoiceFilter(
        queryset=ViolenceArea.objects.all(), method="of_area", label="Våldsområde"
    )
    schedule_needs_reading = django_filters.BooleanFilter(label="Tidplanen behöver tolkas")

    class Meta:
        model = Activity
        fields: list[str] = []

    def of_board(self, queryset: ActivityQuerySet, name: str, board: Board) -> QuerySet[Activity]:
        """Activities that the board answers for this year, by name or as one of all."""
        return queryset.answered_by(board, timezone.localdate().year)

    def of_area(
        self, queryset: ActivityQuerySet, name: str, area: ViolenceArea
    ) -> QuerySet[Activity]:
        """Activities that concern the area, those for all areas too."""
        return queryset.in_area(area.slug)


class ActivityViewSet(RegisterViewSet):
    """Activities, with their points, boards and milestones."""

    model = Activity
    menu_label = "Aktiviteter"
    icon = "tasks"
    list_display = ["__str__", "version", "part", "schedule_text", UpdatedAtColumn()]
    filterset_class = ActivityFilterSet
    search_fields = ["title_sv", "title_en", "lead_sv", "carried_out_by_sv", "schedule_text"]
    edit_handler = language_tabs(
        Activity,
        ("title", "lead", "closing", "carried_out_by", "official_text"),
        CorrectionPanel("correction_reason"),
        MultiFieldPanel(
            [one_of("version"), FieldRowPanel(["number", "part"])], heading="Plats i planen"
        ),
        InlinePanel(
            "points",
            panels=[FieldPanel("text_sv"), FieldPanel("text_en")],
            heading="Punkter",
            label="Punkt",
            help_text=f"{SUMMARY_LABEL}.",
        ),
        InlinePanel(
            "responsibilities",
            panels=[one_of("board"), FieldRowPanel(["role", "note"])],
            heading="Ansvariga",
            label="Ansvarig",
        ),
        FieldPanel("applies_to_all_committees"),
        MultiFieldPanel(
            [
                FieldPanel("schedule_text"),
                FieldRowPanel(["start_year", "end_year", "is_ongoing"]),
            ],
            heading="Tidplan",
            help_text="Åren läses ur tidplanens text. Fyll bara i dem när den inte går att läsa.",
        ),
        InlinePanel(
            "milestones",
            panels=[
                FieldPanel("title_sv"),
                FieldPanel("title_en"),
                FieldRowPanel(["due_on", "done_on"]),
            ],
            heading="Delmoment",
            label="Delmoment",
        ),
        MultiFieldPanel(
            [FieldPanel("all_areas"), several_of("violence_areas"), several_of("target_groups")],
            heading="Vår läsning av planen",
        ),
    )
    edit_handler.base_form_class = ActivityForm


class ResponsibilityViewSet(RegisterViewSet):
    """Who answers for what, to search in; changed in the activity's own form."""

    model = Responsibility
    menu_label = "Ansvar"
    icon = "group"
    list_display = ["activity", "board", "role", "note"]
    list_filter = ["board", "role", "activity__version"]
    search_fields = ["activity__title_sv", "board__name_sv", "note"]
    permission_policy = ReadOnlyPolicy(Responsibility)


class ActivityClosureViewSet(RegisterViewSet):
    """Activities that are over: done, or dropped with a reason."""

    model = ActivityClosure
    menu_label = "Avslut"
    icon = "circle-check"
    list_display = ["activity", "outcome", "year", "source"]
    list_filter = ["outcome", "activity__version"]
    search_fields = ["activity__title_sv", "source", "reason"]
    edit_handler = ObjectList(
        [
            one_of("activity"),
            FieldRowPanel(["outcome", "year"]),
            FieldPanel("source"),
            FieldPanel("reason"),
        ]
    )


class EditorialCorrectionViewSet(RegisterViewSet):
    """The log of corrections to adopted plans, to read."""

    model = EditorialCorrection
    menu_label = "Rättelser"
    icon = "history"
    list_display = [
        "activity",
        "field",
        "before",
        "after",
        "reason",
        "corrected_by",
        "corrected_at",
    ]
    list_filter = ["activity__version", "corrected_by"]
    search_fields = ["activity__title_sv", "field", "before", "after", "reason"]
    permission_policy = ReadOnlyPolicy(EditorialCorrection)
