"""What is said of an activity once it is closed: the plan's words stay the plan's."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from actionplan.activities.models import Activity, ActivityClosure
from actionplan.activities.status import ANSWERED, UNANSWERED
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.overview import plan_figures
from actionplan.reports.rows import ActivityRow, activity_rows
from portal.pages.cards import plan_figure_items
from tests.actionplan.conftest import TODAY
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

LIST = "/handlingsplanen/aktiviteter/"


def close(version: PlanVersion, number: int, **fields: object) -> Activity:
    activity = version.activities.get(number=number)
    ActivityClosure.objects.create(
        activity=activity, **{"outcome": "completed", "source": "Nämndens beslut"} | fields
    )
    return activity


def row(version: PlanVersion, number: int) -> ActivityRow:
    return activity_rows(version, ActivityFilter(number=number), TODAY)[0]


def page(client: Client, address: str) -> str:
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_a_completed_open_schedule_is_not_called_done_by_the_plan(
    client: Client, starting_version: PlanVersion
) -> None:
    close(starting_version, 6, year=2021)

    assert row(starting_version, 6).schedule_words == (
        "2018 och framåt enligt planen; genomförd 2021"
    )
    for address in (f"{LIST}2018-2022/6/", LIST, f"{LIST}tabell/", f"{LIST}tidslinje/"):
        shown = page(client, address)
        assert "2018 och framåt enligt planen; genomförd 2021" in shown, address
    assert "Genomförd 2021. Källa: Nämndens beslut" in page(client, f"{LIST}2018-2022/6/")


def test_a_dropped_open_schedule_does_not_go_on(starting_version: PlanVersion) -> None:
    close(starting_version, 9, outcome="dropped", reason="Pengarna tog slut.")

    assert row(starting_version, 9).schedule_words == (
        "2019 och framåt enligt planen; avslutad utan att genomföras, året framgår inte"
    )


def test_what_the_plan_itself_calls_done_is_said_as_the_plan_says_it(
    starting_version: PlanVersion,
) -> None:
    done = starting_version.activities.get(number=7)
    said = "Från 2018; klart enligt planen, året framgår inte"
    assert row(starting_version, 7).schedule_words == said
    ActivityClosure.objects.filter(activity=done).update(year=2018)
    assert (
        row(starting_version, 7).schedule_words == "Från 2018; klart enligt planen, genomförd 2018"
    )
    ActivityClosure.objects.filter(activity=done).delete()
    assert row(starting_version, 7).schedule_words == said


def test_what_is_closed_does_not_run_in_later_years(starting_version: PlanVersion) -> None:
    def numbers(year: int) -> list[int]:
        rows = activity_rows(starting_version, ActivityFilter(year=year, part=2), TODAY)
        return [found.activity.number for found in rows]

    close(starting_version, 6, year=2020)
    close(starting_version, 9)

    assert numbers(2019) == [5, 6, 8, 9, 10, 11, 12]
    assert numbers(2020) == [5, 6, 10, 11, 12]
    assert numbers(2021) == [5, 10, 11, 12]


def test_figures_count_in_words_that_agree(starting_version: PlanVersion) -> None:
    def labels() -> dict[str, int]:
        items = plan_figure_items(plan_figures(starting_version, TODAY))
        return {item.label: item.value for item in items}

    assert labels() == {
        "aktiviteter": 12,
        "genomförd": 1,
        "löper vidare utan slutår": 2,
        "ej besvarade": 11,
    }
    close(starting_version, 6, year=2021)
    close(starting_version, 9, outcome="dropped", reason="Prov.")
    assert labels()["genomförda"] == 2
    assert labels()["avslutad utan att genomföras"] == 1


@pytest.mark.parametrize(
    ("text", "year", "passed"),
    [
        ("2030–2031", 2031, False),
        ("2030–2031", 2032, True),
        ("2030-", 2034, False),
        ("2030-", 2035, False),
        ("2030–2036", 2035, False),
    ],
)
def test_the_rows_and_the_figures_agree_on_whose_time_has_passed(
    text: str, year: int, passed: bool
) -> None:
    activity = ActivityFactory(schedule_text=text)
    today = TODAY.replace(year=year)
    (found,) = activity_rows(activity.version, ActivityFilter(), today)

    assert (found.state.code == "expired") is passed
    assert plan_figures(activity.version, today).expired == int(passed)
    assert len(activity_rows(activity.version, ActivityFilter(status="expired"), today)) == passed


def test_an_activity_whose_boards_differ_shows_a_count_for_each_state(
    starting_version: PlanVersion,
) -> None:
    found = row(starting_version, 6)
    assert found.counts == ((found.state, 4),)
    assert found.state_words == found.state.word
    states = [ANSWERED["in_progress"], UNANSWERED, UNANSWERED, ANSWERED["in_progress"]]
    answers = tuple(
        replace(answer, state=state) for answer, state in zip(found.answers, states, strict=True)
    )
    mixed = replace(found, answers=answers[:3])

    assert mixed.counts == ((UNANSWERED, 2), (ANSWERED["in_progress"], 1))
    assert mixed.state_words == "Ej besvarad hos 2, pågår hos 1"
