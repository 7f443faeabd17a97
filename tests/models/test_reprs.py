"""The repr of a model: what is set, short, and no policy document."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from aa_sdk.models import (
    CheckNoPublicAccessRequest,
    GetAnalyzerResponse,
    Position,
    UnusedAccessConfiguration,
)
from aa_sdk.models._faces.lines import FINDINGS
from tests.models.complete_bodies import STRUCTURES, complete
from tests.models.shown import finding, of


def test_a_finding_is_told_by_what_one_looks_for_in_it() -> None:
    for kind in FINDINGS:
        told = repr(finding(kind))
        assert told.startswith(
            f"{kind}(id='222891f6-be16-41cf-bc57-21c2cd2a67a8', status='ACTIVE', "
        )
        assert "resource='arn:aws:s3:::orders-inbox-4433-9baea6c1'" in told
        assert len(told) <= 225
        assert "None" not in told
        assert told.endswith(" more)")


def test_members_that_were_never_set_stay_out() -> None:
    assert repr(UnusedAccessConfiguration()) == "UnusedAccessConfiguration()"
    told = repr(UnusedAccessConfiguration(unused_access_age=90))
    assert told == "UnusedAccessConfiguration(unused_access_age=90)"


def test_moments_are_told_in_utc() -> None:
    elsewhere = datetime(2026, 1, 1, 12, 30, 15, 250_000, timezone(timedelta(hours=-3)))
    details = of("UnusedIamRoleDetails", {"lastAccessed": elsewhere.isoformat()})
    assert repr(details) == "UnusedIamRoleDetails(last_accessed=2026-01-01T15:30:15.250000Z)"
    assert details.last_accessed.tzinfo is UTC


def test_models_inside_are_told_in_the_same_way() -> None:
    body: Any = {"analyzer": {**complete("AnalyzerSummary"), "configuration": {"new": {}}}}
    told = repr(GetAnalyzerResponse.from_wire(json.dumps(body)))
    assert told.startswith("GetAnalyzerResponse(analyzer=AnalyzerSummary(arn='text', name='text'")
    assert "UnknownUnionMember" in told or "more)" in told


def test_long_lists_maps_and_texts_are_cut_and_counted() -> None:
    resource = {**complete("AnalyzedResource"), "actions": ["a:b"] * 100, "sharedVia": ["x"]}
    told = repr(of("AnalyzedResource", resource))
    assert "actions=('a:b', 'a:b', 'a:b', … 97 more)" in told
    assert "shared_via=('x',)" in told
    tags = {"tags": {str(number): "v" for number in range(50)}}
    told = repr(of("ListTagsForResourceResponse", tags))
    assert told == "ListTagsForResourceResponse(tags={'0': 'v', '1': 'v', '2': 'v', … 47 more})"
    reason = repr(of("ReasonSummary", {"description": f"begin{'x' * 1_000_000}end"}))
    assert reason.startswith("ReasonSummary(description='begin")
    assert reason.endswith("end' (1,000,008 characters))")
    assert len(reason) < 200


def test_a_model_with_many_members_counts_those_that_find_no_room() -> None:
    body = {**complete("Span"), **{f"new{number}": "secret" for number in range(200)}}
    told = repr(of("Span", body))
    assert told.startswith("Span(start=Position(line=7, column=7, offset=7), end=Position(")
    assert "new0=…" in told
    assert told.endswith(" more)")
    assert "secret" not in told
    assert len(told) < 900


def test_what_is_deep_is_cut_off() -> None:
    for name in STRUCTURES:
        assert len(repr(of(name, complete(name)))) < 1_500, name


def test_a_policy_document_is_not_told() -> None:
    request = CheckNoPublicAccessRequest(policy_document="{}", resource_type="AWS::S3::Bucket")
    assert repr(request) == "CheckNoPublicAccessRequest(resource_type='AWS::S3::Bucket')"


def test_a_repr_can_be_read_back_where_it_is_short() -> None:
    position = Position(line=1, column=2, offset=3)
    assert eval(repr(position)) == position  # noqa: S307 (our own)
