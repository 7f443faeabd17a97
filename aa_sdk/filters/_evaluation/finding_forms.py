"""The forms that findings come in.

A finding is one of our models, a mapping in wire form, or an EventBridge event, parsed or not. A
V2 summary has no details; V1 and preview findings and events have them among their own members
(flat); a V2 finding read by itself has them in a list of their own (detailed).
"""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, Final, TypeGuard, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models._base import Model


class Form(Enum):
    """A form of finding that can be told from its members."""

    SUMMARY = "a V2 summary"
    FLAT = "a finding with its details among its members"
    DETAILED = "a finding with a list of details"
    EVENT = "this event of an external access finding"


_FLAT_MEMBERS: Final = frozenset({"condition", "principal", "isPublic", "action", "changeType"})
_EVENT_MEMBERS: Final = frozenset({"accountId", "isDeleted"})
_FINDING_EVENTS: Final = frozenset(
    {
        "Access Analyzer Finding",
        "Unused Access Finding for IAM entities",
        "Internal Access Finding",
    }
)


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether something is a mapping, as findings in wire form are."""
    return isinstance(value, Mapping)


def out_of_event(finding: Any) -> Any:
    """Return the finding in an EventBridge event, its detail; anything else as it is.

    Args:
        finding: A mapping or a model.

    Raises:
        InvalidRequestError: The event is about something else, or has no detail.
    """
    if _is_event(cast("type[Model]", type(finding))):
        detail_type, detail = finding.detail_type, finding.detail
    elif is_mapping(finding) and "detail-type" in finding:
        detail_type, detail = finding["detail-type"], finding.get("detail")
    else:
        return finding
    if not isinstance(detail_type, str) or detail_type not in _FINDING_EVENTS:
        reason = f"only events about findings can be matched: {', '.join(sorted(_FINDING_EVENTS))}"
        raise InvalidRequestError(InvalidField("finding.detail-type", reason, detail_type))
    if detail is None:
        raise InvalidRequestError(InvalidField("finding.detail", "is missing: pass whole events"))
    return detail


# Events are told by their members, as all forms are: their classes are loaded by who needs them.
@cache
def _is_event(model: type[Model]) -> bool:
    return "detail_type" in getattr(model, "model_fields", ())


@cache
def is_event_detail(model: type[Model] | None) -> bool:
    """Tell whether a class is that of the detail of events about findings."""
    return {"account_id", "is_deleted"} <= set(getattr(model, "model_fields", ()))


def form_of_event_detail(detail: Model) -> Form:
    """Tell the form of the detail of an event, which says by itself what there is.

    Args:
        detail: A model of it.
    """
    is_whole = (
        "finding_type" in type(detail).model_fields
        or "resource_control_policy_restriction_type" in detail.model_fields_set
    )
    return Form.FLAT if is_whole else Form.EVENT


def form_of(finding: Any) -> Form:
    """Tell the form of a finding.

    Args:
        finding: A mapping in wire form, or the class of a model.

    Raises:
        TypeError: It is no finding at all.
    """
    if is_mapping(finding):
        return _form_of_mapping(finding)
    if isinstance(finding, type) and issubclass(finding, Model):
        names = finding.model_fields.keys()
        if "finding_details" in names:
            return Form.DETAILED
        if {"id", "status", "resource_type"} <= names:
            return Form.FLAT if "condition" in names else Form.SUMMARY
    name = finding.__name__ if isinstance(finding, type) else type(finding).__name__
    raise TypeError(f"a filter matches findings, as models or mappings in wire form, not {name}")


def _form_of_mapping(finding: Mapping[str, Any]) -> Form:
    if "findingDetails" in finding:
        return Form.DETAILED
    if not _EVENT_MEMBERS.isdisjoint(finding):
        # Events are documented to have the restriction, but no sample of an external one does.
        is_whole = "findingType" in finding or "resourceControlPolicyRestrictionType" in finding
        return Form.FLAT if is_whole else Form.EVENT
    # Without a finding type it is of V1, where an error finding may have nothing else.
    has_details = not _FLAT_MEMBERS.isdisjoint(finding)
    if has_details or ("findingType" not in finding and "error" in finding):
        return Form.FLAT
    return Form.SUMMARY


def type_of(finding: Any) -> str | None:
    """Return what a finding says its finding type is, None if it says nothing."""
    if is_mapping(finding):
        stated = finding.get("findingType")
    else:
        stated = getattr(finding, "finding_type", None)
    return stated if isinstance(stated, str) else None


def describe(form: Form, model: type[Model] | None) -> str:
    """Name a form for an error text."""
    return form.value if model is None or form is Form.EVENT else f"a {model.__name__}"
