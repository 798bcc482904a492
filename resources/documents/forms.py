"""The forms of files and pictures: what is not taken is said at its field, whichever the way in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from resources.documents.earlier import EarlierFile
from resources.documents.models import Audience, LibraryDocument
from resources.documents.publishing import may_publish
from resources.documents.uploads import DOCUMENT, PICTURE, Place, Refused, check

LONGEST_NAME = 200


class UploadField(forms.FileField):
    """A file field that takes what a place takes; a script says the size before it is sent."""

    def __init__(self, *, place: Place, **kwargs: Any) -> None:
        self.place = place
        kwargs.setdefault("help_text", place.help_text)
        kwargs["max_length"] = LONGEST_NAME
        super().__init__(**kwargs)
        self.error_messages |= _messages(place)
        # What Wagtail's upload of several files asks of a field.
        self.max_upload_size = place.limit

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises `ValidationError` with the sentence for one that is not taken."""
        return _checked(super().to_python(data), self.place)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say to the browser what is taken."""
        return super().widget_attrs(widget) | _told(self.place)


class PictureField(WagtailImageField):
    """Wagtail's own, for what the library takes as a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = PICTURE.help_text
        self.max_upload_size = PICTURE.limit
        self.error_messages |= _messages(PICTURE)

    def to_python(self, data: Any) -> Any:
        """Return the picture. Raises `ValidationError` with a sentence, before Wagtail opens it."""
        _checked(forms.FileField.to_python(self, data), PICTURE)
        return super().to_python(data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say to the browser what is taken."""
        return super().widget_attrs(widget) | _told(PICTURE)


class PictureForm(BaseImageForm):
    """The fields of every way to add a picture, and to change one."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _leave_to_the_model(self, "audience")
        if held := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label="Fil", required=held.required, widget=held.widget
            )
        _leave_to_those_who_publish(self, user)


class DocumentForm(BaseDocumentForm):
    """The fields of every way to add a document, and to change one."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _leave_to_the_model(self, "audience", "kind")
        if held := self.fields.get("file"):
            self.fields["file"] = UploadField(
                place=DOCUMENT, label="Fil", required=held.required, widget=held.widget
            )
            if self.instance.pk:
                self.fields["file"].help_text = _with_earlier_files(self.instance)
        _leave_to_those_who_publish(self, user)
        # What the file was called when the form was opened, for when another takes its place.
        self.held = EarlierFile(file=self.instance.file.name, version=self.initial.get("version"))

    def save(self, commit: bool = True) -> LibraryDocument:
        """Save the document; a file that another replaces is kept as an earlier one."""
        is_replaced = bool(commit and "file" in self.changed_data and self.original_file)
        if is_replaced:
            # Wagtail would delete it.
            self.original_file: Any = None
        document: LibraryDocument = super().save(commit=commit)
        if is_replaced:
            self.held.document, self.held.replaced_at = document, timezone.now()
            self.held.save()
        return document


def _leave_to_the_model(form: forms.ModelForm, *names: str) -> None:
    """Let the upload of several files ask nothing before the files are in: the defaults stand."""
    for name in names:
        if name in form.fields:
            form.fields[name].required = False


def _leave_to_those_who_publish(form: forms.ModelForm, user: Any) -> None:
    """Let others neither make a file public nor replace one that is; what they send counts not."""
    if may_publish(user):
        return
    if audience := form.fields.get("audience"):
        audience.disabled = True
        audience.help_text = "Den som publicerar sidor kan göra den öppen för alla."
    if form.instance.pk and form.instance.audience == Audience.PUBLIC:
        if audience:
            audience.help_text = "Den som publicerar sidor kan ändra det, och byta filen."
        form.fields.pop("file", None)


def _checked(file: Any, place: Place) -> Any:
    if file:
        try:
            check(file, file.name, place)
        except Refused as refused:
            raise ValidationError(str(refused), code="refused") from refused
    return file


def _messages(place: Place) -> dict[str, Any]:
    return {
        "empty": "Filen är tom. Välj en annan.",
        "max_length": "Filens namn är för långt. Korta det och välj filen igen.",
        "invalid_image": place.not_taken,
        "invalid_image_extension": place.not_taken,
        "file_too_large": place.too_large,
        "file_too_large_unknown_size": place.too_large,
    }


def _told(place: Place) -> dict[str, Any]:
    return {
        "accept": place.accept,
        "data-max-size": place.limit,
        "data-too-large": place.too_large,
    }


def _with_earlier_files(document: LibraryDocument) -> str:
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((earlier.url, earlier.name) for earlier in document.earlier_files.all()),
    )
    kept = "När du byter fil sparas den gamla, för den är en allmän handling."
    if not links:
        return format_html("{} {}", DOCUMENT.help_text, kept)
    return format_html("{} {} Tidigare filer: {}.", DOCUMENT.help_text, kept, links)
