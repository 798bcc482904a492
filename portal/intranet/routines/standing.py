"""Whether a routine holds, in words: what a reader in a hurry must know before following it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

DAY = "j F Y"


@dataclass(frozen=True)
class Standing:
    """How a routine stands: the sign of the component `tag`, and the words beside it."""

    sign: str
    words: str
    holds: bool


def standing(
    *, has_owner: bool, valid_from: date | None, review_on: date | None, today: date
) -> Standing:
    """Return how a routine stands on the day `today`.

    It holds when somebody owns it and its first day has come; past its review it still holds, and
    says that nobody has looked at it in time.
    """
    if not has_owner or valid_from is None:
        return Standing("none", "Utkast: ej fastställd", holds=False)
    if valid_from > today:
        return Standing("not_started", f"Börjar gälla {date_format(valid_from, DAY)}", holds=False)
    if review_on is not None and review_on <= today:
        late = f"Gäller, men skulle ha setts över senast {date_format(review_on, DAY)}"
        return Standing("late", late, holds=True)
    return Standing("done", "Gäller", holds=True)
