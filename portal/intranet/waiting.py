"""What waits for a person on the staff side, from every room, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import TaskState

from actionplan.council import waiting as council
from actionplan.followup.access import standing
from actionplan.followup.answering.marks import days_words
from actionplan.followup.models import FollowUpPeriod
from actionplan.followup.waiting import BoardWork, works, years_to_see_to
from portal.delivery.staff_only import EDITS
from portal.intranet.models import User
from portal.intranet.routines.reading import to_read

# More unread routines than these are one line, which leads to the whole list; so are more boards.
MOST_ROUTINES = 3
MOST_BOARDS = 3


@dataclass(frozen=True)
class Waiting:
    """One thing to do: in words, where it is done, and until when, None where there is no day."""

    text: str
    url: str
    due_on: date | None = None
    days: str = ""
    is_late: bool = False


def waiting_for(user: User | AnonymousUser, today: date) -> list[Waiting]:
    """Return what `user` has to do on `today`: what has a day first, the earliest day first."""
    if not isinstance(user, User):
        return []
    found = [*_followup(user, today), *_council(user, today), *_routines(user, today)]
    found += _reviews(user)
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or today))


def _due(text: str, url: str, due_on: date, today: date) -> Waiting:
    return Waiting(text, url, due_on, days_words(due_on, today), due_on < today)


def _followup(user: User, today: date) -> Iterator[Waiting]:
    who = standing(user, today)
    years: defaultdict[FollowUpPeriod, list[BoardWork]] = defaultdict(list)
    for work in works(who, today):
        if work.period.state == "open":
            years[work.period].append(work)
    for period, boards in years.items():
        if len(boards) > MOST_BOARDS:
            yield from _all_boards(period, boards, today)
        else:
            for work in boards:
                yield from _board(work, today)
    for year in years_to_see_to(who, today):
        yield _due(year.text, year.url, year.due, today)


def _board(work: BoardWork, today: date) -> Iterator[Waiting]:
    name = f"{work.board.name}, uppföljning {work.period.year}"
    if left := work.progress.left:
        done = "att skicka in" if work.progress.ready == left else "kvar att lämna"
        yield _due(f"{name}: {left} svar {done}", work.url, work.period.due_on, today)
    if work.to_approve:
        yield Waiting(f"{name}: {work.to_approve} svar att godkänna", work.review_url)
    if work.to_confirm:
        yield Waiting(f"{name}: {work.to_confirm} svar att bekräfta", work.review_url)


def _all_boards(period: FollowUpPeriod, boards: list[BoardWork], today: date) -> Iterator[Waiting]:
    """Somebody with many boards gets a line of each kind, which leads to all the boards."""
    url = reverse("followup")
    if left := [work.progress.left for work in boards if work.progress.left]:
        yield _due(f"{period}: {_for_boards(left)} kvar att lämna", url, period.due_on, today)
    if approve := [work.to_approve for work in boards if work.to_approve]:
        yield Waiting(f"{period}: {_for_boards(approve)} att godkänna", url)
    if confirm := [work.to_confirm for work in boards if work.to_confirm]:
        yield Waiting(f"{period}: {_for_boards(confirm)} att bekräfta", url)


def _for_boards(counts: list[int]) -> str:
    """Say how many answers of how many boards: one number a board."""
    return f"{sum(counts)} svar för {len(counts)} {'nämnd' if len(counts) == 1 else 'nämnder'}"


def _council(user: User, today: date) -> Iterator[Waiting]:
    for one in council.waiting(user, today):
        yield _due(one.text, one.url, one.due, today) if one.due else Waiting(one.text, one.url)


def _routines(user: User, today: date) -> Iterator[Waiting]:
    unread = to_read(user, today)
    if len(unread) > MOST_ROUTINES:
        yield Waiting(f"{len(unread)} rutiner att läsa", reverse("to_read"))
    else:
        for one in unread:
            yield Waiting(f"Rutin att läsa: {one.title}", one.url)


def _reviews(user: User) -> Iterator[Waiting]:
    if not user.has_perm(EDITS):
        return
    states = TaskState.objects.reviewable_by(user).select_related("revision")
    for state in states.order_by("started_at"):
        page = reverse("wagtailadmin_pages:edit", args=[state.revision.object_id])
        yield Waiting(f"Utkast att granska: {state.revision.object_str}", page)
