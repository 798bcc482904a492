"""Places at a forum: taken when they are confirmed, once, and passed on to who has waited."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import ProtectedError

from actionplan.council.forum.models import KEPT_DAYS, UNCONFIRMED_DAYS, ForumSignUp, State
from actionplan.council.forum.services import confirm, fill_places, leave, remove
from portal.notifications.forum_mail import tend_forums
from portal.notifications.models import OutboxMessage
from tests.forums import BEGINS, NOW, asks, comes, forum, names
from tests.stage import person


@pytest.mark.django_db
def test_asking_takes_no_place_and_confirming_does_once() -> None:
    meeting = forum(places=1)
    anna = asks(meeting, "Anna")
    assert names(meeting, State.PLACED) == []
    for _ in range(2):
        confirm(anna.key, now=NOW)
    assert names(meeting, State.PLACED) == ["Anna"]
    assert comes(meeting, "Bo").state == State.QUEUED


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["leaves", "is taken off", "more places", "no limit"])
def test_a_place_goes_to_who_has_waited_longest(how: str) -> None:
    meeting = forum(places=1)
    anna = comes(meeting, "Anna")
    comes(meeting, "Bo", NOW + timedelta(minutes=1))
    comes(meeting, "Cia", NOW + timedelta(minutes=2))
    if how == "leaves":
        assert leave(anna.key)
    elif how == "is taken off":
        remove(anna, user=person("ledare"), now=NOW)
    else:
        tend_forums(NOW + timedelta(minutes=3))
        meeting.places = 2 if how == "more places" else None
        meeting.save()
        tend_forums(NOW + timedelta(minutes=4))
        told = OutboxMessage.objects.filter(subject="Du har fått en plats")
        everybody = ["bo@example.org", "cia@example.org"]
        assert sorted(mail.recipient for mail in told) == everybody[: 1 + (how == "no limit")]
    if how == "no limit":
        assert names(meeting, State.PLACED) == ["Anna", "Bo", "Cia"]
        return
    assert names(meeting, State.PLACED)[-1:] == ["Bo"]
    assert names(meeting, State.QUEUED) == ["Cia"]


@pytest.mark.django_db
def test_nobody_passes_the_queue_to_a_place_that_is_free() -> None:
    meeting = forum(places=1)
    anna = comes(meeting, "Anna")
    comes(meeting, "Bo", NOW + timedelta(minutes=1))
    dan = asks(meeting, "Dan", NOW + timedelta(minutes=2))
    # Erased beside the services, as when its time is out: nobody has moved up yet.
    anna.delete()
    confirmed = confirm(dan.key, now=NOW + timedelta(minutes=3))
    assert confirmed is not None
    assert confirmed.state == State.QUEUED
    assert names(meeting, State.PLACED) == ["Bo"]


@pytest.mark.django_db
def test_fewer_places_take_nobodys_away() -> None:
    meeting = forum(places=2)
    comes(meeting, "Anna")
    comes(meeting, "Bo")
    meeting.places = 1
    meeting.save()
    fill_places(meeting)
    assert names(meeting, State.PLACED) == ["Anna", "Bo"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"is_cancelled": True, "cancel_reason": "Prov."},
        {"sign_up_until": NOW.date() - timedelta(1)},
    ],
)
def test_neither_asking_nor_confirming_when_it_is_too_late(values: dict[str, object]) -> None:
    meeting = forum()
    anna = asks(meeting, "Anna")
    type(meeting).objects.filter(pk=meeting.pk).update(**values)
    with pytest.raises(ValidationError):
        asks(meeting, "Bo")
    with pytest.raises(ValidationError):
        confirm(anna.key, now=NOW)
    assert names(meeting, State.ASKED) == ["Anna"]
    # Leaving is never too late.
    assert leave(anna.key)


@pytest.mark.django_db
def test_only_who_reads_the_mail_changes_what_has_been_confirmed() -> None:
    meeting = forum()
    asks(meeting, "Anna")
    again = asks(meeting, "ANNA", organization="Provföreningen")
    assert (again.name, again.organization) == ("ANNA", "Provföreningen")
    confirm(again.key, now=NOW)
    asks(meeting, "Anna", organization="En annan")
    kept = ForumSignUp.objects.get()
    assert (kept.name, kept.organization, kept.state) == ("ANNA", "Provföreningen", State.PLACED)


@pytest.mark.django_db
def test_who_was_taken_off_may_ask_again_before_they_have_been_told() -> None:
    meeting = forum()
    remove(comes(meeting, "Anna"), user=person("ledare"), now=NOW)
    assert comes(meeting, "Anna").state == State.PLACED
    assert ForumSignUp.objects.count() == 2


@pytest.mark.django_db
def test_a_meeting_that_people_are_on_their_way_to_is_not_deleted() -> None:
    meeting = forum()
    comes(meeting, "Anna")
    with pytest.raises(ProtectedError):
        meeting.delete()


@pytest.mark.django_db
def test_the_database_takes_an_address_once_a_forum() -> None:
    anna = asks(forum(), "Anna")
    with pytest.raises(IntegrityError, match="actionplan_sign_up_once"):
        ForumSignUp.objects.create(
            meeting=anna.meeting, name="Anna", mailbox="ANNA@example.org", asked_at=NOW
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("confirmed", "later", "is_erased"),
    [
        (False, timedelta(days=UNCONFIRMED_DAYS, minutes=-1), False),
        (False, timedelta(days=UNCONFIRMED_DAYS), True),
        (True, BEGINS - NOW + timedelta(days=KEPT_DAYS, minutes=-1), False),
        (True, BEGINS - NOW + timedelta(days=KEPT_DAYS), True),
    ],
)
def test_how_long_a_sign_up_is_kept(confirmed: bool, later: timedelta, is_erased: bool) -> None:
    (comes if confirmed else asks)(forum(), "Anna")
    assert ForumSignUp.objects.to_erase(NOW + later).exists() == is_erased


def test_the_last_place_goes_to_one_of_many_who_confirm_at_once(own_database: str) -> None:
    meeting = forum(places=1)
    keys = [asks(meeting, f"Person{n}").key for n in range(4)]
    start = threading.Barrier(len(keys))

    def press(key: object) -> None:
        start.wait(10)
        confirm(key, now=NOW)  # type: ignore[arg-type]
        connection.close()

    threads = [threading.Thread(target=press, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(names(meeting, State.PLACED)) == 1
    assert len(names(meeting, State.QUEUED)) == 3
