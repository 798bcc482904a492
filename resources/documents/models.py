"""Files, pictures, and the documents that the plan names."""

from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from resources.documents.history import noted
from resources.documents.pictures import without_metadata
from resources.documents.storage import PUBLIC_PICTURES, STAFF_PICTURES
from resources.stewardship.days import not_ahead
from resources.stewardship.models import Stewarded, StewardedQuerySet
from resources.violence.models import ViolenceArea


class Audience(models.TextChoices):
    """Who may read a file or see a picture."""

    STAFF = "staff", _("bara medarbetare")
    PUBLIC = "public", _("alla")


class LibraryDocumentQuerySet(StewardedQuerySet, DocumentQuerySet):
    """What can be asked of the library's files."""

    def public(self) -> Self:
        """Return the files that residents may read."""
        return self.filter(audience=LibraryDocument.Audience.PUBLIC)


class LibraryDocument(Stewarded, AbstractDocument):
    """A file with what makes it a governing document: version, validity, owner, audience."""

    class Kind(models.TextChoices):
        GOVERNING = "governing", _("styrdokument")
        GUIDELINE = "guideline", _("riktlinje")
        SUPPORT = "support", _("stöddokument")
        MINUTES = "minutes", _("protokoll")

    Audience = Audience

    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.SUPPORT)
    # What is forgotten stays inside.
    audience = models.CharField(
        "får läsas av", max_length=10, choices=Audience.choices, default=Audience.STAFF
    )
    version = models.CharField(
        "version", max_length=50, blank=True, help_text="Som den står i dokumentet."
    )
    valid_from = models.DateField("gäller från", null=True, blank=True)

    objects = LibraryDocumentQuerySet.as_manager()

    admin_form_fields = (
        *Document.admin_form_fields,
        "kind",
        "audience",
        "version",
        "valid_from",
        "owner_unit",
        "review_on",
    )

    class Meta(Stewarded.Meta, AbstractDocument.Meta):
        abstract = False
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        # Pictures too: one right for all that residents get.
        permissions = [("publish_files", "Kan göra filer och bilder öppna för alla")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the document; the log is told who may read it from now on, and of another file."""
        with noted(self):
            super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """The address the file is read at.

        A staff file's lies behind the sign-in and says nothing, not even what the file is called.
        """
        address: str = super().url
        if self.audience == Audience.PUBLIC:
            return address
        return f"{settings.STAFF_PATH}dokument/{self.pk}/"


class LibraryImage(AbstractImage):
    """A picture. Its description is the alternative text.

    The file itself is always kept inside. What pages show are renditions, and where those lie
    follows the audience.
    """

    Audience = Audience

    audience = models.CharField(
        "får ses av",
        max_length=10,
        choices=Audience.choices,
        # What is forgotten stays inside.
        default=Audience.STAFF,
        help_text="En bild för bara medarbetare syns inte på sidor som alla kan läsa.",
    )

    admin_form_fields = (*Image.admin_form_fields, "audience")

    class Meta(AbstractImage.Meta):
        abstract = False
        verbose_name = "bild"
        verbose_name_plural = "bilder"

    @property
    def is_public(self) -> bool:
        """Whether anyone may see the picture."""
        return self.audience == Audience.PUBLIC

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Make renditions one by one, each by `LibraryRendition.save`."""
        return {filter_: self.create_rendition(filter_) for filter_ in filters}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture; a file that is new is kept without what its camera wrote into it."""
        file: Any = getattr(self, "file", None)
        if file and not file._committed:
            self.file = ContentFile(without_metadata(file), name=file.name)
            self._set_image_file_metadata()
        with noted(self) as held:
            super().save(*args, **kwargs)
            if held and held.audience != self.audience:
                # Their files go with them, and each is made anew in the other place when shown.
                self.renditions.all().delete()


class LibraryRendition(AbstractRendition):
    """A picture in one size and form."""

    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="resources_libraryrendition_unique",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the rendition where its picture's audience says at this very moment."""
        with transaction.atomic():
            # Held, so that a picture that is being withdrawn leaves no rendition behind.
            self.image = LibraryImage.objects.select_for_update().get(pk=self.image_id)
            super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """Return where the file shall lie."""
        name = self.file.field.storage.get_valid_name(filename)
        return (PUBLIC_PICTURES if self.image.is_public else STAFF_PICTURES) + name

    @staticmethod
    def construct_cache_key(image: LibraryImage, filter_cache_key: str, filter_spec: str) -> str:
        """Return a key that is another when the audience is another."""
        key = AbstractRendition.construct_cache_key(image, filter_cache_key, filter_spec)
        return f"{key}-{image.audience}"


class ReferencedDocumentQuerySet(StewardedQuerySet):
    """What can be asked of the documents that the plan names."""

    def for_area(self, area: ViolenceArea) -> Self:
        """Return the documents tagged with `area`."""
        return self.filter(areas=area)

    def with_file(self) -> Self:
        """Return the documents with the file that a list shows, in the same query."""
        return self.select_related("file")

    def in_hand(self) -> Self:
        """Return the documents whose text can be read here."""
        return self.exclude(file__isnull=True, address="")

    def unverified(self) -> Self:
        """Return the documents that nobody has certified."""
        return self.filter(verified_on__isnull=True)

    def not_in_hand(self) -> Self:
        """Return the documents whose text is not here: each is a question to the municipality."""
        return self.filter(file__isnull=True, address="")


class ReferencedDocument(Stewarded):
    """A document that the plan names, whether its text is in hand or not."""

    class Kind(models.TextChoices):
        GOVERNING = "governing", _("styrdokument")
        ANNEX = "annex", _("bilaga")
        GUIDELINE = "guideline", _("riktlinje")
        SUPPORT = "support", _("stöddokument")

    title = models.CharField("namn", max_length=250)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    note = models.TextField("om dokumentet", blank=True, help_text="Visas på sidan.")
    file = models.ForeignKey(
        LibraryDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referenced_as",
        verbose_name="fil",
    )
    address = models.CharField(
        "webbadress",
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(
                r"^(/|https?://)\S*$", "Börja med https:// eller, för en egen sida, med /."
            )
        ],
        help_text="En adress med https:// eller en sida här, till exempel /handlingsplanen/.",
    )
    areas = models.ManyToManyField(
        ViolenceArea, blank=True, related_name="documents", verbose_name="våldsområden"
    )
    verified_on = models.DateField(
        "kontrollerad",
        null=True,
        blank=True,
        validators=[not_ahead],
        help_text="Dagen då någon i kommunen kontrollerade att det är rätt dokument.",
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects = ReferencedDocumentQuerySet.as_manager()

    class Meta(Stewarded.Meta):
        verbose_name = "dokument som planen nämner"
        verbose_name_plural = "dokument som planen nämner"
        ordering = ["order", "title_sv"]
        constraints = [
            *Stewarded.Meta.constraints,
            models.UniqueConstraint(
                fields=["title_sv"],
                name="resources_referenceddocument_title_unique",
                violation_error_code="unique",
                violation_error_message=_("Det finns redan ett dokument med det namnet."),
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__regex=r"^(/|https?://)\S*$"),
                name="resources_referenceddocument_address_form",
                violation_error_message=_("Börja med https:// eller, för en egen sida, med /."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_hand(self) -> bool:
        """Whether the text can be read: a file or an address."""
        return self.file_id is not None or bool(self.address)

    @property
    def public_file(self) -> LibraryDocument | None:
        """The file, when residents may read it."""
        if self.file and self.file.audience == LibraryDocument.Audience.PUBLIC:
            return self.file
        return None

    @property
    def is_verified(self) -> bool:
        """Whether somebody has certified that this is the document the plan means."""
        return self.verified_on is not None
