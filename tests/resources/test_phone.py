"""A number has one normal form, however its owner prints it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.services.phone import NORMAL_FORM, display_phone, normalise_phone

PRINTED = [
    ("112", "112", "112"),
    ("114 14", "11414", "114 14"),
    ("116 111", "116111", "116 111"),
    ("90101", "90101", "90101"),
    ("1177", "1177", "1177"),
    ("020-50 50 50", "020505050", "020-50 50 50"),
    ("020-555 666", "020555666", "020-55 56 66"),
    ("090-16 10 00", "090161000", "090-16 10 00"),
    ("08-527 44 290", "0852744290", "08-527 442 90"),
    ("010-223 57 60", "0102235760", "010-223 57 60"),
    ("070-123 45 67", "0701234567", "070-123 45 67"),
    ("0910-73 50 00", "0910735000", "0910-73 50 00"),
    ("+46 90 16 10 00", "090161000", "090-16 10 00"),
    ("+46 (0)90-16 10 00", "090161000", "090-16 10 00"),
    ("0046 90 161000", "090161000", "090-16 10 00"),
    ("112\n", "112", "112"),
    ("  090 / 16 10 00 ", "090161000", "090-16 10 00"),
    ("090–16\u00a010\u00a000", "090161000", "090-16 10 00"),
]


@pytest.mark.parametrize(("printed", "value", "shown"), PRINTED)
def test_a_number_is_stored_in_one_form_and_shown_in_one_way(
    printed: str, value: str, shown: str
) -> None:
    assert normalise_phone(printed) == value
    assert display_phone(value) == shown


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("", "bara ha siffror"),
        ("ring mig", "bara ha siffror"),
        ("090-RING", "bara ha siffror"),
        ("٠٩٠١٦١٠٠٠", "bara ha siffror"),
        ("+358 9 310 1691", "svenskt nummer"),
        ("00358 9 310 1691", "svenskt nummer"),
        ("12", "fel antal siffror"),
        ("1610000", "fel antal siffror"),
        ("090-16 10 00 00 00", "fel antal siffror"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(printed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        normalise_phone(printed)


NUMBERS = st.from_regex(NORMAL_FORM.replace("$", r"\Z"), fullmatch=True)


@given(NUMBERS)
def test_the_normal_form_is_its_own_normal_form(value: str) -> None:
    assert normalise_phone(value) == value


@given(NUMBERS)
def test_what_is_shown_leads_back_to_what_is_stored(value: str) -> None:
    assert normalise_phone(display_phone(value)) == value


@given(st.text(alphabet="0123456789+-–() ./ab", max_size=16))
def test_whatever_is_typed_becomes_a_number_or_a_sentence(text: str) -> None:
    try:
        answer = normalise_phone(text)
    except ValueError as refusal:
        answer = str(refusal)

    assert re.fullmatch(NORMAL_FORM, answer) or answer.endswith(".")
