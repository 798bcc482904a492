"""One entry in the admin's menu for all registers."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from resources.documents.viewsets import ReferencedDocumentViewSet
from resources.links.viewsets import LinkViewSet
from resources.municipality.viewsets import (
    BoardViewSet,
    ContactPersonViewSet,
    MandatePeriodViewSet,
    TargetGroupViewSet,
    UnitViewSet,
)
from resources.services.viewsets import OrganizationViewSet, ServiceViewSet
from resources.violence.viewsets import ViolenceAreaViewSet


class RegisterGroup(SnippetViewSetGroup):
    """The registers, in the order that an editor meets them: help first, then who is who."""

    menu_label = "Register"
    menu_icon = "table"
    menu_order = 250
    items = (
        ServiceViewSet,
        OrganizationViewSet,
        LinkViewSet,
        ReferencedDocumentViewSet,
        ViolenceAreaViewSet,
        BoardViewSet,
        UnitViewSet,
        ContactPersonViewSet,
        TargetGroupViewSet,
        MandatePeriodViewSet,
    )
