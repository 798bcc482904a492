"""The files that documents had before: kept when another takes their place."""

from pathlib import PurePath

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from resources.documents.models import LibraryDocument


class EarlierFile(models.Model):
    """A file that was a document's until another took its place.

    Kept, since what the municipality has used or given out is an official document
    (tryckfrihetsförordningen, chapter 2) and may be asked for.
    """

    document = models.ForeignKey(
        LibraryDocument, on_delete=models.CASCADE, related_name="earlier_files"
    )
    file = models.FileField("fil", upload_to="documents")
    version = models.CharField("version", max_length=50, blank=True)
    replaced_at = models.DateTimeField("ersatt")

    class Meta:
        verbose_name = "tidigare fil"
        verbose_name_plural = "tidigare filer"
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document}: {self.name}"

    @property
    def url(self) -> str:
        """The address for those who look after the document."""
        return f"{settings.STAFF_PATH}dokument/{self.document_id}/tidigare/{self.pk}/"

    @property
    def name(self) -> str:
        """Which file it was, as people say it."""
        until = timezone.localdate(self.replaced_at)
        named = f"version {self.version}" if self.version else PurePath(str(self.file.name)).name
        return f"{named} (till {until:%Y-%m-%d})"


@receiver(post_delete, sender=EarlierFile)
def delete_file(instance: EarlierFile, **kwargs: object) -> None:
    """Let the file go with its row, as a document's own does."""
    transaction.on_commit(lambda: instance.file.delete(save=False))
