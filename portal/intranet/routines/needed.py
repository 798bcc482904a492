"""What a routine needs before it is published, and what its editor is warned of afterwards.

Source of the rules: docs/decisions/0031-routines.md. A draft needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.intranet.pages import RoutinePage

NO_STEP = "Skriv minst ett steg. Stegen är det första som den läser som behöver rutinen."
NO_OWNER = (
    "Välj vilken enhet som svarar för rutinen. "
    "Det behövs för att be någon läsa den: de ska veta vem de kan fråga."
)
NO_FIRST_DAY = (
    "Skriv från vilken dag rutinen gäller. "
    "Det behövs för att be någon läsa den: utan dag visas den som ett utkast."
)
REVIEW_TOO_EARLY = (
    "Översynen ligger före den dag då rutinen börjar gälla. Ändra en av de två dagarna."
)


@dataclass(frozen=True)
class Said:
    """What a routine says of itself that decides whether it may be published."""

    has_steps: bool
    has_owner: bool
    valid_from: date | None
    review_on: date | None
    asks_readers: bool


def said_in(page: RoutinePage) -> Said:
    """Return what a page or one of its revisions says."""
    return Said(
        has_steps=bool(page.act_now),
        has_owner=page.owner_unit_id is not None,
        valid_from=page.valid_from,
        review_on=page.review_on,
        asks_readers=page.reading_groups.exists(),
    )


def lacking(said: Said) -> dict[str, str]:
    """Return the fields that stop a publication, each with a sentence about what to do.

    A routine without an owner or a first day may be shown, as the draft that nobody has adopted;
    nobody may be asked to confirm that they have read it.
    """
    found = {}
    if not said.has_steps:
        found["act_now"] = NO_STEP
    if said.asks_readers and not said.has_owner:
        found["owner_unit"] = NO_OWNER
    if said.asks_readers and said.valid_from is None:
        found["valid_from"] = NO_FIRST_DAY
    if said.review_on and said.valid_from and said.review_on < said.valid_from:
        found["review_on"] = REVIEW_TOO_EARLY
    return found


def warnings(said: Said, today: date) -> list[str]:
    """Return what the editor of a published routine is warned of, in sentences."""
    missing = [
        words
        for words, is_there in (
            ("ägare", said.has_owner),
            ("första dag", said.valid_from is not None),
        )
        if not is_there
    ]
    if missing:
        return [f"Den saknar {' och '.join(missing)}: läsaren ser ”Utkast: ej fastställd”."]
    if said.review_on is None:
        return ["Den har ingen dag för översyn, så ingen får veta när den behöver ses över."]
    if said.review_on <= today:
        return ["Dagen för översyn har passerat: läsaren ser att den skulle ha setts över."]
    return []
