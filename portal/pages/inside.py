"""What is for staff and has been placed on a page for everyone: said where it is placed."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.blocks.reading import ImageBlock
from resources.documents.models import Audience, LibraryDocument, LibraryImage


class PublicPageForm(WagtailAdminPageForm):
    """The form of a page for everyone.

    Asked here and not by the page itself: a page whose picture somebody has withdrawn can still be
    saved by what saves it of itself, and shows the picture no more.
    """

    def clean(self) -> dict[str, Any]:
        """Add a sentence at each block that holds a picture or a document for staff."""
        cleaned: dict[str, Any] = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, StreamValue) and (told := dict(_objections(value))):
                self.add_error(name, StreamBlockValidationError(block_errors=told))
        return cleaned


def _objections(blocks: Any) -> Iterator[tuple[int, ValidationError]]:
    used = [
        (index, model, pk)
        for index, child in enumerate(blocks)
        for model, pk, *_rest in child.block.extract_references(child.value)
        if model in (LibraryDocument, LibraryImage)
    ]
    for index, model, pk in used:
        held = model.objects.filter(pk=pk, audience=Audience.STAFF).first()
        if held:
            yield index, _at(blocks[index].block, _sentence(held))


def _sentence(held: LibraryDocument | LibraryImage) -> str:
    if isinstance(held, LibraryImage):
        return _(
            "Bilden %(title)s är bara för medarbetare och syns inte på en sida som alla kan läsa. "
            "Välj en annan, eller gör bilden öppen för alla."
        ) % {"title": held.title}
    return _(
        "Dokumentet %(title)s är bara för medarbetare, och sidan kan alla läsa. Länka till ett "
        "annat, eller gör dokumentet öppet för alla."
    ) % {"title": held.title}


def _at(block: Any, sentence: str) -> ValidationError:
    """Return the sentence where the block has a field for what it is about."""
    error = ValidationError(sentence)
    if isinstance(block, ImageBlock):
        return StructBlockValidationError(block_errors={"image": error})
    return error
