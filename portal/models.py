"""Gathers the models of the portal's rooms, where Django looks for them."""

from portal.content.models import PlantedRow
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffContentPage, StaffStartPage
from portal.intranet.routines.models import (
    Acknowledgement,
    ReadingGroup,
    ReadingRequest,
    RoutineCorrection,
    RoutineVersion,
)
from portal.intranet.sign_in.models import StaffSession
from portal.navigation.exit import ExitSettings
from portal.notifications.models import AssuranceRequest, OutboxMessage
from portal.pages.accessibility import AccessibilityPage
from portal.pages.activity_plan import ActivityPlanPage
from portal.pages.area import AreaIndexPage, AreaPage
from portal.pages.content import ContentPage, OrganizationPage
from portal.pages.finder import FinderPage
from portal.pages.forum import ForumPage
from portal.pages.news import NewsIndexPage, NewsPage
from portal.pages.plan import PlanChapterPage, PlanPage
from portal.pages.protection import ProtectionPage
from portal.pages.registers import DocumentsPage, PartnersPage
from portal.pages.reports import ReportsPage
from portal.pages.safety import SafetyPage
from portal.pages.services import ServicesPage
from portal.pages.start import StartPage
from portal.subscriptions.models import Follower, Happening, Subscription, Telling

__all__ = [
    "AccessibilityPage",
    "Acknowledgement",
    "ActivityPlanPage",
    "AreaIndexPage",
    "AreaPage",
    "AssuranceRequest",
    "ContentPage",
    "DocumentsPage",
    "ExitSettings",
    "FinderPage",
    "Follower",
    "ForumPage",
    "Happening",
    "NewsIndexPage",
    "NewsPage",
    "OrganizationPage",
    "OutboxMessage",
    "PartnersPage",
    "PlanChapterPage",
    "PlanPage",
    "PlantedRow",
    "ProtectionPage",
    "ReadingGroup",
    "ReadingRequest",
    "ReportsPage",
    "RoutineCorrection",
    "RoutinePage",
    "RoutineVersion",
    "SafetyPage",
    "ServicesPage",
    "StaffContentPage",
    "StaffSession",
    "StaffStartPage",
    "StartPage",
    "Subscription",
    "Telling",
    "User",
]
