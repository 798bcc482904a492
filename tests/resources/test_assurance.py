"""How far a service can be trusted: never assured, assured, past review and long past."""

from datetime import date, timedelta

import pytest

from resources.services.assurance import LONG_PAST_DAYS, Assurance, Mark, Trust, assurance_on, trust

ASSURED_ON = date(2026, 1, 1)
INTERVAL = 180
LAST_DAY = ASSURED_ON + timedelta(days=INTERVAL)


@pytest.mark.parametrize(
    ("days_past", "expected"),
    [
        (-INTERVAL, Assurance.ASSURED),
        (0, Assurance.ASSURED),
        (1, Assurance.PAST_REVIEW),
        (LONG_PAST_DAYS, Assurance.PAST_REVIEW),
        (LONG_PAST_DAYS + 1, Assurance.LONG_PAST),
        (120, Assurance.LONG_PAST),
    ],
)
def test_an_assurance_grows_old(days_past: int, expected: Assurance) -> None:
    today = LAST_DAY + timedelta(days=days_past)
    assert assurance_on(today, assured_on=ASSURED_ON, interval_days=INTERVAL) is expected


def test_what_was_never_assured_is_never_past_review() -> None:
    today = LAST_DAY + timedelta(days=1000)
    assert assurance_on(today, assured_on=None, interval_days=INTERVAL) is Assurance.NEVER


@pytest.mark.parametrize(
    ("assurance", "is_verified", "expected"),
    [
        (Assurance.NEVER, False, Trust(True, False, Mark.UNVERIFIED)),
        (Assurance.NEVER, True, Trust(True, False, Mark.VERIFIED)),
        (Assurance.ASSURED, True, Trust(True, True, Mark.VERIFIED)),
        # The owner's word for the whole is not a number that somebody has tried.
        (Assurance.ASSURED, False, Trust(True, False, Mark.UNVERIFIED)),
        (Assurance.PAST_REVIEW, True, Trust(True, False, Mark.NEEDS_CHECK)),
        (Assurance.PAST_REVIEW, False, Trust(True, False, Mark.UNVERIFIED)),
        (Assurance.LONG_PAST, True, Trust(False, False, Mark.NEEDS_CHECK)),
        (Assurance.LONG_PAST, False, Trust(False, False, Mark.UNVERIFIED)),
    ],
)
def test_what_may_be_shown(assurance: Assurance, is_verified: bool, expected: Trust) -> None:
    assert trust(assurance, is_certain=False, is_verified=is_verified) == expected


@pytest.mark.parametrize("assurance", Assurance)
def test_a_number_that_never_changes_stays_whatever_happens(assurance: Assurance) -> None:
    for is_verified in (True, False):
        shown = trust(assurance, is_certain=True, is_verified=is_verified)
        assert shown == Trust(is_shown=True, shows_hours=True, mark=Mark.CERTAIN)
