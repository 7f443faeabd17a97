"""For any state and any filter, the pages put together are the filtered state."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, Population
from aa_sdk.emulator._findings.filtering import FilterCache, read_filter
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.filters._keys import FILTER_KEYS
from aa_sdk.models import ExternalAccessDetails
from tests.effort import examples
from tests.emulator.direct_calls import Direct

ACCOUNTS = ("111122223333", "444455556666", "777788889999")
TYPES = ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::IAM::Role")
STATUSES = ("ACTIVE", "ARCHIVED", "RESOLVED")
NAMES = ("alpha", "beta", "alphabet")

DETAILS = st.builds(
    ExternalAccessDetails,
    is_public=st.booleans(),
    principal=st.sampled_from(ACCOUNTS).map(lambda account: {"AWS": account}),
    condition=st.sampled_from([{}, {"aws:SourceVpc": "vpc-1"}, {"aws:UserId": "AROA"}]),
)
FINDING = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(TYPES),
    st.sampled_from(STATUSES),
    st.one_of(st.none(), DETAILS),
)
FINDINGS = st.one_of(st.lists(FINDING, max_size=3), st.lists(FINDING, min_size=8, max_size=40))


def criterion(values: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
    operators = dict.fromkeys(("eq", "neq", "contains"), lists)
    each = [st.fixed_dictionaries({name: operand}) for name, operand in operators.items()]
    both = st.fixed_dictionaries({"neq": lists, "contains": lists})
    return st.one_of(*each, both, st.fixed_dictionaries({"exists": st.booleans()}))


CRITERIA = {
    "status": criterion(STATUSES),
    "resourceType": criterion(TYPES),
    "resource": criterion(("arn:aws:s3:::alpha", "beta", "alp")),
    "isPublic": criterion(("true", "false")),
    "error": criterion(("ACCESS_DENIED",)),
    "principal.AWS": criterion(("4444", *ACCOUNTS)),
    "condition.aws:SourceVpc": criterion(("vpc-1", "vpc")),
    "id": criterion(("a", "b")),
}
# Many keys together leave hardly any finding, so a filter has one or two of them; and those that
# are evaluated in ways of their own come more often.
KEYS = (*CRITERIA, "resource", "resource", "principal.AWS", "condition.aws:SourceVpc")
FILTERS = st.lists(st.sampled_from(KEYS), max_size=2).flatmap(
    lambda keys: st.fixed_dictionaries({key: CRITERIA[key] for key in keys})
)
SORTS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "attributeName": st.sampled_from(["status", "resource", "createdAt", "id"]),
            "orderBy": st.sampled_from(["ASC", "DESC"]),
        }
    ),
)


def world_of(findings: list[Any], scan_limit: int | None) -> tuple[Direct, str]:
    direct = Direct(Emulator(scan_limit=scan_limit))
    arn: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    for name, kind, status, details in findings:
        failed = {"finding_type": "ExternalAccess", "error": "ACCESS_DENIED"}
        given_details: dict[str, Any] = {"details": details} if details else failed
        resource = f"arn:aws:s3:::{name}"
        direct.emulator.add_finding(arn, resource, kind, status=status, **given_details)
    return direct, arn


@settings(max_examples=examples(300))
@given(
    findings=FINDINGS,
    criteria=FILTERS,
    sort=SORTS,
    size=st.integers(1, 12),
    scan_limit=st.one_of(st.none(), st.integers(1, 9)),
)
def test_the_union_of_all_pages_is_the_filtered_state(
    findings: list[Any],
    criteria: dict[str, Any],
    sort: dict[str, Any] | None,
    size: int,
    scan_limit: int | None,
) -> None:
    direct, arn = world_of(findings, scan_limit)
    whole_filter = read_filter(criteria)
    store = direct.emulator.world.scope().analyzers["audit"].store
    expected = [record.id for record in store if whole_filter.matches(record.wire())]
    params: dict[str, Any] = {"analyzerArn": arn, "filter": criteria, "maxResults": size}
    if sort is not None:
        params["sort"] = sort
    listed = direct.every("ListFindingsV2", "findings", **params)
    ids = [finding["id"] for finding in listed]
    assert sorted(ids) == sorted(expected)
    if sort is None:
        assert ids == expected
    else:
        values = [finding[sort["attributeName"]] for finding in listed]
        assert values == sorted(values, reverse=sort["orderBy"] == "DESC")


@settings(max_examples=examples(150))
@given(findings=FINDINGS, sort=SORTS, size=st.integers(1, 5), gone=st.sets(st.integers(0, 39)))
def test_findings_that_stay_are_listed_once_although_others_go_between_pages(
    findings: list[Any], sort: dict[str, Any] | None, size: int, gone: set[int]
) -> None:
    direct, arn = world_of(findings, None)
    store = direct.emulator.world.scope().analyzers["audit"].store
    records = list(store)
    params: dict[str, Any] = {"analyzerArn": arn, "maxResults": size}
    if sort is not None:
        params["sort"] = sort
    page = direct.ok("ListFindingsV2", **params)
    seen = [finding["id"] for finding in page["findings"]]
    removed = [record for record in records if record.seq in gone]
    for record in removed:
        store.remove(record)
    while "nextToken" in page:
        page = direct.ok("ListFindingsV2", **params, nextToken=page["nextToken"])
        seen += [finding["id"] for finding in page["findings"]]
    assert len(seen) == len(set(seen))
    assert {record.id for record in records} - {record.id for record in removed} <= set(seen)


def test_a_descending_listing_goes_on_behind_a_finding_that_has_gone() -> None:
    direct, arn = world_of([(name, TYPES[0], "ACTIVE", None) for name in "abcd"], None)
    store = direct.emulator.world.scope().analyzers["audit"].store
    params = {"analyzerArn": arn, "sort": {"attributeName": "resource", "orderBy": "DESC"}}
    page = direct.ok("ListFindingsV2", **params, maxResults=2)
    store.remove(store.by_id[page["findings"][1]["id"]])
    rest = direct.ok("ListFindingsV2", **params, maxResults=2, nextToken=page["nextToken"])
    shown = [finding["resource"][-1] for finding in page["findings"] + rest["findings"]]
    assert shown == ["d", "c", "b", "a"]


@pytest.mark.parametrize("name", ["external", "unused", "internal"])
def test_every_key_is_answered_as_whole_findings_answer_it(
    direct: Direct, populated: Population, name: str
) -> None:
    arn: str = getattr(populated, name)
    records = list(direct.emulator.world.find_analyzer(arn).store)
    keys = [
        *(name for name, key in FILTER_KEYS.items() if "ListFindingsV2" in key.operations),
        *("condition.saml:aud", "principal.CanonicalUser"),
    ]
    answered = 0
    for key in keys:
        criteria = {key: {"exists": True}}
        reply = direct.call("ListFindingsV2", analyzerArn=arn, filter=criteria, maxResults=1000)
        if reply.error is None:
            expected = [record.id for record in records if matches(criteria, record)]
            assert [finding["id"] for finding in reply.body["findings"]] == expected, key
            answered += 1
        else:
            assert reply.fields() == [f"filter.{key}"]
    assert answered >= 6


def matches(criteria: dict[str, Any], record: FindingRecord) -> bool:
    return read_filter(criteria).matches(record.wire())


def test_the_filters_used_last_are_remembered() -> None:
    cache = FilterCache(2)
    public, active = {"isPublic": {"eq": ["true"]}}, {"status": {"eq": ["ACTIVE"]}}
    kept, forgotten = cache.get("audit", public), cache.get("other", public)
    assert cache.get("audit", public) is kept
    cache.get("audit", active)
    assert cache.get("audit", public) is kept
    assert cache.get("other", public) is not forgotten


def test_a_small_scan_limit_gives_empty_pages_with_a_token() -> None:
    direct = Direct(Emulator(scan_limit=3))
    populated = direct.emulator.populate(findings=100)
    criteria = {"status": {"eq": ["ARCHIVED"]}, "resourceType": {"eq": ["AWS::SQS::Queue"]}}
    params = {"analyzerArn": populated.external, "filter": criteria}
    first = direct.ok("ListFindingsV2", **params)
    assert first["findings"] == []
    assert "nextToken" in first


def test_one_finding_among_many_is_found() -> None:
    direct, arn = world_of([("alpha", TYPES[0], "ACTIVE", None)] * 700, None)
    direct.emulator.add_finding(
        arn,
        "arn:aws:s3:::the-last-one",
        TYPES[0],
        finding_type="ExternalAccess",
        error="ACCESS_DENIED",
        finding_id="z",
    )
    for criteria in ({"resource": {"contains": ["last"]}}, {"id": {"eq": ["z"]}}):
        (finding,) = direct.ok("ListFindingsV2", analyzerArn=arn, filter=criteria)["findings"]
        assert finding["id"] == "z", criteria
