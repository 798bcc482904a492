"""One representative address for everything the portal can show, found in the starting content.

Cases are known by name before there is a database, so that each is a test of its own; their paths
are found in the database when the tests run.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from portal.intranet.pages import RoutinePage
from portal.pages.base import StaffPage
from resources.municipality.models import Board
from resources.services.models import Organization, Service
from resources.violence.models import ViolenceArea

PAGE_TYPES: list[type[Page]] = sorted(
    (model for model in apps.get_app_config("portal").get_models() if issubclass(model, Page)),
    key=lambda model: model.__name__,
)


@dataclass(frozen=True)
class Address:
    """A case: its name, where it is, and how the server answers."""

    name: str
    path: str
    status: int = 200


STAFF_TYPES = [model.__name__ for model in PAGE_TYPES if issubclass(model, StaffPage)]
PUBLIC_TYPES = [model.__name__ for model in PAGE_TYPES if not issubclass(model, StaffPage)]
PUBLIC_ROUTES = [
    "a service",
    "services of an area",
    "services for the exposed",
    "services for employees",
    "services of an organization",
    "the whole plan",
    "versions of the plan",
    "minutes for anyone",
    "a version of the plan",
    "activities: filtered",
    "activities: nothing found",
    "activities: timeline",
    "activities: table",
    "an activity with several boards",
    "an activity that is completed",
    "an activity without an end",
    "an activity of all committees",
    "a committee with activities",
    "a committee that only all committees name",
    "a company",
    "the assembly, which answers for nothing",
    "English start page",
    "search",
    "open data",
    "not found",
    "a link in a mail that is not ours",
    "following by mail",
    "a link of a follower that is not ours",
    "a forum: look in your mail",
    "a forum: a link that is not ours",
]
# What the coordinator may not open.
ADMINISTRATORS = ["accounts", "a new account", "the log"]
STAFF_ROUTES = [
    "my own page",
    "second factor",
    "subscriptions",
    "contact persons",
    "own tasks as contact person",
    "the week's sheet",
    "style guide",
    "questions before opening",
    "the card of a service, for its desk",
    "yearly reports",
    "revision",
    "revision: begin",
    "routines: found by a word",
    "routines to read",
    "routines: who has read",
    "a routine: who has read",
    "a routine: remind",
    "a routine to print",
    "a routine: versions",
    "a routine: a version",
    "areas for staff",
    "an area for staff",
    "my unit",
    "units",
    "a unit",
    "council",
    "council: seats",
    "council: a year",
    "council: a new meeting",
    "council: decisions",
    "council: questions",
    *ADMINISTRATORS,
]
PUBLIC = PUBLIC_TYPES + PUBLIC_ROUTES
STAFF = STAFF_TYPES + STAFF_ROUTES
# The door between them: open to all, and it sets the cookie that its form needs.
DOOR = "sign-in"
CASES = [*PUBLIC, DOOR, *STAFF]


def reader_of(case: str) -> str | None:
    """Who opens a case: the name of a role, or None where nobody has to sign in."""
    if case in STAFF:
        return "ADMINISTRATOR" if case in ADMINISTRATORS else "COORDINATOR"
    return None


def all_addresses() -> Iterator[Address]:
    """Every case that the database can show."""
    for model in PAGE_TYPES:
        # The deepest page of a type is the one with breadcrumbs, neighbours and parents.
        page = model.objects.live().filter(locale__language_code="sv").order_by("-depth").first()
        if page:
            yield Address(model.__name__, page.url)
    yield from _routes()


def _routes() -> Iterator[Address]:
    services, activities, plan = (_door(n) for n in ("services", "activityplan", "plan"))
    yield Address("a service", f"{services}stod/{Service.objects.visible()[0].slug}/")
    yield Address("services of an area", f"{services}omrade/{ViolenceArea.objects.all()[1].slug}/")
    yield Address("services for the exposed", f"{services}for/utsatt/")
    yield Address("services for employees", f"{services}for/anstalld/")
    # One that helps in a single way is not listed: its service is.
    helpers = Organization.objects.with_visible_services()
    helper = next(one for one in helpers if len(one.visible_services) > 1)
    yield Address("services of an organization", f"{services}aktor/{helper.slug}/")
    yield Address("the whole plan", f"{plan}hela/")
    yield Address("versions of the plan", f"{plan}versioner/")
    yield Address("a version of the plan", f"{plan}versioner/2018-2022/")
    yield Address("minutes for anyone", f"{plan}protokoll/")
    area = ViolenceArea.objects.all()[1].slug
    yield Address("activities: filtered", f"{activities}?del=2&omrade={area}")
    # No activity of the first part names a company.
    company = Board.objects.get(kind=Board.Kind.COMPANY)
    yield Address("activities: nothing found", f"{activities}?del=1&namnd={company.slug}")
    yield Address("activities: timeline", f"{activities}tidslinje/")
    yield Address("activities: table", f"{activities}tabell/")
    version = PlanVersion.objects.current()
    assert version is not None, "the starting content has no adopted plan"
    for name, number in {
        "an activity with several boards": 6,
        "an activity that is completed": 7,
        "an activity without an end": 9,
        "an activity of all committees": 1,
    }.items():
        activity = Activity.objects.get(version=version, number=number)
        yield Address(name, f"{activities}{version.slug}/{activity.number}/")
    for name, board in {
        "a committee with activities": Board.objects.get(name="Individ- och familjenämnden"),
        "a committee that only all committees name": Board.objects.get(name="Fritidsnämnden"),
        "a company": company,
        "the assembly, which answers for nothing": Board.objects.get(kind=Board.Kind.ASSEMBLY),
    }.items():
        yield Address(name, f"{activities}namnd/{board.slug}/")
    yield Address("English start page", "/en/")
    yield Address("search", reverse("search"))
    yield Address("open data", reverse("open_data"))
    yield Address("not found", "/det-har-finns-inte/", status=404)
    forged = reverse("confirm_assurance", args=["inte-var"])
    yield Address("a link in a mail that is not ours", forged, status=404)
    yield Address("a forum: look in your mail", reverse("forum_asked"))
    mine = reverse("forum_my_sign_up", args=["inte-var"])
    yield Address("a forum: a link that is not ours", mine, status=404)
    yield Address("following by mail", reverse("follow"))
    forged = reverse("follow_settings", args=["inte-var"])
    yield Address("a link of a follower that is not ours", forged, status=404)
    yield Address(DOOR, reverse(settings.LOGIN_URL))
    yield Address("my own page", reverse("my_account"))
    yield Address("second factor", reverse("mfa_index"))
    yield Address("subscriptions", reverse("my_subscriptions"))
    yield Address("contact persons", reverse("contacts"))
    yield Address("own tasks as contact person", reverse("my_contact_tasks"))
    yield Address("the week's sheet", reverse("pass_on", args=["2026-10"]))
    yield Address("style guide", reverse("style_guide"))
    yield Address("questions before opening", reverse("questions"))
    yield Address("revision", reverse("revision_home"))
    yield Address("revision: begin", reverse("revision_begin"))
    shown = reverse("service_preview", args=[Service.objects.visible()[0].pk])
    yield Address("the card of a service, for its desk", shown)
    yield Address("yearly reports", reverse("reports"))
    yield from _of_routines()


def _of_routines() -> Iterator[Address]:
    page = RoutinePage.objects.live().order_by("pk")[0]
    yield Address("routines: found by a word", f"{page.get_parent().url}?ord=ring")
    yield Address("routines to read", reverse("to_read"))
    yield Address("routines: who has read", reverse("readings"))
    yield Address("a routine: who has read", reverse("reading", args=[page.pk]))
    yield Address("a routine: remind", reverse("reading_remind", args=[page.pk]))
    yield Address("a routine to print", reverse("routine_sheet", args=[page.pk]))
    yield Address("a routine: versions", reverse("routine_versions", args=[page.pk]))
    yield Address("a routine: a version", reverse("routine_version", args=[page.pk, 1]))
    area = ViolenceArea.objects.all()[2]
    yield Address("areas for staff", reverse("staff_areas"))
    yield Address("an area for staff", reverse("staff_area", args=[area.slug]))
    yield Address("my unit", reverse("my_unit"))
    yield Address("units", reverse("staff_units"))
    yield Address("a unit", reverse("staff_unit", args=[area.units.all()[0].pk]))
    yield Address("council", reverse("council"))
    yield Address("council: seats", reverse("council_seats"))
    yield Address("council: a year", reverse("council_year", args=[2031]))
    yield Address("council: a new meeting", reverse("council_new_meeting"))
    yield Address("council: decisions", reverse("council_decisions"))
    yield Address("council: questions", reverse("council_questions"))
    yield Address("accounts", reverse("accounts"))
    yield Address("a new account", reverse("account_new"))
    yield Address("the log", reverse("audit_trail"))


def _door(name: str) -> str:
    model = apps.get_model("portal", f"{name}page")
    page = model.objects.live().filter(locale__language_code="sv").get()
    return str(page.url)
