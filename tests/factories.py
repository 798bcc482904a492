"""Test data that says only what matters: a factory makes a valid row beside the starting content.

Names are given as Swedish, so that a row is the same whatever language a test has left on.
"""

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.base import FactoryMetaClass
from factory.django import DjangoModelFactory
from wagtail.models import Page

from actionplan.activities.models import Activity, ActivityPoint, Responsibility
from actionplan.council.models import CouncilSeat, ReferenceMember
from actionplan.plan.models import Plan, PlanVersion
from actionplan.plan.services import adopt
from portal.intranet.pages import STAFF_SLUG, RoutinePage, StaffContentPage, StaffStartPage
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
from resources.documents.models import LibraryDocument, ReferencedDocument
from resources.links.models import Link
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board, MandatePeriod, TargetGroup, Unit
from resources.services.choices import Audience, ChannelKind
from resources.services.models import (
    Channel,
    Organization,
    Schedule,
    ScheduleException,
    Service,
)
from resources.violence.models import ViolenceArea

# --- resources -----------------------------------------------------------------------------------


class BoardFactory(DjangoModelFactory):
    """A committee that nobody has verified."""

    class Meta:
        model = Board

    name_sv = factory.Sequence(lambda n: f"Provnämnden {n}")
    slug = factory.Sequence(lambda n: f"provnamnden-{n}")
    kind = Board.Kind.COMMITTEE


class UnitFactory(DjangoModelFactory):
    """A unit at the top, of no board."""

    class Meta:
        model = Unit

    name_sv = factory.Sequence(lambda n: f"Provenheten {n}")


class TargetGroupFactory(DjangoModelFactory):
    """A target group."""

    class Meta:
        model = TargetGroup

    name_sv = factory.Sequence(lambda n: f"Provgruppen {n}")


class MandatePeriodFactory(DjangoModelFactory):
    """Four years, long before any in the starting content."""

    class Meta:
        model = MandatePeriod

    first_year = factory.Sequence(lambda n: 1000 + 4 * n)
    last_year = factory.LazyAttribute(lambda period: period.first_year + 4)


class ContactPersonFactory(DjangoModelFactory):
    """The contact person of a unit, without an account."""

    class Meta:
        model = ContactPerson

    unit = factory.SubFactory(UnitFactory)
    name = "Prov Provsson"
    mailbox = "prov@example.org"


class ViolenceAreaFactory(DjangoModelFactory):
    """An area after those of the starting content."""

    class Meta:
        model = ViolenceArea

    order = factory.Sequence(lambda n: 100 + n)
    slug = factory.Sequence(lambda n: f"provomrade-{n}")
    title_sv = factory.Sequence(lambda n: f"Provområdet {n}")
    short_title_sv = factory.Sequence(lambda n: f"Prov {n}")


class LibraryDocumentFactory(DjangoModelFactory):
    """A file for staff."""

    class Meta:
        model = LibraryDocument

    title = factory.Sequence(lambda n: f"Provfilen {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"prov", name="prov.txt"))


class ReferencedDocumentFactory(DjangoModelFactory):
    """A document that the plan names and nobody has."""

    class Meta:
        model = ReferencedDocument

    title_sv = factory.Sequence(lambda n: f"Provdokumentet {n}")
    kind = ReferencedDocument.Kind.GOVERNING


class LinkFactory(DjangoModelFactory):
    """A link to a partner."""

    class Meta:
        model = Link

    title_sv = factory.Sequence(lambda n: f"Provlänken {n}")
    address = "https://example.org/"
    kind = Link.Kind.PARTNER


class OrganizationFactory(DjangoModelFactory):
    """A partner."""

    class Meta:
        model = Organization

    name_sv = factory.Sequence(lambda n: f"Provaktören {n}")
    slug = factory.Sequence(lambda n: f"provaktoren-{n}")
    kind = Organization.Kind.PARTNER


class ServiceFactory(DjangoModelFactory):
    """A service that residents may see."""

    class Meta:
        model = Service

    organization = factory.SubFactory(OrganizationFactory)
    name_sv = factory.Sequence(lambda n: f"Provstödet {n}")
    slug = factory.Sequence(lambda n: f"provstodet-{n}")
    audience = Audience.RESIDENT


class ChannelFactory(DjangoModelFactory):
    """A telephone number that nobody has verified."""

    class Meta:
        model = Channel

    service = factory.SubFactory(ServiceFactory)
    kind = ChannelKind.PHONE
    value = factory.Sequence(lambda n: f"0900{n:05d}")


class ScheduleFactory(DjangoModelFactory):
    """Mondays from nine to four."""

    class Meta:
        model = Schedule

    channel = factory.SubFactory(ChannelFactory)
    weekday = Schedule.Weekday.MONDAY
    opens_at = "09:00"
    closes_at = "16:00"


class ScheduleExceptionFactory(DjangoModelFactory):
    """Closed for a day."""

    class Meta:
        model = ScheduleException

    channel = factory.SubFactory(ChannelFactory)
    first_day = "2026-12-24"
    last_day = "2026-12-24"
    is_closed = True


# --- actionplan ----------------------------------------------------------------------------------


class PlanFactory(DjangoModelFactory):
    """A plan without versions."""

    class Meta:
        model = Plan

    slug = factory.Sequence(lambda n: f"provplan-{n}")
    title_sv = factory.Sequence(lambda n: f"Provplan {n}")


class PlanVersionFactory(DjangoModelFactory):
    """A draft. Give it its activities first, then `adopted(version)`: afterwards it is locked."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    slug = "2030-2034"
    label = "2030–2034"
    first_year = 2030
    last_year = 2034


class ActivityFactory(DjangoModelFactory):
    """An activity of a draft that nobody answers for yet."""

    class Meta:
        model = Activity

    version = factory.SubFactory(PlanVersionFactory)
    number = factory.Sequence(lambda n: n + 1)
    part = 2
    title_sv = factory.Sequence(lambda n: f"Provaktivitet {n}")
    schedule_text = "2030–2034"


class ActivityPointFactory(DjangoModelFactory):
    """A point of an activity."""

    class Meta:
        model = ActivityPoint

    activity = factory.SubFactory(ActivityFactory)
    order = factory.Sequence(int)
    text_sv = factory.Sequence(lambda n: f"Provpunkt {n}")


class ResponsibilityFactory(DjangoModelFactory):
    """A board that shares the responsibility for an activity."""

    class Meta:
        model = Responsibility

    activity = factory.SubFactory(ActivityFactory)
    board = factory.SubFactory(BoardFactory)


class CouncilSeatFactory(DjangoModelFactory):
    """A vacant seat, with a number that no seat of the starting content has."""

    class Meta:
        model = CouncilSeat

    order = factory.Sequence(lambda n: n + 101)
    function_sv = factory.Sequence(lambda n: f"Provplats {n}")


class ReferenceMemberFactory(DjangoModelFactory):
    """A function in the reference group that nobody fills."""

    class Meta:
        model = ReferenceMember

    function_sv = factory.Sequence(lambda n: f"Provfunktion {n}")


def adopted(version: PlanVersion) -> PlanVersion:
    """Adopt a draft on a day and by a board that are not known, and return it."""
    return adopt(version, by=None, on=None, source="Ett prov.", user=None, now=timezone.now())


# --- portal: pages --------------------------------------------------------------------------------


def the_first(model: type[Page]) -> factory.LazyFunction:
    """The page of a type in the starting content, as a parent."""
    return factory.LazyFunction(lambda: model.objects.get(locale__language_code="sv"))


class PortalPageFactory(wagtail_factories.PageFactory):
    """A published page with a title of its own, below the start page."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Provsidan {n}")
    parent = the_first(StartPage)


class StartPageFactory(PortalPageFactory):
    """The start page of another site."""

    class Meta:
        model = StartPage

    parent = factory.LazyFunction(Page.get_first_root_node)


class AreaIndexPageFactory(PortalPageFactory):
    class Meta:
        model = AreaIndexPage


class AreaPageFactory(PortalPageFactory):
    class Meta:
        model = AreaPage

    parent = the_first(AreaIndexPage)
    area = factory.SubFactory(ViolenceAreaFactory)


class ServicesPageFactory(PortalPageFactory):
    class Meta:
        model = ServicesPage


class FinderPageFactory(PortalPageFactory):
    class Meta:
        model = FinderPage

    parent = the_first(ServicesPage)


class ContentPageFactory(PortalPageFactory):
    """A page of text below the help and contacts."""

    class Meta:
        model = ContentPage

    parent = the_first(ServicesPage)


class ForumPageFactory(PortalPageFactory):
    """The page of open forums, below another page of text: the starting content has its own."""

    class Meta:
        model = ForumPage

    parent = factory.SubFactory(ContentPageFactory)


class OrganizationPageFactory(PortalPageFactory):
    class Meta:
        model = OrganizationPage

    parent = factory.SubFactory(ContentPageFactory)
    organization = factory.SubFactory(OrganizationFactory)


class PlanPageFactory(PortalPageFactory):
    class Meta:
        model = PlanPage


class PlanChapterPageFactory(PortalPageFactory):
    class Meta:
        model = PlanChapterPage

    parent = the_first(PlanPage)


class ReportsPageFactory(PortalPageFactory):
    class Meta:
        model = ReportsPage

    parent = the_first(PlanPage)


class ActivityPlanPageFactory(PortalPageFactory):
    class Meta:
        model = ActivityPlanPage

    parent = the_first(PlanPage)


class DocumentsPageFactory(PortalPageFactory):
    class Meta:
        model = DocumentsPage


class PartnersPageFactory(PortalPageFactory):
    class Meta:
        model = PartnersPage


class NewsIndexPageFactory(PortalPageFactory):
    class Meta:
        model = NewsIndexPage


class NewsPageFactory(PortalPageFactory):
    class Meta:
        model = NewsPage

    parent = the_first(NewsIndexPage)


class AccessibilityPageFactory(PortalPageFactory):
    class Meta:
        model = AccessibilityPage


class SafetyPageFactory(PortalPageFactory):
    """The page on leaving quickly, of another site: each has one."""

    class Meta:
        model = SafetyPage

    parent = factory.SubFactory(StartPageFactory)
    steps_written_on = "2026-11-21"


class ProtectionPageFactory(PortalPageFactory):
    """The page on what a visit leaves behind, of another site: each has one."""

    class Meta:
        model = ProtectionPage

    parent = factory.SubFactory(StartPageFactory)


class StaffStartPageFactory(PortalPageFactory):
    """The intranet of another site: its address is always the same."""

    class Meta:
        model = StaffStartPage

    slug = STAFF_SLUG
    parent = factory.SubFactory(StartPageFactory)


class StaffContentPageFactory(PortalPageFactory):
    class Meta:
        model = StaffContentPage

    parent = the_first(StaffStartPage)


class RoutinePageFactory(PortalPageFactory):
    class Meta:
        model = RoutinePage

    parent = the_first(StaffStartPage)


def start_over() -> None:
    """Let every factory count from the start: a test's data is the same whatever ran before it."""
    for made in list(globals().values()):
        if isinstance(made, FactoryMetaClass):
            made.reset_sequence(0, force=True)
