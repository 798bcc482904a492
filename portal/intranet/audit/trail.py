"""The trail as one list: Wagtail's two logs and the rooms' own, joined by the database.

A log is a `Source`: how its rows are narrowed, and which of its columns say when and who. The page
asks for keys over all sources in one query, and then for the rows of that page, one query a source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from actionplan.followup.models import EntryEvent
from portal.intranet.models import User
from portal.intranet.routines.models import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Callable

SIGN_IN = (
    "portal.signed_in",
    "portal.sign_in_failed",
    "portal.code_refused",
    "portal.signed_out",
    "portal.signed_out_everywhere",
    "portal.signed_out_by_other",
    "portal.password_changed",
    "portal.password_reset",
    "portal.factor_added",
    "portal.factor_removed",
    "portal.factors_forgotten",
    "portal.codes_renewed",
)
RIGHTS = (
    "portal.account_made",
    "portal.account_made_by_provider",
    "portal.account_opened",
    "portal.account_rested",
    "portal.account_retired",
    "portal.linked_to_provider",
    "portal.link_sent",
    "portal.roles_by_provider",
    "portal.roles_changed",
)
KINDS = {
    "": "Allt",
    "inloggning": "Inloggning",
    "behorighet": "Konton och roller",
    "sidor": "Sidor och rutiner",
    "register": "Plan, råd och register",
    "svar": "Nämndernas svar",
    "lasning": "Bekräftad läsning",
}


@dataclass(frozen=True)
class Wanted:
    """What of the trail is asked for; empty means all."""

    kind: str = ""
    who: str = ""
    text: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Source:
    """A log: its rows, its columns, where an object's name stands, and what comes along."""

    name: str
    rows: Callable[[], QuerySet]
    when: str
    who: str
    texts: tuple[str, ...]
    related: tuple[str, ...]
    kinds: dict[str, Q] = field(default_factory=dict)


SOURCES = (
    Source(
        "row",
        ModelLogEntry.objects.all,
        "timestamp",
        "user",
        ("label",),
        ("user", "content_type"),
        {
            "inloggning": Q(action__in=SIGN_IN),
            "behorighet": Q(action__in=RIGHTS),
            "register": ~Q(action__in=(*SIGN_IN, *RIGHTS)),
        },
    ),
    Source(
        "page",
        PageLogEntry.objects.all,
        "timestamp",
        "user",
        ("label",),
        ("user", "content_type"),
        {"sidor": Q()},
    ),
    Source(
        "answer",
        EntryEvent.objects.all,
        "at",
        "by",
        ("entry__activity__title_sv", "entry__board__name_sv"),
        ("by", "entry__activity__version", "entry__board", "entry__period"),
        {"svar": Q()},
    ),
    Source(
        "reading",
        Acknowledgement.objects.all,
        "at",
        "user",
        ("version__routine__title",),
        ("user", "version__routine"),
        {"lasning": Q()},
    ),
)
BY_NAME = {source.name: source for source in SOURCES}


def keys(wanted: Wanted) -> QuerySet:
    """Return what is wanted as (source, key, when), the latest first, for a paginator to cut."""
    people = _people(wanted.who)
    parts = [
        _narrowed(source, wanted, people)
        .order_by()
        .annotate(
            source=Value(source.name),
            key=Cast("pk", BigIntegerField()),
            at_=F(source.when),
        )
        .values_list("source", "key", "at_")
        for source in SOURCES
        if not wanted.kind or wanted.kind in source.kinds
    ]
    first, *others = parts or [ModelLogEntry.objects.none().values_list("pk", "pk", "timestamp")]
    joined = first.union(*others, all=True) if others else first
    return joined.order_by("-at_", "-key", "source") if parts else joined


def rows(found: list[tuple[str, int, datetime]]) -> list[tuple[str, Any]]:
    """Return the rows behind keys, with their source, in the keys' order. A query a source."""
    fetched: dict[str, dict[int, Model]] = {}
    for source in SOURCES:
        wanted = [key for name, key, _when in found if name == source.name]
        if wanted:
            fetched[source.name] = source.rows().select_related(*source.related).in_bulk(wanted)
    return [(name, fetched[name][key]) for name, key, _when in found if key in fetched[name]]


def _narrowed(source: Source, wanted: Wanted, people: list[int] | None) -> QuerySet:
    found = source.rows()
    if wanted.kind:
        found = found.filter(source.kinds[wanted.kind])
    if people is not None:
        found = found.filter(**{f"{source.who}__in": people})
    if wanted.first:
        found = found.filter(**{f"{source.when}__gte": _midnight(wanted.first)})
    if wanted.last:
        found = found.filter(**{f"{source.when}__lt": _midnight(wanted.last + timedelta(days=1))})
    for word in wanted.text.split():
        said = Q()
        for column in source.texts:
            said |= Q(**{f"{column}__icontains": word})
        found = found.filter(said)
    return found


def _people(who: str) -> list[int] | None:
    """Return the keys of those whose name, user name or address has every word of `who`."""
    if not who.strip():
        return None
    found = User.objects.all()
    for word in who.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
            | Q(email__icontains=word)
        )
    return list(found.values_list("pk", flat=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
