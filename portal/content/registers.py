"""Loads a pack's registers: makes what was never made, leaves the rest as editors have made it.

Each file in the pack's folder `registers/` is a CSV table in UTF-8 whose columns are fields of one
model. An empty cell keeps the field's default, `ja` ticks a box, ` | ` stands between several
values, and another row is named by the word that its own file knows it by (see `KEYS`).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import override

from portal.content.ledger import is_planted, note, planted_id
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.municipality.models import Board, MandatePeriod, TargetGroup, Unit
from resources.services.choices import HolidayRule
from resources.services.models import Channel, Organization, Schedule, Service
from resources.violence.models import ViolenceArea

# The files in the order in which their rows need one another.
FILES: dict[str, type[models.Model]] = {
    "mandate_periods": MandatePeriod,
    "boards": Board,
    "target_groups": TargetGroup,
    "units": Unit,
    "violence_areas": ViolenceArea,
    "links": Link,
    "documents": ReferencedDocument,
    "organizations": Organization,
    "services": Service,
    "channels": Channel,
}
# What a row is known by, in its own file and in others.
KEYS: dict[type[models.Model], tuple[str, ...]] = {
    MandatePeriod: ("first_year", "last_year"),
    Board: ("slug",),
    TargetGroup: ("name",),
    Unit: ("name",),
    ViolenceArea: ("slug",),
    Link: ("title",),
    ReferencedDocument: ("title",),
    Organization: ("slug",),
    Service: ("slug",),
}
SEVERAL = " | "
# The one column that is no field: a channel that always answers, on holidays too.
ROUND_THE_CLOCK = "round_the_clock"
Relation = models.ForeignKey | models.ManyToManyField


@dataclass(frozen=True)
class Row:
    """A row of a file with where it stands, for what has to be said of it."""

    file: str
    number: int
    cells: dict[str, str]

    def wrong(self, sentence: str) -> ValueError:
        """Return the error that names file and row."""
        return ValueError(f"{self.file}, rad {self.number}: {sentence}")


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file, numbered as a spreadsheet shows them."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), start=2):
            yield Row(path.name, number, cells)


@transaction.atomic
def load_registers(pack: Path) -> list[str]:
    """Make every register row that was never made; return a Swedish line per register.

    A channel belongs to its service: it is made with the service and never added to one that
    editors already have. Raises `ValueError`, with file and row, for a row that cannot be made;
    then nothing is made.
    """
    made: list[str] = []
    with override(settings.LANGUAGE_CODE):
        new_services: set[str] = set()
        for name, model in FILES.items():
            new = [
                (_make(model, row), row)
                for row in read_rows(pack / "registers" / f"{name}.csv")
                if _is_missing(model, row, new_services)
            ]
            # Afterwards, since a row may point at one further down.
            for instance, row in new:
                _relate(instance, row)
                if isinstance(instance, Channel) and row.cells[ROUND_THE_CLOCK] == "ja":
                    _open_round_the_clock(instance)
            if model is Service:
                new_services = {row.cells["slug"] for _, row in new}
            if new:
                made.append(f"Register: {model._meta.verbose_name_plural} ({len(new)})")
    return made


def _is_missing(model: type[models.Model], row: Row, new_services: set[str]) -> bool:
    if model is Channel:
        return row.cells["service"] in new_services
    key = {column: row.cells[column] for column in KEYS[model]}
    found = model._default_manager.filter(**key).first()
    if found is not None:
        note(_key(model, *key.values()), found)
    return not is_planted(_key(model, *key.values()))


def _key(model: type[models.Model], *names: str) -> str:
    """Return what the ledger calls the row of a model that is known by `names`."""
    return ":".join([model._meta.model_name or "", *names])


def _make(model: type[models.Model], row: Row) -> models.Model:
    """Make one row, as strictly checked as an editor's form checks it."""
    values: dict[str, Any] = {}
    for column, cell in row.cells.items():
        if column == ROUND_THE_CLOCK:
            continue
        field = model._meta.get_field(column)
        if not cell or field.many_to_many:
            continue
        if isinstance(field, models.ForeignKey):
            values[column] = _find(field, cell, row)
        elif isinstance(field, ArrayField):
            values[column] = cell.split(SEVERAL)
        elif isinstance(field, models.BooleanField):
            values[column] = cell == "ja"
        else:
            values[column] = cell
    if any(field.name == "order" for field in model._meta.fields):
        # The order of the file, with room between for rows that editors add.
        values.setdefault("order", row.number * 10)
    instance = model(**values)
    try:
        instance.full_clean()
    except ValidationError as error:
        raise row.wrong(" ".join(error.messages)) from error
    instance.save()
    if model in KEYS:
        note(_key(model, *(row.cells[column] for column in KEYS[model])), instance)
    return instance


def _open_round_the_clock(channel: Channel) -> None:
    channel.on_holidays = HolidayRule.AS_USUAL
    channel.save(update_fields=["on_holidays"])
    Schedule.objects.bulk_create(
        Schedule(channel=channel, weekday=weekday, is_round_the_clock=True)
        for weekday in Schedule.Weekday
    )


def _relate(instance: models.Model, row: Row) -> None:
    for field in instance._meta.many_to_many:
        if words := row.cells.get(field.name):
            rows = [_find(field, word, row) for word in words.split(SEVERAL)]
            getattr(instance, field.name).add(*rows)


def _find(field: Relation, word: str, row: Row) -> models.Model:
    model: type[models.Model] = field.remote_field.model
    (key,) = KEYS[model]
    planted = planted_id(_key(model, word))
    try:
        return model._default_manager.get(Q(pk=planted) if planted else Q(**{key: word}))
    except ObjectDoesNotExist as error:
        raise row.wrong(f"“{word}” finns inte i {model._meta.verbose_name_plural}.") from error
