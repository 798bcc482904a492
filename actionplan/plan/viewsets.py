"""The desks of the plan and its versions."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from actionplan.plan.forms import PlanVersionForm
from actionplan.plan.models import Plan, PlanVersion
from resources.desks.panels import language_tabs, one_of, slug_panel
from resources.desks.viewsets import RegisterViewSet


class PlanViewSet(RegisterViewSet):
    """Plans; what a plan says lies in its versions."""

    model = Plan
    menu_label = "Planer"
    icon = "folder-open-1"
    list_display = ["title", "owner"]
    search_fields = ["title_sv", "title_en", "slug"]
    edit_handler = language_tabs(Plan, ("title",), slug_panel(), one_of("owner"))


class PlanVersionViewSet(RegisterViewSet):
    """Versions of plans; here a draft is adopted."""

    model = PlanVersion
    menu_label = "Planversioner"
    icon = "history"
    list_display = ["__str__", "state", "first_year", "last_year", "adopted_on"]
    list_filter = ["plan", "state"]
    search_fields = ["label", "slug", "registry_number"]
    edit_handler = ObjectList(
        [
            one_of("plan"),
            FieldRowPanel(["label", "slug"]),
            FieldRowPanel(["first_year", "last_year"]),
            one_of("mandate_period"),
            MultiFieldPanel(
                [
                    one_of("adopted_by"),
                    FieldPanel("adopted_by_unknown"),
                    FieldPanel("adopted_on"),
                    FieldPanel("adoption_date_unknown"),
                    FieldPanel("adoption_source"),
                    FieldPanel("registry_number"),
                    FieldPanel("adopt_now"),
                ],
                heading="Beslutet",
                help_text="Gissa aldrig ett datum eller ett beslut. Det som inte är känt "
                "kryssas i som okänt, med källan till det som ändå är känt.",
            ),
        ],
        base_form_class=PlanVersionForm,
    )
