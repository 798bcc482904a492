"""Telephone numbers in one normal form: the digits that one dials in Sweden, and nothing else."""

import re

from django.utils.translation import gettext as _

# What people write between the digits.
SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015/]+")
# Swedish numbers abroad: +46, 0046, and the (0) that some leave in.
COUNTRY_CODE = re.compile(r"^(?:\+|00)460?")
# A national number has seven to ten digits and one leading zero; a short one three to six and none.
NORMAL_FORM = r"^(0[1-9][0-9]{5,8}|[1-9][0-9]{2,5})$"

# Sweden's area codes have two, three or four digits; those not listed here have four.
# Source: the national numbering plan (Post- och telestyrelsen).
THREE_DIGIT_CODES = re.compile(
    "01[01368]|019|02[0136]|03[1356]|04[0246]|054|06[03]|07[023679]|090|099"
)
GROUPS = {
    3: (3,),
    4: (2, 2),
    5: (3, 2),
    6: (2, 2, 2),
    7: (3, 2, 2),
    8: (3, 3, 2),
}


def normalise_phone(text: str) -> str:
    """Return the digits of `text` as one dials them in Sweden: `020-50 50 50` → `020505050`.

    Short numbers stay short: `114 14` → `11414`. Raises `ValueError` with a sentence
    when the text is no Swedish number.
    """
    digits = COUNTRY_CODE.sub("0", SEPARATORS.sub("", text))
    if digits.startswith(("+", "00")):
        raise ValueError(_("Skriv ett svenskt nummer, utan landsnummer."))
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueError(_("Ett telefonnummer får bara ha siffror, mellanslag och bindestreck."))
    if not re.match(NORMAL_FORM, digits):
        raise ValueError(
            _("Numret har fel antal siffror. Skriv riktnumret först, till exempel 070-174 06 05.")
        )
    return digits


def display_phone(value: str) -> str:
    """Return a number in normal form as Swedes print it: `0701740605` → `070-174 06 05`."""
    if not value.startswith("0"):
        # As their owners print them: 114 14 and 116 111, but 112, 1177 and 90101.
        if len(value) == 6 or (len(value) == 5 and value.startswith("114")):
            return f"{value[:3]} {value[3:]}"
        return value
    length = 2 if value.startswith("08") else 3 if THREE_DIGIT_CODES.match(value) else 4
    rest = value[length:]
    groups, start = [], 0
    for size in GROUPS[len(rest)]:
        groups.append(rest[start : start + size])
        start += size
    return f"{value[:length]}-{' '.join(groups)}"
