"""Gathers the models of the portal's rooms, where Django looks for them."""

from portal.content.models import PlantedRow
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffContentPage, StaffStartPage
from portal.pages.accessibility import AccessibilityPage
from portal.pages.activity_plan import ActivityPlanPage
from portal.pages.area import AreaIndexPage, AreaPage
from portal.pages.content import ContentPage, OrganizationPage
from portal.pages.news import NewsIndexPage, NewsPage
from portal.pages.plan import PlanChapterPage, PlanPage
from portal.pages.registers import DocumentsPage, PartnersPage
from portal.pages.services import ServicesPage
from portal.pages.start import StartPage

__all__ = [
    "AccessibilityPage",
    "ActivityPlanPage",
    "AreaIndexPage",
    "AreaPage",
    "ContentPage",
    "DocumentsPage",
    "NewsIndexPage",
    "NewsPage",
    "OrganizationPage",
    "PartnersPage",
    "PlanChapterPage",
    "PlanPage",
    "PlantedRow",
    "RoutinePage",
    "ServicesPage",
    "StaffContentPage",
    "StaffStartPage",
    "StartPage",
    "User",
]
