"""Adopting a version: what it demands, what it replaces, whom it tells."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.log_actions import registry

from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt, ensure_version
from actionplan.signals import plan_adopted
from tests.factories import ActivityFactory, BoardFactory, PlanFactory, PlanVersionFactory, adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[dict]]:
    calls: list[dict] = []

    def listen(**said: object) -> None:
        calls.append(said)

    plan_adopted.connect(listen)
    yield calls
    plan_adopted.disconnect(listen)


def test_an_adopted_version_replaces_the_one_before(
    heard: list[dict], django_capture_on_commit_callbacks: Callable
) -> None:
    first = adopted(ActivityFactory().version)
    second = ActivityFactory(version__plan=first.plan, version__slug="ny").version
    board = BoardFactory()
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        adopt(
            second,
            by=board,
            on=date(2034, 5, 2),
            registry_number="KS-2034/1",
            user=None,
            now=timezone.now(),
        )
        assert not heard

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "adopted")
    assert second.supersedes == first
    assert (second.adopted_by, second.adopted_by_unknown) == (board, False)
    assert [(said["version"], said["superseded"]) for said in heard] == [(second, first)]
    actions = {entry.action for entry in registry.get_logs_for_instance(second)}
    assert actions == {"actionplan.adopt"}


def test_what_is_not_known_about_the_decision_is_said_with_its_source() -> None:
    version = ActivityFactory().version
    now = timezone.now()
    with pytest.raises(ValidationError, match="Skriv källan"):
        adopt(version, by=None, on=None, user=None, now=now)

    assert PlanVersion.objects.get(pk=version.pk).state == "draft"
    adopt(version, by=None, on=None, source="Pressmeddelande.", user=None, now=now)
    version.refresh_from_db()
    assert version.adopted_by_unknown
    assert version.adoption_date_unknown


def test_only_a_draft_with_activities_can_be_adopted() -> None:
    with pytest.raises(ValidationError, match="inga aktiviteter"):
        adopted(PlanVersionFactory())
    version = adopted(ActivityFactory(version__slug="annan").version)
    with pytest.raises(ValidationError, match="Bara ett utkast"):
        adopted(version)


def test_a_draft_is_not_read_by_the_public() -> None:
    draft = ActivityFactory().version

    assert draft not in PlanVersion.objects.public()
    adopted(draft)
    assert draft in PlanVersion.objects.public()


def test_of_several_plans_the_one_that_reaches_furthest_is_current_and_then_the_first() -> None:
    for plan, last_year in (("c", 2034), ("b", 2036), ("a", 2034)):
        adopted(
            ActivityFactory(
                version__plan=PlanFactory(slug=plan),
                version__slug=plan,
                version__last_year=last_year,
            ).version
        )
    versions = PlanVersion.objects.filter(slug__in="abc")

    assert versions.current().slug == "b"  # type: ignore[union-attr]
    assert versions.exclude(slug="b").current().slug == "a"  # type: ignore[union-attr]
    assert PlanVersion.objects.current().slug == "b"  # type: ignore[union-attr]


def test_the_same_years_in_another_plan_ask_for_another_address() -> None:
    PlanVersionFactory()
    with pytest.raises(ValidationError, match="En planversion har redan det adressnamnet"):
        ensure_version(plan="annan", years=(2030, 2034))
    made = ensure_version(plan="annan", version="annan-2030-2034", years=(2030, 2034))

    assert made.slug == "annan-2030-2034"


def test_a_version_is_made_once_and_found_again() -> None:
    plan = PlanFactory()
    with pytest.raises(ValidationError, match="första och sista år"):
        ensure_version(plan=plan.slug)
    made = ensure_version(plan=plan.slug, years=(2030, 2034))

    assert (made.slug, made.label) == ("2030-2034", "2030–2034")
    assert ensure_version(plan=plan.slug) == made
    assert ensure_version(plan=plan.slug, version="2030-2034") == made
    with pytest.raises(ValidationError, match="ingen version finns-inte"):
        ensure_version(plan=plan.slug, version="finns-inte")
    with pytest.raises(ValidationError, match="flera planer"):
        ensure_version()


@pytest.mark.parametrize(
    ("year", "read_in"), [(2020, 2030), (2030, 2030), (2032, 2032), (2040, 2034)]
)
def test_a_version_is_read_in_its_own_time(year: int, read_in: int) -> None:
    version = PlanVersionFactory()

    assert version.reading_year(date(year, 6, 1)) == read_in
    assert version.has_expired(date(year, 6, 1)) is (year > 2034)
