"""A board's answers of a year as a table: what its secretary takes with them to the meeting."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from actionplan.followup.answering.drafts import words_of
from resources.desks.spreadsheets import csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from actionplan.followup.answering.desk import BoardDesk, Item

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HEADINGS = (
    "Nummer",
    "Aktivitet",
    "Svarets läge",
    "Hur det går",
    "Gjort",
    "Hinder",
    "Nästa steg",
    "I uppdragsplanen",
    "Hänvisning",
    "Mål",
    "Införd åt nämnden",
    "Inskickat",
    "Inskickat av",
    "Godkänt",
    "Godkänt av",
)


def file_of(desk: BoardDesk, kind: str) -> bytes:
    """Return the answers of a board's year as one of `MEDIA_TYPES`, a row an activity."""
    rows = [_row(item, words_of(desk.answers[item.entry.pk])) for item in desk.items]
    if kind == "csv":
        return csv_bytes(HEADINGS, rows)
    return xlsx_bytes(HEADINGS, rows, f"Uppföljning {desk.period.year}")


def _row(item: Item, words: dict[str, str]) -> list[str]:
    entry = item.entry
    return [
        str(item.number),
        entry.activity.title,
        item.mark.word,
        *(words[name] for name in ("status", "done", "obstacles", "next_step")),
        *(words[name] for name in ("is_included", "reference", "goal")),
        "ja" if entry.is_on_behalf else "nej",
        _day(entry.submitted_at),
        _name(entry.submitted_by),
        _day(entry.approved_at),
        _name(entry.approved_by),
    ]


def _day(at: datetime | None) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""


def _name(user: AbstractUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
