"""What a page asks the database: a number a page type, and the same at ten times as much."""

import uuid
from collections.abc import Callable
from itertools import count

import factory.django
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplan.activities.models import Activity, ActivityPoint, Responsibility
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt
from portal.intranet.roles import Role, give_role
from resources.links.models import Link
from resources.municipality.models import Board
from resources.services.models import Service
from tests import factories
from tests.addresses import CASES, Address, reader_of
from tests.harness.client import Client

# What each case may cost. A page that needs more says why in the change that raises its number.
BUDGETS = {
    "AccessibilityPage": 14,
    "ActivityPlanPage": 40,
    "AreaIndexPage": 17,
    "AreaPage": 39,
    "ContentPage": 24,
    "DocumentsPage": 18,
    "FinderPage": 23,
    "ForumPage": 20,
    "NewsIndexPage": 16,
    "NewsPage": 17,
    "OrganizationPage": 24,
    "PartnersPage": 25,
    "PlanChapterPage": 17,
    "PlanPage": 24,
    "ProtectionPage": 15,
    "ReportsPage": 19,
    "SafetyPage": 14,
    "ServicesPage": 24,
    "StartPage": 16,
    "a service": 20,
    "services of an area": 24,
    "services for the exposed": 22,
    "services for employees": 22,
    "services of an organization": 21,
    "the whole plan": 34,
    "versions of the plan": 17,
    "minutes for anyone": 17,
    "a version of the plan": 29,
    "activities: filtered": 39,
    "activities: nothing found": 37,
    "activities: timeline": 40,
    "activities: table": 40,
    "an activity with several boards": 41,
    "an activity that is completed": 41,
    "an activity without an end": 41,
    "an activity of all committees": 42,
    "a committee with activities": 33,
    "a committee that only all committees name": 33,
    "a company": 32,
    "the assembly, which answers for nothing": 26,
    "English start page": 16,
    "search": 5,
    "open data": 5,
    "not found": 4,
    "a link in a mail that is not ours": 5,
    "a forum: look in your mail": 5,
    "a forum: a link that is not ours": 5,
    "following by mail": 15,
    "a link of a follower that is not ours": 6,
    "sign-in": 3,
    "RoutinePage": 33,
    "StaffContentPage": 33,
    "StaffStartPage": 40,
    "my own page": 14,
    "second factor": 11,
    "style guide": 9,
    "questions before opening": 60,
    "revision": 12,
    "revision: begin": 12,
    "routines: found by a word": 33,
    "routines to read": 12,
    "routines: who has read": 17,
    "a routine: who has read": 21,
    "a routine: remind": 17,
    "a routine to print": 12,
    "a routine: versions": 13,
    "a routine: a version": 13,
    "areas for staff": 12,
    "an area for staff": 31,
    "my unit": 11,
    "units": 11,
    "a unit": 22,
    "subscriptions": 17,
    "contact persons": 14,
    "own tasks as contact person": 11,
    "the week's sheet": 17,
    "the card of a service, for its desk": 15,
    "yearly reports": 12,
    "council": 24,
    "council: seats": 15,
    "council: a year": 12,
    "council: a new meeting": 11,
    "council: decisions": 12,
    "council: questions": 13,
    "accounts": 12,
    "a new account": 10,
    "the log": 30,
}
TIMES = 10


Cost = Callable[..., int]


@pytest.fixture
def cost(db: None, addresses: Callable[[str], Address]) -> Cost:
    """Tell how many queries a path or a case costs, to somebody who may see it.

    Asked once before, so that what a process asks only at its start is not counted, unless the
    case has been `asked` already.
    """
    clients: dict[str | None, Client] = {None: Client()}
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        user = get_user_model().objects.create_user(role.name.lower())
        give_role(user, role)
        clients[role.name] = Client()
        clients[role.name].force_login(user)

    def count_queries(case: str, path: str = "", *, asked: bool = False) -> int:
        path = path or addresses(case).path
        client = clients[reader_of(case)]
        if not asked:
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == addresses(case).status, path
        return len(queries)

    return count_queries


@pytest.mark.parametrize("case", CASES)
def test_a_page_keeps_its_budget(case: str, cost: Cost) -> None:
    assert cost(case) <= BUDGETS[case]


def test_ten_times_as_much_costs_no_more(
    cost: Cost, addresses: Callable[[str], Address], client: Client
) -> None:
    plan = PlanVersion.objects.current()
    assert plan is not None
    # The log asks once for each kind of thing that it names: new kinds come, and its budget holds.
    cases = [case for case in CASES if case != "the log"]
    before = {case: cost(case) for case in cases}
    # What follows a save (indexes for search and references) is not what is measured.
    with factory.django.mute_signals(post_save):
        grown = grow(plan)
    after = {
        case: cost(
            case, addresses(case).path.replace(f"/{plan.slug}/", f"/{grown.slug}/"), asked=True
        )
        for case in cases
    }
    assert after == before
    table = client.get(addresses("activities: table").path).content.decode()
    assert table.count("</tr>") > TIMES * plan.activities.count(), "the many were not shown"


def grow(version: PlanVersion) -> PlanVersion:
    """Put ten times as much of everything beside the starting content; return the plan's successor.

    An adopted version is locked, so the many activities stand in a version that replaces it.
    """
    for service in list(Service.objects.all()):
        for _ in range(TIMES - 1):
            more = factories.ServiceFactory(audience=service.audience, for_whom=service.for_whom)
            more.areas.set(service.areas.all())
            factories.ChannelFactory(service=more)
    for link in list(Link.objects.all()):
        for _ in range(TIMES - 1):
            factories.LinkFactory(kind=link.kind).areas.set(link.areas.all())
    factories.ReferencedDocumentFactory.create_batch(30)
    factories.BoardFactory.create_batch(Board.objects.count() * (TIMES - 1))
    factories.NewsPageFactory.create_batch(30)
    factories.PlanChapterPageFactory.create_batch(30)
    factories.ContentPageFactory.create_batch(30)
    factories.RoutinePageFactory.create_batch(30)
    successor = PlanVersion.objects.create(
        plan=version.plan, slug="nasta", label="Nästa", first_year=2023, last_year=2040
    )
    numbers = count(version.activities.count() + 1)
    for activity in list(version.activities.all()):
        for number in (activity.number, *(next(numbers) for _ in range(TIMES - 1))):
            copy(activity, successor, number)
    return adopt(successor, by=None, on=None, source="prov", user=None, now=timezone.now())


def copy(activity: Activity, version: PlanVersion, number: int) -> None:
    """Put an activity with all that belongs to it in another version."""
    new = Activity.objects.get(pk=activity.pk)
    new.pk, new.version, new.number, new.lineage = None, version, number, uuid.uuid4()
    new._state.adding = True
    new.save()
    for point in activity.points.all():
        ActivityPoint.objects.create(activity=new, order=point.order, text_sv=point.text)
    for each in activity.responsibilities.all():
        Responsibility.objects.create(activity=new, order=each.order, board=each.board)
    new.violence_areas.set(activity.violence_areas.all())
    new.target_groups.set(activity.target_groups.all())
    new.save()
