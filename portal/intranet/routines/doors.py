"""What the pages show of routines: one in full, and the list that narrows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.delivery.staff_only import EDITS
from portal.intranet.routines.access import Verb, allowed, may
from portal.intranet.routines.forms import RoutineFilterForm
from portal.intranet.routines.in_force import Held, in_force, in_force_of
from portal.intranet.routines.members import Parents, parents_of_units, way_up
from portal.intranet.routines.models import Acknowledgement, ReadingRequest, RoutineVersion
from portal.intranet.routines.reading import to_read
from portal.intranet.routines.snapshot import lines_of
from portal.intranet.routines.standing import Standing, standing
from resources.documents.models import ReferencedDocument
from resources.municipality.models import TargetGroup, Unit
from resources.violence.models import ViolenceArea

if TYPE_CHECKING:
    from portal.intranet.models import User
    from portal.intranet.pages import RoutinePage


@dataclass(frozen=True)
class Source:
    """What a routine rests on, for the component `link_list`."""

    title: str
    description: str
    url: str
    is_unchecked: bool = False


@dataclass(frozen=True)
class Row:
    """One routine in a list: how it stands, and whether the reader must read it.

    `standing` and `version` are the page's, `held` and `held_standing` those of the steps.
    """

    page: RoutinePage
    standing: Standing
    version: RoutineVersion | None
    must_read: bool
    held: Held

    held_standing: Standing

    @property
    def steps(self) -> list[str]:
        """What to do now: the steps of the version that holds, as they were frozen."""
        return steps_of(self.page, self.held)


def steps_of(page: RoutinePage, held: Held) -> list[str]:
    """Return the steps to follow; a routine from before there were versions has its page's."""
    if held.shown is None:
        return [str(step.value) for step in page.act_now]
    steps: list[str] = held.shown.text_now["steps"]
    return steps


def standing_of(page: RoutinePage, today: date, held: Held | None = None) -> Standing:
    """Return how a routine stands: as its page says, or the version that `held` shows."""
    if held is not None and held.shown is not None:
        return standing(
            has_owner=bool(held.shown.text_now["owner"]),
            valid_from=held.shown.first_day,
            review_on=page.review_on,
            today=today,
        )
    return standing(
        has_owner=page.owner_unit_id is not None,
        valid_from=page.valid_from,
        review_on=page.review_on,
        today=today,
    )


def sources_of(pages: Iterable[RoutinePage]) -> list[list[Source]]:
    """Return what each routine rests on, with addresses where there are any, in few queries."""
    rows = [[block["value"] for block in page.sources.raw_data] for page in pages]
    values = [value for row in rows for value in row]
    documents = ReferencedDocument.objects.with_file().in_bulk(_keys(values, "document"))
    files = get_document_model().objects.in_bulk(_keys(values, "file"))

    def source(value: dict[str, Any]) -> Source:
        document, file = documents.get(value.get("document")), files.get(value.get("file"))
        url = value.get("url") or (file.url if file else "")
        if document and not url:
            url = document.file.url if document.file else document.address
        return Source(value["title"], value.get("note") or "", url)

    return [[source(value) for value in row] for row in rows]


def _keys(values: list[dict[str, Any]], name: str) -> set[int]:
    return {value[name] for value in values if value.get(name)}


def routine_context(page: RoutinePage, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a routine shows beside its own fields."""
    today, user = timezone.localdate(), request.user
    versions = RoutineVersion.objects.filter(routine=page.pk).prefetch_related("corrections")
    version = versions.first()
    held = in_force(versions, today)
    read = request_ = None
    # A preview shows what nobody has read: it has no button.
    is_shown_live = page.live and not getattr(request, "is_preview", False)
    must_read = (
        is_shown_live and version is not None and may(Verb.CONFIRM, user, page, today)
    )  # fmt: skip
    if must_read:
        read = Acknowledgement.objects.filter(version=version, user=user.pk).first()
        request_ = ReadingRequest.objects.filter(version=version, user=user.pk).first()
    return {
        "standing": standing_of(page, today),
        "sources": sources_of([page])[0],
        "version": version,
        # Until the new one begins to hold, the one before does.
        "version_before": held.now if held.coming else None,
        "must_read": must_read,
        "read": read,
        "request_": request_,
        "oversees": page.pk is not None and may(Verb.OVERSEE, user, page, today),
        "may_write": is_shown_live and may_write(page, user),
    }


def may_write(page: Page, user: Any, *, below: bool = False) -> bool:
    """Tell whether the person may change the page, or with `below` write a page under it."""
    if page.pk is None or not user.has_perm(EDITS):
        return False
    rights = page.permissions_for_user(user)
    return bool(rights.can_add_subpage() if below else rights.can_edit())


def rows_of(pages: Iterable[RoutinePage], user: User, today: date) -> list[Row]:
    """Return routines for a list, in their order."""
    found = list(pages)
    held = in_force_of([page.pk for page in found], today)
    waiting = {each.version.routine_id for each in to_read(user, today)}
    rows = []
    for page in found:
        its = held.get(page.pk, Held())
        last = its.coming or its.now
        stands, holds = standing_of(page, today), standing_of(page, today, its)
        rows.append(Row(page, stands, last, page.pk in waiting, its, holds))
    return rows


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty is any. `units` are a unit and those it is part of."""

    words: str = ""
    units: frozenset[int] = frozenset()
    target_group: int | None = None
    area: str = ""


def wanted(chosen: dict[str, Any], parents: Parents) -> Wanted:
    """Return what a filter form has chosen."""
    unit = chosen.get("enhet")
    return Wanted(
        words=chosen.get("ord", ""),
        units=frozenset(way_up(unit, parents)) if unit else frozenset(),
        target_group=chosen.get("malgrupp"),
        area=chosen.get("omrade", ""),
    )


def is_wanted(page: RoutinePage, want: Wanted) -> bool:
    """Tell whether a routine is for what is looked for; one that names nobody is for everybody."""
    units = {unit.pk for unit in page.units.all()}
    groups = {group.pk for group in page.target_groups.all()}
    areas = {area.slug for area in page.violence_areas.all()}
    return (
        (not want.units or not units or bool(units & want.units))
        and (not want.target_group or not groups or want.target_group in groups)
        and (not want.area or not areas or want.area in areas)
        and _says(page, want.words)
    )


def _says(page: RoutinePage, words: str) -> bool:
    """Whether every word, or the beginning of one, stands in the routine's words."""
    if not words.strip():
        return True
    steps = " ".join(str(step.value) for step in page.act_now)
    text = " ".join(line for _, line in lines_of(page.body))
    said = " ".join((page.title, page.lead, steps, text)).casefold()
    return all(word in said for word in words.casefold().split())


def filter_form(request: HttpRequest, *, area: bool = True) -> RoutineFilterForm:
    """Return the form that narrows a list; an area's page has no choice of area and no words."""
    return RoutineFilterForm(
        request.GET,
        units=[(unit.pk, str(unit)) for unit in Unit.objects.all()],
        target_groups=[(group.pk, str(group)) for group in TargetGroup.objects.all()],
        areas=[(each.slug, str(each)) for each in ViolenceArea.objects.all()] if area else None,
    )


def list_context(request: HttpRequest, place: Page) -> dict[str, Any]:
    """Return the list of all routines, narrowed by what the reader has chosen.

    `place` is the page that shows it, under which new routines are written.
    """
    from portal.intranet.pages import RoutinePage  # pages stand above this room

    form = filter_form(request)
    chosen = form.chosen
    want = wanted(chosen, parents_of_units())
    pages = [page for page in RoutinePage.objects.for_list() if is_wanted(page, want)]
    return {
        "form": form,
        "is_filtered": bool(chosen),
        "routines": rows_of(pages, request.user, timezone.localdate()),  # type: ignore[arg-type]
        "shows_routines": True,
        "may_write": may_write(place, request.user, below=True),
        "oversees": allowed(Verb.OVERSEE, request.user, timezone.localdate()).exists(),
    }
