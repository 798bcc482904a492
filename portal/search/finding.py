"""Finds pages, services and activities in Wagtail's index, with Swedish stemming.

One question to the index covers all three, so that they are ranked against one another. What the
public part may not show is left out by the same rules as everywhere else: `public_pages()`,
`Service.objects.visible()` and `Activity.objects.public()`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchQuery,
    SearchQueryCombinable,
    SearchRank,
)
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.text import Truncator
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from actionplan.activities.models import Activity
from portal.navigation.doors import doors
from portal.pages.visibility import public_pages
from portal.search.everyday import led_to, read_entries
from portal.search.words import all_of, any_of, beginnings_of, words_of
from resources.services.models import Service

MOST_HITS = 40
LONGEST_TEXT = 200
CONFIG = settings.WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"]
# PostgreSQL's order is D, C, B, A. Titles have the heaviest letter that the index uses.
WEIGHTS = [0.1, 0.2, 0.4, 1.0]


# In the place of a content type: every page type together.
PAGES = 0

Key = tuple[int, str]


@dataclass(frozen=True)
class Hit:
    """Something found: what kind of thing it is, where it stands, and a sentence about it."""

    kind: str
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Found:
    """The hits, best first. `is_near` when nothing held all the words and these are the nearest."""

    hits: list[Hit]
    is_near: bool
    is_cut: bool


def find(request: HttpRequest, text: str, language: str) -> Found:
    """Return what a reader of `language` may see that fits `text`."""
    words = words_of(text)
    entries = _visible(language)
    named = _named(led_to(text, read_entries(settings.MUNICIPALITY.pack)), language)
    keys = list(dict.fromkeys([*named, *_ranked(entries, _query(all_of(words)))]))
    is_near = not keys
    if is_near:
        # Beginnings are compared as they are written: a stemmer would shorten them once more.
        near = _query(beginnings_of(words), config="simple")
        keys = _ranked(entries, _query(any_of(words)) | near)
    hits = _hits(request, keys[:MOST_HITS])
    # A stable sort: what is named exactly so comes first, then what everyday words lead to; the
    # rest keeps its rank.
    hits.sort(key=lambda hit: words_of(hit.title.casefold()) != words_of(text.casefold()))
    return Found(hits, is_near=is_near and bool(hits), is_cut=len(keys) > MOST_HITS)


def _named(targets: list[str], language: str) -> list[Key]:
    """Return the keys of `targets` that a reader may see, in their order."""
    if not targets:
        return []
    paths = [target.removeprefix("page:") for target in targets if target.startswith("page:")]
    slugs = [target.removeprefix("service:") for target in targets]
    service = ContentType.objects.get_for_model(Service).pk
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(url_path__endswith=f"/{path}/")
    pages = public_pages().filter(below, locale__language_code=language)
    known: dict[str, Key] = {
        f"service:{slug}": (service, str(pk))
        for pk, slug in Service.objects.visible().filter(slug__in=slugs).values_list("pk", "slug")
    }
    for pk, kind, address in pages.values_list("pk", "content_type_id", "url_path"):
        for path in paths:
            if address.endswith(f"/{path}/"):
                known[f"page:{path}"] = (kind, str(pk))
    return [known[target] for target in targets if target in known]


def _query(words: str, config: str = CONFIG) -> SearchQuery:
    return SearchQuery(words, search_type="raw", config=config)


def _visible(language: str) -> QuerySet[IndexEntry]:
    pages = public_pages().filter(locale__language_code=language, depth__gt=1)
    visible = Q(Exists(_of(pages).filter(content_type=OuterRef("content_type"))))
    for rows in (Service.objects.visible(), Activity.objects.public()):
        kind = ContentType.objects.get_for_model(rows.model)
        visible |= Q(content_type=kind) & Q(Exists(_of(rows)))
    return IndexEntry.objects.filter(visible).annotate(
        words=CombinedSearchVector(F("title"), "||", F("body"), None)
    )


def _of(rows: QuerySet) -> QuerySet:
    return rows.annotate(key=Cast("pk", TextField())).filter(key=OuterRef("object_id"))


def _ranked(entries: QuerySet[IndexEntry], query: SearchQueryCombinable) -> list[Key]:
    found = entries.filter(words=query).order_by(
        SearchRank(F("words"), query, weights=WEIGHTS).desc(), "content_type", "object_id"
    )
    return list(found.values_list("content_type_id", "object_id")[: MOST_HITS + 1])


def _hits(request: HttpRequest, keys: list[Key]) -> list[Hit]:
    """Return the rows behind `keys` as hits, in their order.

    Pages cost a query for each page type among them: their sentence lies in the type's own table.
    """
    service, activity = (ContentType.objects.get_for_model(m).pk for m in (Service, Activity))
    wanted: dict[int, list[str]] = {service: [], activity: [], PAGES: []}
    for kind, key in keys:
        wanted[kind if kind in wanted else PAGES].append(key)
    pages = public_pages().filter(pk__in=wanted[PAGES]).defer_streamfields().specific()
    made = {
        **{(page.content_type_id, str(page.pk)): _page(request, page) for page in pages},
        **{
            (service, str(row.pk)): _service(request, row)
            for row in Service.objects.visible().filter(pk__in=wanted[service])
        },
        **{
            (activity, str(row.pk)): _activity(request, row)
            for row in Activity.objects.public()
            .filter(pk__in=wanted[activity])
            .select_related("version")
        },
    }
    hits = [made[key] for key in keys if key in made]
    # Without a door to stand behind, a row of a register has no address.
    return [hit for hit in hits if hit.url]


def _page(request: HttpRequest, page: Page) -> Hit:
    return Hit("Sida", page.title, page.get_url(request) or "", _short(page.lead))


def _service(request: HttpRequest, service: Service) -> Hit:
    return Hit("Stöd", service.name, doors(request).service(service), _short(service.summary))


def _activity(request: HttpRequest, activity: Activity) -> Hit:
    title = f"{activity.number}. {activity.title}"
    return Hit("Aktivitet", title, doors(request).activity(activity), _short(activity.lead))


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_TEXT)
