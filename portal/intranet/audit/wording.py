"""How a row of any log reads: when, who, what in Swedish, and which object, with where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from actionplan.followup.access import Standing, standing
from portal.intranet.accounts.access import may_read
from portal.intranet.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN, SYSTEM = "okänd", "systemet"
# Done by somebody who had not come in: the row is about the account, not about who tried.
BY_NOBODY_KNOWN = ("portal.sign_in_failed",)


@dataclass(frozen=True)
class Line:
    """A row of the trail."""

    at: datetime
    who: str
    what: str
    kind: str
    name: str
    url: str = ""


class Wording:
    """Turns rows into lines for one reader, who gets a link to what they may open and no other."""

    def __init__(self, request: HttpRequest, today: date) -> None:
        # The request remembers where the sites are; without it each page's address asks anew.
        self.request = request
        self.who: Standing = standing(request.user, today)
        self.reads_accounts = may_read(request.user)
        self.finder = AdminURLFinder(request.user)

    def lines(self, rows: Iterable[tuple[str, Any]]) -> list[Line]:
        """Return the rows as lines, with the objects fetched kind by kind."""
        rows = list(rows)
        there = self._objects(row for source, row in rows if source == "row")
        ids = [row.page_id for source, row in rows if source == "page"]
        pages = Page.objects.live().in_bulk(ids) if ids else {}
        say = {
            "row": lambda row: self._row(row, there),
            "page": lambda row: self._page(row, pages),
            "answer": self._answer,
            "reading": self._reading,
        }
        return [say[source](row) for source, row in rows]

    def _objects(self, rows: Iterable[Any]) -> dict[tuple[int, str], Model]:
        wanted: dict[Any, set[str]] = defaultdict(set)
        for row in rows:
            if row.content_type_id and not row.deleted:
                wanted[row.content_type].add(row.object_id)
        found: dict[tuple[int, str], Model] = {}
        for kind, ids in wanted.items():
            model = kind.model_class()
            if model is not None:
                there = model._base_manager.filter(pk__in=ids)
                found |= {(kind.pk, str(one.pk)): one for one in there}
        return found

    def _row(self, row: Any, there: dict[tuple[int, str], Model]) -> Line:
        one = there.get((row.content_type_id, row.object_id))
        url = self._url(one) if one is not None else ""
        return Line(row.timestamp, _who(row), _what(row), _kind(row), row.label, url)

    def _page(self, row: Any, pages: dict[int, Page]) -> Line:
        page = pages.get(row.page_id)
        url = (page.get_url(self.request) or "") if page is not None else ""
        return Line(row.timestamp, _who(row), _what(row), _kind(row), row.label, url)

    def _answer(self, row: Any) -> Line:
        entry = row.entry
        sees = entry.state == "approved" or self.who.sees(entry.board_id)
        place = [entry.period.year, entry.board.slug, entry.activity.number]
        return Line(
            row.at,
            _name(row.by),
            row.get_verb_display().capitalize(),
            "svar",
            f"{entry.board.name} {entry.period.year}: {entry.activity}",
            reverse("followup_answer", args=place) if sees else "",
        )

    def _reading(self, row: Any) -> Line:
        page = row.version.routine
        what = f"Bekräftade läsning av version {row.version.number}"
        return Line(
            row.at, _name(row.user), what, "rutin", page.title, page.get_url(self.request) or ""
        )

    def _url(self, one: Model) -> str:
        if isinstance(one, User):
            return reverse("account", args=[one.pk]) if self.reads_accounts else ""
        return self.finder.get_edit_url(one) or ""


def _who(row: Any) -> str:
    if row.user is None:
        return UNKNOWN if row.action in BY_NOBODY_KNOWN else SYSTEM
    return _name(row.user)


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def _what(row: Any) -> str:
    return strip_tags(str(row.message))


def _kind(row: Any) -> str:
    model = row.content_type.model_class() if row.content_type else None
    return str(model._meta.verbose_name) if model else ""
