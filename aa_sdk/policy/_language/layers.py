"""Layers: what several documents allow together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from aa_sdk.policy._language.statements import Statement


@dataclass(frozen=True)
class Layers:
    """Statements of one document or of many; what every layer allows is allowed, unless denied."""

    allows: tuple[tuple[Statement, ...], ...]
    """The Allow statements of each layer, one of which has to cover a request."""
    denies: tuple[Statement, ...]
    """The Deny statements of all of them, none of which may."""

    @classmethod
    def of(cls, *layers: Sequence[Statement]) -> Self:
        """Part the statements of each layer by their effect."""
        allows = (tuple(one for one in layer if one.effect == "Allow") for layer in layers)
        denies = (one for layer in layers for one in layer if one.effect == "Deny")
        return cls(tuple(allows), tuple(denies))

    @cached_property
    def statements(self) -> list[Statement]:
        """All statements."""
        return [*(one for layer in self.allows for one in layer), *self.denies]

    @cached_property
    def keys_as_written(self) -> dict[str, str]:
        """The context keys that conditions ask for, as one of them has it, by key in lower case."""
        keys: dict[str, str] = {}
        for statement in self.statements:
            for condition in statement.conditions:
                keys.setdefault(condition.context_key, condition.context_key_as_written)
        return keys

    @cached_property
    def actions_as_written(self) -> dict[str, str]:
        """The actions as some statement has them, by action in lower case."""
        actions: dict[str, str] = {}
        for statement in self.statements:
            for text in statement.actions.as_written:
                actions.setdefault(text.lower(), text)
        return actions

    def changed(self, change: Callable[[Statement], Statement]) -> Self:
        """Make the same layers of other statements."""
        allows = tuple(tuple(map(change, layer)) for layer in self.allows)
        return type(self)(allows, tuple(map(change, self.denies)))
