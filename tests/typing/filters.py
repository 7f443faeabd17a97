"""What filters look like to type checkers."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from collections.abc import Iterator
from typing import Any, Literal, assert_type

from aa_sdk import AccessAnalyzerClient, Criterion
from aa_sdk.filters import (
    ArchiveRuleFilter,
    BooleanOperators,
    EnumOperators,
    Explanation,
    ExternalFindingFilter,
    FindingFilter,
    InternalFindingFilter,
    TextOperators,
    UnusedFindingFilter,
)
from aa_sdk.models import (
    CreateArchiveRuleRequest,
    Finding,
    FindingStatus,
    FindingSummaryV2,
    InlineArchiveRule,
    ListFindingsV2Request,
)

assert_type(FindingFilter().status, EnumOperators[FindingFilter, FindingStatus])
assert_type(FindingFilter().resource, TextOperators[FindingFilter])
assert_type(FindingFilter().is_public, BooleanOperators[FindingFilter])
assert_type(FindingFilter().principal.aws, TextOperators[FindingFilter])
assert_type(FindingFilter().principal.federated, TextOperators[FindingFilter])
assert_type(FindingFilter().condition("aws:PrincipalOrgID"), TextOperators[FindingFilter])
assert_type(FindingFilter().condition("aws:SourceArn"), TextOperators[FindingFilter])
assert_type(FindingFilter().key("any.thing"), TextOperators[FindingFilter])

assert_type(
    FindingFilter()
    .status.eq("ACTIVE", "ARCHIVED")
    .status.neq("RESOLVED")
    .resource_type.eq("AWS::S3::Bucket", "AWS::IAM::Role")
    .resource_type.contains("AWS::S3")
    .resource_owner_account.eq("111122223333")
    .resource.contains("prod")
    .is_public.eq(True)
    .is_public.exists(False)
    .error.exists()
    .error.eq("ACCESS_DENIED")
    .finding_type.contains("Unused")
    .resource_control_policy_restriction.neq("APPLIED")
    .service_control_policy_restriction.eq("FAILED_TO_EVALUATE_SCP")
    .principal.aws.contains("111122223333")
    .condition("aws:PrincipalOrgID")
    .exists(False)
    .id.eq("a", "b")
    .change_type.eq("NEW")
    .existing_finding_id.exists()
    .existing_finding_status.eq("ARCHIVED"),
    FindingFilter,
)

external = FindingFilter.for_external()
internal = FindingFilter.for_internal()
unused = FindingFilter.for_unused()
rule = FindingFilter.for_archive_rule()
assert_type(external.is_public.eq(True).change_type.eq("NEW"), ExternalFindingFilter)
assert_type(internal.condition("aws:VpceOrgID").exists(), InternalFindingFilter)
assert_type(internal.resource_type.eq("AWS::DynamoDB::Table"), InternalFindingFilter)
assert_type(
    unused.finding_type,
    EnumOperators[
        UnusedFindingFilter,
        Literal[
            "UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission"
        ],
    ],
)
assert_type(unused.resource_type.eq("AWS::IAM::Role").status.eq("ACTIVE"), UnusedFindingFilter)
assert_type(rule.is_public.eq(False).error.exists(False), ArchiveRuleFilter)

assert_type(FindingFilter() & FindingFilter(), FindingFilter)
assert_type(FindingFilter() & unused, FindingFilter)
assert_type(unused & unused, UnusedFindingFilter)
assert_type(FindingFilter.parse("status=ACTIVE"), FindingFilter)
assert_type(ArchiveRuleFilter.parse("error?"), ArchiveRuleFilter)
assert_type(FindingFilter.from_criteria({"status": {"eq": ["ACTIVE"]}}), FindingFilter)
assert_type(FindingFilter.from_criteria(unused), FindingFilter)
assert_type(FindingFilter().to_criteria(), dict[str, Criterion])
assert_type(FindingFilter().to_event_patterns(), tuple[dict[str, Any], ...])
assert_type(FindingFilter().to_event_patterns(max_characters=4_096), tuple[dict[str, Any], ...])
assert_type(FindingFilter().split(), Iterator[FindingFilter])


def evaluated(finding: Finding, summary: FindingSummaryV2) -> None:
    """Say what evaluation gives."""
    assert_type(FindingFilter().matches(finding), bool)
    assert_type(FindingFilter().matches({"status": "ACTIVE"}), bool)
    assert_type(unused.explain(summary), Explanation)


def accepted(client: AccessAnalyzerClient) -> None:
    """Say where filters of every kind are accepted."""
    client.list_findings(analyzer_arn="", filter=external)
    client.list_findings_v2(analyzer_arn="", filter=FindingFilter().status.eq("ACTIVE"))
    client.list_findings_v2(analyzer_arn="", filter=unused)
    client.list_findings_v2(analyzer_arn="", filter={"status": {"eq": ["ACTIVE"]}})
    client.list_access_preview_findings(access_preview_id="", analyzer_arn="", filter=external)
    InlineArchiveRule(rule_name="r", filter=rule)
    CreateArchiveRuleRequest(analyzer_name="a", rule_name="r", filter=rule)
    ListFindingsV2Request(analyzer_arn="", filter=internal)
