"""What the policy checks say about a policy that was cut down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from aa_sdk.frames._narrowing.cutting import Cut
from aa_sdk.policy import (
    AccessSlice,
    Policy,
    PolicyCheck,
    StatementReference,
    UnsupportedPolicyError,
    check_no_new_access,
    compare,
)
from aa_sdk.policy._language.json_values import entries, is_object

AnswerT = TypeVar("AnswerT")

# To tell what is lost by more than that would take many seconds, and nobody would read it.
_MOST_COMPARED = 500
_TOO_MANY = f"what is removed was not compared: more than {_MOST_COMPARED} places change"
_EVERY_REQUEST = {"Action": "*", "Resource": "*"}
# It allows what a policy without statements allows, and can be read as one.
_NOTHING: Mapping[str, Any] = {"Statement": {"Effect": "Deny", **_EVERY_REQUEST}}


def to_be_checked(policy: str, *, is_empty: bool) -> Policy:
    """Read a policy; one without statements, which could not be read, as one that allows nothing.

    Raises:
        InvalidPolicyError: It is malformed.
        UnsupportedPolicyError: It holds something that is not decided.
    """
    return Policy.parse(_NOTHING if is_empty else policy)


class Proven(NamedTuple):
    """What was proven, and what changed."""

    only_shrinks: PolicyCheck | None
    """Whether the new policy allows nothing that the old one does not; None if not decided."""
    unused_gone: PolicyCheck | None
    """Whether none of what was removed is allowed; None if not decided, or nothing was removed."""
    removed: tuple[AccessSlice, ...]
    """What only the old policy allows."""
    undecided: str
    """Why something was not decided; empty if all was."""


def prove(
    new: str, existing: str, cuts: Sequence[Cut], removed: Sequence[str], *, is_empty: bool
) -> Proven:
    """Hold the new policy against the old one.

    Args:
        new: The new policy.
        existing: The policy as it was.
        cuts: What became of its statements.
        removed: The actions that should be gone.
        is_empty: Whether no statement is left.

    Raises:
        InvalidPolicyError: The policy is malformed.
    """
    given, undecided = _tried(
        lambda: (to_be_checked(new, is_empty=is_empty), Policy.parse(existing))
    )
    if given is None:
        return Proven(None, None, tuple(_as_written(cuts)), undecided)
    after, before = given
    only_shrinks, not_shown = _tried(lambda: check_no_new_access(after, before))
    unused_gone, not_gone = _tried(lambda: _gone(after, removed))
    slices, not_told = None, _TOO_MANY
    if sum(map(_places, cuts)) <= _MOST_COMPARED:
        slices, not_told = _tried(lambda: compare(after, before).removed)
    if slices is None:
        slices = tuple(_as_written(cuts))
    return Proven(only_shrinks, unused_gone, slices, not_shown or not_gone or not_told)


def _tried(ask: Callable[[], AnswerT]) -> tuple[AnswerT | None, str]:
    """Ask something that may not be decided; then there is no answer, and the reason for it."""
    try:
        return ask(), ""
    except UnsupportedPolicyError as error:
        return None, str(error)


def _places(cut: Cut) -> int:
    return (not cut.is_nothing) + sum(map(len, cut.parted.values()))


def _gone(policy: Policy, actions: Sequence[str]) -> PolicyCheck | None:
    """See that none of some actions is allowed, however many they are."""
    if not actions:
        return None
    anything = {"Effect": "Allow", **_EVERY_REQUEST}
    but_these = {"Effect": "Deny", **_EVERY_REQUEST, "Action": [*actions]}
    check = check_no_new_access(policy, {"Statement": [anything, but_these]})
    not_ = "none" if check.passed else "some"
    return replace(check, message=f"The smaller policy allows {not_} of the removed actions.")


def _as_written(cuts: Sequence[Cut]) -> Iterator[AccessSlice]:
    """What was taken out of statements, where it is not decided what others allow of it."""
    for cut in cuts:
        if cut.is_nothing:
            continue
        elements = cut.grant.elements
        kept = tuple(text for texts in cut.parted.values() for text in texts)
        yield AccessSlice(
            actions=tuple(cut.removed),
            resources=_texts(elements.get("Resource", "*")),
            principals={},
            conditions=_conditions(elements.get("Condition")),
            but_not_actions=kept,
            but_not_resources=_texts(elements.get("NotResource", [])),
            but_not_principals={},
            unless=(),
            statements=(StatementReference(cut.grant.index, cut.grant.sid),),
            example=None,
            exact=False,
        )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in entries(value))


def _conditions(element: Any) -> dict[str, dict[str, tuple[str, ...]]]:
    if not is_object(element):
        return {}
    return {
        str(operator): {str(key): _texts(values) for key, values in keys.items()}
        for operator, keys in element.items()
        if is_object(keys)
    }
