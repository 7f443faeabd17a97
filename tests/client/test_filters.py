"""Filters are checked with what is known of their keys, wherever a request carries one."""

from typing import Any

import pytest
from aiobotocore.config import AioConfig

from aa_sdk import FindingFilter, InlineArchiveRule, InvalidRequestError
from tests.client.test_bad_input import ARN, paths, refused
from tests.fake_service import FakeService, Reply, invoke
from tests.sample_values import sample_answer

PREVIEW = "12345678-1234-1234-1234-123456789abc"
ANALYZER = {"analyzerName": "sample", "type": "ACCOUNT"}
RULE: dict[str, Any] = {"analyzer_name": "sample", "rule_name": "rule"}


@pytest.mark.parametrize(
    ("operation", "arguments", "path"),
    [
        (
            "ListFindingsV2",
            {"analyzer_arn": ARN, "filter": {"stauts": {"eq": ["ACTIVE"]}}},
            "filter.stauts",
        ),
        (
            "ListFindings",
            {"analyzer_arn": ARN, "filter": FindingFilter().change_type.eq("NEW")},
            "filter.changeType",
        ),
        (
            "ListAccessPreviewFindings",
            {
                "analyzer_arn": ARN,
                "access_preview_id": PREVIEW,
                "filter": {"resourceType": {"eq": ["AWS::IAM:Role"]}},
            },
            "filter.resourceType.eq[0]",
        ),
        ("CreateArchiveRule", {**RULE, "filter": FindingFilter().id.eq("a")}, "filter.id"),
        (
            "UpdateArchiveRule",
            {**RULE, "filter": {"status": {"eq": ["ACTIVE"]}}},
            "filter.status",
        ),
        (
            "CreateAnalyzer",
            {
                "analyzer_name": "sample",
                "type": "ACCOUNT",
                "archive_rules": [
                    InlineArchiveRule(rule_name="good", filter=FindingFilter().error.exists()),
                    InlineArchiveRule(
                        rule_name="bad", filter=FindingFilter().status.eq("RESOLVED")
                    ),
                ],
            },
            "archive_rules[1].filter.status",
        ),
    ],
)
async def test_a_wrong_filter_is_refused_where_it_stands(
    operation: str, arguments: dict[str, Any], path: str
) -> None:
    assert paths(await refused(operation, arguments)) == [path]


async def test_what_is_no_filter_is_told_in_its_own_words_and_no_class_of_ours() -> None:
    for given in (FindingFilter().status, FindingFilter().principal, FindingFilter):
        error = await refused("ListFindingsV2", {"analyzer_arn": ARN, "filter": given})
        assert paths(error) == ["filter"]
        assert "Operators" not in str(error)
        assert ", not a" not in str(error)


async def test_too_many_values_are_told_once_and_with_the_way_out() -> None:
    long = FindingFilter().id.eq(*map(str, range(21)))
    error = await refused("ListFindingsV2", {"analyzer_arn": ARN, "filter": long})
    assert paths(error) == ["filter.id.eq"]
    assert "split()" in str(error)


async def test_a_wrong_filter_is_named_beside_what_else_is_wrong() -> None:
    arguments = {"analyzer_arn": 5, "filter": {"stauts": {"eq": ["ACTIVE"]}}}
    assert paths(await refused("ListFindingsV2", arguments)) == ["analyzer_arn", "filter.stauts"]


async def test_the_untyped_call_has_its_filter_checked_too() -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.call(
                "ListFindingsV2", {"analyzerArn": ARN, "filter": {"stauts": {"exists": True}}}
            )
    assert paths(caught.value) == ["filter.stauts"]
    assert service.requests == []


async def test_a_filter_goes_out_as_it_is_when_checks_are_off() -> None:
    service = FakeService(Reply(sample_answer("ListFindingsV2")))
    arguments = {"analyzer_arn": ARN, "filter": {"stauts": {"exists": True}}}
    async with service.client(config=AioConfig(parameter_validation=False)) as client:
        await invoke(client, "ListFindingsV2", arguments)
    assert b'"stauts"' in service.requests[0].body


@pytest.mark.parametrize(
    ("operation", "params", "path"),
    [
        ("ListFindingsV2", {"analyzerArn": ARN, "filter": "x"}, "filter"),
        ("ListFindingsV2", {"analyzerArn": ARN, "filter": {5: {}}}, "filter (key)"),
        ("ListFindingsV2", {"analyzerArn": ARN, "filter": {"a.b": "x"}}, "filter.a.b"),
        ("CreateAnalyzer", {**ANALYZER, "archiveRules": 5}, "archive_rules"),
        ("CreateAnalyzer", {**ANALYZER, "archiveRules": ["x"]}, "archive_rules[0]"),
        (
            "CreateAnalyzer",
            {**ANALYZER, "archiveRules": [{"ruleName": "a", "filter": [1]}]},
            "archive_rules[0].filter",
        ),
        ("ListAnalyzers", ["x"], ""),
    ],
)
async def test_what_is_no_filter_at_all_is_refused_by_its_type(
    operation: str, params: Any, path: str
) -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.call(operation, params)
    assert paths(caught.value) == [path]
    assert service.requests == []
