"""What each column of a file of services means, in both directions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models

from resources.municipality.models import Unit
from resources.services.channels import Channel
from resources.services.choices import (
    Audience,
    ChannelKind,
    ForWhom,
    HolidayRule,
    Interpreter,
    Language,
    Trace,
)
from resources.services.hours import Schedule, different_days_of, week_of
from resources.services.hours_fields import days_of_row, row_of
from resources.services.hours_text import week_texts
from resources.services.models import Organization, Service
from resources.services.opening_hours import DifferentDays
from resources.violence.models import ViolenceArea

SLUG, ID, KIND, VALUE, AREAS, DIFFERENT = (
    "Stöd", "Id", "Slag", "Nummer eller adress", "Våldsområden", "Avvikande dagar",
)  # fmt: skip
REQUIRED = (SLUG, KIND, VALUE)
DAYS = {day.label.capitalize(): day.value for day in Schedule.Weekday}
YES, NO = "ja", "nej"
_DIFFERENT = re.compile(r"(\S+?)(?:–(\d\S*))?: ([^(]+?)(?: \((.*)\))?")


@dataclass(frozen=True)
class Column:
    """A heading, the field behind it, and how a cell becomes its value and back.

    `read` raises `ValueError` with a sentence.
    """

    heading: str
    field: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = lambda value: "" if value is None else str(value)


def _choice(heading: str, field: str, choices: type[models.TextChoices]) -> Column:
    values = {str(label).casefold(): value for value, label in choices.choices}
    labels = {"": "", **dict(choices.choices)}

    def read(cell: str) -> str:
        if cell and cell.casefold() not in values:
            raise ValueError(f"”{cell}” finns inte. Välj bland: {', '.join(values)}.")
        return values.get(cell.casefold(), "")

    return Column(heading, field, read, lambda value: str(labels[value]))


def _several(heading: str, field: str, choices: type[models.TextChoices]) -> Column:
    one = _choice(heading, field, choices)
    return Column(
        heading,
        field,
        lambda cell: [one.read(part.strip()) for part in cell.split(";") if part.strip()],
        lambda values: "; ".join(one.write(value) for value in values),
    )


def _row(heading: str, field: str, model: type[models.Model]) -> Column:
    def read(cell: str) -> models.Model | None:
        found = list(model._default_manager.filter(name_sv__iexact=cell)[:2]) if cell else [None]
        if len(found) != 1:
            many = "flera" if found else "ingen"
            raise ValueError(f"Det finns {many} med namnet ”{cell}” i registret.")
        return found[0]

    return Column(heading, field, read, lambda row: getattr(row, "name_sv", ""))


def _number(cell: str) -> int | None:
    if cell and not cell.isdecimal():
        raise ValueError("Skriv ett helt tal, eller lämna tomt.")
    return int(cell) if cell else None


def _day(cell: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(cell) if cell else None
    except ValueError:
        raise ValueError("Skriv dagen som år-månad-dag, till exempel 2026-12-24.") from None


def _box(heading: str, field: str) -> Column:
    def read(cell: str) -> bool:
        if cell.casefold() not in ("", YES, NO):
            raise ValueError("Skriv ja eller nej.")
        return cell.casefold() == YES

    return Column(heading, field, read, lambda value: YES if value else NO)


def _texts(heading: str, name: str) -> list[Column]:
    codes = [code for code, _ in settings.LANGUAGES]
    own = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    return [
        Column(heading if code == own else f"{heading} ({code})", f"{name}_{code}")
        for code in sorted(codes, key=own.__ne__)
    ]


SERVICE = [
    Column(SLUG, "slug"),
    *_texts("Namn", "name"),
    _row("Aktör", "organization", Organization),
    _choice("Får ses av", "audience", Audience),
    _several("För vem", "for_whom", ForWhom),
    *_texts("Sammanfattning", "summary"),
    *_texts("Beskrivning", "description"),
    Column("Ålder från", "age_from", _number),
    Column("Ålder till", "age_to", _number),
    _several("Språk", "languages", Language),
    _choice("Tolk", "offers_interpreter", Interpreter),
    *_texts("Om språk", "languages_note"),
    _choice("Kostnad", "cost", Service.Cost),
    _choice("Anonymitet", "anonymity", Service.Anonymity),
    _box("Skyddad plats", "is_protected_place"),
    Column("Gatuadress", "street_address"),
    Column("Postnummer", "postal_code"),
    Column("Ort", "town"),
    _row("Ägare", "owner_unit", Unit),
    Column("Upphör", "ended_on", _day),
]  # fmt: skip
CHANNEL = [
    _choice(KIND, "kind", ChannelKind),
    Column(VALUE, "value"),
    Column("Som den visas", "display"),
    Column("Kontrollerad", "verified_on", _day),
    _box("Alltid säker", "is_always_certain"),
    _choice("Syns på räkningen", "shows_on_bill", Trace),
    _choice("Ligger kvar i samtalslistan", "in_call_list", Trace),
    _choice("Ligger kvar bland meddelanden", "in_chat_history", Trace),
    _choice("Den som svarar ser numret", "number_shown", Trace),
    _choice("På helgdagar", "on_holidays", HolidayRule),
]
SERVICE_HEADINGS = [*(column.heading for column in SERVICE), AREAS]
CHANNEL_HEADINGS = [ID, *(column.heading for column in CHANNEL), *DAYS, DIFFERENT]
HEADINGS = [*SERVICE_HEADINGS, *CHANNEL_HEADINGS]


def service_cells(service: Service) -> dict[str, str]:
    """Return a service as the cells of a row, as the database has it."""
    cells = {column.heading: column.write(getattr(service, column.field)) for column in SERVICE}
    return cells | {AREAS: "; ".join(sorted(area.slug for area in service.areas.all()))}


def channel_cells(channel: Channel) -> dict[str, str]:
    """Return a channel as the cells of a row, as the database has it."""
    cells = {column.heading: column.write(getattr(channel, column.field)) for column in CHANNEL}
    texts = week_texts(week_of(channel))
    return {
        ID: str(channel.pk),
        **cells,
        **{heading: texts[day] for heading, day in DAYS.items()},
        DIFFERENT: "\n".join(_line(days) for days in different_days_of(channel)),
    }


def read_areas(cell: str) -> list[ViolenceArea]:
    """Return the areas that a cell names. Raises `ValueError` with a sentence."""
    slugs = {part.strip() for part in cell.split(";") if part.strip()}
    found = list(ViolenceArea.objects.filter(slug__in=slugs))
    if unknown := slugs - {area.slug for area in found}:
        raise ValueError(f"Det finns inget område med adressen {', '.join(sorted(unknown))}.")
    return found


def read_different(cell: str) -> list[DifferentDays]:
    """Return the days of a cell, one row a line: `2026-12-24–2026-12-26: stängt (jul)`.

    Raises `ValueError` with a sentence.
    """
    days = []
    for line in cell.splitlines():
        found = _DIFFERENT.fullmatch(line.strip())
        if not found:
            raise ValueError("Skriv en rad för varje: 2026-12-24–2026-12-26: stängt (jul).")
        first, last, times, reason = (part or "" for part in found.groups())
        days.append(days_of_row({"first": first, "last": last, "times": times, "reason": reason}))
    return days


def _line(days: DifferentDays) -> str:
    row = row_of(days)
    until = f"–{row['last']}" if row["last"] else ""
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['first']}{until}: {row['times']}{reason}"
