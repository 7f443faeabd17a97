"""Layers: what several documents allow together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from aa_sdk.policy._language.statements import Statement


@dataclass(frozen=True, slots=True)
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

    @property
    def statements(self) -> list[Statement]:
        """All statements."""
        return [*(one for layer in self.allows for one in layer), *self.denies]

    def changed(self, change: Callable[[Statement], Statement]) -> Self:
        """Make the same layers of other statements."""
        allows = tuple(tuple(map(change, layer)) for layer in self.allows)
        return type(self)(allows, tuple(map(change, self.denies)))
