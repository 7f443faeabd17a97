"""Values of variables with which patterns match texts."""

from typing import Any

import pytest

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.pattern_solutions import solutions
from aa_sdk.policy._language.patterns import parse
from tests.policy.globs import wild


def solved(*assumed: tuple[str, str]) -> list[dict[str, str | None]]:
    return list(solutions([(wild(pattern), text) for pattern, text in assumed], Budget()))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("home/${a}/*", "home/ada/x", [{"a": "ada"}]),
        ("${a}b*", "abba", [{"a": "a"}, {"a": "ab"}]),
        ("${a}${b}", "xy", [{"a": "x", "b": "y"}, {"a": "xy", "b": ""}, {"a": "", "b": "xy"}]),
        ("${a}/${a}", "x/x", [{"a": "x"}]),
        ("${a}/${a}", "x/y", []),
        ("?${a}?", "xyz", [{"a": "y"}]),
        ("${a}?", "", []),
        ("${a, 'x'}-${b}", "x-y", [{"a": "x", "b": "y"}, {"a": None, "b": "y"}]),
        ("${a, 'x'}${a, 'y'}", "xy", [{"a": None}]),
        ("${a, 'x'}${a}", "x", []),
        ("${a, ''}b", "b", [{"a": ""}, {"a": None}]),
        ("${a}*", "x:y", [{"a": "x"}, {"a": ""}]),
        ("b${a}", "a", []),
    ],
)
def test_a_pattern_has_each_way_of_reading_a_text(
    pattern: str, text: str, expected: list[dict[str, Any]]
) -> None:
    """Empty values last; none has a colon."""
    found = solved((pattern, text))
    assert [one for n, one in enumerate(found) if one not in found[:n]] == expected


def test_several_patterns_share_their_solutions() -> None:
    assert solved(("${a}${b}", "xyz"), ("${b}*", "zoo"), ("${a}", "xy")) == [{"a": "xy", "b": "z"}]
    assert solved(("${a}", "x"), ("${a}", "y")) == []
    assert solved(("${a, 'x'}", "x"), ("${a, 'y'}", "y")) == [{"a": None}]


def test_values_that_are_given_stay_and_the_others_are_found() -> None:
    assumed = [(wild("${a, 'z'}${b}"), "xyz")]
    assert list(solutions(assumed, Budget(), {"a": "xy"})) == [{"a": "xy", "b": "z"}]
    assert list(solutions(assumed, Budget(), {"a": None})) == []
    assert list(solutions(assumed, Budget(), {"b": "yz", "c": None})) == [
        {"a": "x", "b": "yz", "c": None}
    ]


def test_letters_of_a_value_come_in_another_case_where_case_does_not_matter() -> None:
    folded = parse("Team-${a}-${a}", "", variables=True, folded=True)
    assert list(solutions([(folded, "tEAM-x-X")], Budget())) == [{"a": "x"}]


def test_what_is_very_long_is_left_out() -> None:
    """It would be as many calls deep."""
    assert solved(("${a}?" * 1000, "x" * 2000), ("${b}", "y")) == [{"b": "y"}]
    assert solved(*[(f"${{a{n}}}", "x") for n in range(1000)]) == [
        {f"a{n}": "x" for n in range(20)}
    ]


def test_solutions_end_where_the_work_does() -> None:
    """Those that were found before stay found."""
    hard = ("*${a}*${b}*${c}*-", "x" * 100)
    budget = Budget(1_000)
    assert list(solutions([(wild(hard[0]), hard[1])], budget)) == []
    some = list(solutions([(wild("*${a}*"), "x" * 100)], Budget(1_000)))
    assert 0 < len(some) < 1_000
