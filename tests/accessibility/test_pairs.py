"""The sample of the matrix holds every pair, and no more visits than it must."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accessibility.pairs import pairs_of, pairwise

AXES = st.lists(
    st.lists(st.integers(0, 9), min_size=1, max_size=5, unique=True), min_size=2, max_size=4
)


@settings(deadline=None)
@given(AXES)
def test_every_pair_of_values_occurs(axes: list[list[int]]) -> None:
    seen = set().union(*(pairs_of(combination) for combination in pairwise(*axes)))
    for i, left in enumerate(axes):
        for j, right in enumerate(axes):
            if i < j:
                assert {(i, a, j, b) for a in left for b in right} <= seen


@settings(deadline=None)
@given(AXES)
def test_every_chosen_combination_is_one_of_the_axes_and_adds_a_pair(axes: list[list[int]]) -> None:
    seen: set = set()
    for combination in pairwise(*axes):
        assert all(value in axis for value, axis in zip(combination, axes, strict=True))
        assert not pairs_of(combination) <= seen
        seen |= pairs_of(combination)


def test_forty_pages_are_met_about_twice_each_and_not_eight_times() -> None:
    pages = list(range(40))
    sample = pairwise(pages, (320, 1280), ("light", "dark"), ("ltr", "rtl"))
    assert 80 <= len(sample) <= 100


def test_the_same_axes_give_the_same_sample() -> None:
    assert pairwise("abc", "xy", (1, 2)) == pairwise("abc", "xy", (1, 2))
