"""What can be followed, as one text a subject: the same in a row, in a form and in a happening.

`site`, `area:3`, `activity:<lineage>`, `routines:7` (a unit's), `council`. A routine for all units
has the subject `routines`, which nobody follows by itself: every unit's followers are told of it.
"""

import re
from collections.abc import Collection, Iterable

SITE = "site"
COUNCIL = "council"
ALL_ROUTINES = "routines"
PATTERN = r"^(site|council|area:\d+|activity:[0-9a-f-]{36}|routines:\d+)$"
# The narrower a subject, the earlier it stands: in a digest, and where one thing is of several.
ORDER = ("activity", "area", "routines", COUNCIL, SITE)
# What anyone may follow. The rest needs an account.
PUBLIC = (SITE, "area", "activity")


def area(pk: int) -> str:
    """Return the subject of a violence area."""
    return f"area:{pk}"


def activity(lineage: object) -> str:
    """Return the subject of an activity through all versions of the plan."""
    return f"activity:{lineage}"


def routines(unit: int) -> str:
    """Return the subject of the routines that a unit reads."""
    return f"routines:{unit}"


def kind(subject: str) -> str:
    """Return what sort of subject it is: the word before the colon."""
    return subject.partition(":")[0]


def key(subject: str) -> str:
    """Return which one of its sort it is; empty where there is only one."""
    return subject.partition(":")[2]


def is_subject(text: str) -> bool:
    """Whether `text` is written as a subject that can be followed."""
    return re.match(PATTERN, text) is not None


def is_public(subject: str) -> bool:
    """Whether somebody without an account may follow the subject."""
    return kind(subject) in PUBLIC


def concerns(subject: str, subjects: Collection[str]) -> bool:
    """Whether something with `subjects` is told to those who follow `subject`."""
    is_for_every_unit = kind(subject) == ALL_ROUTINES and ALL_ROUTINES in subjects
    return subject in subjects or is_for_every_unit


def narrowest(followed: Iterable[str], subjects: Collection[str]) -> str | None:
    """Return under which of the followed subjects something is told; None where it is not."""
    found = [subject for subject in followed if concerns(subject, subjects)]
    return min(found, key=place, default=None)


def place(subject: str) -> tuple[int, str]:
    """Return where a subject stands among others."""
    return ORDER.index(kind(subject)), subject
