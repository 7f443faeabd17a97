"""What holds for all policies, whatever they say."""

import itertools
import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.policy import Policy, PolicyCheck, check_no_new_access
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, contributions
from tests.effort import examples
from tests.policy.evaluator import as_list
from tests.policy.generator import Theme, random_policy, random_statement, random_theme

seeds = st.integers(min_value=0, max_value=2**32)
law = settings(max_examples=examples(150), derandomize=True)


def compare(theme: Theme, new: Any, existing: Any) -> PolicyCheck:
    kind: Any = "RESOURCE_POLICY" if theme.principals else "IDENTITY_POLICY"
    return check_no_new_access(new, existing, kind)


@law
@given(seeds)
def test_a_policy_adds_nothing_to_itself(seed: int) -> None:
    """Reflexive, also where the classes alone have to show it."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    policy = random_policy(rng, theme, theme.versions[0])
    assert compare(theme, policy, policy).result == "PASS"
    parsed = Policy.parse(policy)
    query = AccessQuery(parsed.layers, parsed.layers, shortcuts=False)
    assert list(contributions(query, Budget())) == []


@law
@given(seeds)
def test_no_new_access_is_transitive(seed: int) -> None:
    """What adds nothing to a policy adds nothing to one that the policy adds nothing to."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    policies = [random_policy(rng, theme, rng.choice(theme.versions))]
    for _ in range(3):
        wider = json.loads(json.dumps(policies[-1]))
        if rng.random() < 0.8:
            version = wider.get("Version")
            wider["Statement"].append(random_statement(rng, theme, version, "Allow"))
        else:
            wider = random_policy(rng, theme, rng.choice(theme.versions))
        policies.append(wider)
    adds = [[compare(theme, new, old) for old in policies] for new in policies]
    for first, second, third in itertools.permutations(range(len(policies)), 3):
        steps = adds[first][second], adds[second][third]
        if all(step.result == "PASS" for step in steps) and steps[0].exact:
            assert adds[first][third].result == "PASS"


@law
@given(seeds)
def test_a_deny_never_adds_access(seed: int) -> None:
    """With one more Deny a policy adds nothing to what it was."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    policy = random_policy(rng, theme, theme.versions[0])
    denied = random_statement(rng, theme, theme.versions[0], "Deny")
    stricter = {**policy, "Statement": [*policy["Statement"], denied]}
    assert compare(theme, stricter, policy).result == "PASS"


@law
@given(seeds)
def test_an_allow_never_takes_access_away(seed: int) -> None:
    """A policy adds nothing to itself with one more Allow."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    policy = random_policy(rng, theme, theme.versions[0])
    allowed = random_statement(rng, theme, theme.versions[0], "Allow")
    wider = {**policy, "Statement": [*policy["Statement"], allowed]}
    assert compare(theme, policy, wider).result == "PASS"


@law
@given(seeds)
def test_order_and_notation_do_not_matter(seed: int) -> None:
    """Statements in another order, lists for strings, other case: the same verdict."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    new, existing = (random_policy(rng, theme, version) for version in theme.versions)
    expected = compare(theme, new, existing)
    rewritten = compare(theme, rewrite(rng, new), json.dumps(rewrite(rng, existing)))
    assert expected.result == rewritten.result
    assert len(expected.reasons) == len(rewritten.reasons)


def rewrite(rng: random.Random, policy: dict[str, Any]) -> dict[str, Any]:
    statements = [rewrite_statement(rng, statement) for statement in policy["Statement"]]
    rng.shuffle(statements)
    return {**policy, "Statement": statements[0] if len(statements) == 1 else statements}


def rewrite_statement(rng: random.Random, statement: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name in rng.sample(sorted(statement), len(statement)):
        value = statement[name]
        if name in ("Action", "NotAction"):
            value = [text.swapcase() for text in as_shuffled(rng, value)]
        elif name in ("Resource", "NotResource"):
            value = as_shuffled(rng, value)
        elif name in ("Principal", "NotPrincipal"):
            value = {"AWS": ["*"]} if value == "*" else value
        elif name == "Condition":
            value = {
                operator: {key.upper(): as_shuffled(rng, values) for key, values in keys.items()}
                for operator, keys in reversed(value.items())
            }
        written[name] = value
    return written


def as_shuffled(rng: random.Random, value: Any) -> list[Any]:
    listed = as_list(value)
    return rng.sample(listed, len(listed))
