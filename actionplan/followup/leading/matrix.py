"""*Vem saknas?*: every board and activity of a year in one table, and each board in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse

from actionplan.activities.models import Activity
from actionplan.activities.status import Tag
from actionplan.followup.answering.marks import days_words
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod, Reminder
from actionplan.followup.querysets import FollowUpEntryQuerySet, FollowUpFigures
from actionplan.followup.states import is_handed_in
from resources.municipality.models import Board

WORDS = {
    "draft": (Tag.NONE, "Ej besvarad"),
    "returned": (Tag.MIXED, "Återlämnad"),
    "submitted": (Tag.DOING, "Inskickad"),
    "approved": (Tag.DONE, "Godkänd"),
}
ON_BEHALF = "Införd åt nämnden"


@dataclass(frozen=True, slots=True)
class Cell:
    """How one answer stands: how it is drawn, its words, and the number of its activity's page."""

    tag: str
    word: str
    is_missing: bool
    slug: str
    number: int


@dataclass(frozen=True)
class Column:
    """A board, its counts, and when it was last reminded."""

    board: Board
    figures: FollowUpFigures
    reminded_on: date | None
    url: str

    @property
    def answered(self) -> int:
        """How many answers have been handed in."""
        return self.figures.asked - self.figures.unanswered


@dataclass(frozen=True)
class Row:
    """An activity with a cell for each board, None where the board is not asked."""

    number: int
    title: str
    part: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole table, its counts, and the day that it holds for."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    figures: FollowUpFigures


def cell(
    entry: tuple[str, bool, datetime | None], due_on: date, today: date, slug: str, number: int
) -> Cell:
    """Return how an answer stands, in the words of the desk.

    `entry` is its state, whether it was entered for the board, and when the board confirmed that.
    """
    state, is_on_behalf, confirmed_at = entry
    tag, word = WORDS[state]
    is_missing = not is_handed_in(state)
    if is_missing and due_on < today:
        late = days_words(due_on, today)
        tag, word = Tag.LATE, late if state == "draft" else f"{word}, {late}"
    elif not is_missing and is_on_behalf and confirmed_at is None:
        word = ON_BEHALF
    return Cell(tag.value, word, is_missing, slug, number)


def matrix(
    period: FollowUpPeriod, entries: FollowUpEntryQuerySet, today: date, *, only_missing: bool
) -> Matrix:
    """Return the table of `entries` of `period`, in a number of queries that does not grow.

    `only_missing` leaves out the boards and activities from which nothing is missing.
    """
    figures = entries.figures_by("board", today)
    reminded = dict(
        Reminder.objects.filter(period=period)
        .order_by()
        .values_list("board")
        .annotate(Max("made_on"))
    )
    columns = tuple(
        Column(board, figures[board.pk], reminded.get(board.pk), _board_url(period, board))
        for board in Board.objects.filter(pk__in=figures)
        if figures[board.pk].unanswered or not only_missing
    )
    slugs = {column.board.pk: column.board.slug for column in columns}
    cells: dict[int, dict[int, Cell]] = {}
    for activity, number, board, *entry in entries.order_by().values_list(
        "activity", "activity__number", "board", "state", "is_on_behalf", "confirmed_at"
    ):
        if board in slugs:
            said = cell((*entry,), period.due_on, today, slugs[board], number)  # type: ignore[arg-type]
            cells.setdefault(activity, {})[board] = said
    activities = Activity.objects.filter(pk__in=cells).order_by("number")
    rows = tuple(
        Row(number, title, part, tuple(cells[pk].get(board) for board in slugs))
        for pk, number, title, part in activities.values_list("pk", "number", "title", "part")
        if not only_missing or any(one.is_missing for one in cells[pk].values())
    )
    return Matrix(columns, rows, entries.figures(today))


def table(found: Matrix) -> tuple[list[str], list[list[str]]]:
    """Return the same as a table of text: headings, and a row for each answer."""
    headings = ["Nummer", "Aktivitet", "Del", "Nämnd", "Läge", "Påminnelse lagd för utskick"]
    rows = [
        [
            str(row.number),
            row.title,
            str(row.part),
            column.board.name,
            one.word,
            column.reminded_on.isoformat() if column.reminded_on else "",
        ]
        for row in found.rows
        for column, one in zip(found.columns, row.cells, strict=True)
        if one is not None
    ]
    return headings, rows


def entries_of(period: FollowUpPeriod, part: str = "", board: str = "") -> FollowUpEntryQuerySet:
    """Return a year's entries, narrowed to a part of the plan and to one board by its address."""
    entries = FollowUpEntry.objects.filter(period=period)
    if part:
        entries = entries.filter(activity__part=part)
    if board:
        entries = entries.filter(board__slug=board)
    return entries


def _board_url(period: FollowUpPeriod, board: Board) -> str:
    return reverse("followup_board", args=[period.year, board.slug])
