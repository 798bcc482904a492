"""Versions of routines, the groups that must read them, and who has."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from resources.municipality.models import Unit


class ReadingGroupQuerySet(models.QuerySet):
    """What can be asked of the groups."""

    def with_rules(self) -> Self:
        """Return the groups with what decides who is in them, in a fixed number of queries."""
        return self.prefetch_related("units", "roles", "people")


class ReadingGroup(models.Model):
    """People who must keep up to date with some routines: by unit, by role, or by name."""

    name = models.CharField(
        "namn", max_length=120, help_text="Så att andra förstår vilka som ingår."
    )
    units = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="+",
        verbose_name="enheter",
        help_text="Alla som har valt enheten, eller en enhet som ingår i den, ska läsa.",
    )
    roles = models.ManyToManyField(
        "auth.Group",
        blank=True,
        related_name="+",
        verbose_name="roller",
        help_text="Alla som har rollen ska läsa.",
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name="enskilda personer",
    )

    objects = ReadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "läsgrupp"
        verbose_name_plural = "läsgrupper"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="portal_readinggroup_name_unique",
                violation_error_code="unique",
                violation_error_message="Det finns redan en läsgrupp med det namnet.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoutineVersionQuerySet(models.QuerySet):
    """What can be asked of the versions of routines."""

    def last_of_each(self) -> Self:
        """Return each routine's last version."""
        newer = RoutineVersion.objects.filter(
            routine=OuterRef("routine"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))

    def current(self) -> Self:
        """Return the versions that hold: each published routine's last one.

        Nobody is asked to read a routine that is not published.
        """
        return self.last_of_each().filter(routine__live=True)

    def with_routine(self) -> Self:
        """Return the versions with their pages, in the same query."""
        return self.select_related("routine")


class RoutineVersion(models.Model):
    """What a routine said when it was published as something new to read. Never changed."""

    routine = models.ForeignKey(
        "portal.RoutinePage",
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name="rutin",
    )
    number = models.PositiveSmallIntegerField("version")
    published_at = models.DateTimeField("publicerad")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="publicerad av",
    )
    valid_from = models.DateField("gäller från", null=True, blank=True)
    note = models.CharField("vad är nytt", max_length=300, blank=True)
    content = models.JSONField("vad som lästes", help_text="Fryst text, se routines/snapshot.py.")

    objects = RoutineVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version av rutin"
        verbose_name_plural = "versioner av rutiner"
        ordering = ["routine", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["routine", "number"],
                name="portal_routineversion_number_unique",
                violation_error_message="Den versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(note="")),
                name="portal_routineversion_new_says_what",
                violation_error_message="Skriv vad som är nytt i versionen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.routine} version {self.number}"

    @property
    def text_now(self) -> dict[str, Any]:
        """What the version says with its corrections."""
        corrections = list(self.corrections.all())
        return corrections[-1].content if corrections else self.content

    @property
    def first_day(self) -> date | None:
        """The day from which it holds, as corrected; None is a version that says no day."""
        day = self.text_now.get("valid_from")
        return date.fromisoformat(day) if day else None


class RoutineCorrection(models.Model):
    """A small correction of a version: nobody is asked to read again, and it is not hidden."""

    version = models.ForeignKey(
        RoutineVersion, on_delete=models.PROTECT, related_name="corrections", verbose_name="version"
    )
    made_at = models.DateTimeField("rättad")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="rättad av",
    )
    note = models.CharField("vad rättades", max_length=300)
    content = models.JSONField("texten efter rättelsen")

    class Meta:
        verbose_name = "rättelse i rutin"
        verbose_name_plural = "rättelser i rutiner"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="portal_routinecorrection_says_what",
                violation_error_message="Skriv vad som har rättats.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.note}"


class ReadingRequest(models.Model):
    """That somebody is asked to read a version, since when, and when they were last reminded.

    Made when the version comes, or when the person comes to a group that must read it. Gone when
    the person leaves the group, when a newer version comes and when the routine is taken down; but
    one that was reminded of is kept for a week, so that the next mail knows of it.
    """

    version = models.ForeignKey(
        RoutineVersion, on_delete=models.CASCADE, related_name="requests", verbose_name="version"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="läsare"
    )
    asked_at = models.DateTimeField("tillfrågad")
    reminded_at = models.DateTimeField("påmind", null=True, blank=True)

    class Meta:
        verbose_name = "att läsa"
        verbose_name_plural = "att läsa"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user"],
                name="portal_readingrequest_unique",
                violation_error_message="Personen är redan tillfrågad.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"


class Acknowledgement(models.Model):
    """That a person has read a version. Never changed."""

    version = models.ForeignKey(
        RoutineVersion,
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        verbose_name="version",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="läsare"
    )
    at = models.DateTimeField("läst")

    class Meta:
        verbose_name = "läskvittens"
        verbose_name_plural = "läskvittenser"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user"],
                name="portal_acknowledgement_unique",
                violation_error_message="Versionen är redan läst.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"
