"""Criteria compiled once, and evaluated on any number of findings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Union, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._evaluation.accessors import Getter, detail_keys, getter, missing_keys
from aa_sdk.filters._evaluation.finding_forms import (
    Form,
    describe,
    event_detail,
    finding_type,
    form_of,
    is_mapping,
)
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS, Operator
from aa_sdk.models._base import Model
from aa_sdk.models.criteria import Criterion
from aa_sdk.models.findings import (
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
)

if TYPE_CHECKING:  # its module has all resource configurations with it
    from aa_sdk.models.access_previews import AccessPreviewFinding


FindingLike: TypeAlias = Union[
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    "AccessPreviewFinding",
    Mapping[str, Any],
]
"""What a filter can be evaluated on; a mapping is in wire form, or an EventBridge event."""

Plan: TypeAlias = tuple[
    tuple[Getter, Callable[[Any], bool], Callable[[tuple[str, ...]], bool]], ...
]

_PLAIN: Final = FILTER_KEYS.keys() - detail_keys(FILTER_KEYS)
_BOOLEANS: Final = {True: "true", False: "false"}


def texts(value: object) -> tuple[str, ...]:
    """Return what a finding's member holds as the texts that values are compared with.

    Args:
        value: A member: text, a bool, None, or several of them.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, bool):
        return (_BOOLEANS[value],)
    if is_mapping(value):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        items = cast("tuple[object, ...]", value)
        return tuple(text for item in items for text in texts(item))
    return (str(value),)


@dataclass(frozen=True, slots=True)
class Check:
    """One operator of one key."""

    key: str
    """The filter key."""
    operator: Operator
    """The operator."""
    wanted: tuple[str, ...] | bool
    """Its values, or whether the key is to be there."""

    def one(self) -> Callable[[Any], bool]:
        """Return the test of a text, or None for a key the finding does not have."""
        wanted = self.wanted
        if isinstance(wanted, bool):
            return lambda value: (value is not None) is wanted
        if self.operator == "contains":
            return lambda value: value is not None and any(part in value for part in wanted)
        known = frozenset(wanted)
        if self.operator == "eq":
            return known.__contains__
        return lambda value: value not in known

    def several(self) -> Callable[[tuple[str, ...]], bool]:
        """Return the test of any number of texts."""
        wanted = self.wanted
        if isinstance(wanted, bool):
            return lambda values: bool(values) is wanted
        if self.operator == "contains":
            return lambda values: any(part in value for part in wanted for value in values)
        known = frozenset(wanted)
        if self.operator == "eq":
            return lambda values: not known.isdisjoint(values)
        return known.isdisjoint


class Matcher:
    """Evaluates criteria. What depends on a finding's form is worked out once for each form."""

    __slots__ = ("_asks_for_details", "_checks", "_needs_details", "_plans")

    def __init__(self, criteria: Mapping[str, Criterion]) -> None:
        """Compile criteria.

        Args:
            criteria: Criteria by filter key.

        Raises:
            InvalidRequestError: A criterion has an operator that this release does not know.
        """
        self._checks = tuple(_checks(criteria))
        self._plans: dict[object, Plan] = {}
        self._asks_for_details = not criteria.keys() <= _PLAIN
        self._needs_details = bool(detail_keys(criteria))

    def matches(self, finding: object) -> bool:
        """Tell whether a finding passes every check."""
        plan = self._plans.get(type(finding))
        if plan is None:
            finding, plan = self._resolved(finding)
        for get, one, several in plan:
            value = get(finding)
            if value is None or value.__class__ is str:
                if not one(value):
                    return False
            elif not several(texts(value)):
                return False
        return True

    def outcomes(self, finding: object) -> Iterator[tuple[Check, tuple[str, ...], bool]]:
        """Go through the checks with what the finding has and whether that passes."""
        found, plan = self._resolved(finding)
        for check, (get, _one, several) in zip(self._checks, plan, strict=True):
            actual = texts(get(found))
            yield check, actual, several(actual)

    def _resolved(self, finding: object) -> tuple[Any, Plan]:
        """Return the finding, out of its event, and how to look at it."""
        if not is_mapping(finding):
            model = cast("type[Model]", type(finding))
            return finding, self._plan(finding, form_of(model), model)
        if "detail-type" in finding:
            finding = event_detail(finding)
        form = form_of(finding) if self._asks_for_details else Form.BESIDE
        return finding, self._plan(finding, form, None)

    def _plan(self, finding: Any, form: Form, model: type[Model] | None) -> Plan:
        # What a summary lacks depends on its type: some details it could not have anyway.
        by_type = self._needs_details and form is Form.SUMMARY
        kind = finding_type(finding) if by_type else None
        place = (model, form, kind) if by_type else model or form
        plan = self._plans.get(place)
        if plan is None:
            self._refuse_missing(form, model, kind)
            plan = tuple(
                (getter(check.key, form, model), check.one(), check.several())
                for check in self._checks
            )
            self._plans[place] = plan
        return plan

    def _refuse_missing(self, form: Form, model: type[Model] | None, kind: str | None) -> None:
        needed = missing_keys(dict.fromkeys(check.key for check in self._checks), form, kind)
        if needed:
            reason = (
                f"{describe(form, model)} does not carry it; read the finding (GetFindingV2) "
                "and match that, or let the service filter"
            )
            raise InvalidRequestError(*(InvalidField(f"filter.{key}", reason) for key in needed))


def _checks(criteria: Mapping[str, Criterion]) -> Iterator[Check]:
    for key, criterion in criteria.items():
        for unknown in criterion.model_extra or ():
            reason = "is an operator this release cannot evaluate"
            raise InvalidRequestError(InvalidField(f"filter.{key}.{unknown}", reason))
        for operator in OPERATORS:
            wanted = getattr(criterion, operator)
            if wanted is not None:
                yield Check(key, operator, wanted)
