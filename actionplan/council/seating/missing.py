"""Who is missing among the seats. Pure: seats as they stand, a day, and sentences out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

if TYPE_CHECKING:
    from actionplan.council.seats import CouncilSeat

# So long before a mandate ends it is said, so that a board has time to appoint somebody.
DAYS_AHEAD = 60


@dataclass(frozen=True)
class Missing:
    """One thing that a seat lacks."""

    seat: CouncilSeat
    text: str


def missing(seats: Iterable[CouncilSeat], today: date) -> list[Missing]:
    """Return what the seats lack on `today`, in their order: nobody there, or a time that ends."""
    return [Missing(seat, text) for seat in seats if (text := lack(seat, today))]


def lack(seat: CouncilSeat, today: date) -> str:
    """Return what a seat lacks in a sentence, "" for nothing."""
    if seat.valid_to and seat.has_ended(today):
        return f"Tiden gick ut {date_format(seat.valid_to, 'j F Y')}."
    if seat.holder is None:
        return "Ersättaren sitter ensam." if seat.deputy else "Ingen är utsedd."
    if not seat.holder.is_active:
        return "Ledamotens konto är stängt."
    if seat.valid_to and (seat.valid_to - today).days <= DAYS_AHEAD:
        return f"Tiden går ut {date_format(seat.valid_to, 'j F Y')}."
    return ""


def unsettled(seat: CouncilSeat, today: date) -> str:
    """Return what is left to settle about a seat where somebody sits, "" for nothing.

    The plan: whoever sits has been appointed by a board, with a mandate.
    """
    if seat.holder is None or seat.has_ended(today):
        return ""
    said = []
    if seat.is_away(today) and seat.deputy is None:
        said.append("Ledamoten är borta och ingen ersättare är utsedd.")
    lacking = [
        words
        for words, known in (
            ("vem som har utsett ledamoten", seat.appointed_by_id),
            ("vilket mandat ledamoten har", seat.mandate_text),
        )
        if not known
    ]
    if lacking:
        said.append(f"Inte antecknat: {' och '.join(lacking)}.")
    return " ".join(said)
