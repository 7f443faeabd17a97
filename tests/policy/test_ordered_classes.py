"""The classes of numbers, instants and addresses."""

import operator
from collections.abc import Callable
from fractions import Fraction

from aa_sdk.policy._analysis.ordered_classes import AddressClasses, OrderedClasses
from aa_sdk.policy._language.literals import format_number, parse_block
from aa_sdk.policy._language.patterns import literal
from aa_sdk.policy._language.predicates import Predicate, Threshold

ORDERS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def test_the_example_of_each_class_satisfies_what_the_masks_say() -> None:
    bounds = [Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(3)]
    thresholds = [Threshold(order, bound) for order in ORDERS for bound in bounds]
    classes = OrderedClasses(thresholds, format_number)
    assert classes.size == 2 * len(bounds) + 1
    for threshold in thresholds:
        for n in range(classes.size):
            expected = ORDERS[threshold.comparison](Fraction(classes.example(n)), threshold.value)
            assert classes.mask(threshold) >> n & 1 == expected, (threshold, n)


def test_blocks_part_the_addresses_of_both_versions() -> None:
    inner, outer = parse_block("10.1.0.0/16", ""), parse_block("10.0.0.0/8", "")
    last = parse_block("255.255.255.0/24", "")
    classes = AddressClasses([inner, outer, last])
    starts = ["10.0.0.0", "10.1.0.0", "10.2.0.0", "11.0.0.0", "255.255.255.0", "::"]
    assert [classes.example(n) for n in range(1, classes.size)] == starts
    assert [classes.mask(one) for one in (inner, outer, last)] == [0b100, 0b1110, 0b100000]


def test_a_predicate_of_another_type_makes_no_class_and_holds_for_none() -> None:
    text: Predicate = literal("1")
    number = Threshold("=", Fraction(1))
    block = parse_block("10.0.0.0/8", "")
    ordered = OrderedClasses([text, block], format_number)
    addresses = AddressClasses([text, number])
    assert (ordered.size, ordered.mask(text), ordered.mask(block)) == (1, 0, 0)
    assert (addresses.size, addresses.mask(text), addresses.mask(number)) == (2, 0, 0)
