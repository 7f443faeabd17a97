"""Statements that policies could do without, against brute force over random policies."""

import random
from collections.abc import Iterator, Sequence

from aa_sdk.policy import StatementReference, check_no_new_access, redundant_statements
from tests.effort import examples
from tests.policy.difference.brute_force import kind_of
from tests.policy.evaluator import allowed, as_list
from tests.policy.generator import Policy, Theme, random_policy, random_theme
from tests.policy.layered import LEVELS, Layers, effective, random_layers
from tests.policy.pairs import as_request
from tests.policy.universe import Universe, universe


def documents_of(layers: Layers) -> Iterator[tuple[int, str, Policy]]:
    """Each document with its layer and its name."""
    depths = dict.fromkeys(LEVELS, 0)
    for place, (kind, documents) in enumerate(layers):
        prefix: str = kind
        if kind in depths:
            prefix, depths[kind] = f"{kind}[{depths[kind]}]", depths[kind] + 1
        is_numbered = kind in LEVELS or len(documents) > 1
        for n, document in enumerate(documents):
            yield place, f"{prefix}[{n}]" if is_numbered else prefix, for_whoever_asks(document)


def for_whoever_asks(document: Policy) -> Policy:
    """A document without principals, which some layers may name: it is everyone."""
    statements = as_list(document["Statement"])
    return {
        **document,
        "Statement": [
            {name: part for name, part in one.items() if name != "Principal"} for one in statements
        ],
    }


def left(
    everything: Universe,
    named: Sequence[tuple[int, str, Policy]],
    without: Sequence[StatementReference],
) -> tuple[int, int]:
    """What documents allow and what they deny, without some of their statements."""
    allowed = dict.fromkeys((place for place, _, _ in named), 0)
    denied = 0
    gone = {(one.document, one.index) for one in without}
    for place, name, document in named:
        for index, statement in enumerate(as_list(document["Statement"])):
            if (name, index) in gone:
                continue
            bits = everything.covered(document, statement)
            if statement["Effect"] == "Allow":
                allowed[place] |= bits
            else:
                denied |= bits
    together = everything.everything
    for bits in allowed.values():
        together &= bits
    return together & ~denied, denied


def test_a_policy_says_the_same_without_its_redundant_statements() -> None:
    """It allows the same, and it denies the same."""
    some = 0
    count = examples(1_000)
    for seed in range(count):
        theme, document = random_document(seed)
        found = redundant_statements(document)
        some += bool(found)
        named = [(0, "", document)]
        assert left(universe(theme), named, found) == left(universe(theme), named, []), seed
    assert count // 4 < some < count * 3 // 4


def random_document(seed: int) -> tuple[Theme, Policy]:
    """Twice as many statements as other random policies have."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    document = random_policy(rng, theme, theme.versions[0])
    more = random_policy(rng, theme, theme.versions[0])
    return theme, {**document, "Statement": [*document["Statement"], *more["Statement"]]}


def test_layers_leave_the_same_without_their_redundant_statements() -> None:
    """And they deny the same."""
    some = 0
    count = examples(250)
    for seed in range(count):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)._replace(principals=False)
        layers = random_layers(rng, theme)
        named = list(documents_of(layers))
        found = redundant_statements(effective(layers))
        some += bool(found)
        assert left(universe(theme), named, found) == left(universe(theme), named, []), seed
    assert some > count // 2


def test_no_statement_more_could_be_left_out() -> None:
    """A request shows of each that it is needed; there may be none with policy variables."""
    tried = 0
    for seed in range(examples(500)):
        theme, document = random_document(seed)
        if theme.variables:
            continue
        found = {one.index for one in redundant_statements(document)}
        rest = [one for n, one in enumerate(document["Statement"]) if n not in found]
        for needed in rest:
            assert is_needed(theme, document, rest, needed), (seed, needed)
            tried += 1
    assert tried > examples(500)


def is_needed(theme: Theme, document: Policy, statements: Sequence[Policy], needed: Policy) -> bool:
    """Whether a request is allowed by an Allow, or denied by a Deny, and not without it."""
    kind = kind_of(theme)
    others = [one for one in statements if one is not needed]
    with_it, without = {**document, "Statement": [*statements]}, {**document, "Statement": others}
    if needed["Effect"] == "Deny":
        denies = [{**one, "Effect": "Allow"} for one in others if one["Effect"] == "Deny"]
        with_it["Statement"], without["Statement"] = [{**needed, "Effect": "Allow"}], denies
    # A policy has a statement: one that allows nothing changes nothing.
    nothing = {"Effect": "Allow", "NotAction": "*", "Resource": "*"}
    if theme.principals:
        nothing["Principal"] = "*"
    without["Statement"].append(nothing)
    request = as_request(check_no_new_access(with_it, without, kind))
    return allowed(with_it, request) and not allowed(without, request)
