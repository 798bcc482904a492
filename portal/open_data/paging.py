"""A page of a list, as the HSDS API reference describes one (its schema `Page`).

https://docs.openreferral.org/en/latest/hsds/api_reference.html#lists
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

PER_PAGE = 50
MOST_PER_PAGE = 100
MOST_DIGITS = 6


class QueryRefused(ValueError):
    """A query that cannot be answered, as a sentence for whoever wrote it."""


class NoSuchPage(LookupError):
    """A page after the last one."""


def page_record(
    rows: QuerySet, query: QueryDict, record: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return the page of `rows` that `query` asks for, each row made by `record`.

    Raises `QueryRefused` for a number that is none or too large, and `NoSuchPage`.
    """
    per_page = _number(query, "per_page", PER_PAGE)
    if per_page > MOST_PER_PAGE:
        raise QueryRefused(f"per_page kan vara högst {MOST_PER_PAGE}.")
    paginator = Paginator(rows, per_page)
    try:
        page = paginator.page(_number(query, "page", 1))
    except EmptyPage as error:
        raise NoSuchPage from error
    contents = [record(row) for row in page.object_list]
    return {
        "total_items": paginator.count,
        "total_pages": paginator.num_pages,
        "page_number": page.number,
        "size": len(contents),
        "first_page": not page.has_previous(),
        "last_page": not page.has_next(),
        "empty": not contents,
        "contents": contents,
    }


def refuse_unknown(query: QueryDict, allowed: Iterable[str]) -> None:
    """Raise `QueryRefused` for a parameter outside `allowed`.

    A filter that is passed over in silence gives a wrong list; and a word to search for does not
    belong in an address.
    """
    if query.keys() - set(allowed):
        names = ", ".join(sorted(allowed)) or "inga"
        raise QueryRefused(f"Adressen tar bara emot de här parametrarna: {names}.")


def flag(query: QueryDict, name: str) -> bool:
    """Return a parameter that is `true` or `false`, false when it is absent."""
    value = query.get(name, "false")
    if value not in ("true", "false"):
        raise QueryRefused(f"{name} ska vara true eller false.")
    return value == "true"


def _number(query: QueryDict, name: str, otherwise: int) -> int:
    text = query.get(name, str(otherwise))
    if not (text.isdecimal() and len(text) <= MOST_DIGITS and int(text)):
        raise QueryRefused(f"{name} ska vara ett heltal från 1.")
    return int(text)
