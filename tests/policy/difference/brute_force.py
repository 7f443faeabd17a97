"""Slices against brute force: what of a theme's requests lies in them, and what should.

Like the evaluator it is written apart from the engine: it goes by documents and single requests.
"""

import collections
import functools
import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from aa_sdk.models.policy_checks import AccessCheckPolicyType
from aa_sdk.policy import (
    AccessExample,
    AccessSlice,
    Effective,
    PolicyDifference,
    UnsupportedPolicyError,
    check_no_new_access,
    compare,
)
from tests.policy.evaluator import Request, allowed, covers
from tests.policy.generator import NEW, Policy, Theme, random_pair
from tests.policy.layered import as_given, leave, left_of, random_layered_pair
from tests.policy.universe import Universe, universe

# What lies in a slice.


def statement_of(one: AccessSlice) -> Policy:
    """The statement that a slice is, without what is left out of it."""
    return {
        "Effect": "Allow",
        "Action": [*one.actions],
        "Resource": [*one.resources],
        **({"Principal": one.principals} if one.principals else {}),
        "Condition": one.conditions,
    }


def left_out(one: AccessSlice) -> Iterator[Policy]:
    """Statements of what is left out of a slice."""
    everything: Policy = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    if one.but_not_actions:
        yield {**everything, "Action": [*one.but_not_actions]}
    if one.but_not_resources:
        yield {**everything, "Resource": [*one.but_not_resources]}
    if one.but_not_principals:
        yield {**everything, "Principal": one.but_not_principals}
    for conditions in one.unless:
        yield {**everything, "Condition": conditions}


def lies_in(one: AccessSlice, request: Request, read_as: Policy) -> bool:
    """Whether a request lies in a slice, whose texts are read as those of a document."""
    return covers(read_as, statement_of(one), request) and not any(
        covers(read_as, statement, request) for statement in left_out(one)
    )


def in_slices(everything: Universe, slices: Sequence[AccessSlice], read_as: Policy) -> int:
    """The requests that lie in slices, a bit each."""
    found = 0
    for one in slices:
        own = everything.covered(read_as, statement_of(one))
        for statement in left_out(one):
            own &= ~everything.covered(read_as, statement)
        found |= own
    return found


def reading(documents: Sequence[Policy]) -> Policy | None:
    """How texts of documents are read; None if `${` is one thing here and another one there."""
    versions = {one.get("Version") == NEW for one in documents if "$" in json.dumps(one)}
    if len(versions) > 1:
        return None
    return {"Version": NEW} if True in versions else {}


def as_request(example: AccessExample) -> Request:
    principal = None
    if example.principal_type and example.principal:
        principal = (example.principal_type, example.principal)
    return Request(example.action, example.resource, principal, example.context)


# Whether slices are what they should be.


class Side(NamedTuple):
    """One side of a comparison: as it is given, and by brute force."""

    given: Policy | Effective
    bits: int
    """The requests that it allows."""
    allows: Callable[[Request], bool]


class Disagreement(NamedTuple):
    """A pair on which engine and brute force differ."""

    seed: int
    why: str
    difference: PolicyDifference


Examined = tuple[list[str], Disagreement | None]


def examine(seed: int) -> Examined:
    """Compare one pair both ways.

    Returns:
        How close the slices of each side come, and what is wrong with them, if anything.
    """
    theme, new, existing = random_pair(random.Random(seed))  # noqa: S311 (no secrets)
    sides = [
        Side(one, universe(theme).allowed(one), functools.partial(allowed, one))
        for one in (new, existing)
    ]
    return judged(seed, theme, sides, [new, existing])


def examine_layers(seed: int) -> Examined:
    """Compare one pair of layers both ways."""
    theme, new, existing = random_layered_pair(random.Random(seed))  # noqa: S311 (no secrets)
    sides = [
        Side(as_given(one), left_of(universe(theme), one), functools.partial(leave, one))
        for one in (new, existing)
    ]
    documents = [document for layer in (*new, *existing) for document in layer.documents]
    return judged(seed, theme, sides, documents)


def judged(seed: int, theme: Theme, sides: Sequence[Side], documents: Sequence[Policy]) -> Examined:
    """Say what a difference is worth."""
    new, existing = sides
    difference = compare(new.given, existing.given, kind_of(theme))
    read_as = reading(documents)
    verdicts: list[str] = []
    found: list[str] = []
    for slices, mine, other in (
        (difference.added, new, existing),
        (difference.removed, existing, new),
    ):
        check = check_no_new_access(mine.given, other.given, kind_of(theme))
        if check.passed is bool(slices):
            found.append("not as the check says")
        wanted = mine.bits & ~other.bits
        if wanted and read_as is not None:
            lying = in_slices(universe(theme), slices, read_as)
            verdicts.append("exactly" if lying == wanted else "wider")
            if wanted & ~lying:
                found.append("something is missing")
        found += [why for one in slices for why in mistakes(one, mine, other, read_as)]
        verdicts += ["no example" for one in slices if not one.example]
    return verdicts, Disagreement(seed, found[0], difference) if found else None


def mistakes(one: AccessSlice, mine: Side, other: Side, read_as: Policy | None) -> Iterator[str]:
    """What is wrong with the example of a slice."""
    if one.example is None:
        if one.exact:
            yield "no example"
        return
    request = as_request(one.example)
    if not mine.allows(request) or other.allows(request):
        yield "the example does not replay"
    if read_as is not None and not lies_in(one, request, read_as):
        yield "the example lies outside"


def kind_of(theme: Theme) -> AccessCheckPolicyType:
    return "RESOURCE_POLICY" if theme.principals else "IDENTITY_POLICY"


def examine_many(
    seeds: range, how: Callable[[int], Examined] = examine
) -> tuple[collections.Counter[str], list[Disagreement]]:
    """Compare many pairs both ways; what is refused counts by its reason."""
    verdicts: collections.Counter[str] = collections.Counter()
    wrong: list[Disagreement] = []
    for seed in seeds:
        try:
            found, disagreement = how(seed)
        except UnsupportedPolicyError as error:
            found, disagreement = [error.feature], None
        verdicts.update(found)
        if disagreement:
            wrong.append(disagreement)
    return verdicts, wrong
