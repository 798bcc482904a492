"""Editorial corrections: the one way to change what an adopted version says.

The database refuses any other (see the migration that locks adopted versions). A correction
is logged, field by field, in the same transaction as the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from actionplan.activities.locks import LOCKED_FIELDS
from actionplan.activities.models import Activity, EditorialCorrection

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

REASON_MISSING = _(
    "Planen är antagen. Skriv skälet till den redaktionella rättelsen innan du sparar."
)


@dataclass(frozen=True)
class Change:
    """One corrected thing: its name as people read it, and how it reads before and after."""

    field: str
    before: str
    after: str


def label(field: str) -> str:
    """The name of an activity's field as people read it, on the public page too."""
    return str(Activity._meta.get_field(field.removesuffix("_sv")).verbose_name)


def shown(field: str, activity: Activity) -> str:
    """The value of an activity's field as people read it."""
    name = field.removesuffix("_sv")
    choice = getattr(activity, f"get_{name}_display", None)
    value = choice() if choice else getattr(activity, field)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else str(value)


def locked_changes(before: Activity, after: Activity) -> dict[str, Change]:
    """Return, by field name, what differs in what the plan says.

    The first entry of the official wording is no correction: the plan's own words are then
    filled in, not changed.
    """
    changes = {}
    for field in LOCKED_FIELDS:
        if field == "official_text_sv" and not before.official_text_sv:
            continue
        old, new = shown(field, before), shown(field, after)
        if old != new:
            changes[field] = Change(label(field), old, new)
    return changes


@contextmanager
def logged_correction(
    activity: Activity,
    changes: Sequence[Change],
    reason: str,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> Iterator[None]:
    """Log `changes` to `activity`, and open the lock for what is saved inside the block.

    Raises `ValidationError` without a reason, and `ValueError` without a change.
    """
    if not reason.strip():
        raise ValidationError(REASON_MISSING)
    if not changes:
        raise ValueError("A correction corrects something.")
    with transaction.atomic():
        logged = EditorialCorrection.objects.bulk_create(
            EditorialCorrection(
                activity=activity,
                field=change.field,
                before=change.before,
                after=change.after,
                reason=reason.strip(),
                corrected_by_id=user.pk,
                corrected_at=now,
            )
            for change in changes
        )
        _open_lock(str(logged[0].pk))
        yield
        _open_lock("")
        log(activity, "actionplan.correct", user=user, timestamp=now, content_changed=True)


def _open_lock(correction: str) -> None:
    """Name the correction that the database may let changes through for; "" closes the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('actionplan.editorial_correction', %s, true)", [correction]
        )


def correct(
    activity: Activity,
    changes: Mapping[str, Any],
    reason: str,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> Activity:
    """Change fields of an activity in an adopted version, logged with its reason.

    `changes` maps field names to new values. Returns the activity as saved; raises
    `ValidationError` without a reason or when a value will not do.
    """
    with transaction.atomic():
        before = Activity.objects.select_for_update().get(pk=activity.pk)
        after = Activity.objects.get(pk=activity.pk)
        for field, value in changes.items():
            setattr(after, field, value)
        after.full_clean()
        corrected = list(locked_changes(before, after).values())
        if not corrected:
            after.save()
            return after
        with logged_correction(after, corrected, reason, user=user, now=now):
            after.save()
    return after
