"""Filters that are narrowed to the findings that matter."""

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters import FindingFilter, check_criteria
from aa_sdk.models import Criterion, FilterCriteria

_BOOLEANS = ("true", "false")


def read_rule_filter(given: FilterCriteria) -> FindingFilter:
    """Return the filter of an archive rule.

    Args:
        given: What the caller passed as one.

    Raises:
        InvalidRequestError: It is no filter, or one that archive rules cannot have.
    """
    read = FindingFilter.from_criteria(given)
    criteria = read.to_criteria()
    wrong = check_criteria(criteria, "CreateArchiveRule")
    if not criteria:
        reason = "is empty: an archive rule asks for at least one key"
        wrong = [InvalidField("filter", reason)]
    elif not wrong:
        wrong = _unclear_publicity(criteria.get("isPublic", Criterion()))
    if wrong:
        raise InvalidRequestError(*wrong)
    return read


def read_list_filter(given: FilterCriteria, status: str) -> FindingFilter:
    """Return a filter for those of its findings that have a status.

    Args:
        given: What the caller passed as a filter.
        status: The status that findings have to have to be changed.

    Raises:
        InvalidRequestError: It is no filter, one that lists of findings do not take, one for
            findings of other statuses, or one that would archive every finding.
    """
    read = FindingFilter.from_criteria(given)
    if wrong := check_criteria(read.to_criteria(), "ListFindingsV2"):
        raise InvalidRequestError(*wrong)
    narrowed = with_value(read, "status", status)
    if narrowed is None:
        reason = f"asks for other findings than {status} ones, and only those can be changed"
        raise InvalidRequestError(InvalidField("filter.status", reason))
    if narrowed == FindingFilter().status.eq("ACTIVE"):
        reason = (
            "asks nothing, and would hide every active finding: say which, or pass "
            "client.list_findings_v2(analyzer_arn) to mean all of them"
        )
        raise InvalidRequestError(InvalidField("filter", reason))
    return narrowed


def with_value(filter: FindingFilter, key: str, value: str) -> FindingFilter | None:
    """Return a filter for those of its findings that have one value under a key.

    To put another `eq` beside what is asked already would make alternatives of both. But of one
    value it is known whether it passes: if it does, to ask for it asks for all there was and more.

    Args:
        filter: The filter, whose operators are all known.
        key: A key of which each finding has at most one value, and which stands by itself in a
            finding in wire form.
        value: The value, as it is sent.

    Returns:
        The filter, or None where it lets no finding with this value through.
    """
    criteria = filter.to_criteria()
    asked = FindingFilter.from_criteria({key: criteria.get(key, Criterion())})
    if not asked.matches({key: value, "principal": {}}):
        return None
    return FindingFilter.from_criteria({**criteria, key: Criterion(eq=[value])})


def _unclear_publicity(criterion: Criterion) -> list[InvalidField]:
    """Find values that are neither true nor false: nobody knows what the service makes of them."""
    return [
        InvalidField(f"filter.isPublic.{operator}[{index}]", "must be 'true' or 'false'", value)
        for operator in ("eq", "neq")
        for index, value in enumerate(getattr(criterion, operator) or ())
        if value not in _BOOLEANS
    ]
