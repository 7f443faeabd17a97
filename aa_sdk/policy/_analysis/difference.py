"""What one side allows and the other does not, as slices.

It has two parts. What no Allow there covers is cut out of the Allows here. What both sides allow
and a Deny there takes back is cut out of what an Allow here and that Deny have in common: in the
first part it does not show, since an Allow there covers it.
"""

from collections.abc import Iterator
from itertools import product

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Comparison
from aa_sdk.policy._analysis.parts import apart, common
from aa_sdk.policy._analysis.slices import Slice, Slicing, merged
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.principals import Principal
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement


def difference(these: Layers, others: Layers, budget: Budget) -> list[Slice]:
    """Find what one side allows and the other does not.

    Args:
        these: The one side.
        others: The other side.
        budget: What the work is taken from.

    Returns:
        Slices that hold all of it, and in each of which there is some of it.
    """
    both = Layers((*these.allows, *others.allows), (*these.denies, *others.denies))
    query = AccessQuery(these, Layers(others.allows, ()), beside=both)
    allowed_there = [statement for layer in others.allows for statement in layer]
    slicing = Slicing(query, budget, [*allowed_there, *these.denies])
    uncovered = slicing.slices(these.allows[0])
    return merged([*uncovered, *_taken_back(these, others, both, budget)])


def _taken_back(these: Layers, others: Layers, both: Layers, budget: Budget) -> Iterator[Slice]:
    """What both sides allow and a Deny of the other denies."""
    comparison = Comparison(AccessQuery(these, others), budget)
    here = {one.meaning for one in these.denies}
    for deny in (one for one in others.denies if one.meaning not in here):
        layers = ((deny,), *these.allows[1:], *others.allows)
        query = AccessQuery(Layers((these.allows[0], *layers), these.denies), beside=both)
        slicing = Slicing(query, budget, these.denies, (deny,))
        for allow in these.allows[0]:
            part = None if apart(allow, deny) else _common_part(allow, deny, comparison)
            if part is None:
                continue
            if _is_within(part, allow):
                yield from slicing.slices([part])
                continue
            # The part says more than the Allow, which has to cover the requests as well.
            query = AccessQuery(Layers(((part,), (allow,), *layers), these.denies), beside=both)
            yield from Slicing(query, budget, these.denies, (allow, deny)).slices([part])


def _is_within(part: Statement, allow: Statement) -> bool:
    """Whether a part is plain to be one: what an Allow leaves out is not told by its patterns."""
    elements = (
        (part.actions, allow.actions),
        (part.resources, allow.resources),
        (part.principals, allow.principals),
    )
    return all(mine == its or its is None or not its.negated for mine, its in elements)


def _common_part(allow: Statement, deny: Statement, comparison: Comparison) -> Statement | None:
    """An Allow narrowed to what it shares with a Deny, as far as patterns tell; None if nothing."""
    principals = _common_principals(allow.principals, deny.principals)
    if principals and not principals.named and not principals.negated:
        return None
    actions = _narrower(allow.actions, deny.actions, comparison)
    if actions is None or not (actions.patterns or actions.negated):
        return None
    asked = {one.meaning for one in allow.conditions}
    return Statement(
        allow.index,
        allow.sid,
        "Allow",
        actions,
        _narrower(allow.resources, deny.resources, comparison),
        principals,
        (*allow.conditions, *(one for one in deny.conditions if one.meaning not in asked)),
        allow.document,
    )


def _narrower(
    mine: Selector | None, theirs: Selector | None, comparison: Comparison
) -> Selector | None:
    if theirs is None or theirs.negated:
        return mine
    if mine is None or mine.negated:
        return theirs
    return common(mine, theirs, comparison) or mine


def _common_principals(
    mine: PrincipalSelector | None, theirs: PrincipalSelector | None
) -> PrincipalSelector | None:
    if mine is None or theirs is None or theirs.negated:
        return mine
    if mine.negated:
        return theirs
    pairs = product(mine.named, theirs.named)
    shared = [who for one, other in pairs for who in _common_principal(one, other)]
    return PrincipalSelector(tuple(dict.fromkeys(shared)))


def _common_principal(one: Principal, other: Principal) -> Iterator[Principal]:
    if one.is_same(other) or one.is_within(other):
        yield one
    elif other.is_within(one):
        yield other
