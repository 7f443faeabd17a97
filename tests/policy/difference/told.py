"""What is told of a difference, for short; every example of it is replayed."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aa_sdk.models.policy_checks import AccessCheckPolicyType
from aa_sdk.policy import (
    AccessSlice,
    Effective,
    PolicyDifference,
    StatementReference,
    check_no_new_access,
    compare,
)
from tests.policy.difference.brute_force import as_request, lies_in
from tests.policy.evaluator import Request, allowed
from tests.policy.layered import laid_out, leave
from tests.policy.statements import policy

Statement = dict[str, Any]
Texts = tuple[str, ...]
Given = Sequence[Statement] | Mapping[str, Any]
"""The statements of a policy, or the layers that `Effective` takes."""


class Told(NamedTuple):
    """A slice but for its example; in a slice that is not told otherwise is statement 0."""

    actions: Texts
    resources: Texts = ("*",)
    to: Mapping[str, Texts] = {}
    given: Mapping[str, Mapping[str, Texts]] = {}
    but_not_actions: Texts = ()
    but_not_resources: Texts = ()
    but_not_to: Mapping[str, Texts] = {}
    unless: tuple[Mapping[str, Mapping[str, Texts]], ...] = ()
    statements: tuple[int | StatementReference, ...] = (0,)


NOTHING: list[Told] = []

Case = tuple[Given, Given, Sequence[Told], Sequence[Told]]
Cases = Mapping[str, Case]
"""A sentence, the new and the existing side it is about, and what is added and removed."""


def judge(cases: Cases, *, exact: bool = True) -> None:
    """Check each of some sentences, and that the other way around it says the same."""
    for sentence, (new, existing, added, removed) in cases.items():
        difference = told(new, existing, exact=exact)
        assert in_short(difference.added) == added, sentence
        assert in_short(difference.removed) == removed, sentence
        assert difference.equivalent is (not added and not removed), sentence
        back = told(existing, new, exact=exact)
        assert (back.added, back.removed) == (difference.removed, difference.added), sentence


def told(new: Given, existing: Given, *, exact: bool = True) -> PolicyDifference:
    """Compare two sides; each example has to be a request in its slice that one side allows."""
    named = speaks_of_somebody(new)
    kind: AccessCheckPolicyType = "RESOURCE_POLICY" if named else "IDENTITY_POLICY"
    difference = compare(as_side(new), as_side(existing), kind)
    check = check_no_new_access(as_side(new), as_side(existing), kind)
    assert (check.result == "PASS") == (not difference.added)
    for slices, mine, other in (
        (difference.added, new, existing),
        (difference.removed, existing, new),
    ):
        for one in slices:
            assert one.exact is exact
            replay(one, mine, other)
    return difference


def replay(one: AccessSlice, mine: Given, other: Given) -> None:
    assert one.example is not None
    request = as_request(one.example)
    assert lets_through(mine, request)
    assert not lets_through(other, request)
    assert lies_in(one, request, policy())
    assert one.example.allowed_by[0] in [statement.index for statement in one.statements]


def lets_through(given: Given, request: Request) -> bool:
    if isinstance(given, Mapping):
        return leave(laid_out(**given), request)
    return allowed(policy(*given), request)


def as_side(given: Given) -> Any:
    return Effective(**given) if isinstance(given, Mapping) else policy(*given)


def speaks_of_somebody(given: Given) -> bool:
    return not isinstance(given, Mapping) and any(
        "Principal" in one or "NotPrincipal" in one for one in given
    )


def in_short(slices: Sequence[AccessSlice]) -> list[Told]:
    return [
        Told(
            one.actions,
            one.resources,
            one.principals,
            one.conditions,
            one.but_not_actions,
            one.but_not_resources,
            one.but_not_principals,
            one.unless,
            tuple(map(short_reference, one.statements)),
        )
        for one in slices
    ]


def short_reference(statement: StatementReference) -> int | StatementReference:
    is_plain = statement == StatementReference(statement.index, None)
    return statement.index if is_plain else statement
