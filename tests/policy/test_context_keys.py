"""The classes of what a request carries under a key, against every small set of values."""

import itertools
import random
from typing import Any

import pytest

from aa_sdk.policy import UnsupportedPolicyError, check_no_new_access
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import ContextKeyClasses, kind_of_key
from aa_sdk.policy._language.conditions import Condition, parse_conditions
from aa_sdk.policy._language.patterns import literal
from tests.effort import examples
from tests.policy.evaluator import Value, condition_holds
from tests.policy.statements import allow, policy, when

KEY = "acme:Tags"
TEXTS = ["a", "b", "ab", "c"]
CARRIED: list[Value] = [
    None,
    *(one for size in (1, 2, 3, 4) for one in itertools.combinations(TEXTS, size)),
]
NAMES = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "Null"]


def random_element(rng: random.Random) -> dict[str, dict[str, Any]]:
    """A Condition of one operator."""
    name = rng.choice(NAMES)
    if name == "Null":
        return {name: {KEY: rng.sample(["true", "false"], rng.randint(1, 2))}}
    prefix = rng.choice(("", "ForAllValues:", "ForAnyValue:"))
    return {prefix + name: {KEY: rng.sample(["a", "b", "a*", "?", "d"], rng.randint(1, 2))}}


def parsed(element: dict[str, dict[str, Any]]) -> Condition:
    (condition,) = parse_conditions(element, "", variables=False)
    return condition


def holds(element: dict[str, dict[str, Any]], carried: Value) -> bool:
    ((name, keys),) = element.items()
    return condition_holds({}, name, KEY, keys[KEY], {KEY: carried})


def test_every_set_of_values_falls_into_a_class_that_satisfies_the_same_conditions() -> None:
    for seed in range(examples(200)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        # The first makes the key one of several values.
        elements = [{"ForAnyValue:StringEquals": {KEY: "a"}}]
        elements += [random_element(rng) for _ in range(rng.randint(1, 4))]
        conditions = [parsed(element) for element in elements]
        classes = ContextKeyClasses(KEY, kind_of_key(conditions), conditions, Budget())
        masks = [classes.mask(condition) for condition in conditions]
        columns = {
            n: tuple(mask >> n & 1 == 1 for mask in masks) for n in range(classes.full.bit_length())
        }
        for carried in CARRIED:
            column = tuple(holds(element, carried) for element in elements)
            assert column in columns.values(), (seed, carried)
        for n, column in columns.items():
            example = classes.example(n)
            assert column == tuple(holds(element, example) for element in elements), (seed, n)


def test_a_key_of_several_values_is_set_to_one_and_no_other() -> None:
    """Also where no condition asks for anything but that value."""
    for names in (["a"], ["a", "b"], ["b"]):
        condition = parsed({"ForAllValues:StringEquals": {KEY: names}})
        kind = kind_of_key([condition])
        classes = ContextKeyClasses(KEY, kind, [condition], Budget(), value=literal("a"))
        (at,) = (n for n in range(classes.full.bit_length()) if classes.assigned() >> n & 1)
        assert classes.example(at) == ("a",)


def test_who_is_trusted_has_a_pinned_value_among_others_or_alone() -> None:
    condition = parsed({"ForAnyValue:StringLike": {KEY: ["a", "b*"]}})
    pin = literal("a")
    kind = kind_of_key([condition])
    classes = ContextKeyClasses(KEY, kind, [condition], Budget(), pins=[pin])
    for n in range(classes.full.bit_length()):
        carried = classes.example(n) or ()
        assert classes.untrusted() >> n & 1 == ("a" not in carried), carried


def test_a_key_has_several_values_if_it_is_known_for_them_or_asked_so_anywhere() -> None:
    """One that has a value may then have another besides."""
    for key, several in (("aws:TagKeys", True), ("aws:SourceVpc", False)):
        new = policy(when("StringEquals", key, "a"))
        existing = policy(when("StringNotEquals", key, "b"))
        assert check_no_new_access(new, existing).passed is not several
    elsewhere = allow(Action="ec2:*", Condition={"ForAnyValue:StringLike": {"aws:SourceVpc": "c"}})
    new = policy(when("StringEquals", "aws:SourceVpc", "a"))
    existing = policy(when("StringNotEquals", "aws:SourceVpc", "b"), elsewhere)
    assert not check_no_new_access(new, existing).passed


def test_a_number_cannot_be_set_to_a_text() -> None:
    """No class could hold it."""
    condition = parsed({"NumericLessThan": {KEY: "5"}})
    kind = kind_of_key([condition])
    with pytest.raises(UnsupportedPolicyError):
        ContextKeyClasses(KEY, kind, [condition], Budget(), value=literal("five"))
