"""From a region to one concrete request in it."""

from aa_sdk.policy._analysis.comparison import AccessQuery, Contribution
from aa_sdk.policy._analysis.request_space import (
    ACTION,
    PRINCIPAL,
    RESOURCE,
    context_key_dimension,
)
from aa_sdk.policy._analysis.subtraction import Left
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy.results import AccessExample, ContextValue


def access_example(query: AccessQuery, contribution: Contribution) -> AccessExample:
    """Make a request out of the first class of each dimension of a region.

    Args:
        query: What was looked for.
        contribution: What was found.

    Returns:
        The request.
    """
    statement, left = contribution
    space = left.space
    at = _first_classes(left)
    action = space.actions.example(at[ACTION])
    principal_type, name = (
        space.principals.example(at[PRINCIPAL]) if space.principals else (None, None)
    )
    names = _keys_as_written(query)
    # A key that is of no concern to this request is absent.
    context: dict[str, ContextValue] = dict.fromkeys(names.values())
    for key, classes in space.context_keys.items():
        context[names.get(key, key)] = classes.example(at[context_key_dimension(key)])
    return AccessExample(
        action=_as_written(query, action),
        resource=space.resources.example(at[RESOURCE]),
        principal=name,
        principal_type=principal_type,
        context=context,
        allowed_by=(statement.index, statement.sid),
    )


def assumptions(left: Left) -> list[tuple[Pattern, str]]:
    """List what the same request was assumed to match.

    Args:
        left: What was found.

    Returns:
        Patterns with policy variables, and the text that each is assumed to match.
    """
    at = _first_classes(left)
    space = left.space
    resource = space.resources.example(at[RESOURCE])
    assumed = [(pattern, resource) for pattern in space.resources.assumed(at[RESOURCE])]
    for key, classes in space.context_keys.items():
        assumed += classes.assumed(at[context_key_dimension(key)])
    return assumed


def carried(left: Left) -> dict[str, ContextValue]:
    """Tell what the same request carries under each context key.

    Args:
        left: What was found.

    Returns:
        One value, several, or None for a key that is absent.
    """
    at = _first_classes(left)
    return {
        key: classes.example(at[context_key_dimension(key)])
        for key, classes in left.space.context_keys.items()
    }


def _first_classes(left: Left) -> dict[str, int]:
    return {
        dimension: _lowest(left.region.get(dimension, mask))
        for dimension, mask in left.space.full.items()
    }


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _keys_as_written(query: AccessQuery) -> dict[str, str]:
    names: dict[str, str] = {}
    for layers in query.layers[::-1]:
        names |= layers.keys_as_written
    return names


def _as_written(query: AccessQuery, action: str) -> str:
    """Actions are compared in lower case, but shown as a document has them."""
    for layers in query.layers:
        written = layers.actions_as_written.get(action)
        if written is not None:
            return written
    listed = (text for _, selector in query.target for text in selector.as_written)
    return next((text for text in listed if text.lower() == action), action)
