"""The council's seats and the reference group, as the plan lists them."""

from datetime import date

import pytest

from actionplan.council.models import CouncilSeat, ReferenceMember
from tests.actionplan.conftest import TODAY
from tests.factories import CouncilSeatFactory

pytestmark = pytest.mark.django_db


def test_seventeen_seats_in_the_plans_order_with_one_convener() -> None:
    seats = list(CouncilSeat.objects.on(TODAY))

    assert [seat.order for seat in seats] == list(range(1, 18))
    assert [seat.order for seat in seats if seat.is_convener] == [1]
    assert not any(seat.holder or seat.appointed_by for seat in seats)


def test_the_reference_group_has_seven_functions() -> None:
    assert ReferenceMember.objects.count() == 7


def test_a_seat_whose_time_has_ended_is_there_still_once() -> None:
    CouncilSeat.objects.filter(order=4).update(valid_to=date(2020, 6, 30))
    ended = CouncilSeat.objects.get(order=4)
    seats = CouncilSeat.objects.each(TODAY)
    assert [seat.order for seat in seats] == list(range(1, 18))
    assert ended in seats
    second = CouncilSeatFactory(order=4, valid_from=date(2021, 1, 1), valid_to=date(2021, 12, 31))
    third = CouncilSeatFactory(order=4, valid_from=date(2023, 1, 1))

    def on(day: date) -> CouncilSeat:
        return CouncilSeat.objects.each(day).get(order=4)

    assert on(date(2020, 1, 1)) == on(date(2020, 12, 31)) == ended
    assert on(date(2021, 1, 1)) == on(date(2022, 12, 31)) == second
    assert on(date(2023, 1, 1)) == third


def test_a_seat_shows_while_it_lasts() -> None:
    seat = CouncilSeatFactory(valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))

    assert seat in CouncilSeat.objects.on(date(2020, 12, 31))
    assert seat not in CouncilSeat.objects.on(date(2021, 1, 1))
    assert seat not in CouncilSeat.objects.on(date(2019, 12, 31))
