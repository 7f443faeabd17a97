"""Who gets in from outside, by brute force.

Like the evaluator it is written apart from the engine. A finite space of requests has a bit for
each; what a policy allows, who belongs to a zone and what is told of it are sets of bits.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aa_sdk.policy import ExternalAccess
from tests.policy.evaluator import (
    Value,
    action_matches,
    as_list,
    condition_holds,
    glob,
    in_block,
    principal_matches,
)
from tests.policy.test_no_public_access import is_pinned, is_stranger
from tests.policy.zone.external import Statement, Zone, account_of, belongs
from tests.policy.zone.random_zones import (
    ACTIONS,
    IS_SERVICE,
    KEYS,
    OWN_ACCOUNT,
    OWN_ARN,
    OWNER,
    PRINCIPALS,
    SETTLED,
    Part,
    callers,
)

ACTION, CALLER = 0, 1
"""The first two fields."""


class Space:
    """Requests, a bit each: all that have one of the parts of each field."""

    def __init__(self, fields: Sequence[Sequence[Part]]) -> None:
        self.fields = fields
        self.size = functools.reduce(lambda size, field: size * len(field), fields, 1)
        self.everything = (1 << self.size) - 1

    def where(self, place: int, holds: Callable[[Part], bool]) -> int:
        """The requests whose part of a field is some."""
        inner = functools.reduce(lambda size, one: size * len(one), self.fields[:place], 1)
        parts = enumerate(self.fields[place])
        bits = sum(((1 << inner) - 1) << inner * n for n, part in parts if holds(part))
        # The same for whatever the fields behind it have.
        width = inner * len(self.fields[place])
        while width < self.size:
            bits |= bits << width
            width *= 2
        return bits & self.everything

    def carrying(self, key: str, holds: Callable[[Value], bool]) -> int:
        """The requests that carry some value under a key."""
        place = next(n for n, field in enumerate(self.fields) if key in field[0].context)
        return self.where(place, lambda part: holds(part.context[key]))

    def allowed(self, document: Mapping[str, Any]) -> int:
        bits = {"Allow": 0, "Deny": 0}
        for statement in document["Statement"]:
            bits[statement["Effect"]] |= self.covered(statement)
        return bits["Allow"] & ~bits["Deny"]

    def covered(self, statement: Statement) -> int:
        bits = self.where(ACTION, lambda part: action_matches(statement, part.action))
        bits &= self.where(CALLER, lambda part: principal_matches(statement, part.principal))
        for operator, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                holds = functools.partial(condition_is_met, operator, key, (*as_list(values),))
                bits &= self.carrying(key, holds)
        return bits

    def outside(self, zone: Zone) -> int:
        """The requests on the bucket that are by nobody of a zone."""
        bits = self.where(ACTION, lambda part: part.action.startswith("s3:"))
        for place in range(CALLER, len(self.fields)):
            bits &= ~self.where(
                place, lambda part: belongs(zone, part.principal, part.context, OWNER)
            )
        return bits

    def told(self, access: ExternalAccess, *actions: str) -> int:
        """The requests that somebody who is told may make, as far as that is told."""
        speaks = {"Action": [*(actions or access.actions)], "Principal": access.principal}
        bits = self.where(ACTION, lambda part: action_matches(speaks, part.action))
        bits &= self.where(CALLER, lambda part: principal_matches(speaks, part.principal))
        for key, values in access.condition.items():
            bits &= self.carrying(key, functools.partial(is_one_of, values.split(","), key))
        return bits

    def implied(self, access: ExternalAccess, keys: Sequence[str]) -> int:
        """The requests whose keys agree with the name that is told, for names of an account."""
        name = access.principal.get("AWS", "*")
        account = account_of(name) or name
        agree: dict[str, Callable[[Value], bool]] = {
            OWN_ACCOUNT: lambda value: value == account,
            OWN_ARN: lambda value: account_of(str(value)) == account,
            IS_SERVICE: lambda value: value == "false",
        }
        if ":role/" in name or ":user/" in name:
            agree[OWN_ARN] = lambda value: value == name
        bits = self.everything
        for key in keys if account != "*" else ():
            if key in agree:
                bits &= self.carrying(key, agree[key])
        return bits

    def of_strangers(self, document: Mapping[str, Any], keys: Sequence[str]) -> int:
        """The requests of callers who are neither named nor pinned by a key."""
        bits = self.where(CALLER, lambda part: is_stranger(document, part.principal or ("", "")))
        for key in keys:
            if key not in ("aws:UserAgent", IS_SERVICE):
                bits &= ~self.carrying(key, functools.partial(is_pinned, document, key))
        return bits


@functools.lru_cache(maxsize=200_000)
def condition_is_met(operator: str, key: str, values: tuple[Any, ...], carried: Value) -> bool:
    return condition_holds({}, operator, key, values, {key: carried})


def is_one_of(wanted: Sequence[str], key: str, carried: Value) -> bool:
    """Whether a request carries one of the values that are told: texts, patterns or networks."""
    mine = [] if carried is None else as_list(carried)
    matches = in_block if key == "aws:SourceIp" else is_like
    return any(matches(value, one) for value in mine for one in wanted)


def is_like(value: str, pattern: str) -> bool:
    return glob(pattern, value)


def _field(key: str) -> list[Part]:
    return [Part(context={key: value}) for value in KEYS[key].values]


def consistent(keys: tuple[str, ...]) -> Space:
    """Requests whose keys agree with who makes them."""
    return Space(
        [
            [Part(action) for action in ACTIONS],
            [*callers()],
            *(_field(key) for key in keys if key not in SETTLED),
        ]
    )


def independent(keys: tuple[str, ...]) -> Space:
    """Requests whose keys say what they like."""
    everyone = [Part(principal=principal) for principal in PRINCIPALS]
    return Space([[Part(action) for action in ACTIONS], everyone, *map(_field, keys)])
