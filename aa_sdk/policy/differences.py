"""What a change of a policy adds and removes: `compare`."""

from collections.abc import Iterable
from dataclasses import dataclass

from aa_sdk._display.layout import Face
from aa_sdk._display.limits import lines_text
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import shorten
from aa_sdk._lazy import hide_imports
from aa_sdk.models.policy_checks import AccessCheckPolicyType
from aa_sdk.policy._analysis.budget import DEFAULT_STEPS, Budget
from aa_sdk.policy._analysis.difference import difference
from aa_sdk.policy._analysis.policy_variables import example_of
from aa_sdk.policy._analysis.slices import Slice
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.documents import PolicyDocument
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.principals import Principal
from aa_sdk.policy._language.statements import PrincipalSelector, Selector
from aa_sdk.policy._sides import layers_of
from aa_sdk.policy._views.lines import (
    Line,
    as_markdown,
    as_text,
    card,
    in_a_terminal,
    side_by_side,
)
from aa_sdk.policy._views.wording import MOST_NAMED, listed, source_text, when, who
from aa_sdk.policy.layers import Effective
from aa_sdk.policy.results import AccessExample, StatementReference

__all__ = ("AccessSlice", "PolicyDifference", "compare")
hide_imports(__name__)

# A check asks once, a comparison once for each pattern.
_STEPS = 10 * DEFAULT_STEPS
_MOST_TAG = 300

Conditions = dict[str, dict[str, tuple[str, ...]]]
"""A Condition element: operators, their keys, and the values of each."""
Principals = dict[str, tuple[str, ...]]
"""A Principal element: the types, and who is named of each."""


@dataclass(frozen=True, slots=True, repr=False)
class AccessSlice(Shown):
    """Actions on resources by principals under conditions, as the documents write them.

    Something in it is allowed on the one side of a comparison only, as `example` shows.
    """

    actions: tuple[str, ...]
    """The actions; `*` where a NotAction stands."""
    resources: tuple[str, ...]
    """The resources; `*` where a NotResource stands, or nothing at all."""
    principals: Principals
    """Who, as in a Principal element; `{"AWS": ("*",)}` where a NotPrincipal stands. Empty for
    identity policies."""
    conditions: Conditions
    """The conditions, all of which hold. Of several values for a key, those that make a
    difference."""
    but_not_actions: tuple[str, ...]
    """Actions that are not in it, though `actions` names them."""
    but_not_resources: tuple[str, ...]
    """Resources that are not in it, though `resources` names them."""
    but_not_principals: Principals
    """Principals that are not in it, though `principals` names them."""
    unless: tuple[Conditions, ...]
    """Conditions: what one of these lets through is not in it."""
    statements: tuple[StatementReference, ...]
    """The statements that it comes from."""
    example: AccessExample | None
    """A request in it that one side allows and the other does not. None in the rare case that it
    hangs on policy variables for which no fitting values were found; `exact` is False then."""
    exact: bool
    """False where a policy variable was over-approximated: there may be nothing in it."""

    def __str__(self) -> str:
        """Write it in one line."""
        return lines_text([str(_line(self))])

    def __repr__(self) -> str:
        return f"<AccessSlice {shorten(str(self), _MOST_TAG)}>"

    def _face(self) -> Face:
        return [card(_line(self))]


@dataclass(frozen=True, slots=True, repr=False)
class PolicyDifference(Shown):
    """What a change of a policy adds and removes."""

    added: tuple[AccessSlice, ...]
    """What the new policy allows and the existing one does not."""
    removed: tuple[AccessSlice, ...]
    """What the existing policy allows and the new one does not."""

    @property
    def equivalent(self) -> bool:
        """Whether it is proven that both policies allow the same."""
        return not self.added and not self.removed

    def __str__(self) -> str:
        """Write a line for each slice, what is added with a `+` and what is removed with a `-`."""
        return as_text(*self._lines)

    def to_markdown(self) -> str:
        """Write it in Markdown, as a comment on a pull request would have it.

        Returns:
            How much is added and removed, and the lines of `str` in a block of the kind `diff`. Of
            each kind, 20 lines at most.
        """
        return as_markdown(*self._lines)

    def __repr__(self) -> str:
        return f"<PolicyDifference: {len(self.added):,} added, {len(self.removed):,} removed>"

    def _face(self) -> Face:
        return side_by_side(*self._lines)

    def _terminal_face(self) -> Face:
        return in_a_terminal(*self._lines)

    @property
    def _lines(self) -> tuple[list[Line], list[Line]]:
        added, removed = ([_line(one) for one in side] for side in (self.added, self.removed))
        return added, removed


def compare(
    new: PolicyDocument | Effective,
    existing: PolicyDocument | Effective,
    policy_type: AccessCheckPolicyType = "IDENTITY_POLICY",
) -> PolicyDifference:
    """Tell what a new version of a policy allows that the existing one does not, and the reverse.

    Whatever is allowed on one side only lies in one of the slices, and in each of them there is
    something. `added` is empty exactly where `check_no_new_access` passes.

    Example:
        ```python
        from aa_sdk.policy import compare

        def allow(*actions):
            return {"Statement": {"Effect": "Allow", "Action": list(actions), "Resource": "*"}}

        difference = compare(allow("s3:Get*", "s3:PutObject"), allow("s3:GetObject", "sqs:*"))
        (added,) = difference.added
        assert added.actions == ("s3:Get*", "s3:PutObject")
        assert added.but_not_actions == ("s3:GetObject",)
        (removed,) = difference.removed
        assert removed.actions == ("sqs:*",)
        ```

    Args:
        new: The new policy, or what several leave together.
        existing: The policy that it is compared with, or several.
        policy_type: `IDENTITY_POLICY`, the default, or `RESOURCE_POLICY` for policies that say
            whom they speak of.

    Returns:
        The difference.

    Raises:
        InvalidPolicyError: A document is malformed.
        UnsupportedPolicyError: A document holds something that is not decided here, or there is
            too much to be decided.
    """
    after, before = layers_of(new, policy_type), layers_of(existing, policy_type)
    return PolicyDifference(_only_in(after, before), _only_in(before, after))


def _only_in(these: Layers, others: Layers) -> tuple[AccessSlice, ...]:
    budget = Budget(_STEPS)
    return tuple(_access_slice(one, budget) for one in difference(these, others, budget))


def _access_slice(one: Slice, budget: Budget) -> AccessSlice:
    actions, but_not_actions = _written(one.statement.actions, one.but_not[0])
    resources, but_not_resources = _written(one.statement.resources, one.but_not[1])
    principals, but_not_principals = _named(one.statement.principals, one.but_not_for)
    references = (
        StatementReference(from_.index, from_.sid, from_.document) for from_ in one.sources
    )
    return AccessSlice(
        actions=actions,
        resources=resources,
        principals=principals,
        conditions=_condition(one.statement.conditions),
        but_not_actions=but_not_actions,
        but_not_resources=but_not_resources,
        but_not_principals=but_not_principals,
        unless=tuple(_condition(conditions) for conditions in one.unless),
        statements=tuple(sorted(set(references), key=lambda its: (its.document, its.index))),
        example=example_of(one.query, [one.found], budget),
        exact=one.found.left.space.exact,
    )


def _written(
    selector: Selector | None, but_not: Selector
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a selector names, and what is left out of it."""
    if selector is None:
        return ("*",), ()
    if selector.negated:
        return ("*",), selector.as_written
    return selector.as_written, but_not.as_written


def _named(
    selector: PrincipalSelector | None, but_not: tuple[Principal, ...]
) -> tuple[Principals, Principals]:
    if selector is None:
        return {}, {}
    if selector.negated:
        return {"AWS": ("*",)}, _element(selector.named)
    return _element(selector.named), _element(but_not)


def _element(principals: Iterable[Principal]) -> Principals:
    named: dict[str, list[str]] = {}
    for principal in principals:
        kind, name = principal.entry
        named.setdefault(kind, []).append(name)
    return {kind: tuple(names) for kind, names in named.items()}


def _condition(conditions: Iterable[Condition]) -> Conditions:
    element: Conditions = {}
    for one in conditions:
        # One element has no place for an operator twice on a key: the slice is the wider for it.
        keys = element.setdefault(one.operator_as_written, {})
        keys.setdefault(one.context_key_as_written, one.as_written)
    return element


def _line(one: AccessSlice) -> Line:
    conditions = [("if", when(one.conditions))] if one.conditions else []
    conditions += [("unless", when(excepted)) for excepted in one.unless[:MOST_NAMED]]
    if len(one.unless) > MOST_NAMED:
        conditions.append(("and", f"unless {len(one.unless) - MOST_NAMED:,} more"))
    return Line(
        what=listed(one.actions, one.but_not_actions),
        where=listed(one.resources, one.but_not_resources),
        who=who(one.principals, one.but_not_principals),
        conditions=conditions,
        source=source_text(one.statements),
        example=str(one.example) if one.example else "",
        exact=one.exact,
    )
