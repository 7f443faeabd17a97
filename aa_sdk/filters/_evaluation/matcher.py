"""Criteria compiled once, and evaluated on any number of findings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Union, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._evaluation.accessors import Accessor, accessor, has_place
from aa_sdk.filters._evaluation.detail_members import detail_keys, missing_keys
from aa_sdk.filters._evaluation.finding_forms import (
    Form,
    describe,
    form_of,
    form_of_event_detail,
    is_event_detail,
    is_mapping,
    out_of_event,
    type_of,
)
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS, Operator
from aa_sdk.filters._wire_values import wire_texts
from aa_sdk.models._base import Model
from aa_sdk.models.criteria import Criterion
from aa_sdk.models.findings import (
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
)

if TYPE_CHECKING:  # their modules have all resource configurations with them
    from aa_sdk.events import (
        AccessAnalyzerEvent,
        ExternalAccessEventDetail,
        InternalAccessEventDetail,
        UnusedAccessEventDetail,
    )
    from aa_sdk.models.access_previews import AccessPreviewFinding


FindingLike: TypeAlias = Union[
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    "AccessPreviewFinding",
    "AccessAnalyzerEvent",
    "ExternalAccessEventDetail",
    "InternalAccessEventDetail",
    "UnusedAccessEventDetail",
    Mapping[str, Any],
]
"""What a filter can be evaluated on; a mapping is in wire form, or an EventBridge event.

Of the parsed events, `AccessPreviewStateChange` and an `UnknownEvent` of another kind are refused,
as their mappings are.
"""

_OfOne: TypeAlias = Callable[[Any], bool]
_OfSeveral: TypeAlias = Callable[[tuple[str, ...]], bool]
_Plan: TypeAlias = tuple[tuple[Accessor, _OfOne, _OfSeveral], ...]

_PLAIN_KEYS: Final = FILTER_KEYS.keys() - detail_keys(FILTER_KEYS)


@dataclass(frozen=True, slots=True)
class Clause:
    """One operator of one key."""

    key: str
    """The filter key."""
    operator: Operator
    """The operator."""
    wanted: tuple[str, ...] | bool
    """Its values, or whether the key is to be there."""

    def of_one(self) -> _OfOne:
        """Return the predicate on a text, or on None for a key the finding does not have."""
        wanted = self.wanted
        if isinstance(wanted, bool):
            return lambda value: (value is not None) is wanted
        if self.operator == "contains":
            return lambda value: value is not None and any(part in value for part in wanted)
        listed = frozenset(wanted)
        if self.operator == "eq":
            return listed.__contains__
        return lambda value: value not in listed

    def of_several(self) -> _OfSeveral:
        """Return the predicate on any number of texts."""
        wanted = self.wanted
        if isinstance(wanted, bool):
            return lambda values: bool(values) is wanted
        if self.operator == "contains":
            return lambda values: any(part in value for part in wanted for value in values)
        listed = frozenset(wanted)
        if self.operator == "eq":
            return lambda values: not listed.isdisjoint(values)
        return listed.isdisjoint


class Matcher:
    """Evaluates criteria, given by filter key. Unknown operators are an `InvalidRequestError`.

    A page has a hundred findings of one form, and a filter goes over thousands of pages. Where a
    form carries a key, whether it can carry it at all, and how the operator compares is the same
    for all of them. So the criteria are compiled into a plan for each form that is met: per
    clause an accessor and two predicates. What is left to do for a finding is a dictionary lookup
    by its class, and for each clause a call that takes the value and one that compares it.

    A text has a predicate of its own, as nearly every value is one: it need not become a tuple
    first. Both predicates of a clause say the same about the same value.
    """

    __slots__ = ("_asks_for_details", "_asks_for_members", "_clauses", "_is_plain", "_plans")

    def __init__(self, criteria: Mapping[str, Criterion]) -> None:
        self._clauses = tuple(_clauses(criteria))
        self._plans: dict[object, _Plan] = {}
        self._is_plain = criteria.keys() <= _PLAIN_KEYS
        self._asks_for_details = bool(detail_keys(criteria))
        self._asks_for_members = not all(map(has_place, criteria))

    def matches(self, finding: object) -> bool:
        """Tell whether a finding passes every clause."""
        # Only plans that a model's class alone decides are kept under a class.
        plan = self._plans.get(type(finding))
        if plan is None:
            finding, plan = self._resolved(finding)
        for get, passes_one, pass_several in plan:
            value = get(finding)
            if value is None or value.__class__ is str:
                if not passes_one(value):
                    return False
            elif not pass_several(wire_texts(value)):
                return False
        return True

    def outcomes(self, finding: object) -> Iterator[tuple[Clause, tuple[str, ...], bool]]:
        """Go through the clauses with what the finding has and whether that passes."""
        resolved, plan = self._resolved(finding)
        for clause, (get, _, pass_several) in zip(self._clauses, plan, strict=True):
            actual = wire_texts(get(resolved))
            yield clause, actual, pass_several(actual)

    def _resolved(self, finding: object) -> tuple[Any, _Plan]:
        """Return the finding, out of its event, and how to look at it."""
        found = out_of_event(finding)
        model = cast("type[Model]", type(found))
        if is_event_detail(model):
            if not found.model_extra and not self._asks_for_members:
                return found, self._plan(found, form_of_event_detail(found), model)
            # What this release does not know may stand anywhere: it is looked for as it came.
            found = found.to_wire()
        if not is_mapping(found):
            return found, self._plan(found, form_of(model), model)
        # Plain keys are in the same place of every mapping: its form need not be told.
        form = Form.FLAT if self._is_plain else form_of(found)
        return found, self._plan(found, form, None)

    def _plan(self, finding: Any, form: Form, model: type[Model] | None) -> _Plan:
        # What a summary lacks depends on its type: some details it could not have anyway.
        by_type = self._asks_for_details and form is Form.SUMMARY
        finding_type = type_of(finding) if by_type else None
        by_form = by_type or is_event_detail(model)
        same_plan = (model, form, finding_type) if by_form else model or form
        plan = self._plans.get(same_plan)
        if plan is None:
            self._refuse_missing(form, model, finding_type)
            plan = tuple(
                (accessor(clause.key, form, model), clause.of_one(), clause.of_several())
                for clause in self._clauses
            )
            self._plans[same_plan] = plan
        return plan

    def _refuse_missing(
        self, form: Form, model: type[Model] | None, finding_type: str | None
    ) -> None:
        keys = dict.fromkeys(clause.key for clause in self._clauses)
        if missing := missing_keys(keys, form, finding_type):
            reason = (
                f"{describe(form, model)} does not carry it; read the finding (GetFindingV2) "
                "and match that, or let the service filter"
            )
            raise InvalidRequestError(*(InvalidField(f"filter.{key}", reason) for key in missing))


def _clauses(criteria: Mapping[str, Criterion]) -> Iterator[Clause]:
    for key, criterion in criteria.items():
        for unknown in criterion.model_extra or ():
            reason = "is an operator this release cannot evaluate"
            raise InvalidRequestError(InvalidField(f"filter.{key}.{unknown}", reason))
        for operator in OPERATORS:
            wanted = getattr(criterion, operator)
            if wanted is not None:
                yield Clause(key, operator, wanted)
