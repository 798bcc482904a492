"""Every address of the council, asked by everyone, in every way: what each is answered.

A new address is a row of the table; that each has one is a test of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from actionplan.council import urls
from actionplan.council.forum import urls as forum_urls
from actionplan.council.minutes.services import publish_minutes, write_minutes
from actionplan.council.models import CouncilMeeting, CouncilSeat
from tests import made_files
from tests.actionplan.council_stage import Council, Kind, set_up
from tests.actionplan.test_followup_access import pattern_names
from tests.factories import CouncilSeatFactory
from tests.harness.client import Client
from tests.stage import person

pytestmark = pytest.mark.django_db
NOBODY = "anonymous"
MEETINGS = "/intranet/samverkansrad/moten/"
ROLES = [NOBODY, "reader", "former", "member", "steering", "centre", "deputy", "holder"]
ROLES += ["auditor", "coordinator"]

# Addresses in the order of `council/urls.py`; a POST is sent empty, and what it does is undone.
# `regular` has been held, with minutes for the council; `joint`, `steering` and `coming` are ahead,
# and the reference group's member is called to `called`. `own` is a decision of the steering group
# that the deputy sees to; `decision:steering` is another of theirs, about what the member of the
# reference group is called for. `open` has no answer, `answered` has one for its asker alone.
TABLE = """
                             anon read form memb stee cent depu hold audi coor
start                  GET   302  200  200  200  200  200  200  200  200  200
start                  POST  302  405  405  405  405  405  405  405  405  405
calendar               GET   302  403  403  200  200  200  200  200  200  200
calendar               POST  302  405  405  405  405  405  405  405  405  405
seats                  GET   302  403  403  200  200  200  200  200  200  200
seats                  POST  302  405  405  405  405  405  405  405  405  405
seat                   GET   302  403  403  403  403  403  403  403  403  200
seat                   POST  302  403  403  403  403  403  403  403  403  200
hand_over              GET   302  403  403  403  403  403  403  403  403  200
hand_over              POST  302  403  403  403  403  403  403  403  403  200
year                   GET   302  200  200  200  200  200  200  200  200  200
year                   POST  302  405  405  405  405  405  405  405  405  405
new_meeting            GET   302  403  403  403  403  403  403  403  403  200
new_meeting            POST  302  403  403  403  403  403  403  403  403  200
meeting:regular        GET   302  404  404  404  404  200  200  200  200  200
meeting:joint          GET   302  404  404  200  404  200  200  200  200  200
meeting:called         GET   302  404  404  200  404  200  200  200  200  200
meeting:steering       GET   302  404  404  404  200  404  404  404  200  200
meeting:forum          GET   302  404  404  404  404  200  200  200  200  200
meeting:regular        POST  302  405  405  405  405  405  405  405  405  405
edit_meeting           GET   302  403  403  403  403  403  403  403  403  200
edit_meeting           POST  302  403  403  403  403  403  403  403  403  200
cancel                 GET   302  403  403  403  403  403  403  403  403  200
cancel                 POST  302  403  403  403  403  403  403  403  403  200
restore                GET   302  403  403  403  403  403  403  403  403  200
restore                POST  302  403  403  403  403  403  403  403  403  200
invite                 GET   302  403  403  403  403  403  403  403  403  200
invite                 POST  302  403  403  403  403  403  403  403  403  302
agenda                 GET   302  403  403  403  403  403  403  403  403  200
agenda                 POST  302  403  403  403  403  403  403  403  403  404
point                  GET   302  403  403  403  403  403  403  403  403  200
point                  POST  302  403  403  403  403  403  403  403  403  200
attendance             GET   302  403  403  403  403  403  403  403  403  200
attendance             POST  302  403  403  403  403  403  403  403  403  200
minutes:regular        GET   302  404  404  404  404  200  200  200  200  200
minutes:staff          GET   302  200  200  200  200  200  200  200  200  200
minutes:unpublished    GET   302  404  404  404  404  404  404  404  404  404
minutes:regular        POST  302  405  405  405  405  405  405  405  405  405
write_minutes          GET   302  403  403  403  403  403  403  403  403  200
write_minutes          POST  302  403  403  403  403  403  403  403  403  200
publish_minutes        GET   302  403  403  403  403  403  403  403  403  200
publish_minutes        POST  302  403  403  403  403  403  403  403  403  200
withdraw               GET   302  405  405  405  405  405  405  405  405  405
withdraw               POST  302  403  403  403  403  403  403  403  403  302
new_decision           GET   302  403  403  403  403  403  403  403  403  200
new_decision           POST  302  403  403  403  403  403  403  403  403  200
decisions              GET   302  200  200  200  200  200  200  200  200  200
decisions              POST  302  405  405  405  405  405  405  405  405  405
decision:regular       GET   302  404  404  200  404  200  200  200  200  200
decision:own           GET   302  404  404  404  200  404  200  404  200  200
decision:steering      GET   302  404  404  404  200  404  404  404  200  200
decision:regular       POST  302  405  405  405  405  405  405  405  405  405
edit_decision          GET   302  403  403  403  403  403  403  403  403  200
edit_decision          POST  302  403  403  403  403  403  403  403  403  200
done:own               GET   302  404  404  404  403  404  200  404  403  200
done:own               POST  302  404  404  404  403  404  200  404  403  200
reopen:own             GET   302  405  405  405  405  405  405  405  405  405
reopen:own             POST  302  404  404  404  403  404  302  404  403  302
activity               GET   302  200  200  200  200  200  200  200  200  200
activity               POST  302  405  405  405  405  405  405  405  405  405
questions              GET   302  403  403  403  403  200  200  200  200  200
questions              POST  302  403  403  403  403  403  200  200  403  200
question:open          GET   302  404  404  404  404  200  404  200  404  200
question:open          POST  302  404  404  404  404  200  404  403  404  403
question:answered      GET   302  404  404  404  404  200  404  200  404  200
show_question:answered GET   302  405  405  405  405  405  405  405  405  405
show_question:answered POST  302  404  404  404  404  302  404  403  404  302
file                   GET   302  404  404  404  404  200  200  200  200  200
"""


def rows() -> list[tuple[str, str, list[int]]]:
    """The table's rows: address, method, and one answer for each role."""
    lines = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return [(place, method, [int(cell) for cell in cells]) for place, method, *cells in lines]


def clients(council: Council) -> dict[str, Client]:
    """A browser for each role; `former` sat until yesterday."""
    former = person("slutade")
    today = timezone.localdate()
    CouncilSeatFactory(holder=former, order=40, valid_to=today - timedelta(days=1))
    people = {"former": former}
    people |= {name: getattr(council, name) for name in ROLES if name not in (NOBODY, "former")}
    signed_in = {NOBODY: Client()}
    for name, user in people.items():
        signed_in[name] = Client()
        signed_in[name].force_login(user)
    return signed_in


def addresses(council: Council) -> dict[str, str]:
    """Where each row of the table is, with what it holds made."""
    now, today = timezone.now(), timezone.localdate()
    past, ahead = today - timedelta(days=20), today + timedelta(days=20)
    regular, staff, unpublished = (council.meeting(past - timedelta(n)) for n in range(3))
    joint, steering = council.meeting(ahead, Kind.JOINT), council.meeting(ahead, Kind.STEERING)
    forum, called = council.meeting(ahead, Kind.FORUM), council.meeting(ahead)
    called.called_for.set(council.activities[:1])
    council.called(called, now)
    for meeting, audience in ((regular, "council"), (staff, "staff")):
        upload = SimpleUploadedFile("Protokollet.pdf", made_files.pdf())
        by: dict[str, Any] = {"user": council.coordinator, "now": now}
        kept = write_minutes(meeting, "Hemligt sagt", upload, revision=0, **by)
        publish_minutes(kept, audience, revision=kept.revision, **by)
    point = called.agenda.create(order=1, title="En punkt")
    decision = council.decided(regular, "Hemligt beslut")
    decision.activities.set(council.activities[:1])
    own = council.decided(steering, "Styrgruppens", responsible_person=council.deputy)
    steered = council.decided(steering, "Hemligt styrt", responsible_person=council.steering)
    steered.activities.set(council.activities[:1])
    question, answered = council.question(), council.question("Hemlig fråga")
    answered.answer, answered.answered_at, answered.answered_by = "Hemligt", now, council.centre
    answered.save()
    meetings = {
        "regular": regular,
        "joint": joint,
        "called": called,
        "steering": steering,
        "forum": forum,
    }
    desk = [
        "edit_meeting",
        "cancel",
        "restore",
        "invite",
        "agenda",
        "attendance",
        "publish_minutes",
    ]
    desk += ["write_minutes", "withdraw", "new_decision"]
    seat = CouncilSeat.objects.get(order=1)
    document = CouncilMeeting.objects.get(pk=regular.pk).minutes_document
    assert document is not None
    named = {
        **{f"meeting:{name}": ("meeting", [one.pk]) for name, one in meetings.items()},
        **{name: (name, [called.pk]) for name in desk},
        "minutes:regular": ("minutes", [regular.pk]),
        "minutes:staff": ("minutes", [staff.pk]),
        "minutes:unpublished": ("minutes", [unpublished.pk]),
        "point": ("point", [called.pk, point.pk]),
        "seat": ("seat", [seat.pk]),
        "hand_over": ("hand_over", [seat.pk]),
        "year": ("year", [today.year]),
        "decision:regular": ("decision", [decision.pk]),
        "decision:own": ("decision", [own.pk]),
        "decision:steering": ("decision", [steered.pk]),
        "edit_decision": ("edit_decision", [decision.pk]),
        "done:own": ("done", [own.pk]),
        "reopen:own": ("reopen", [own.pk]),
        "activity": ("activity", [council.activities[0].pk]),
        "question:open": ("question", [question.pk]),
        "question:answered": ("question", [answered.pk]),
        "show_question:answered": ("show_question", [answered.pk]),
        **{name: (name, []) for name in ("calendar", "seats", "new_meeting", "decisions")},
        "questions": ("questions", []),
    }
    found = {place: reverse(f"council_{name}", args=args) for place, (name, args) in named.items()}
    return {**found, "start": reverse("council"), "file": document.url}


def test_everyone_is_answered_as_the_table_says() -> None:
    council = set_up()
    where, who = addresses(council), clients(council)
    wrong = []
    for place, method, expected in rows():
        for role, code in zip(ROLES, expected, strict=True):
            with transaction.atomic():
                answer = getattr(who[role], method.lower())(where[place])
                transaction.set_rollback(True)
            if answer.status_code != code:
                wrong.append(f"{place} {method} {role}: {answer.status_code}, not {code}")
            if role in ("reader", "former") and place != "minutes:staff":
                assert b"Hemlig" not in b"".join(answer), (place, role)
    assert not wrong, "\n".join(wrong)


def test_every_address_of_the_council_has_a_row() -> None:
    named = {f"council_{place.split(':')[0]}".removesuffix("_start") for place, _, _ in rows()}
    forums = set(pattern_names(forum_urls.urlpatterns))
    assert set(pattern_names(urls.urlpatterns)) - forums == named - {"council_file"}


def test_what_is_not_open_is_not_offered_and_says_when_it_opens() -> None:
    council, client = set_up(), Client()
    today = timezone.localdate()
    ahead = council.meeting(today + timedelta(days=9))
    past, gone, long_gone = (council.meeting(today - timedelta(days=days)) for days in (9, 8, 7))
    cancelled = CouncilMeeting.objects.filter(pk__in=[gone.pk, long_gone.pk])
    cancelled.update(is_cancelled=True, cancel_reason="Sjukdom")
    cancelled.filter(pk=gone.pk).update(starts_at=ahead.starts_at, ends_at=None)
    client.force_login(council.coordinator)
    before, after, undo = (
        {"kalla", "stall-in"},
        {"narvaro", "beslut/nytt", "protokoll/skriv"},
        {"aterstall"},
    )
    always = {"andra", "dagordning"}
    held = "Mötet är inte inställt"
    for meeting, offered, said, of_undo in (
        (ahead, before | always, "Mötet har inte börjat än. Sidan öppnar", held),
        (past, after | always, "Mötet har redan börjat", held),
        (gone, undo, "Mötet är inställt", ""),
        (long_gone, set(), "Mötet är inställt", "Mötets tid har gått"),
    ):
        base = f"{MEETINGS}{meeting.pk}/"
        page = client.get(base).content.decode()
        for path in before | after | undo | always:
            is_open = path in offered
            assert (f'href="{base}{path}/"' in page) is is_open, (path, said)
            if not is_open:
                shut = client.get(f"{base}{path}/").content.decode()
                assert (of_undo if path in undo else said) in shut, (path, said)
                assert "<form" not in shut.split("<main")[1], (path, said)
