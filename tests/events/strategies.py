"""Random events: of each family, with what it may leave out, and with what nobody knows yet."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from tests.events.samples import ANALYZER, envelope

words = st.sampled_from(["ACTIVE", "RESOLVED", "NEW_TO_US", "", "a b", "é\n"]) | st.text(max_size=5)
arns = st.sampled_from(["arn:aws:s3:::a", "arn:aws:iam::111122223333:role/b", "c"])
flags = st.booleans()
texts = st.lists(words, max_size=3)
maps = st.dictionaries(
    st.sampled_from(["AWS", "Federated", "aws:SourceVpc", "AWS:SOURCEVPC"]) | words, words
)
json_values = st.recursive(
    st.none() | flags | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
# Names that no model has: its own, in snake_case, among them.
unknown = st.dictionaries(
    st.sampled_from(["newMember", "finding_type", "analyzer_arn", "x", "model_config"]),
    json_values,
    max_size=2,
)


def _written(moment: datetime, digits: str, zone: str) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}{digits}{zone}"


times = st.builds(
    _written,
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001 (hypothesis takes naive bounds)
    st.just("") | st.from_regex(r"[.][0-9]{1,9}", fullmatch=True, alphabet="0123456789."),
    st.sampled_from(["Z", "Z", "+00:00", "-07:30", "+14:00", ""]),
)
"""Moments as any family might write them."""


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**other, **one}


def _object(
    required: dict[str, Any], optional: dict[str, Any]
) -> st.SearchStrategy[dict[str, Any]]:
    known = st.fixed_dictionaries(required, optional=optional)
    return st.builds(_joined, known, unknown)


_SHARED = {
    "status": words,
    "resource": arns,
    "resourceType": words,
    "accountId": words,
    "createdAt": times,
    "analyzedAt": times,
    "updatedAt": times,
}
_MAY = {
    "isDeleted": flags,
    "version": st.none() | words,
    "error": st.none() | words,
    "previousStatus": st.none() | words,
}
_ACCESS = {
    "principal": st.none() | maps,
    "action": st.none() | texts,
    "condition": st.none() | maps,
    "resourceControlPolicyRestrictionType": st.none() | words,
}
_COUNT = st.none() | st.integers(min_value=0)

external = _object(
    {**_SHARED, "id": words},
    {**_MAY, **_ACCESS, "region": st.none() | words, "isPublic": st.none() | flags},
)
internal = _object(
    {**_SHARED, "id": words, "findingType": words},
    {
        **_MAY,
        **_ACCESS,
        "accessType": st.none() | words,
        "principalType": st.none() | words,
        "principalOwnerAccount": st.none() | words,
        "serviceControlPolicyRestrictionType": st.none() | words,
    },
)
unused = _object(
    {**_SHARED, "findingId": words, "findingType": words},
    {**_MAY, "numberOfUnusedServices": _COUNT, "numberOfUnusedActions": _COUNT},
)
preview = _object(
    {"accessPreviewId": words, "status": words},
    {
        "configuredResources": st.none() | texts,
        "createdAt": st.none() | times,
        "region": st.none() | words,
        "previousStatus": st.none() | words,
        "statusReason": st.none() | _object({"code": words}, {}),
        "version": st.none() | words,
    },
)
anything = st.dictionaries(words, json_values, max_size=4)


def _event(
    detail_type: str, detail: dict[str, Any], time: str, others: dict[str, Any], *, bare: bool
) -> dict[str, Any]:
    whole = envelope(detail_type, detail, time=time, **others)
    return {name: value for name, value in whole.items() if name != "version"} if bare else whole


def events_of(
    detail_type: str, details: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    """Return random events of one kind."""
    others = unknown.map(lambda members: {n: v for n, v in members.items() if n != "detail_type"})
    return st.builds(_event, st.just(detail_type), details, times, others, bare=flags)


finding_events = (
    events_of("Access Analyzer Finding", external)
    | events_of("Internal Access Finding", internal)
    | events_of("Unused Access Finding for IAM entities", unused)
)
known_events = finding_events | events_of("Access Preview State Change", preview)
other_events = st.builds(
    _joined,
    st.fixed_dictionaries({"resources": st.none() | texts | st.just([ANALYZER])}),
    events_of("AWS API Call via CloudTrail", anything)
    | events_of("Access Analyzer Finding", anything)
    | events_of("Access Preview State Change", anything),
)
"""Events of other kinds, and of known kinds in another form."""
