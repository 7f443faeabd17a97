"""Whether one statement speaks of whomever, and holds whenever, another does: told term by term.

Only what is certain at a glance counts. Where it says no, the search decides.
"""

from collections.abc import Collection, Sequence

from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.principals import EVERYONE
from aa_sdk.policy._language.statements import PrincipalSelector, Statement


def applies_wherever(wide: Statement, narrow: Sequence[Statement]) -> bool:
    """Tell whether a statement surely applies wherever some others do together.

    Actions and resources are left out of it.

    Args:
        wide: The statement that should apply.
        narrow: The statements that do.

    Returns:
        Whether its principals and conditions let through whatever theirs do.
    """
    if wide.principals and not any(_names_all(wide.principals, one.principals) for one in narrow):
        return False
    given = [condition for one in narrow for condition in one.conditions]
    return all(_follows(condition, given) for condition in wide.conditions)


def _names_all(wide: PrincipalSelector, narrow: PrincipalSelector | None) -> bool:
    if not wide.negated and EVERYONE in wide.named:
        return True
    if narrow is None or wide.negated is not narrow.negated:
        return False
    return _is_among(wide.named, narrow.named, fewer=wide.negated)


def _follows(condition: Condition, given: Collection[Condition]) -> bool:
    """Whether a condition holds if all that are given do: the same is asked, or more.

    Every operator asks whether values satisfy one of its predicates. More predicates let more
    values through, or fewer if the operator is negated; that is so for any, for all, and for one.
    """
    asked = condition.operator
    return any(
        one.context_key == condition.context_key
        and asked in (one.operator, one.operator._replace(if_exists=True))
        and _is_among(condition.predicates, one.predicates, fewer=asked.negated)
        for one in given
    )


def _is_among(wide: Sequence[object], narrow: Sequence[object], *, fewer: bool) -> bool:
    return set(wide) <= set(narrow) if fewer else set(narrow) <= set(wide)
