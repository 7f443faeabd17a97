"""Everything on a finding with a list of details that may hold one of their members.

A holder is a model or a dictionary: a detail that is known here, or the payload of one that is
not.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from aa_sdk.filters._evaluation.finding_forms import is_mapping
from aa_sdk.models._base import Model, snake_case
from aa_sdk.models._unions import UnknownUnionMember

ABSENT: Final = object()
"""What `member_of` returns where there is no member; one that is there may be None."""


def detail_holders(finding: Any) -> list[Any]:
    """Return everything that may hold details.

    The finding itself is among it: a documented sample of an error finding has a restriction
    of its own, outside of its details.

    Args:
        finding: A mapping or a model with a list of details.
    """
    if is_mapping(finding):
        holders = mappings_among((finding,))
        for detail in finding["findingDetails"] or ():
            holders += mappings_among(detail.values())
        return holders
    holders = list[Any](mappings_among((finding.model_extra,)))
    for detail in finding.finding_details:
        if type(detail) is UnknownUnionMember:
            holders += _payloads(detail)
        else:
            holders.append(detail)
    return holders


def member_of(holder: Mapping[str, Any] | Model, name: str) -> Any:
    """Return a member of a mapping or a model, or `ABSENT`.

    Args:
        holder: A mapping in wire form or a model.
        name: The member's wire name.
    """
    if not isinstance(holder, Model):
        return holder.get(name, ABSENT)
    field = snake_case(name)
    if field in type(holder).model_fields:
        return getattr(holder, field)
    return (holder.model_extra or {}).get(name, ABSENT)


def mappings_among(values: Iterable[Any]) -> list[Any]:
    """Return the mappings among values, as dictionaries.

    Args:
        values: Anything.
    """
    return [
        value if value.__class__ is dict else dict(value)
        for value in values
        if value.__class__ is dict or is_mapping(value)
    ]


def _payloads(detail: UnknownUnionMember) -> list[Any]:
    """Return the payloads of a union that had another member than we know, or several."""
    payloads = mappings_among((detail.value,))
    if detail.tag:
        return payloads
    return mappings_among(value for union in payloads for value in union.values())
