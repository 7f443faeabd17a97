"""Where each form of finding carries what a filter key asks for.

An accessor is made once for a key and a form, and then called for every finding of that form: it
does no more than one finding needs, and all that only the form decides is decided before.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._evaluation.detail_holders import (
    ABSENT,
    detail_holders,
    mappings_among,
    member_of,
)
from aa_sdk.filters._evaluation.detail_members import DETAIL_MEMBERS, refuse_unset_details
from aa_sdk.filters._evaluation.finding_forms import Form, form_of, is_event_detail, is_mapping
from aa_sdk.filters._keys import FILTER_KEYS
from aa_sdk.filters._wire_values import BOOLEAN_TEXTS
from aa_sdk.models._base import Model, snake_case

Accessor: TypeAlias = Callable[[Any], object]
"""Takes a value from a finding: text, a bool, several of them, or None."""

_OfMember: TypeAlias = Callable[[str], Accessor]

REQUIRED: Final = frozenset({"id", "status", "resourceType", "resourceOwnerAccount"})
"""The filter keys without which a mapping is no finding."""

EVENT_NAMES: Final = {
    "id": "findingId",
    "resourceOwnerAccount": "accountId",
    "resourceControlPolicyRestriction": "resourceControlPolicyRestrictionType",
    "serviceControlPolicyRestriction": "serviceControlPolicyRestrictionType",
}
"""The filter keys whose members have another name in events."""


def accessor(key: str, form: Form, model: type[Model] | None) -> Accessor:
    """Return what takes a filter key's value from findings of one form.

    Args:
        key: The filter key.
        form: The form.
        model: The model's class; None for mappings.
    """
    flat: _OfMember = _of_mapping if model is None else _of_model(model)
    if model is not None and is_event_detail(model):
        flat = _of_event_detail(model)
    of_details = _of_details if form is Form.DETAILED else flat
    if key in DETAIL_MEMBERS:
        member = of_details(key)
        return _as_text(member) if FILTER_KEYS[key].kind == "boolean" else member
    name, _, entry = key.partition(".")
    if name == "principal" and entry:
        return _of_entry(of_details(name), lambda principals: principals.get(entry))
    if name == "condition" and entry:
        return _of_entry(of_details(name), lambda conditions: _condition(conditions, entry))
    return flat(key) if key in FILTER_KEYS else _undocumented(key)


def has_place(key: str) -> bool:
    """Tell whether it is known where findings carry what a filter key asks for."""
    name, _, entry = key.partition(".")
    return key in FILTER_KEYS or (name in ("principal", "condition") and bool(entry))


def _as_text(get: Accessor) -> Accessor:
    def boolean(finding: Any) -> object:
        value = get(finding)
        return BOOLEAN_TEXTS[value] if isinstance(value, bool) else value

    return boolean


def _of_entry(get_mapping: Accessor, take: Callable[[Mapping[str, Any]], object]) -> Accessor:
    """Return what takes an entry of a member that is a mapping, or several of them."""

    def get(finding: Any) -> object:
        mapping: Any = get_mapping(finding)
        if mapping is None:
            return None
        if type(mapping) is dict:
            return take(cast("dict[str, Any]", mapping))
        several = cast(
            "Iterable[Any]", mapping if isinstance(mapping, (list, tuple)) else [mapping]
        )
        return tuple(map(take, mappings_among(several)))

    return get


def _condition(conditions: Mapping[str, Any], name: str) -> object:
    # IAM reads names of condition keys in any case, so a policy may have any.
    value = conditions.get(name)
    if value is not None or not conditions:
        return value
    folded = name.casefold()
    return next((value for key, value in conditions.items() if key.casefold() == folded), None)


def _undocumented(key: str) -> Accessor:
    """Return what looks for a member by its name, or by a dotted path of two names."""
    root, _, rest = key.partition(".")

    def get(finding: Any) -> object:
        form = form_of(finding if is_mapping(finding) else type(finding))
        holders: list[Any] = [finding]
        if form is Form.DETAILED:
            refuse_unset_details(finding, root)
            holders += detail_holders(finding)
        values = [member_of(holder, key) for holder in holders]
        if rest:
            inner = mappings_among(member_of(holder, root) for holder in holders)
            values += [mapping.get(rest) for mapping in inner]
        if all(value is ABSENT for value in values):
            reason = "is unknown to this release and not on the finding"
            raise InvalidRequestError(InvalidField(f"filter.{key}", reason))
        return tuple(value for value in values if value is not ABSENT)

    return get


def _of_model(model: type[Model]) -> _OfMember:
    def of_member(name: str) -> Accessor:
        field = snake_case(name)
        if field in model.model_fields:
            return attrgetter(field)
        # The forms without a finding type are those of external access.
        return _external if name == "findingType" else _nothing

    return of_member


def _of_event_detail(model: type[Model]) -> _OfMember:
    fields = {field.alias: name for name, field in model.model_fields.items()}

    def of_member(name: str) -> Accessor:
        field = fields.get(name) or fields.get(EVENT_NAMES.get(name))
        if field is not None:
            return attrgetter(field)
        return _external if name == "findingType" else _nothing

    return of_member


def _of_mapping(name: str) -> Accessor:
    event_name = EVENT_NAMES.get(name)
    is_required = name in REQUIRED

    def get(finding: Mapping[str, Any]) -> object:
        try:
            return finding[name]
        except KeyError:
            value = ABSENT if event_name is None else finding.get(event_name, ABSENT)
        if value is not ABSENT:
            return value
        if is_required:
            reason = f"is missing: a mapping must be in wire form, with {name!r}"
            raise InvalidRequestError(InvalidField(f"finding.{name}", reason))
        return None

    return _finding_type if name == "findingType" else get


def _of_details(name: str) -> Accessor:
    field = snake_case(name)

    def get(finding: Any) -> object:
        refuse_unset_details(finding, name)
        values = [
            holder.get(name) if holder.__class__ is dict else getattr(holder, field, None)
            for holder in detail_holders(finding)
        ]
        present = tuple(value for value in values if value is not None)
        # Most findings have one detail, and one value is what is compared the fastest.
        return present[0] if len(present) == 1 else present

    return get


def _finding_type(finding: Mapping[str, Any]) -> object:
    stated = finding.get("findingType")
    if stated is None and form_of(finding) in (Form.FLAT, Form.EVENT):
        return "ExternalAccess"
    return stated


def _external(_finding: object) -> str:
    return "ExternalAccess"


def _nothing(_finding: object) -> None:
    return None
