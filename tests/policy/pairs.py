"""Compare the engine with brute force over random pairs of policies."""

import collections
import random
from typing import NamedTuple

from aa_sdk.policy import PolicyCheck, check_no_new_access
from tests.policy.evaluator import Request, allowed
from tests.policy.generator import KEYS, Policy, Theme, random_pair
from tests.policy.universe import universe


class Disagreement(NamedTuple):
    """A pair on which engine and brute force differ."""

    seed: int
    why: str
    new: Policy
    existing: Policy
    check: PolicyCheck


def as_request(check: PolicyCheck) -> Request:
    """The request of a counterexample, as the evaluator takes it."""
    example = check.counterexample
    assert example is not None
    principal = None
    if example.principal_type and example.principal:
        principal = (example.principal_type, example.principal)
    return Request(example.action, example.resource, principal, example.context)


def difference(theme: Theme, new: Policy, existing: Policy) -> int:
    """The requests that the new policy allows and the existing one does not, a bit each."""
    everything = universe(theme)
    return everything.allowed(new) & ~everything.allowed(existing)


def examine(seed: int) -> tuple[str, Disagreement | None]:
    """Decide one pair both ways.

    Returns:
        The verdict and whether a request shows it, and what is wrong with it, if anything.
    """
    theme, new, existing = random_pair(random.Random(seed))  # noqa: S311 (no secrets)
    check = check_no_new_access(
        new, existing, "RESOURCE_POLICY" if theme.principals else "IDENTITY_POLICY"
    )
    verdict: str = check.result
    why = None
    if check.result == "PASS":
        if difference(theme, new, existing):
            why = "wrong PASS"
    elif check.counterexample is not None:
        request = as_request(check)
        if not allowed(new, request) or allowed(existing, request):
            why = "counterexample does not replay"
    elif check.exact:
        why = "no counterexample"
    else:
        verdict = "FAIL without counterexample"
        # What a variable of a key with several values stands for is open: none is looked for.
        if KEYS["set"].name not in theme.variables and difference(theme, new, existing):
            verdict = "FAIL, counterexample missed"
    return verdict, Disagreement(seed, why, new, existing, check) if why else None


def examine_many(seeds: range) -> tuple[collections.Counter[str], list[Disagreement]]:
    """Decide many pairs both ways."""
    verdicts: collections.Counter[str] = collections.Counter()
    wrong: list[Disagreement] = []
    for seed in seeds:
        verdict, disagreement = examine(seed)
        verdicts[verdict] += 1
        if disagreement:
            wrong.append(disagreement)
    return verdicts, wrong
