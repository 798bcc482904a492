"""What the starting content has made, so that nothing comes back which editors have taken away."""

from django.db import models


class PlantedRow(models.Model):
    """A page or register row that a content pack made once, by its name in the pack's files.

    A later load makes only what was never made: a row that editors have renamed, moved or deleted
    is theirs to keep so. `object_id` is the row's key, for other files that name it.
    """

    key = models.CharField("namn i paketet", max_length=500)
    object_id = models.BigIntegerField("rad")
    planted_at = models.DateTimeField("inläst", auto_now_add=True)

    class Meta:
        verbose_name = "inläst startinnehåll"
        verbose_name_plural = "inläst startinnehåll"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="portal_plantedrow_key_unique"),
        ]

    def __str__(self) -> str:
        return self.key
