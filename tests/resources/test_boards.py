"""*Alla nämnder* is every committee that is valid that year, and nobody else."""

from datetime import date

import pytest

from resources.municipality.models import Board
from tests.factories import BoardFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "years"),
    [
        (None, None, {2017, 2018, 2019, 2020, 2021}),
        (date(2019, 1, 1), None, {2019, 2020, 2021}),
        (date(2019, 12, 31), None, {2019, 2020, 2021}),
        (None, date(2019, 1, 1), {2017, 2018, 2019}),
        (date(2018, 6, 1), date(2020, 6, 1), {2018, 2019, 2020}),
        (date(2019, 5, 1), date(2019, 5, 1), {2019}),
    ],
)
def test_a_committee_counts_in_every_year_that_it_is_valid_on_a_day_of(
    valid_from: date | None, valid_to: date | None, years: set[int]
) -> None:
    board = BoardFactory(valid_from=valid_from, valid_to=valid_to)

    counted = {
        year
        for year in range(2017, 2022)
        if Board.objects.all_committees(year).filter(pk=board.pk).exists()
    }

    assert counted == years


@pytest.mark.parametrize(
    "kind", [Board.Kind.ASSEMBLY, Board.Kind.EXECUTIVE_BOARD, Board.Kind.COMPANY]
)
def test_only_committees_are_all_committees(kind: str) -> None:
    board = BoardFactory(kind=kind)

    assert board in Board.objects.valid(2020)
    assert board not in Board.objects.all_committees(2020)


def test_a_board_is_unverified_until_somebody_says_when_it_was_checked() -> None:
    unchecked, checked = BoardFactory(), BoardFactory(verified_on=date(2026, 1, 1))

    assert unchecked in Board.objects.unverified()
    assert checked not in Board.objects.unverified()
    assert checked.is_verified
    assert not unchecked.is_verified
