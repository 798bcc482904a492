"""The plan read as a whole: its figures, its rows, its filters, its timeline."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.activities.models import Activity, ActivityPoint
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter, filter_choices
from actionplan.reports.overview import board_rows, plan_figures, plan_state
from actionplan.reports.rows import activity_rows
from resources.municipality.models import Board
from resources.violence.models import ViolenceArea
from tests.actionplan.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    ActivityPointFactory,
    BoardFactory,
    ResponsibilityFactory,
    adopted,
)

pytestmark = pytest.mark.django_db


def numbers(version: PlanVersion, **chosen: object) -> list[int]:
    rows = activity_rows(version, ActivityFilter(**chosen), TODAY)  # type: ignore[arg-type]
    return [row.activity.number for row in rows]


def board(version: PlanVersion, kind: str) -> Board:
    return Board.objects.filter(kind=kind).earliest("order")


def test_the_plan_in_figures(starting_version: PlanVersion) -> None:
    figures = plan_figures(starting_version, TODAY)

    assert (figures.activities, figures.completed) == (12, 1)
    assert (figures.ongoing, figures.unanswered, figures.expired) == (2, 11, 9)
    assert figures.needs_reading == 0
    assert figures.sentence == "Planens period gick ut 2022. Uppgift om ny plan saknas här."


def test_the_figures_are_those_of_the_day(starting_version: PlanVersion) -> None:
    figures = plan_figures(starting_version, date(2020, 6, 1))

    assert (figures.unanswered, figures.expired) == (11, 2)
    assert figures.sentence == "Planen gäller 2018–2022."


def test_a_draft_and_a_replaced_version_say_so(starting_version: PlanVersion) -> None:
    newer = ActivityFactory(version__plan=starting_version.plan, version__slug="ny").version
    assert plan_state(newer, TODAY) == "Planen är ett utkast och är inte antagen."
    adopted(newer)
    starting_version.refresh_from_db()

    assert plan_state(starting_version, TODAY).startswith("Den här versionen av planen är ersatt")


def test_nineteen_points_and_twelve_schedules_as_printed(starting_version: PlanVersion) -> None:
    assert ActivityPoint.objects.filter(activity__version=starting_version).count() == 19
    assert [activity.schedule_text for activity in Activity.objects.of(starting_version)] == [
        "2019–2022",
        "Genomförs under 2019",
        "2019–2022",
        "2019–2020",
        "2019–2022",
        "2018-",
        "2018- klart!",
        "2019",
        "2019-",
        "2018–2022",
        "2018–2022",
        "2019–2022",
    ]


def test_nothing_unanswered_is_called_late_and_done_has_no_made_up_year(
    starting_version: PlanVersion,
) -> None:
    rows = activity_rows(starting_version, ActivityFilter(), TODAY)

    words = {row.activity.number: row.state.word for row in rows}
    assert words.pop(7) == "Genomförd"
    assert {words.pop(6), words.pop(9)} == {"Ej besvarad"}, "they run on, by the plan's own words"
    assert set(words.values()) == {"Planens tid har gått ut, ej besvarad"}
    assert "försen" not in str([(row.state, row.answers) for row in rows]).lower()
    done = rows[6]
    assert done.activity.closure.year is None
    assert done.schedule_words == "Från 2018; klart enligt planen, året framgår inte"
    assert rows[5].schedule_words == "2018 och framåt"
    assert rows[1].schedule_words == "2019"


def test_a_sole_board_leads_and_several_share(starting_version: PlanVersion) -> None:
    roles = {
        row.activity.number: {answer.role for answer in row.named}
        for row in activity_rows(starting_version, ActivityFilter(), TODAY)
    }

    assert [number for number, role in roles.items() if role == {"Huvudansvar"}] == [
        5,
        7,
        8,
        10,
        11,
    ]
    assert all(roles[number] == {"Delat ansvar"} for number in (1, 2, 3, 4, 6, 9, 12))


def test_all_committees_is_every_committee_and_never_the_assembly_or_a_company(
    starting_version: PlanVersion,
) -> None:
    rows = {row.board.kind: row for row in board_rows(starting_version, TODAY)}
    assert set(rows) == {"executive_board", "committee", "company"}
    unnamed = Board.objects.filter(kind="committee").latest("order")

    assert numbers(starting_version, board=unnamed.slug) == [1, 2, 3, 4]
    assert numbers(starting_version, board=board(starting_version, "company").slug) == [10]
    assert numbers(starting_version, board=board(starting_version, "assembly").slug) == []
    assert numbers(starting_version, board=board(starting_version, "executive_board").slug) == [
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        9,
        11,
    ]
    assert numbers(starting_version, board="finns-inte") == []
    answers = activity_rows(starting_version, ActivityFilter(number=1), TODAY)[0]
    assert answers.boards[-1] == "Alla nämnder"
    assert {answer.board.kind for answer in answers.answers} == {"executive_board", "committee"}


def test_all_committees_are_those_of_the_year(starting_version: PlanVersion) -> None:
    former = BoardFactory(valid_to=date(2019, 12, 31))
    later = BoardFactory(valid_from=date(2023, 1, 1))

    assert numbers(starting_version, board=former.slug, year=2019) == [1, 2, 3, 4]
    assert numbers(starting_version, board=former.slug, year=2020) == []
    assert numbers(starting_version, board=later.slug) == []
    assert former not in [row.board for row in board_rows(starting_version, TODAY)]
    of_its_time = activity_rows(
        starting_version, ActivityFilter(board=former.slug), date(2019, 1, 1)
    )
    assert [row.activity.number for row in of_its_time] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"part": "1"}, [1, 2, 3, 4]),
        ({"area": "extremism"}, [1, 2, 3, 4, 5, 7, 12]),
        ({"area": "granser", "part": "2"}, [5, 11, 12]),
        ({"year": "2018"}, [6, 7, 10, 11]),
        ({"year": "2021", "part": "2"}, [5, 6, 9, 10, 11, 12]),
        ({"status": "completed"}, [7]),
        ({"status": "unanswered"}, [6, 9]),
        ({"status": "expired", "part": "1"}, [1, 2, 3, 4]),
        ({"status": "delayed"}, []),
        ({"year": "1066"}, []),
        (
            {"part": "x", "year": "'; --", "status": "sent", "board": "a b", "q": "våld"},
            range(1, 13),
        ),
    ],
)
def test_filters_are_choices_and_what_makes_no_sense_is_left_out(
    starting_version: PlanVersion, query: dict[str, str], found: list[int]
) -> None:
    rows = activity_rows(starting_version, ActivityFilter.from_query(query), TODAY)

    assert [row.activity.number for row in rows] == list(found)


def test_every_choice_gives_an_answer(starting_version: PlanVersion) -> None:
    choices = filter_choices(starting_version, TODAY)

    assert len(choices.boards) == 17
    assert [choice.value for choice in choices.statuses] == [
        "expired",
        "unanswered",
        "completed",
    ]
    for name, offered in [
        ("part", choices.parts),
        ("board", choices.boards),
        ("area", choices.areas),
        ("year", choices.years),
        ("status", choices.statuses),
    ]:
        for choice in offered:
            assert numbers(starting_version, **{name: choice.value}), choice


def queries(version: PlanVersion) -> dict[str, int]:
    counted = {}
    slug = Board.objects.earliest("order").slug
    for name, ask in {
        "figures": lambda: plan_figures(version, TODAY),
        "rows": lambda: [
            (row.boards, row.areas, row.schedule_words, list(row.activity.points.all()))
            for row in activity_rows(version, ActivityFilter(), TODAY)
        ],
        "of a board": lambda: activity_rows(version, ActivityFilter(board=slug), TODAY),
        "boards": lambda: board_rows(version, TODAY),
        "choices": lambda: filter_choices(version, TODAY),
    }.items():
        with CaptureQueriesContext(connection) as captured:
            ask()
        counted[name] = len(captured)
    return counted


def test_ten_times_the_content_takes_as_many_queries() -> None:
    version = ActivityFactory(applies_to_all_committees=True).version

    def grow(times: int) -> None:
        for _ in range(times):
            activity = ActivityFactory(version=version, applies_to_all_committees=True)
            activity.violence_areas = ViolenceArea.objects.all()
            activity.save()
            ActivityPointFactory.create_batch(2, activity=activity)
            ResponsibilityFactory.create_batch(2, activity=activity)

    grow(2)
    few = queries(version)
    grow(18)

    assert queries(version) == few
    assert few == {"figures": 1, "rows": 9, "of a board": 12, "boards": 3, "choices": 7}
