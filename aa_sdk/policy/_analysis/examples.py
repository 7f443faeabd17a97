"""From a region to one concrete request in it."""

from collections.abc import Mapping

from aa_sdk.policy._analysis.request_space import (
    ACTION,
    PRINCIPAL,
    RESOURCE,
    RequestSpace,
    context_key_dimension,
)
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.statements import Statement
from aa_sdk.policy.results import AccessExample


def access_example(
    space: RequestSpace, region: Mapping[str, int], statement: Statement
) -> AccessExample:
    """Make a request out of the first class of each dimension of a region.

    Args:
        space: The space that the region lies in.
        region: A region of it.
        statement: What allows all of it.

    Returns:
        The request.
    """
    at = _first_classes(space, region)
    action = space.actions.example(at[ACTION])
    principal_type, name = (
        space.principals.example(at[PRINCIPAL]) if space.principals else (None, None)
    )
    return AccessExample(
        action=space.actions_as_written.get(action, action),
        resource=space.resources.example(at[RESOURCE]),
        principal=name,
        principal_type=principal_type,
        context={
            classes.name: classes.example(at[context_key_dimension(key)])
            for key, classes in space.context_keys.items()
        },
        allowed_by=(statement.index, statement.sid),
    )


def assumptions(space: RequestSpace, region: Mapping[str, int]) -> list[tuple[Pattern, str]]:
    """List what the same request was assumed to match.

    Args:
        space: The space that the region lies in.
        region: A region of it.

    Returns:
        Patterns with policy variables, and the text that each is assumed to match.
    """
    at = _first_classes(space, region)
    resource = space.resources.example(at[RESOURCE])
    assumed = [(pattern, resource) for pattern in space.resources.assumed(at[RESOURCE])]
    for key, classes in space.context_keys.items():
        assumed += classes.assumed(at[context_key_dimension(key)])
    return assumed


def _first_classes(space: RequestSpace, region: Mapping[str, int]) -> dict[str, int]:
    return {
        dimension: _lowest(region.get(dimension, mask)) for dimension, mask in space.full.items()
    }


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
