"""Which line to ring when another is closed."""

import pytest

from resources.services.next_best import Need, next_best


def need(areas: str, for_whom: str, **more: int | bool | str) -> Need:
    return Need(frozenset(areas.split()), frozenset(for_whom.split()), **more)  # type: ignore[arg-type]


CLOSED = need("home honour", "exposed relative", organization="ours")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({}, None),
        # Both an area and a person must be shared.
        ({"other area": need("extremism", "exposed")}, None),
        ({"other person": need("home honour", "uses_violence")}, None),
        ({"nothing said": need("", "")}, None),
        # The more of what it does is the same, the better: not a line for everything.
        (
            {"everything": need("a b c home honour", "exposed relative child"),
             "same": need("home honour", "exposed relative")},
            "same",
        ),
        (
            {"one of two": need("home", "exposed relative"),
             "two": need("home honour", "exposed relative")},
            "two",
        ),
        # Nobody whom the closed line would have taken may be turned away.
        ({"only children": need("home honour", "exposed relative", age_to=17)}, None),
        ({"only old": need("home honour", "exposed relative", age_from=65)}, None),
        # Whoever gives the closed line knows most of what it does.
        (
            {"same need": need("home honour", "exposed relative", organization="theirs"),
             "same hands": need("home other", "exposed", organization="ours")},
            "same hands",
        ),
        # What nobody should be led to unless nothing else is open.
        (
            {"comes last": need("home honour", "exposed relative", comes_last=True),
             "another": need("home", "exposed")},
            "another",
        ),
        ({"comes last": need("home honour", "exposed", comes_last=True)}, "comes last"),
        # As good as one another: first the one that asks no name, then the register's order.
        (
            {"first": need("home", "exposed"),
             "anonymous": need("honour", "exposed", is_anonymous=True)},
            "anonymous",
        ),
        ({"first": need("home", "exposed"), "second": need("honour", "exposed")}, "first"),
    ],
)  # fmt: skip
def test_the_line_that_fits_best(lines: dict[str, Need], expected: str | None) -> None:
    assert next_best(CLOSED, lines.items()) == expected


def test_a_line_for_children_may_lead_to_one_for_children_or_for_all() -> None:
    closed = need("home", "child", age_to=17)
    assert next_best(closed, [("children", need("home", "child", age_to=17))]) == "children"
    assert next_best(closed, [("all", need("home", "child"))]) == "all"
    assert next_best(closed, [("small ones", need("home", "child", age_to=12))]) is None


def test_a_line_that_says_nothing_of_itself_has_no_next_best() -> None:
    assert next_best(need("", ""), [("any", CLOSED)]) is None
    assert next_best(need("", "exposed"), [("any", CLOSED)]) == "any"
