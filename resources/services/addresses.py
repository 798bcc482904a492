"""An address as text: how it is found in other texts, and taken out of them. Pure.

Upper case, punctuation and spaces do not matter, and neither do marks such as the dots of ö, since
a web address or the name of a file is written without them. A street says much without its number.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

REMOVED = "[borttaget]"
# A run of letters too short to tell one text from another.
SHORTEST_RUN = 3
# What has a number in an address, and is no street.
NO_STREET = re.compile(
    r"box|hus|ingång|lgh|lägenhet|lokal|plan|port|trappa|uppgång|våning", re.IGNORECASE
)
STREET = re.compile(r"(.*?[^\W\d_]{2}.*?)[\W_]*\d")
# The number after a street: 12, 12b or 12 B, but not the word in `12 i centrum`.
NUMBER = r"(?:\s*\d+(?:[a-z]\b|\s(?-i:[A-H])\b)?)?"


def key(text: str) -> str:
    """Return `text` as it is compared: its words alone, as in a web address."""
    return slugify(re.sub(r"[\W_]+", " ", text)) or text.casefold()


def says(value: Any, addresses: Iterable[str]) -> bool:
    """Whether `value` holds any of the addresses, however deep and in whatever notation.

    A page's body lies in an older version as JSON inside JSON, and its texts as HTML.
    """
    if isinstance(value, dict):
        return any(says(each, addresses) for each in value.values())
    if isinstance(value, list | tuple):
        return any(says(each, addresses) for each in value)
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return says(json.loads(value), addresses)
        except ValueError:
            pass
    told = key(_plain(str(value)))
    return any(key(address) in told for address in addresses)


def streets(address: str) -> list[str]:
    """Return the names of the streets in an address, without their numbers."""
    found = (STREET.match(part.strip()) for part in re.split(r"[,;\n]", address))
    names = [street[1].strip() for street in found if street]
    return [name for name in names if not NO_STREET.fullmatch(name)]


def without(text: str, addresses: Iterable[str]) -> str:
    """Return `text` with the addresses taken out, and the number after a street that is one."""
    for address in addresses:
        words = re.findall(r"[^\W_]+", _bare(address))
        if not words:
            continue
        number = "" if words[-1][-1].isdigit() else NUMBER
        pattern = re.compile(r"[\W_]*".join(words) + number, re.IGNORECASE)
        text = unicodedata.normalize("NFC", text)
        for found in reversed(list(pattern.finditer(_bare(text)))):
            text = text[: found.start()] + REMOVED + text[found.end() :]
    return text


def runs(address: str) -> set[str]:
    """Return what a database can look for: every text that says `address` holds one of them.

    Letters and digits that are written alike in any notation. Empty when there is nothing of the
    kind to go by, and then every text has to be read.
    """
    found = {
        max(re.findall(r"[A-Za-z0-9]+", text), key=len, default="")
        for text in (address, key(address))
    }
    return found if all(len(run) >= SHORTEST_RUN for run in found) else set()


def _bare(text: str) -> str:
    """Return `text` without marks, letter for letter: as long as it is in its composed form."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in composed)


def _plain(text: str) -> str:
    return unescape(strip_tags(text.replace("<", " <")))
