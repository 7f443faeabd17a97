"""Which filter keys ask for details, and which of these a form of finding lacks."""

from collections.abc import Iterable
from typing import Any, Final

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._evaluation.finding_forms import Form, is_mapping, type_of
from aa_sdk.models._base import snake_case
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

DETAIL_MEMBERS: Final = frozenset(
    {"isPublic", "resourceControlPolicyRestriction", "serviceControlPolicyRestriction"}
)
"""The filter keys that are members of details."""

# Of the members that are mappings, a key asks for an entry.
_PREFIXES: Final = ("principal.", "condition.")


def detail_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that ask for details, which V2 summaries do not carry.

    Args:
        keys: Filter keys.
    """
    return tuple(key for key in keys if key in DETAIL_MEMBERS or key.startswith(_PREFIXES))


def missing_keys(keys: Iterable[str], form: Form, finding_type: str | None) -> tuple[str, ...]:
    """Return the keys that ask for what a finding has, but not in this form.

    Args:
        keys: Filter keys.
        form: The form.
        finding_type: The finding's type, where it says one.
    """
    if form is Form.EVENT:
        return tuple(key for key in keys if key == "resourceControlPolicyRestriction")
    if form is not Form.SUMMARY:
        return ()
    return tuple(key for key in detail_keys(keys) if _may_have(finding_type, key.partition(".")[0]))


def refuse_unset_details(finding: Any, member: str) -> None:
    """Refuse a model whose details nobody has read, where they may have a member.

    Empty details are as they should be on an error finding, and wherever somebody set them.

    Args:
        finding: A finding with a list of details, as a mapping or a model.
        member: The member of details that a filter asks for.

    Raises:
        InvalidRequestError: The details were never set.
    """
    if is_mapping(finding) or finding.finding_details or finding.error:
        return
    is_unset = "finding_details" not in finding.model_fields_set
    if is_unset and _may_have(type_of(finding), member):
        reason = "was never set on this finding, which the filter needs"
        raise InvalidRequestError(InvalidField("finding.finding_details", reason))


def _may_have(finding_type: str | None, member: str) -> bool:
    """Tell whether there can be a member in the details of a type of finding.

    An unused permission cannot have `isPublic`: the key does not exist, and no reading of the
    whole finding would change that. A type that is unknown here may have anything.
    """
    details = DETAILS_BY_TYPE.get(finding_type or "")
    return details is None or snake_case(member) in details.model.model_fields
