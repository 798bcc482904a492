"""Where a forum stands, and what each person has to be told: rules as tables, no database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.standing import FEW, Standing, standing
from actionplan.council.forum.telling import SETTLED, News, facts, news
from actionplan.council.meetings import CouncilMeeting
from tests.forums import BEGINS, ENDS, LAST_DAY, NOW

# The last moment of the last day, by the clock on the wall.
LAST_MINUTE = datetime(2027, 5, 5, 21, 59, tzinfo=UTC)
TWO_DAYS_BEFORE = BEGINS - timedelta(days=2)


def meeting(**values: Any) -> CouncilMeeting:
    told = {"starts_at": BEGINS, "ends_at": ENDS, "place": "Provsalen", "sign_up_until": LAST_DAY}
    told["changed_at"] = NOW - timedelta(days=1)
    return CouncilMeeting(kind="open_forum", **told | values)


@pytest.mark.parametrize(
    ("values", "taken", "queued", "now", "expected"),
    [
        ({}, 500, 0, NOW, Standing.OPEN),
        ({"places": 20}, 20 - FEW - 1, 0, NOW, Standing.OPEN),
        ({"places": 20}, 20 - FEW, 0, NOW, Standing.FEW),
        ({"places": 20}, 19, 0, NOW, Standing.FEW),
        # Of few places few are left when most are taken, and not from the first.
        ({"places": FEW}, 0, 0, NOW, Standing.OPEN),
        ({"places": FEW}, 2, 0, NOW, Standing.OPEN),
        ({"places": FEW}, 3, 0, NOW, Standing.FEW),
        ({"places": 1}, 0, 0, NOW, Standing.OPEN),
        ({"places": 20}, 20, 0, NOW, Standing.QUEUE),
        # Fewer places than were given: nobody loses theirs, and nobody more gets one.
        ({"places": 20}, 25, 0, NOW, Standing.QUEUE),
        # A place has become free, and somebody waits for it.
        ({"places": 20}, 19, 1, NOW, Standing.QUEUE),
        ({"places": 20}, 0, 0, LAST_MINUTE, Standing.OPEN),
        ({}, 0, 0, LAST_MINUTE + timedelta(minutes=1), Standing.CLOSED),
        ({"sign_up_until": None}, 0, 0, BEGINS - timedelta(minutes=1), Standing.OPEN),
        ({"sign_up_until": None}, 0, 0, BEGINS, Standing.CLOSED),
        ({}, 0, 0, ENDS, Standing.CLOSED),
        ({}, 0, 0, ENDS + timedelta(minutes=1), Standing.PAST),
        ({"ends_at": None}, 0, 0, BEGINS + timedelta(minutes=1), Standing.PAST),
        ({"is_cancelled": True}, 0, 0, NOW, Standing.CANCELLED),
        ({"is_cancelled": True}, 0, 0, ENDS + timedelta(days=9), Standing.CANCELLED),
    ],
)
def test_where_a_forum_stands(
    values: dict[str, Any], taken: int, queued: int, now: datetime, expected: Standing
) -> None:
    found = standing(meeting(**values), taken=taken, queued=queued, now=now)
    assert found is expected
    assert found.takes_sign_ups == (expected in {Standing.OPEN, Standing.FEW, Standing.QUEUE})


def person(state: str, told: str = "", **values: Any) -> ForumSignUp:
    """Somebody who signed up a month ahead and was told `told` of the meeting as it was then."""
    confirmed = None if state == State.ASKED else NOW
    return ForumSignUp(
        meeting=meeting(),
        state=state,
        confirmed_at=confirmed,
        told_state=told,
        told_facts=facts(meeting()) if told else "",
        **values,
    )


@pytest.mark.parametrize(
    ("who", "changed", "now", "expected"),
    [
        (person("asked"), {}, NOW, None),
        (person("placed"), {}, NOW, News.PLACED),
        (person("queued"), {}, NOW, News.QUEUED),
        (person("placed", told="placed"), {}, NOW, None),
        (person("queued", told="queued"), {}, NOW, None),
        (person("placed", told="queued"), {}, NOW, News.GOT_PLACE),
        (person("placed", told="placed"), {"place": "Andra salen"}, NOW, News.CHANGED),
        (
            person("queued", told="queued"),
            {"starts_at": BEGINS + timedelta(1)},
            NOW,
            News.CHANGED,
        ),
        # What those who come need not know again.
        (person("placed", told="placed"), {"programme": "Nytt", "places": 3}, NOW, None),
        # Somebody is still writing: the mail waits until it has been quiet for a while.
        (person("placed", told="placed"), {"place": "Andra", "changed_at": NOW}, NOW, None),
        (
            person("placed", told="placed"),
            {"place": "Andra", "changed_at": NOW},
            NOW + SETTLED,
            News.CHANGED,
        ),
        # That it is cancelled does not wait.
        (
            person("placed", told="placed"),
            {"is_cancelled": True, "changed_at": NOW},
            NOW,
            News.CANCELLED,
        ),
        (person("asked"), {"is_cancelled": True}, NOW, None),
        (person("placed", told="placed"), {"place": "Andra"}, BEGINS, None),
        (person("removed", told="placed"), {}, BEGINS + timedelta(9), News.REMOVED),
        (person("placed", told="placed"), {}, TWO_DAYS_BEFORE - timedelta(minutes=1), None),
        (person("placed", told="placed"), {}, TWO_DAYS_BEFORE, News.REMINDER),
        (person("queued", told="queued"), {}, TWO_DAYS_BEFORE, None),
        (person("placed", told="placed", reminded_of=BEGINS), {}, TWO_DAYS_BEFORE, None),
        # Not in the night before, though it is time.
        (person("placed", told="placed"), {}, TWO_DAYS_BEFORE + timedelta(hours=12), None),
    ],
)
def test_what_somebody_is_told(
    who: ForumSignUp, changed: dict[str, Any], now: datetime, expected: News | None
) -> None:
    who.meeting = meeting(**changed)
    assert news(who, now) is expected


def test_who_has_just_been_told_is_not_reminded_as_well() -> None:
    late = person("placed", told="placed")
    late.confirmed_at = TWO_DAYS_BEFORE + timedelta(hours=1)
    assert news(late, TWO_DAYS_BEFORE + timedelta(hours=2)) is None
