"""What a reader has typed, as the database's full-text search wants it. Pure functions."""

import re
import unicodedata

MOST_CHARACTERS = 200
MOST_WORDS = 12
# A shorter beginning would find nearly everything.
LEAST_BEGINNING = 3


def printable(text: str) -> str:
    """Return `text` with every control character (NUL, line breaks …) as a space."""
    return "".join(character if character.isprintable() else " " for character in text)


def words_of(text: str) -> list[str]:
    """Return the words of `text`, letters and digits only, at most `MOST_WORDS` of them."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))[:MOST_WORDS]


def all_of(words: list[str]) -> str:
    """Return what `to_tsquery` reads as every one of `words`."""
    return " & ".join(_term(word) for word in words)


def any_of(words: list[str]) -> str:
    """Return what `to_tsquery` reads as any of `words`."""
    return " | ".join(_term(word) for word in words)


def beginnings_of(words: list[str]) -> str:
    """Return what `to_tsquery` reads as anything that begins as one of the longer `words` does.

    The stemmer leaves the definite form (*kvinnan*, *våldet*) and the first part of a compound
    (*hedersförtryck*) as they are: two letters fewer find the one, the first five the other.
    """
    beginnings = [word[:-2] for word in words if len(word) >= 6]
    beginnings += [word[:5] for word in words if len(word) >= 10]
    return " | ".join(_term(beginning) for beginning in dict.fromkeys(beginnings))


def _term(word: str) -> str:
    # Letters and digits only (`words_of`): nothing in a word can be read as an operator.
    return f"'{word}':*" if len(word) >= LEAST_BEGINNING else f"'{word}'"
