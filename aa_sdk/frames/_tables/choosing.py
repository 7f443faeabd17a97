"""Which table is that of some items."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, get_args

from aa_sdk.frames._sources import FINDINGS as FINDING_CLASSES
from aa_sdk.frames._sources import placed_in
from aa_sdk.frames._tables import nouns
from aa_sdk.frames._tables.building import items_in, table_from
from aa_sdk.frames._tables.changes import CHANGES
from aa_sdk.frames._tables.details import DETAILS, DETAILS_LAYOUT, detail_rows
from aa_sdk.frames._tables.findings import FINDINGS
from aa_sdk.frames._tables.policies import CHECK_REASONS, VALIDATION_FINDINGS, reason_rows
from aa_sdk.frames._tables.table import Table
from aa_sdk.models import ReasonSummary, UnknownUnionMember
from aa_sdk.workflows._fleet.results import FleetFinding

Make = Callable[[Iterable[object]], Table]


def of_noun(noun: nouns.Noun, source: object) -> Table:
    """Make a table of a noun, of whatever has some in it."""
    return table_from(noun.layout, items_in(source, noun.source))


def _makers() -> dict[type, Make]:
    makers: dict[type, Make] = {}
    for noun in (
        nouns.ANALYZERS,
        nouns.ARCHIVE_RULES,
        nouns.ANALYZED_RESOURCES,
        nouns.ACCESS_PREVIEWS,
        nouns.POLICY_GENERATIONS,
        nouns.RECOMMENDED_STEPS,
        VALIDATION_FINDINGS,
        CHANGES,
    ):
        makers |= dict.fromkeys(noun.source.items, _maker(noun))
    findings = (*FINDING_CLASSES, FleetFinding)
    makers |= dict.fromkeys(findings, lambda items: table_from(FINDINGS, placed_in(items)))
    makers |= dict.fromkeys(DETAILS, lambda items: table_from(DETAILS_LAYOUT, detail_rows(items)))
    makers[ReasonSummary] = lambda items: table_from(CHECK_REASONS, reason_rows(items))
    del makers[UnknownUnionMember]  # of which union it is, the others say
    return makers


def _maker(noun: nouns.Noun) -> Make:
    return lambda items: of_noun(noun, items)


_MAKERS: Final = _makers()


def table_for(items: Iterable[object], item_type: object = None) -> Table:
    """Make the table that is made for what the items are.

    Args:
        items: The items, all of one noun.
        item_type: Their class, or the union of their classes. Default: that of the items.

    Raises:
        TypeError: There is no table for such items.
        ValueError: There are none, or none that anybody knows, and no class either.
    """
    if item_type is not None:
        return _made(_classes_in(item_type), items)
    seen: list[object] = []
    for item in (remaining := iter(items)):
        seen.append(item)
        if not isinstance(item, UnknownUnionMember):
            return _made([type(item)], chain(seen, remaining))
    raise ValueError("there is nothing that says which table this is: pass item_type")


def _made(classes: Sequence[Any], items: Iterable[object]) -> Table:
    for kind in classes:
        for base in kind.__mro__:
            if base in _MAKERS:
                return _MAKERS[base](items)
    names = ", ".join(kind.__name__ for kind in classes)
    raise TypeError(f"there is no table of {names}: pass what a listing of the client gives")


def _classes_in(hint: object) -> list[type]:
    """Return the classes that an annotation names: itself, or those of a union."""
    if isinstance(hint, type):
        return [hint]
    return [kind for part in get_args(hint) for kind in _classes_in(part)]
