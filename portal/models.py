"""Gathers the models of the portal's rooms, where Django looks for them."""

from portal.content.models import PlantedRow
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffContentPage, StaffStartPage
from portal.navigation.exit import ExitSettings
from portal.notifications.models import AssuranceRequest, OutboxMessage
from portal.pages.accessibility import AccessibilityPage
from portal.pages.activity_plan import ActivityPlanPage
from portal.pages.area import AreaIndexPage, AreaPage
from portal.pages.content import ContentPage, OrganizationPage
from portal.pages.finder import FinderPage
from portal.pages.news import NewsIndexPage, NewsPage
from portal.pages.plan import PlanChapterPage, PlanPage
from portal.pages.protection import ProtectionPage
from portal.pages.registers import DocumentsPage, PartnersPage
from portal.pages.reports import ReportsPage
from portal.pages.safety import SafetyPage
from portal.pages.services import ServicesPage
from portal.pages.start import StartPage

__all__ = [
    "AccessibilityPage",
    "ActivityPlanPage",
    "AreaIndexPage",
    "AreaPage",
    "AssuranceRequest",
    "ContentPage",
    "DocumentsPage",
    "ExitSettings",
    "FinderPage",
    "NewsIndexPage",
    "NewsPage",
    "OrganizationPage",
    "OutboxMessage",
    "PartnersPage",
    "PlanChapterPage",
    "PlanPage",
    "PlantedRow",
    "ProtectionPage",
    "ReportsPage",
    "RoutinePage",
    "SafetyPage",
    "ServicesPage",
    "StaffContentPage",
    "StaffStartPage",
    "StartPage",
    "User",
]
