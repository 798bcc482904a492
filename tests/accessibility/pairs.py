"""A sample in which every pair of values occurs, where trying every combination takes too long."""

from collections.abc import Sequence
from itertools import combinations, product
from random import Random
from typing import TypeAlias

Combination: TypeAlias = tuple[str | int, ...]
Pair: TypeAlias = tuple[int, str | int, int, str | int]


def pairs_of(combination: Combination) -> set[Pair]:
    """The pairs of values in a combination, each value with the place it stands in."""
    return {(i, a, j, b) for (i, a), (j, b) in combinations(enumerate(combination), 2)}


def pairwise(*axes: Sequence[str | int]) -> list[Combination]:
    """Choose combinations, one value an axis, so that every pair of values occurs in one of them.

    Greedy: each chosen combination holds as many pairs that have not occurred as any could. Of
    several one is drawn, always the same for the same axes, so that the sample is varied.
    """
    candidates = list(product(*axes))
    left = set[Pair]().union(*(pairs_of(combination) for combination in candidates))
    draw = Random(0)
    chosen: list[Combination] = []
    while left:
        news = [len(pairs_of(combination) & left) for combination in candidates]
        best = [c for c, new in zip(candidates, news, strict=True) if new == max(news)]
        chosen.append(draw.choice(best))
        left -= pairs_of(chosen[-1])
    return chosen
