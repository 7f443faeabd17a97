"""Long lists of what is not to be granted, in parts that one check takes, and put together."""

from collections.abc import Iterator, Sequence
from itertools import product

from aa_sdk.models import Access, ReasonSummary, Texts
from aa_sdk.workflows._policies.outcomes import PolicyUndecided, PolicyVerdict

MOST_LISTED = 100
"""Actions, and resources, that one check takes."""

PartOutcome = PolicyVerdict | PolicyUndecided
"""What becomes of a part."""


def parts_of(access: Access) -> tuple[Access, ...]:
    """Split access into parts that together are the same: each action with each resource.

    Args:
        access: Any number of actions, resources, or both.
    """
    grid = product(_portions(access.actions), _portions(access.resources))
    return tuple(Access(actions=actions, resources=resources) for actions, resources in grid)


def combined(outcomes: Sequence[PartOutcome]) -> PartOutcome:
    """Put the outcomes of all parts together: a FAIL is one, whatever is undecided beside it.

    Args:
        outcomes: Those of the parts, in their order, at least one.
    """
    verdicts = [one for one in outcomes if isinstance(one, PolicyVerdict)]
    failed = [one for one in verdicts if not one.passed]
    undecided = [one for one in outcomes if isinstance(one, PolicyUndecided)]
    if failed:
        return _as_one(failed)
    return undecided[0] if undecided else _as_one(verdicts)


def _as_one(verdicts: Sequence[PolicyVerdict]) -> PolicyVerdict:
    """Put verdicts together that say the same."""
    first = verdicts[0]
    if len(verdicts) == 1:
        return first
    examples = (one.counterexample for one in verdicts if one.counterexample is not None)
    return PolicyVerdict(
        first.result,
        first.message,
        _reasons(verdicts),
        next(examples, None),
        all(one.exact for one in verdicts),
        "service" if any(one.decided_by == "service" for one in verdicts) else "here",
    )


def _reasons(verdicts: Sequence[PolicyVerdict]) -> tuple[ReasonSummary, ...]:
    """Each statement once, in the order of the document; first what names none."""
    found: dict[object, ReasonSummary] = {}
    for verdict in verdicts:
        for reason in verdict.reasons:
            index = reason.statement_index
            found.setdefault(reason.description if index is None else index, reason)
    return tuple(sorted(found.values(), key=_place))


def _place(reason: ReasonSummary) -> int:
    return -1 if reason.statement_index is None else reason.statement_index


def _portions(texts: Texts | None) -> Iterator[tuple[str, ...] | None]:
    if not texts:
        yield None
        return
    listed = tuple(texts)
    for start in range(0, len(listed), MOST_LISTED):
        yield listed[start : start + MOST_LISTED]
