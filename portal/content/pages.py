"""Loads a pack's pages: makes what was never made, leaves the rest as editors have made it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

from portal.content.ledger import is_planted, note, planted_id
from portal.content.references import References, resolve_block
from portal.pages.base import PortalPage
from portal.pages.start import StartPage
from resources.municipality.models import TargetGroup, Unit
from resources.services.models import Organization
from resources.violence.models import ViolenceArea

# What a page names by several names, and what each is known by.
SEVERAL: dict[str, tuple[type[models.Model], str]] = {
    "units": (Unit, "name_sv"),
    "target_groups": (TargetGroup, "name_sv"),
    "violence_areas": (ViolenceArea, "slug"),
}
# A page that is named by its path; it may be made after the one that names it.
PAGE_FIELDS = ("support_page",)


@dataclass(frozen=True)
class PageFile:
    """One page as its file describes it; `path` is the slugs below the start page."""

    name: str
    type: str
    path: str
    title: str
    order: int = 0
    lead: str = ""
    seo_title: str = ""
    search_description: str = ""
    show_in_menus: bool = False
    translation_of: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        """The path of the page above."""
        return self.path.rpartition("/")[0]

    @property
    def slug(self) -> str:
        """The last step of the address."""
        return self.path.rpartition("/")[2]


def read_page_file(path: Path) -> PageFile:
    """Return the page that a TOML file describes: its lists at the top level are its streams."""
    facts = tomllib.loads(path.read_text("utf-8"))
    streams = {name: facts.pop(name) for name in list(facts) if isinstance(facts[name], list)}
    return PageFile(name=path.name, streams=streams, **facts)


def read_pages(folder: Path) -> list[PageFile]:
    """Return a language's pages, parents before children and siblings in their order."""
    files = [read_page_file(path) for path in sorted(folder.glob("*.toml"))]
    return sorted(files, key=lambda page: (page.path.count("/") + bool(page.path), page.order))


def load_pages(pack: Path) -> list[str]:
    """Make every page of the pack that was never made; return a Swedish line for each made.

    Raises `LookupError` or `ValidationError`, with the file's name, for a page that cannot be made.
    """
    made: list[str] = []
    for code, _ in settings.LANGUAGES:
        files = read_pages(pack / "pages" / code)
        if not files:
            continue
        locale, _ = Locale.objects.get_or_create(language_code=code)
        new = [(page, file) for file in files if (page := _make(file, locale)) is not None]
        references = references_of(locale)
        for page, file in new:
            # Read again: the tree below has grown since, and saving the old row would lose that.
            _fill(page._meta.model.objects.get(pk=page.pk), file, references)
            made.append(f"Sida ({code}): {file.title}")
    return made


def references_of(locale: Locale) -> References:
    """Return what the names in a language's files mean."""
    return References(StartPage.objects.get(locale=locale))


def fill_added(
    page: PortalPage, file: PageFile, names: tuple[str, ...], references: References
) -> bool:
    """Set the fields among `names` that stand empty and that the file fills; tell whether any did.

    What is changed is published.
    """
    changed = False
    fields = {each.name: each for each in page._meta.get_fields() if each.name in names}
    for name, field_ in fields.items():
        wanted = file.streams.get(name, file.fields.get(name))
        if not wanted or getattr(page, name):
            continue
        if isinstance(field_, StreamField):
            setattr(page, name, _stream(field_, wanted, references))
        elif name in PAGE_FIELDS:
            setattr(page, f"{name}_id", references.page(str(wanted)))
        else:
            setattr(page, name, wanted)
        changed = True
    if changed:
        page.save_revision(clean=False).publish()
    return changed


def _start(locale: Locale) -> StartPage | None:
    return StartPage.objects.filter(locale=locale).first()


def _at(locale: Locale, path: str) -> Page | None:
    start = _start(locale)
    if start is None or not path:
        return start
    return Page.objects.descendant_of(start).filter(url_path=f"{start.url_path}{path}/").first()


def page_key(locale: Locale, path: str) -> str:
    """Return what the ledger calls the page at a path of the pack."""
    return f"page:{locale.language_code}:{path}"


def _made_before(locale: Locale, path: str) -> Page | None:
    """Return the page that stands at the path, or the one made there and moved since."""
    return _at(locale, path) or Page.objects.filter(pk=planted_id(page_key(locale, path))).first()


def _make(file: PageFile, locale: Locale) -> PortalPage | None:
    """Make the page without its text, or return None if it or its parent is an editor's matter."""
    if found := _at(locale, file.path):
        note(page_key(locale, file.path), found)
    if is_planted(page_key(locale, file.path)):
        return None
    page = _translate(file, locale) if file.translation_of is not None else _plant(file, locale)
    if page is not None:
        note(page_key(locale, file.path), page)
    return page


def _plant(file: PageFile, locale: Locale) -> PortalPage | None:
    page: PortalPage = apps.get_model("portal", file.type)(
        title=file.title, slug=file.slug or "start", locale=locale, live=False
    )
    for name, value in _plain_fields(file).items():
        setattr(page, name, value)
    if not file.path:
        _remove_welcome_page()
        Page.get_first_root_node().add_child(instance=page)
        _point_site_at(page)
    elif parent := _made_before(locale, file.parent):
        parent.add_child(instance=page)
    elif is_planted(page_key(locale, file.parent)):
        return None
    else:
        raise LookupError(f"{file.name}: sidan ovanför ({file.parent}) finns inte.")
    return page


def _translate(file: PageFile, locale: Locale) -> PortalPage:
    original = _at(Locale.get_default(), file.translation_of or "")
    if original is None:
        raise LookupError(f"{file.name}: originalet ({file.translation_of}) finns inte.")
    page: PortalPage = original.specific.copy_for_translation(locale)
    page.title, page.slug = file.title, file.slug or f"start-{locale.language_code}"
    page.save()
    return page


def _plain_fields(file: PageFile) -> dict[str, Any]:
    """Return the fields that a page needs to be saved at all, foreign keys by name included."""
    fields = {
        name: value
        for name, value in file.fields.items()
        if not isinstance(value, list) and name not in PAGE_FIELDS
    }
    if "area" in fields:
        fields["area"] = ViolenceArea.objects.get(slug=fields["area"])
    if "organization" in fields:
        fields["organization"] = Organization.objects.get(name=fields["organization"])
    return fields


def _fill(page: PortalPage, file: PageFile, references: References) -> None:
    page.title = file.title
    page.lead, page.seo_title = file.lead, file.seo_title
    page.search_description = file.search_description
    page.show_in_menus = file.show_in_menus
    try:
        for name, value in _plain_fields(file).items():
            setattr(page, name, value)
        for field_ in page._meta.get_fields():
            if isinstance(field_, StreamField):
                stream = file.streams.get(field_.name, file.fields.get(field_.name, []))
                setattr(page, field_.name, _stream(field_, stream, references))
        for name in PAGE_FIELDS:
            if name in file.fields:
                setattr(page, f"{name}_id", references.page(file.fields[name]))
        for name, (model, key) in SEVERAL.items():
            if name in file.fields:
                setattr(page, name, _named(model, key, file.fields[name]))
        page.full_clean()
    except (LookupError, ValidationError) as error:
        raise type(error)(f"{file.name}: {error}") from error
    page.save_revision(clean=False).publish()


def _named(model: type[models.Model], key: str, names: list[str]) -> list[models.Model]:
    found = list(model._default_manager.filter(**{f"{key}__in": names}))
    missing = set(names) - {getattr(row, key) for row in found}
    if missing:
        raise LookupError(f"{', '.join(sorted(missing))} finns inte i registret.")
    return found


def _stream(stream: StreamField, blocks: list[Any], references: References) -> Any:
    """Return the value of a stream; a stream of one kind of block is written without its type."""
    (only, *more) = stream.stream_block.child_blocks
    typed = [block if more else {"type": only, "value": block} for block in blocks]
    raw = [
        {"type": block["type"], "value": resolve_block(block["type"], block["value"], references)}
        for block in typed
    ]
    value = stream.stream_block.to_python(raw)
    stream.stream_block.clean(value)
    return value


def _remove_welcome_page() -> None:
    """Remove the page that Wagtail makes in an empty database, if nobody has touched it."""
    Page.objects.filter(depth=2, content_type__model="page", latest_revision=None).delete()


def _point_site_at(start: Page) -> None:
    if start.locale != Locale.get_default():
        return
    address = urlsplit(settings.SITE_ADDRESS)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.MUNICIPALITY.site_name,
            "root_page": start,
        },
    )
