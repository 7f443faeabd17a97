"""Regions, against brute force over all their points."""

import itertools
import random
from collections.abc import Mapping

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.regions import Cover, Region, intersection
from tests.effort import examples

SIZES = {"a": 3, "b": 2, "c": 4}
FULL = {dimension: (1 << size) - 1 for dimension, size in SIZES.items()}
POINTS = [*itertools.product(*(range(size) for size in SIZES.values()))]


def random_region(rng: random.Random) -> Region:
    """Limited in some dimensions, empty in none."""
    limited = [dimension for dimension in SIZES if rng.random() < 0.7]
    return {dimension: rng.randint(1, FULL[dimension]) for dimension in limited}


def points(region: Mapping[str, int]) -> set[tuple[int, ...]]:
    return {
        point
        for point in POINTS
        if all(
            region.get(dimension, FULL[dimension]) >> at & 1
            for dimension, at in zip(SIZES, point, strict=True)
        )
    }


def test_an_intersection_has_the_points_of_both() -> None:
    for seed in range(examples(300)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        one, other = random_region(rng), random_region(rng)
        both = intersection(one, other)
        expected = points(one) & points(other)
        assert (points(both) if both else set()) == expected or both == {}, seed


def test_a_remainder_is_a_part_that_no_region_of_the_cover_touches() -> None:
    """And there is none exactly if the cover leaves nothing, with an index and without."""
    nothing_left = 0
    for seed in range(examples(500)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        regions = [random_region(rng) for _ in range(rng.choice((1, 3, 6, 30)))]
        start = random_region(rng)
        cover = Cover(regions, FULL, Budget())
        assert all(points(one) & points(start) for one in cover.touching(start)), seed
        left = points(start).difference(*map(points, regions))
        remainder = cover.remainder(start)
        nothing_left += remainder is None
        assert (remainder is None) == (not left), seed
        if remainder is not None:
            assert points(remainder) <= left, seed
    assert nothing_left > examples(500) // 10


def test_a_region_of_very_many_classes_is_not_lost_from_an_index() -> None:
    """It is too wide to be noted under each of them."""
    full = {"a": (1 << 200) - 1, "b": 0b11}
    narrow: list[Region] = [{"a": 1 << n, "b": 0b01} for n in range(100)]
    wide: Region = {"a": (1 << 150) - 1, "b": 0b10}
    cover = Cover([*narrow, wide], full, Budget())
    assert cover.touching({"a": 1 << 3}) == [narrow[3], wide]
    assert cover.touching({"a": 1 << 120}) == [wide]
    assert len(cover.touching({"a": (1 << 90) - 1})) == 91
    assert cover.remainder({"a": (1 << 100) - 1}) is None
    assert cover.remainder({"a": 1 << 120}) == {"a": 1 << 120, "b": 0b01}
