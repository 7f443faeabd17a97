"""What is drawn, before anything draws it: words, and numbers that are counted already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

GROUPS: Mapping[str, str] = {
    "public": "public",
    "public, would be hidden": "public",
    "never used": "public",
    "new": "public",
    "cross-account": "named",
    "would be hidden": "named",
    "resolved": "named",
    "rest": "rest",
    "archived": "rest",
    "gone": "rest",
    "stay active": "rest",
}
"""The colour of each group of findings, by what it stands for."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands above a chart."""

    title: str
    """The finding, in a sentence."""
    notes: Sequence[str] = ()
    """What one has to know beside it, a line each."""


@dataclass(frozen=True, slots=True)
class Part:
    """The findings of one group in a bar."""

    group: str
    """Which group it is, one of `GROUPS`."""
    number: int
    """How many findings."""
    resources: str
    """The first of their resources by name, and how many more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Findings that have something in common."""

    name: str
    """What they have in common; no two bars of a chart have the same."""
    parts: Sequence[Part]
    """Its groups, from the base line on; none is empty."""
    note: str = ""
    """What stands at its end. Default: how many findings it is of, where there are any."""

    @property
    def number(self) -> int:
        """How many findings."""
        return sum(part.number for part in self.parts)


@dataclass(frozen=True, slots=True)
class Bars:
    """How many findings have what in common."""

    words: Words
    """What stands above."""
    category: str
    """What the bars are: the title of their axis."""
    bars: Sequence[Bar]
    """The bars, in their order."""
    upright: bool = False
    """Whether the bars stand, as those of ages do, which have an order of their own."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many findings became open, and how many are so no more, over time."""

    words: Words
    """What stands above."""
    category: str
    """What the bars are: the title of their axis."""
    bars: Sequence[Bar]
    """The periods, in their order: what is `new` stands up, and the other groups hang down."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long something has been public."""

    name: str
    """Its short name, which nothing else in the chart has."""
    group: str
    """Which group it is of, one of `GROUPS`."""
    days: int
    """For how many days."""
    note: str
    """What stands beside it."""
    facts: Mapping[str, str]
    """What its tooltip tells, by name."""


@dataclass(frozen=True, slots=True)
class Spans:
    """How long things have been public, and for what."""

    words: Words
    """What stands above."""
    spans: Sequence[Span]
    """Those things, in their order."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A service that a role or user does not use."""

    row: str
    """Short name of the role or user."""
    column: str
    """The service, as IAM names it."""
    days: int | None
    """For how many days; None where it was never used."""
    facts: Mapping[str, str]
    """What its tooltip tells, by name."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Which services who does not use."""

    words: Words
    """What stands above."""
    rows: Sequence[str]
    """The roles and users, in their order."""
    columns: Sequence[str]
    """The services, in their order."""
    cells: Sequence[Cell]
    """What is not used."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to draw, which may be good news."""

    words: Words
    """What stands above."""
    text: str
    """What stands where the chart would be."""


Picture: TypeAlias = Bars | Timeline | Spans | Heat | Nothing
"""What can be drawn."""
