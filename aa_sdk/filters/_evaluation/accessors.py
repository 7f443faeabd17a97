"""Where each form of finding carries what a filter key asks for."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, cast

from pydantic.alias_generators import to_snake

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._evaluation.finding_forms import Form, finding_type, form_of, is_mapping
from aa_sdk.filters._keys import FILTER_KEYS
from aa_sdk.models._base import Model
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from aa_sdk.models._unions import UnknownUnionMember

Getter = Callable[[Any], object]
"""Takes a value from a finding: text, a bool, several of them, or None."""

Member = Callable[[str], Getter]

_REQUIRED: Final = frozenset({"id", "status", "resourceType", "resourceOwnerAccount"})
_DETAILS: Final = frozenset(
    {"isPublic", "resourceControlPolicyRestriction", "serviceControlPolicyRestriction"}
)
_FAMILIES: Final = ("principal.", "condition.")
_BOOLEANS: Final = {True: "true", False: "false"}
# Members that events have under another name.
_EVENT_NAMES: Final = {
    "id": "findingId",
    "resourceOwnerAccount": "accountId",
    "resourceControlPolicyRestriction": "resourceControlPolicyRestrictionType",
    "serviceControlPolicyRestriction": "serviceControlPolicyRestrictionType",
}
_ABSENT: Final = object()


def detail_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that ask for details, which V2 summaries do not carry.

    Args:
        keys: Filter keys.
    """
    return tuple(key for key in keys if key in _DETAILS or key.startswith(_FAMILIES))


def missing_keys(keys: Iterable[str], form: Form, kind: str | None) -> tuple[str, ...]:
    """Return the keys that ask for what a finding has, but not in this form.

    Args:
        keys: Filter keys.
        form: The form.
        kind: The finding's type, where it says one.
    """
    if form is Form.EVENT:
        return tuple(key for key in keys if key == "resourceControlPolicyRestriction")
    asked = detail_keys(keys) if form is Form.SUMMARY else ()
    return tuple(key for key in asked if _may_have(kind, key.partition(".")[0]))


def _may_have(kind: str | None, member: str) -> bool:
    """Tell whether there can be a member in the details of a type of finding."""
    details = DETAILS_BY_TYPE.get(kind or "")
    return details is None or to_snake(member) in details.model.model_fields


def getter(key: str, form: Form, model: type[Model] | None) -> Getter:
    """Return what takes a filter key's value from findings of one form.

    Args:
        key: The filter key.
        form: The form.
        model: The model's class; None for mappings.
    """
    top = _of_mapping if model is None else _of_model(model)
    details = _of_details if form is Form.APART else top
    if key in FILTER_KEYS and key not in _DETAILS and not key.startswith(_FAMILIES):
        return top(key)
    if key in _DETAILS:
        return _as_text(details(key)) if key == "isPublic" else details(key)
    family, _, name = key.partition(".")
    if family == "principal" and name:
        return _entry(details(family), lambda holder: holder.get(name))
    if family == "condition" and name:
        return _entry(details(family), lambda holder: _condition(holder, name))
    return _undocumented(key)


def _as_text(get: Getter) -> Getter:
    def boolean(finding: Any) -> object:
        value = get(finding)
        return _BOOLEANS[value] if isinstance(value, bool) else value

    return boolean


def _entry(get_holder: Getter, entry: Callable[[Mapping[str, Any]], object]) -> Getter:
    """Return what takes an entry of a member that is a mapping, or several of them."""

    def get(finding: Any) -> object:
        holder: Any = get_holder(finding)
        if holder is None:
            return None
        if type(holder) is dict:
            return entry(cast("dict[str, Any]", holder))
        holders = cast("Iterable[Any]", holder if isinstance(holder, (list, tuple)) else (holder,))
        return tuple(map(entry, _mappings(holders)))

    return get


def _condition(conditions: Mapping[str, Any], name: str) -> object:
    # IAM reads names of condition keys in any case, so a policy may have any.
    found = conditions.get(name)
    if found is not None or not conditions:
        return found
    folded = name.casefold()
    return next((value for key, value in conditions.items() if key.casefold() == folded), None)


def _undocumented(key: str) -> Getter:
    """Return what looks for a member by its name, or by a dotted path of two names."""
    root, _, rest = key.partition(".")

    def get(finding: Any) -> object:
        form = form_of(finding if is_mapping(finding) else type(finding))
        places: list[Any] = [finding]
        if form is Form.APART:
            _refuse_unset(finding, root)
            places += _places(finding)
        found = [_of_place(place, key) for place in places]
        if rest:
            holders = [_of_place(place, root) for place in places]
            found += [holder.get(rest) for holder in _mappings(holders)]
        if all(value is _ABSENT for value in found):
            reason = "is unknown to this release and not on the finding"
            raise InvalidRequestError(InvalidField(f"filter.{key}", reason))
        return tuple(value for value in found if value is not _ABSENT)

    return get


def _of_model(model: type[Model]) -> Member:
    def member(name: str) -> Getter:
        field = to_snake(name)
        if field in model.model_fields:
            return attrgetter(field)
        # The forms without a finding type are those of external access.
        return _external if name == "findingType" else _nothing

    return member


def _of_mapping(name: str) -> Getter:
    other = _EVENT_NAMES.get(name)
    is_required = name in _REQUIRED

    def get(finding: Mapping[str, Any]) -> object:
        try:
            return finding[name]
        except KeyError:
            found = _ABSENT if other is None else finding.get(other, _ABSENT)
        if found is not _ABSENT:
            return found
        if is_required:
            reason = f"is missing: a mapping must be in wire form, with {name!r}"
            raise InvalidRequestError(InvalidField(f"finding.{name}", reason))
        return None

    return _finding_type if name == "findingType" else get


def _of_details(name: str) -> Getter:
    field = to_snake(name)

    def get(finding: Any) -> object:
        _refuse_unset(finding, name)
        found = [
            place.get(name) if place.__class__ is dict else getattr(place, field, None)
            for place in _places(finding)
        ]
        present = tuple(value for value in found if value is not None)
        # Most findings have one detail, and one value is what is compared the fastest.
        return present[0] if len(present) == 1 else present

    return get


def _of_place(place: Any, name: str) -> Any:
    """Return a member of a mapping or a model, or `_ABSENT`."""
    if is_mapping(place):
        return place.get(name, _ABSENT)
    field = to_snake(name)
    if not isinstance(place, Model):
        return _ABSENT
    if field in type(place).model_fields:
        return getattr(place, field)
    return (place.model_extra or {}).get(name, _ABSENT)


def _places(finding: Any) -> list[Any]:
    """Return everything that may hold details, as models and dictionaries.

    The finding itself is among it: a documented sample of an error finding has a restriction
    beside the details.
    """
    if is_mapping(finding):
        places = _mappings((finding,))
        for detail in finding["findingDetails"] or ():
            places += _mappings(detail.values())
        return places
    places = list[Any](_mappings((finding.model_extra,)))
    for detail in finding.finding_details:
        if type(detail) is UnknownUnionMember:
            places += _payloads(detail)
        else:
            places.append(detail)
    return places


def _refuse_unset(finding: Any, member: str) -> None:
    """Refuse a model whose details nobody has read, where they may have the member."""
    if is_mapping(finding) or finding.finding_details or finding.error:
        return
    is_unset = "finding_details" not in finding.model_fields_set
    if is_unset and _may_have(finding_type(finding), member):
        reason = "was never set on this finding, which the filter needs"
        raise InvalidRequestError(InvalidField("finding.finding_details", reason))


def _payloads(detail: UnknownUnionMember) -> list[Any]:
    """Return the payloads of a union that had another member than we know, or several."""
    payloads = _mappings((detail.value,))
    return payloads if detail.tag else _mappings(v for p in payloads for v in p.values())


def _mappings(values: Iterable[Any]) -> list[Any]:
    """Return the mappings among values, as dictionaries."""
    return [
        value if value.__class__ is dict else dict(value)
        for value in values
        if value.__class__ is dict or is_mapping(value)
    ]


def _finding_type(finding: Mapping[str, Any]) -> object:
    found = finding.get("findingType")
    if found is None and form_of(finding) in (Form.BESIDE, Form.EVENT):
        return "ExternalAccess"
    return found


def _external(_finding: object) -> str:
    return "ExternalAccess"


def _nothing(_finding: object) -> None:
    return None
