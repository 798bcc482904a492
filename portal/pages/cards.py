"""What components show of register rows and pages: words, figures and addresses, made ready."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from wagtail.blocks import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable

from actionplan.reports.overview import PlanFigures
from actionplan.reports.rows import ALL_COMMITTEES, ActivityRow
from actionplan.reports.timeline import Bar, Ending, Timeline
from portal.navigation.doors import doors
from portal.navigation.language import words
from portal.pages.news import NewsPage
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.services.models import Organization


@dataclass(frozen=True)
class ActivityCard:
    """An activity in a list: `boards` and `schedule` in words, `status` a tag's kind."""

    number: int
    title: str
    url: str
    boards: str
    schedule: str
    status: str
    status_text: str


def activity_cards(request: HttpRequest, rows: Iterable[ActivityRow]) -> list[ActivityCard]:
    """Return the rows of a plan as cards."""
    return [
        ActivityCard(
            number=row.activity.number,
            title=words(row.activity, "title"),
            url=doors(request).activity(row.activity),
            boards=board_names(row),
            schedule=row.schedule_words,
            status=row.state.tag.value,
            status_text=row.state_words,
        )
        for row in rows
    ]


def board_names(row: ActivityRow) -> str:
    """Return who answers for an activity, named in the plan's order."""
    names = [words(answer.board, "name") for answer in row.named]
    if row.activity.applies_to_all_committees:
        names.append(str(ALL_COMMITTEES))
    return format_html_join(", ", "{}", ((name,) for name in names))


BAR_KINDS = {Ending.KNOWN: "span", Ending.OPEN: "open", Ending.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class DrawnBar:
    """A bar by its columns, counted from 1, and how its end is drawn."""

    first: int
    last: int
    kind: str
    text: str


@dataclass(frozen=True)
class TimelineRow:
    """An activity on the timeline; `bar` is None where the schedule could not be read."""

    title: str
    url: str
    note: str
    status: str
    status_text: str
    bar: DrawnBar | None
    schedule: str


def timeline_rows(request: HttpRequest, timeline: Timeline) -> list[TimelineRow]:
    """Return the bars of a timeline as rows to draw."""
    return [
        TimelineRow(
            title=words(bar.row.activity, "title"),
            url=doors(request).activity(bar.row.activity),
            note=board_names(bar.row),
            status=bar.row.state.tag.value,
            status_text=bar.row.state_words,
            bar=_drawn(bar),
            schedule=bar.row.schedule_text,
        )
        for bar in timeline.bars
    ]


def _drawn(bar: Bar) -> DrawnBar | None:
    if bar.span.ending is Ending.UNREAD:
        return None
    return DrawnBar(bar.span.first, bar.span.last, BAR_KINDS[bar.span.ending], bar.words)


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    value: int
    label: str


def plan_figure_items(figures: PlanFigures) -> list[Figure]:
    """Return the figures of a plan with what each counts; what there is none of is left out."""
    dropped = ngettext(
        "avslutad utan att genomföras", "avslutade utan att genomföras", figures.dropped
    )
    optional = [
        Figure(figures.dropped, dropped),
        Figure(figures.needs_reading, gettext("med en tidplan som behöver tolkas")),
    ]
    return [
        Figure(figures.activities, ngettext("aktivitet", "aktiviteter", figures.activities)),
        Figure(figures.completed, ngettext("genomförd", "genomförda", figures.completed)),
        Figure(figures.ongoing, gettext("löper vidare utan slutår")),
        Figure(figures.unanswered, ngettext("ej besvarad", "ej besvarade", figures.unanswered)),
        *(figure for figure in optional if figure.value),
    ]


@dataclass(frozen=True)
class DocumentItem:
    """A document that the plan names; without an address it is named and no more."""

    title: str
    url: str
    note: str
    is_in_hand: bool
    verified_on: datetime.date | None


def document_items(
    documents: Iterable[ReferencedDocument], *, for_staff: bool = False
) -> list[DocumentItem]:
    """Return documents for a list; a staff file has an address only where `for_staff` says so."""
    return [
        DocumentItem(
            title=words(document, "title"),
            url=_document_url(document, for_staff=for_staff),
            note=words(document, "note"),
            is_in_hand=document.is_in_hand,
            verified_on=document.verified_on,
        )
        for document in documents
    ]


def _document_url(document: ReferencedDocument, *, for_staff: bool) -> str:
    file = document.file if for_staff else document.public_file
    return file.url if file else document.address


@dataclass(frozen=True)
class LinkItem:
    """A place to go next; without an address it shows as text."""

    title: str
    url: str
    description: str
    is_unchecked: bool


def link_items(links: Iterable[Link]) -> list[LinkItem]:
    """Return links of the register for a list."""
    return [
        LinkItem(
            words(link, "title"), link.address, words(link, "description"), not link.is_checked
        )
        for link in links
    ]


def chosen_links(request: HttpRequest, links: Iterable[StructValue]) -> list[LinkItem]:
    """Return links that an editor has chosen; one to a page that is no longer there is left out."""
    items = []
    for link in links:
        page = link["page"]
        url = (page.get_url(request) if page.live else "") if page else link["url"]
        if url:
            items.append(LinkItem(link["title"], url, link["description"], is_unchecked=False))
    return items


# More columns than this do not fit beside one another on a phone.
COLUMNS_ON_A_PHONE = 3


@dataclass(frozen=True)
class TableParts:
    """A table's headings and cells."""

    columns: list[str]
    rows: list[list[str]]
    is_wide: bool


def table_parts(table: TypedTable) -> TableParts:
    """Return the headings and cells of a table that an editor has made."""
    columns = [column["heading"] for column in table.columns]
    rows = [[block.value for block in row] for row in table.rows]
    return TableParts(columns, rows, len(columns) > COLUMNS_ON_A_PHONE)


@dataclass(frozen=True)
class NewsItem:
    """A piece of news in a list."""

    title: str
    url: str
    date: datetime.date
    summary: str


def news_items(request: HttpRequest, news: Iterable[NewsPage]) -> list[NewsItem]:
    """Return news pages for a list."""
    return [
        NewsItem(page.title, page.get_url(request) or "", page.published_on, page.lead)
        for page in news
    ]


def organization_items(
    request: HttpRequest, organizations: Iterable[Organization], own_pages: Mapping[int, str]
) -> dict[str, list[LinkItem]]:
    """Return organizations for lists, by kind; `own_pages` gives addresses by organization key.

    Each leads to its own page here, else to its site, else to what it offers a resident.
    """
    groups: dict[str, list[LinkItem]] = defaultdict(list)
    for organization in organizations:
        link = organization.link
        own = own_pages.get(organization.pk, "")
        site = link.address if link else ""
        services = organization.visible_services
        help_here = doors(request).service(services[0]) if services else ""
        groups[organization.kind].append(
            LinkItem(
                words(organization, "name"),
                own or site or help_here,
                words(organization, "description"),
                is_unchecked=bool(site) and not own and not (link and link.is_checked),
            )
        )
    return groups
