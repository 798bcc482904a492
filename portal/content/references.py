"""Turns the names that content files use into the keys that the database knows."""

import re
from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from actionplan.plan.models import PlanVersion
from portal.pages.activity_plan import ActivityPlanPage
from resources.documents.models import ReferencedDocument
from resources.services.models import Organization
from resources.violence.models import ViolenceArea

_LINK = re.compile(r'href="(page|activity):([^"#]*)(#[^"]*)?"')


class References:
    """Looks up pages by their path below the start page, and register rows by their names.

    Every method raises `LookupError` with a sentence that says which name leads nowhere.
    """

    def __init__(self, start: Page) -> None:
        self.start = start
        self.pages = {
            path.removeprefix(start.url_path).strip("/"): pk
            for pk, path in Page.objects.descendant_of(start, inclusive=True).values_list(
                "pk", "url_path"
            )
        }
        self.areas = dict(ViolenceArea.objects.values_list("slug", "pk"))
        self.organizations = dict(Organization.objects.values_list("name", "pk"))
        self.documents = dict(ReferencedDocument.objects.values_list("title", "pk"))
        self.version = PlanVersion.objects.current()
        door = ActivityPlanPage.objects.descendant_of(start).first()
        self.activities = door.url_path.removeprefix(start.url_path) if door else None

    @staticmethod
    def _find(known: dict[str, int], name: str, what: str) -> int:
        if name not in known:
            raise LookupError(f"{what} “{name}” finns inte.")
        return known[name]

    def page(self, path: str) -> int:
        """Return the key of the page at a path of slugs below the start page."""
        return self._find(self.pages, path.strip("/"), "Sidan")

    def area(self, slug: str) -> int:
        """Return the key of an area by its slug."""
        return self._find(self.areas, slug, "Våldsområdet")

    def organization(self, name: str) -> int:
        """Return the key of an organization by its name."""
        return self._find(self.organizations, name, "Aktören")

    def document(self, title: str) -> int:
        """Return the key of a referenced document by its title."""
        return self._find(self.documents, title, "Dokumentet")

    def html(self, text: str) -> str:
        """Return rich text with `page:` and `activity:` links as Wagtail keeps them."""
        return _LINK.sub(self._link, text)

    def _link(self, match: re.Match[str]) -> str:
        kind, name, fragment = match.groups()
        if kind == "page" and not fragment:
            return f'linktype="page" id="{self.page(name)}"'
        if kind == "page":
            self.page(name)
            return f'href="/{name.strip("/")}/{fragment}"'
        if self.version is None or self.activities is None:
            raise LookupError(f"Aktivitet {name} finns inte.")
        return f'href="/{self.activities}{self.version.slug}/{int(name)}/"'


def resolve_block(block_type: str, value: Any, references: References) -> Any:
    """Return a block's value with every name in it turned into a key."""
    if isinstance(value, str):
        return references.html(value)
    return {
        key: _RESOLVERS.get((block_type, key), _as_written)(part, references)
        for key, part in value.items()
    }


def _as_written(value: Any, references: References) -> Any:
    return value


def _html(value: str, references: References) -> str:
    return references.html(value)


def _items_with_text(items: list[dict[str, Any]], references: References) -> list[dict[str, Any]]:
    return [{**item, "text": references.html(item.get("text", ""))} for item in items]


def _links(links: list[dict[str, Any]], references: References) -> list[dict[str, Any]]:
    return [
        {**link, "page": references.page(link["page"]) if link.get("page") is not None else None}
        for link in links
    ]


_RESOLVERS: dict[tuple[str, str], Callable[[Any, References], Any]] = {
    ("fact_box", "text"): _html,
    ("accordion", "items"): _items_with_text,
    ("steps", "steps"): _items_with_text,
    ("link_list", "links"): _links,
    ("document_list", "documents"): lambda titles, known: [known.document(t) for t in titles],
    ("source", "document"): lambda title, known: known.document(title) if title else None,
    ("services", "area"): lambda slug, known: known.area(slug) if slug else None,
    ("activities", "area"): lambda slug, known: known.area(slug) if slug else None,
    ("contact_card", "organization"): lambda name, known: known.organization(name),
}
