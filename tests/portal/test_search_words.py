"""What a reader has typed becomes words that the database can look for."""

from portal.search.words import all_of, beginnings_of, printable, words_of


def test_words_are_letters_and_digits_and_not_too_many() -> None:
    assert words_of("Min man, 'slår' mig!") == ["Min", "man", "slår", "mig"]
    assert words_of("_a_ 020-50") == ["a", "020", "50"]
    assert len(words_of("ord " * 50)) == 12


def test_long_words_are_also_beginnings() -> None:
    assert all_of(["på", "hot"]) == "'på' & 'hot':*"
    assert beginnings_of(["hot", "kvinnan", "hedersförtryck"]) == (
        "'kvinn':* | 'hedersförtry':* | 'heder':*"
    )


def test_what_cannot_be_seen_counts_as_a_space() -> None:
    assert printable("hot\x00eller\r\nvåld") == "hot eller  våld"
