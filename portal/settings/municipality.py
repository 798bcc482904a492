"""Which municipality this installation serves, read from its content pack without a database."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

PACKS = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True)
class DangerLine:
    """A line that every page shows: a name, a number as people write it, and when to ring it."""

    name: str
    number: str
    strip_text: str
    when: str
    hours: str
    # Whether it is shown where a service cannot be: instead of one that nobody has looked after.
    stands_in: bool = False
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def tel(self) -> str:
        """The number as a `tel:` address wants it: digits only."""
        return "tel:" + "".join(character for character in self.number if character.isdigit())

    def in_language(self, code: str) -> "DangerLine":
        """Return the line in the words that the pack has for a language, else as it is."""
        return replace(self, **self.words.get(code, {}))


@dataclass(frozen=True)
class Municipality:
    """Everything in the product that names one municipality."""

    pack: Path
    name: str
    short_name: str
    site_name: str
    tagline: str
    coordinator: str
    # What the collaboration council is called where nothing else says which one it is.
    council: str
    time_zone: str
    home_page: str
    neutral_site: str
    danger_lines: tuple[DangerLine, ...]
    supervisor_name: str
    supervisor_address: str
    # Under which licence the open data may be used; both empty until the municipality has said so.
    data_licence_name: str
    data_licence_address: str
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def in_language(self, code: str) -> "Municipality":
        """Return the municipality in the words that the pack has for a language, else as it is."""
        lines = tuple(line.in_language(code) for line in self.danger_lines)
        return replace(self, danger_lines=lines, **self.words.get(code, {}))


def read_pack(name: str = "") -> Municipality:
    """Return the municipality of the named pack in `portal/content/`, or of the only pack there.

    Raises `ValueError` when no name is given and the choice is not plain, and
    `FileNotFoundError` when the named pack has no `municipality.toml`.
    """
    if not name:
        names = sorted(path.parent.name for path in PACKS.glob("*/municipality.toml"))
        if len(names) != 1:
            raise ValueError(f"Set CONTENT_PACK to one of: {', '.join(names) or '(no pack found)'}")
        name = names[0]
    pack = PACKS / name
    facts: dict[str, Any] = tomllib.loads((pack / "municipality.toml").read_text("utf-8"))
    supervisor = facts.pop("supervisor")
    licence = facts.pop("data_licence", {})
    lines = tuple(DangerLine(**line) for line in facts.pop("danger_lines"))
    return Municipality(
        pack=pack,
        danger_lines=lines,
        supervisor_name=supervisor["name"],
        supervisor_address=supervisor["report_address"],
        data_licence_name=licence.get("name", ""),
        data_licence_address=licence.get("address", ""),
        **facts,
    )


MUNICIPALITY = read_pack(os.environ.get("CONTENT_PACK", ""))
