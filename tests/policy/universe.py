"""Every request that could tell two policies of a theme apart, and which of them a policy allows.

Each request has a bit; a statement covers the bits that all its parts let through.
"""

import functools
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.policy.evaluator import (
    Request,
    Value,
    action_matches,
    as_list,
    condition_holds,
    principal_matches,
    resource_matches,
)
from tests.policy.generator import ACTIONS, KEYS, PRINCIPALS, VARIABLE_VALUES, Policy, Theme


class Universe:
    """Every request of a theme, a bit each."""

    def __init__(self, theme: Theme) -> None:
        asked = [KEYS[name].name for name in theme.keys]
        # A variable may be a key that is asked for, too: then it has one field.
        self.keys = asked + [name for name in theme.variables if name not in asked]
        self.variables = theme.variables
        self.fields: list[Sequence[Any]] = [ACTIONS, theme.resources]
        self.fields.append(PRINCIPALS if theme.principals else [None])
        self.fields.extend(theme.values(name) for name in theme.keys)
        self.fields.extend([VARIABLE_VALUES] * (len(self.keys) - len(asked)))
        self.size = 1
        for field in self.fields:
            self.size *= len(field)
        self.everything = (1 << self.size) - 1
        self.cylinders = list(self._cylinders())

    def _cylinders(self) -> Iterator[list[int]]:
        """For each field, the requests that have each of its values."""
        inner = 1
        for field in reversed(self.fields):
            block = (1 << inner) - 1
            period = inner * len(field)
            repeat = self.everything // ((1 << period) - 1)
            yield [(block << inner * n) * repeat for n in range(len(field))]
            inner = period

    def cylinder(self, field: int) -> list[int]:
        return self.cylinders[len(self.fields) - 1 - field]

    def where(self, field: int, passing: Sequence[bool]) -> int:
        return sum(
            bits for bits, passes in zip(self.cylinder(field), passing, strict=True) if passes
        )

    def request(self, bit: int) -> Request:
        """The request that a bit stands for."""
        chosen: list[Any] = []
        for field in reversed(self.fields):
            bit, at = divmod(bit, len(field))
            chosen.append(field[at])
        action, resource, principal, *carried = reversed(chosen)
        return Request(action, resource, principal, dict(zip(self.keys, carried, strict=True)))

    def allowed(self, policy: Policy) -> int:
        """The requests that a policy allows."""
        bits = {"Allow": 0, "Deny": 0}
        for statement in as_list(policy["Statement"]):
            bits[statement["Effect"]] |= self.covered(policy, statement)
        return bits["Allow"] & ~bits["Deny"]

    def covered(self, policy: Policy, statement: Policy) -> int:
        bits = self.where(0, [action_matches(statement, action) for action in ACTIONS])
        bits &= self._for_all_variables(
            1,
            statement.get("Resource", statement.get("NotResource")),
            lambda text, context: resource_matches(policy, statement, text, context),
        )
        bits &= self.where(2, [principal_matches(statement, who) for who in self.fields[2]])
        for name, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                bits &= self._condition(policy, name, key, values)
        return bits

    def _condition(self, policy: Policy, name: str, key: str, values: Any) -> int:
        return self._for_all_variables(
            self._field(key),
            values,
            lambda carried, context: condition_holds(
                policy, name, key, values, {**context, key: carried}
            ),
        )

    def _field(self, key: str) -> int:
        return 3 + self.keys.index(key)

    def _for_all_variables(
        self, field: int, texts: Any, decide: Callable[[Any, Mapping[str, Value]], bool]
    ) -> int:
        """The requests that pass by their value of a field and those of the variables in texts."""
        written = json.dumps(texts)
        named = [name for name in self.variables if "${" + name in written]
        own = [name for name in named if self._field(name) == field]
        others = [name for name in named if name not in own]
        bits = 0
        for chosen in itertools.product(
            *(enumerate(self.fields[self._field(name)]) for name in others)
        ):
            part = self.everything
            context: dict[str, Value] = {}
            for name, (at, value) in zip(others, chosen, strict=True):
                part &= self.cylinder(self._field(name))[at]
                context[name] = value
            passing = [
                decide(value, {**context, **dict.fromkeys(own, value)})
                for value in self.fields[field]
            ]
            bits |= part & self.where(field, passing)
        return bits


@functools.lru_cache(maxsize=256)
def universe(theme: Theme) -> Universe:
    return Universe(theme)
