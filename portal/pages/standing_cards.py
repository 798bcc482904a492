"""What components show of the boards' answers over the years, made ready."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from actionplan.reports.rows import BoardAnswer
from actionplan.reports.standing import History, HistoryRow, YearStanding
from portal.navigation.doors import doors
from portal.navigation.language import words
from portal.pages.cards import Figure

CELL = 44  # the width of a year in a strip


@dataclass(frozen=True)
class StripCell:
    """A year in a strip: where its sign stands, and which; `status` is "" where nobody asked."""

    x: int
    year: int
    status: str
    text: str


@dataclass(frozen=True)
class Strip:
    """The years of one subject as a row of signs, and the same in words."""

    cells: tuple[StripCell, ...]
    width: int
    title: str


def strip(history: History, row: HistoryRow) -> Strip:
    """Return the strip of one row of a history."""
    cells = tuple(
        StripCell(
            x=n * CELL + 12,
            year=year,
            status=state.tag.value if state else "",
            text=state.word if state else gettext("ej tillfrågad"),
        )
        for n, (year, state) in enumerate(zip(history.years, row.states, strict=True))
    )
    title = ", ".join(f"{cell.year}: {cell.text}" for cell in cells)
    return Strip(cells, CELL * len(cells), title)


@dataclass(frozen=True)
class AnswerItem:
    """A board that answers for an activity: its part in it, and how it stands there.

    What it has said is empty where nothing is approved; `late_since` is None unless it is late.
    """

    name: str
    url: str
    role: str
    note: str
    is_unverified: bool
    status: str
    status_text: str
    year: int | None
    approved_on: datetime.datetime | None
    done: str
    obstacles: str
    next_step: str
    is_unconfirmed: bool
    is_example: bool
    late_since: datetime.date | None
    strip: Strip | None


def answer_items(
    request: HttpRequest, answers: Iterable[BoardAnswer], history: History | None = None
) -> list[AnswerItem]:
    """Return who answers for an activity, in the plan's order, with their answers."""
    strips = {row.subject: strip(history, row) for row in history.rows} if history else {}
    return [_answer_item(request, answer, strips.get(answer.board)) for answer in answers]


def _answer_item(request: HttpRequest, answer: BoardAnswer, drawn: Strip | None) -> AnswerItem:
    entry = answer.entry
    return AnswerItem(
        name=words(answer.board, "name"),
        url=doors(request).board(answer.board),
        role=answer.role or gettext("som en av alla nämnder"),
        note=answer.note,
        is_unverified=not answer.board.is_verified,
        status=answer.state.tag.value,
        status_text=answer.state.word,
        year=entry.period.year if entry else None,
        approved_on=entry.approved_at if entry else None,
        done=entry.done if entry else "",
        obstacles=entry.obstacles if entry else "",
        next_step=entry.next_step if entry else "",
        is_unconfirmed=bool(entry and entry.is_unconfirmed),
        is_example=bool(entry and entry.period.is_example),
        late_since=answer.late_since,
        strip=drawn,
    )


@dataclass(frozen=True)
class HistoryTable:
    """A history as the component `data_table` takes it: a column a year."""

    columns: list[str]
    rows: list[list[str]]


def history_table(history: History, subject: str) -> HistoryTable:
    """Return a history as a table whose first column is called `subject`."""
    return HistoryTable(
        [subject, *map(str, history.years)],
        [
            [
                str(row.subject),
                *(state.word if state else gettext("ej tillfrågad") for state in row.states),
            ]
            for row in history.rows
        ],
    )


@dataclass(frozen=True)
class YearItem:
    """A follow-up year: its figures in words, and when the last answer was due."""

    year: int
    is_open: bool
    is_example: bool
    due_on: datetime.date
    figures: list[Figure]


def year_items(standings: Iterable[YearStanding]) -> list[YearItem]:
    """Return the follow-up years with their figures; what there is none of is left out."""
    return [
        YearItem(
            year=standing.period.year,
            is_open=standing.period.state == "open",
            is_example=standing.period.is_example,
            due_on=standing.period.due_on,
            figures=_year_figures(standing),
        )
        for standing in standings
    ]


def _submitted_words(standing: YearStanding) -> str:
    if standing.period.state == "open":
        return gettext("väntar på godkännande")
    return ngettext("svar blev inte godkänt", "svar blev inte godkända", standing.figures.submitted)


def _late_words(standing: YearStanding) -> str:
    if standing.period.state == "open":
        return ngettext("svar är sent", "svar är sena", standing.figures.late)
    return ngettext("svar kom aldrig", "svar kom aldrig", standing.figures.late)


def _year_figures(standing: YearStanding) -> list[Figure]:
    figures = standing.figures
    optional = [
        Figure(figures.submitted, _submitted_words(standing)),
        Figure(figures.late, _late_words(standing)),
    ]
    return [
        Figure(figures.asked, ngettext("svar begärt", "svar begärda", figures.asked)),
        Figure(figures.approved, ngettext("svar godkänt", "svar godkända", figures.approved)),
        *(figure for figure in optional if figure.value),
    ]
