"""The form of a picture: a file that cannot be read to its end is refused at its field."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from resources.documents.pictures import BROKEN, DamagedPicture, without_metadata

DAMAGED = "Bilden är skadad eller inte hel. Välj en annan fil, eller spara om den och försök igen."


class WholePictureField(WagtailImageField):
    """A picture that is read to its end before it is taken for one."""

    def to_python(self, data: Any) -> Any:
        """Return the file; raise a sentence where Wagtail's own checks would fail halfway."""
        try:
            file = super().to_python(data)
            if file:
                without_metadata(file)
        except (DamagedPicture, *BROKEN) as error:
            raise ValidationError(DAMAGED, code="damaged") from error
        return file


class PictureForm(BaseImageForm):
    """The fields of every way to add a picture, and to change one."""

    file = WholePictureField(label="Fil", widget=BaseImageForm.Meta.widgets["file"])
