"""Everyday words that the texts do not use, and what they lead to: a table of the content pack."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.search.words import words_of

FILE = "search_words.toml"
ANY_ENDING = "*"


@dataclass(frozen=True)
class Entry:
    """What people type, and the pages and services it leads to, the most fitting first.

    `typed` are phrases as words; `leads_to` are `page:` and an address or `service:` and a slug.
    """

    typed: tuple[tuple[str, ...], ...]
    leads_to: tuple[str, ...]


@cache
def read_entries(pack: Path) -> tuple[Entry, ...]:
    """Return the table of a content pack; a pack without one has no everyday words."""
    file = pack / FILE
    if not file.exists():
        return ()
    table = tomllib.loads(file.read_text("utf-8"))
    return tuple(
        Entry(
            typed=tuple(tuple(plain(phrase).split()) for phrase in entry["typed"]),
            leads_to=tuple(entry["leads_to"]),
        )
        for entry in table["entry"]
    )


def led_to(text: str, entries: tuple[Entry, ...]) -> list[str]:
    """Return what `text` leads to, by the order of the entries, each thing once."""
    words = words_of(plain(text))
    fitting = [
        entry for entry in entries if any(_stands_in(words, phrase) for phrase in entry.typed)
    ]
    return list(dict.fromkeys(target for entry in fitting for target in entry.leads_to))


def plain(text: str) -> str:
    """Return `text` in small letters without their marks, as people type in a hurry."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _stands_in(words: list[str], phrase: tuple[str, ...]) -> bool:
    """Return whether the words of `phrase` stand one after another among `words`."""
    starts = range(len(words) - len(phrase) + 1)
    return any(all(map(_fits, words[start:], phrase)) for start in starts)


def _fits(word: str, pattern: str) -> bool:
    if pattern.endswith(ANY_ENDING):
        return word.startswith(pattern.removesuffix(ANY_ENDING))
    return word == pattern
