"""Menus, breadcrumbs and languages, read from the page tree with a fixed number of queries."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.delivery.staff_only import EDITS
from portal.navigation.language import page_title
from portal.pages.visibility import public_pages


@dataclass(frozen=True)
class MenuItem:
    """One link in a menu: where it leads, and whether the reader stands there or below."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language: its code and its own name for itself."""

    code: str
    name: str
    url: str
    is_current: bool


def reader_language(request: HttpRequest) -> str:
    """Return the language of the address, whatever language a part of the page is in."""
    return getattr(request, "LANGUAGE_CODE", None) or get_language() or settings.LANGUAGE_CODE


def start_pages(request: HttpRequest) -> list[Page]:
    """Return the start page in the reader's language, then the site's own; none on an empty site.

    They are one and the same in the default language, and where none is published in the reader's.
    """
    if not hasattr(request, "_start_pages"):
        site = Site.find_for_request(request)
        own = [site.root_page] if site else []
        language = reader_language(request)
        request._start_pages = [  # type: ignore[attr-defined]
            *(
                page
                for root in own
                for page in Page.objects.filter(
                    translation_key=root.translation_key,
                    locale__language_code=language,
                    live=True,
                ).exclude(pk=root.pk)
            ),
            *own,
        ]
    return request._start_pages  # type: ignore[attr-defined]


def start_page(request: HttpRequest) -> Page | None:
    """Return the start page in the reader's language; None on an empty site."""
    return next(iter(start_pages(request)), None)


def _sections(request: HttpRequest) -> list[Page]:
    """Return the public pages just below the start page, asked once for menu and footer."""
    if not hasattr(request, "_sections"):
        start = start_page(request)
        request._sections = (  # type: ignore[attr-defined]
            list(public_pages().child_of(start)) if start else []
        )
    return request._sections  # type: ignore[attr-defined]


def _item(request: HttpRequest, page: Page) -> MenuItem:
    url = page.get_url(request) or ""
    return MenuItem(page_title(page), url, bool(url) and request.path.startswith(url))


def main_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the sections of the site: what an editor put in the menu below the start page."""
    menu = [_item(request, page) for page in _sections(request) if page.show_in_menus]
    # The search finds Swedish pages only, and says so by not standing in another menu.
    if menu and get_language() == settings.LANGUAGE_CODE:
        place = reverse("search")
        menu.append(MenuItem(_("Sök"), place, request.path == place))
    return menu


def footer_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the pages below the start page that stand outside the menu, and how to follow."""
    pages = [_item(request, page) for page in _sections(request) if not page.show_in_menus]
    place = reverse("follow")
    return [*pages, MenuItem(_("Följ webbplatsen"), place, request.path == place)]


def breadcrumbs(request: HttpRequest, page: Page | None, *, own: bool = False) -> list[MenuItem]:
    """Return the way from the start page down to the page's parent; empty on the start page.

    With `own` the page itself is the last step: for what stands behind a door page. What is no
    page in the tree stands just below the start page.
    """
    if page is None:
        start = start_page(request)
        return [MenuItem(_("Start"), start.get_url(request) or "", False)] if start else []
    ancestors = page.get_ancestors(inclusive=own).filter(depth__gte=2)
    titles = [_("Start") if item.depth == 2 else page_title(item) for item in ancestors]
    return [
        MenuItem(title, item.get_url(request) or "", False)
        for title, item in zip(titles, ancestors, strict=True)
    ]


def languages(request: HttpRequest, page: Page) -> list[LanguageLink]:
    """Return every language that this very page is published in, or none if it is only one."""
    versions = (
        Page.objects.filter(translation_key=page.translation_key, live=True)
        .select_related("locale")
        .order_by("locale_id")
    )
    links = [
        LanguageLink(
            code=version.locale.language_code,
            name=get_language_info(version.locale.language_code)["name_local"].capitalize(),
            url=version.get_url(request) or "",
            is_current=version.pk == page.pk,
        )
        for version in versions
    ]
    return links if len(links) > 1 else []


def other_language_starts(request: HttpRequest) -> list[LanguageLink]:
    """Return the start pages in the other languages, for a page that is not translated itself."""
    start = start_page(request)
    if start is None:
        return []
    return [link for link in languages(request, start) if not link.is_current]


# Doors of the staff side beside its pages: the words, the name of the address, and the right that
# somebody needs to find anything there.
STAFF_DOORS = (
    (gettext_lazy("Områden"), "staff_areas", ""),
    (gettext_lazy("Min enhet"), "my_unit", ""),
    (gettext_lazy("Samverkansråd"), "council", ""),
    (gettext_lazy("Uppföljning"), "followup", ""),
    (gettext_lazy("Kontaktpersoner"), "contacts", ""),
    (gettext_lazy("Konton"), "accounts", "portal.manage_accounts"),
    (gettext_lazy("Logg"), "audit_trail", "portal.read_audit_trail"),
    (gettext_lazy("Frågor före öppning"), "questions", EDITS),
    (gettext_lazy("Redigera"), "wagtailadmin_home", EDITS),
)
# What stands under a door without lying below its address: one finds it from there.
UNDER_DOORS = {
    "followup": ("reports", "revision_home"),
    "my_unit": ("staff_units",),
}
# What stands under the page that lists the routines, below the staff side's own address.
UNDER_ROUTINES = ("rutin/", "lasning/", "lasa/")


def staff_menu(request: HttpRequest) -> list[MenuItem]:
    """Return the sections of the staff side for a person who has signed in, else nothing."""
    user = request.user
    if not user.is_authenticated:
        return []
    start = Page.objects.live().filter(content_type__model="staffstartpage").first()
    below = start.get_children().live() if start else Page.objects.none()
    sections = below.exclude(content_type__model="routinepage").annotate(
        lists_routines=F("staffcontentpage__shows_routines")
    )
    under_routines = tuple(f"{settings.STAFF_PATH}{end}" for end in UNDER_ROUTINES)
    places: list[tuple[str, tuple[str, ...]]] = [
        (
            page.title,
            (page.get_url(request) or "", *(under_routines if page.lists_routines else ())),
        )
        for page in sections
    ]
    places += [
        (str(title), tuple(map(reverse, (name, *UNDER_DOORS.get(name, ())))))
        for title, name, right in STAFF_DOORS
        if not right or user.has_perm(right)
    ]
    return [
        MenuItem(_("Hem"), settings.STAFF_PATH, request.path == settings.STAFF_PATH),
        *(
            MenuItem(title, urls[0], request.path.startswith(urls))
            for title, urls in places
            if urls[0]
        ),
    ]
