"""Why a decision is not written: each says what to do, and nothing has been changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actionplan.activities.models import Activity


class Conflict(Exception):
    """Somebody else wrote first. `sentence` says who, and what now stands."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Edited(Exception):
    """What would be removed has been edited by hand since it was made."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self.activities = tuple(activities)
        super().__init__(", ".join(str(activity) for activity in activities))
