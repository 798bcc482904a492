"""Keeps account of what a content pack has made: `PlantedRow` by name."""

from django.db import models

from portal.content.models import PlantedRow


def is_planted(key: str) -> bool:
    """Tell whether the pack has ever made the row of that name."""
    return PlantedRow.objects.filter(key=key).exists()


def note(key: str, instance: models.Model) -> None:
    """Note that the pack has made the row, or found that an editor already had."""
    PlantedRow.objects.get_or_create(key=key, defaults={"object_id": instance.pk})


def planted_id(key: str) -> int | None:
    """Return the key of the row that was made under a name, renamed since or not; else None."""
    return PlantedRow.objects.filter(key=key).values_list("object_id", flat=True).first()
