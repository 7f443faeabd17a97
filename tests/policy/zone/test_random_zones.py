"""Who gets in from outside, against brute force, and laws that hold of any policy."""

import collections
import itertools
import random
from typing import Any

from aa_sdk.policy import (
    ExternalAccess,
    Organization,
    check_no_public_access,
    external_access,
)
from tests.effort import examples
from tests.policy.pairs import as_request
from tests.policy.zone.external import BUCKET, Zone, belongs, replay
from tests.policy.zone.random_zones import (
    MEMBER,
    OWNER,
    PARTNER,
    ZONES,
    Theme,
    as_decided,
    random_policy,
    random_statement,
    random_theme,
)
from tests.policy.zone.zone_space import Space, consistent, independent


def find(document: Any, zone: Zone) -> tuple[ExternalAccess, ...]:
    return external_access(document, BUCKET, OWNER, zone)


def all_told(space: Space, found: tuple[ExternalAccess, ...]) -> int:
    bits = 0
    for access in found:
        bits |= space.told(access)
    return bits


# Against brute force.


def examine(seed: int) -> str:
    """Decide one policy both ways; returns what came out."""
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    theme = theme._replace(set_operators=rng.random() < 0.2, undecided=rng.random() < 0.2)
    document, zone = random_policy(rng, theme), rng.choice(ZONES)
    found = find(document, zone)
    decided, hanging = as_decided(document)
    # Nobody gets in who is not told.
    space = consistent(theme.keys)
    left = space.allowed(decided) & space.outside(zone)
    assert left & ~all_told(space, found) == 0, seed
    # Nor is more told than there is, action by action.
    space = independent(theme.keys)
    left = space.allowed(decided) & space.outside(zone)
    for access in found:
        replay(decided, access, zone, OWNER)
        for action in access.actions if not theme.set_operators else ():
            assert left & space.told(access, action) & space.implied(access, theme.keys), (
                seed,
                action,
            )
    # It is said where a condition was not decided.
    effects = [statement["Effect"] for statement in document["Statement"]]
    denies = any(effects[index] == "Deny" for index in hanging)
    for access in found:
        unsure = hanging & {one.index for one in access.statements}
        assert access.exact is not (denies or bool(unsure)), seed
    return f"{len(found) > 0}, {theme.undecided and not all(one.exact for one in found)}"


def test_whoever_gets_in_is_told_and_nobody_else() -> None:
    """Policies over keys that tell a member and others, all requests of a space enumerated."""
    count = examples(800)
    outcomes = collections.Counter(examine(seed) for seed in range(count))
    assert outcomes["False, False"] > count // 5
    assert outcomes["True, False"] > count // 5
    assert outcomes["True, True"] > count // 60


def test_public_is_what_strangers_can_do_and_what_is_not_public_passes_the_check() -> None:
    """Policies that let everyone in or nobody, under whatever condition."""
    verdicts: collections.Counter[tuple[bool, str]] = collections.Counter()
    count = examples(500)
    for seed in range(count):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme = random_theme(rng)._replace(everyone=True)
        document, zone = random_policy(rng, theme), rng.choice(ZONES)
        is_public = any(access.is_public for access in find(document, zone))
        space = independent(theme.keys)
        strangers = space.of_strangers(document, theme.keys)
        assert is_public is (space.allowed(document) & space.outside(zone) & strangers != 0), seed
        check = check_no_public_access(document, "AWS::S3::Bucket")
        verdicts[is_public, check.result] += 1
        if is_public:
            assert check.result == "FAIL", seed
        elif check.result == "FAIL":
            # It is stricter with what is pinned to the zone by a pattern, and with other services.
            request = as_request(check)
            inside = belongs(zone, request.principal, request.context, OWNER)
            assert inside or not request.action.startswith("s3:"), seed
    assert verdicts[True, "FAIL"] > count // 5
    assert verdicts[False, "FAIL"] > count // 20
    assert verdicts[False, "PASS"] > count // 20


# Laws.


def told_of(seed: int) -> tuple[random.Random, Theme, dict[str, Any], Zone]:
    rng = random.Random(seed)  # noqa: S311 (no secrets)
    theme = random_theme(rng)
    return rng, theme, random_policy(rng, theme), rng.choice(ZONES)


def test_one_more_deny_lets_nobody_in() -> None:
    less = 0
    count = examples(200)
    for seed in range(count):
        rng, theme, document, zone = told_of(seed)
        deny = random_statement(rng, theme, "Deny")
        fewer = find({**document, "Statement": [*document["Statement"], deny]}, zone)
        found = find(document, zone)
        space = consistent(theme.keys)
        assert all_told(space, fewer) & ~all_told(space, found) == 0, seed
        assert any(one.is_public for one in found) or not any(one.is_public for one in fewer), seed
        less += fewer != found
    assert less > count // 6


def test_one_more_member_lets_nobody_in() -> None:
    """Nor does an organization instead of an account, and all of it instead of a unit."""
    less = 0
    count = examples(200)
    for seed in range(count):
        _, theme, document, _ = told_of(seed)
        unit = ("o-abc/r-1/ou-1/",)
        zones: list[Zone] = [
            ZONES[0],
            Organization("o-abc", paths=unit),
            Organization("o-abc", paths=unit, accounts=(MEMBER,)),
            Organization("o-abc", accounts=(MEMBER,)),
            Organization("o-abc", accounts=(MEMBER, PARTNER)),
        ]
        space = consistent(theme.keys)
        told = [all_told(space, find(document, zone)) for zone in zones]
        for smaller, larger in itertools.pairwise(told):
            assert larger & ~smaller == 0, seed
        less += told[-1] != told[0]
    assert less > count // 6


def test_the_order_of_statements_and_of_their_lists_does_not_matter() -> None:
    """But that a Deny which comes first is the one whose values are told."""
    for seed in range(examples(200)):
        rng, _, document, zone = told_of(seed)
        statements = document["Statement"]
        places = list(range(len(statements)))
        rng.shuffle(places)
        denies = iter([n for n, one in enumerate(statements) if one["Effect"] == "Deny"])
        places = [n if statements[n]["Effect"] == "Allow" else next(denies) for n in places]
        shuffled = {**document, "Statement": [reordered(rng, statements[n]) for n in places]}
        there = [
            facts(one, [places[two.index] for two in one.statements])
            for one in find(shuffled, zone)
        ]
        here = [facts(one, [two.index for two in one.statements]) for one in find(document, zone)]
        assert sorted(here) == sorted(there), seed


def reordered(rng: random.Random, statement: dict[str, Any]) -> dict[str, Any]:
    """The same statement, its lists of actions in another order."""
    mixed = dict(statement)
    for name in ("Action", "NotAction"):
        if isinstance(mixed.get(name), list):
            mixed[name] = rng.sample(mixed[name], len(mixed[name]))
    return mixed


def facts(access: ExternalAccess, indexes: list[int]) -> list[str]:
    # A bare id and the root ARN are one principal, under either name.
    who = str(access.principal).replace(f"arn:aws:iam::{PARTNER}:root", PARTNER)
    told = (access.actions, sorted(access.condition.items()), access.is_public, access.exact)
    return [who, str(told), str(sorted(indexes))]
