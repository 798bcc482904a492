"""Which days count as holidays for opening hours in Sweden, and what they are called.

All public holidays (lag 1989:253 om allmänna helgdagar), and the three eves that the law treats as
such: Midsummer Eve, Christmas Eve and New Year's Eve (semesterlag 1977:480, 7 §). The dates come
from the package `holidays`. Ordinary Sundays and eves that are merely shorter are none.
"""

import datetime
from functools import lru_cache

import holidays
from django.utils.translation import gettext_noop
from holidays.constants import DE_FACTO, PUBLIC

# As they stand inside a sentence, so that each language's catalogue has them.
NAMES = (
    gettext_noop("nyårsdagen"),
    gettext_noop("trettondedag jul"),
    gettext_noop("långfredagen"),
    gettext_noop("påskdagen"),
    gettext_noop("annandag påsk"),
    gettext_noop("första maj"),
    gettext_noop("Kristi himmelsfärdsdag"),
    gettext_noop("pingstdagen"),
    gettext_noop("nationaldagen"),
    gettext_noop("midsommarafton"),
    gettext_noop("midsommardagen"),
    gettext_noop("alla helgons dag"),
    gettext_noop("julafton"),
    gettext_noop("juldagen"),
    gettext_noop("annandag jul"),
    gettext_noop("nyårsafton"),
)
# Names that keep their capital inside a sentence.
PROPER = ("Kristi",)


def holiday_name(day: datetime.date) -> str:
    """Return what the holiday is called inside a sentence, or an empty string on any other day."""
    return _year(day.year).get(day, "")


@lru_cache(maxsize=16)
def _year(year: int) -> dict[datetime.date, str]:
    days = holidays.country_holidays(
        "SE", years=year, categories=(PUBLIC, DE_FACTO), language="sv", expand=False
    )
    return {day: _inside_a_sentence(name) for day, name in days.items()}


def _inside_a_sentence(name: str) -> str:
    # A day that is two holidays in one year bears both names.
    return ", ".join(
        part if part.startswith(PROPER) else part[:1].lower() + part[1:]
        for part in name.split("; ")
    )
