"""What type checkers accept of the arguments of the client's methods. Nothing here runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, assert_type

from aa_sdk import AccessAnalyzerClient, Criterion, EmptyResponse, FindingFilter, Paginator
from aa_sdk.models import (
    Access,
    AccessPreviewFinding,
    AnalyzerConfigurationDict,
    ArchiveRuleSummary,
    CancelPolicyGenerationResponse,
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessRequest,
    CloudTrailDetails,
    Configuration,
    ConfigurationDict,
    CreateAccessPreviewResponse,
    CreateAnalyzerResponse,
    CriterionDict,
    FilterCriteria,
    FindingDetails,
    FindingStatus,
    FindingSummary,
    FindingSummaryV2,
    GetAccessPreviewResponse,
    GetAnalyzerResponse,
    GetArchiveRuleResponse,
    GetFindingResponse,
    GetFindingsStatisticsResponse,
    GetFindingV2Response,
    GetGeneratedPolicyResponse,
    InlineArchiveRule,
    InternalAccessConfiguration,
    KmsGrantOperation,
    ListAccessPreviewFindingsResponse,
    ListFindingsResponse,
    ListFindingsV2Response,
    ResourceType,
    SortCriteria,
    SqsQueueConfiguration,
    StartPolicyGenerationResponse,
    Texts,
    Trail,
    UnusedAccessConfiguration,
    UpdateFindingsRequest,
    ValidatePolicyFinding,
    ValidatePolicyResponse,
)
from aa_sdk.policy import PolicyCheck, check_access_not_granted, check_no_new_access


async def identifiers_by_position(client: AccessAnalyzerClient, arn: str) -> None:
    assert_type(await client.get_analyzer("audit"), GetAnalyzerResponse)
    assert_type(await client.create_analyzer("audit", type="ACCOUNT"), CreateAnalyzerResponse)
    assert_type(await client.delete_analyzer("audit", client_token="t"), EmptyResponse)
    assert_type(await client.get_archive_rule("audit", "rule"), GetArchiveRuleResponse)
    assert_type(await client.apply_archive_rule(arn, "rule"), EmptyResponse)
    assert_type(await client.get_finding(arn, "f-1"), GetFindingResponse)
    assert_type(client.get_finding_v2(arn, "f-1"), Paginator[FindingDetails, GetFindingV2Response])
    assert_type(client.list_findings_v2(arn), Paginator[FindingSummaryV2, ListFindingsV2Response])
    assert_type(await client.get_findings_statistics(arn), GetFindingsStatisticsResponse)
    assert_type(await client.start_resource_scan(arn, resource_arn=arn), EmptyResponse)
    assert_type(await client.get_access_preview(arn, "p-1"), GetAccessPreviewResponse)
    assert_type(
        client.list_access_preview_findings(arn, "p-1", filter={"changeType": {"eq": ["NEW"]}}),
        Paginator[AccessPreviewFinding, ListAccessPreviewFindingsResponse],
    )
    assert_type(await client.get_generated_policy("job"), GetGeneratedPolicyResponse)
    assert_type(await client.cancel_policy_generation("job"), CancelPolicyGenerationResponse)


def filters(
    client: AccessAnalyzerClient,
    arn: str,
    *,
    statuses: list[FindingStatus],
    parsed: dict[str, Any],
    prepared: FilterCriteria,
    of_a_rule: ArchiveRuleSummary,
) -> None:
    listing = client.list_findings(arn, filter={"status": {"eq": ["ACTIVE"]}})
    assert_type(listing, Paginator[FindingSummary, ListFindingsResponse])
    criterion: CriterionDict = {"neq": ("a",), "contains": {"b"}, "exists": True}
    client.list_findings_v2(arn, filter={"status": {"eq": statuses}, "resource": criterion})
    client.list_findings_v2(arn, filter={"status": Criterion(eq=["ACTIVE"]), "error": {}})
    client.list_findings_v2(arn, filter=FindingFilter().status.eq("ACTIVE"))
    client.list_findings_v2(arn, filter=parsed)
    client.list_findings_v2(arn, filter=prepared)
    client.list_findings_v2(arn, filter=of_a_rule.filter)
    constant: FilterCriteria = {"isPublic": {"eq": ["true"]}, "error": {"exists": False}}
    client.list_findings_v2(arn, filter=constant)


def sorting(client: AccessAnalyzerClient, arn: str) -> None:
    client.list_findings(arn, sort={"attribute_name": "createdAt", "order_by": "DESC"})
    client.list_findings_v2(arn, sort={"attribute_name": "findingType"})
    client.list_findings_v2(arn, sort=SortCriteria(attribute_name="id", order_by="ASC"))


async def analyzers(client: AccessAnalyzerClient, kinds: list[ResourceType]) -> None:
    await client.create_analyzer(
        "audit",
        type="ORGANIZATION_UNUSED_ACCESS",
        configuration={
            "unused_access": {
                "unused_access_age": 90,
                "analysis_rule": {
                    "exclusions": [
                        {"account_ids": ["111122223333"]},
                        {"resource_tags": [{"team": "audit"}]},
                    ]
                },
            }
        },
        archive_rules=[
            {"rule_name": "One", "filter": {"status": {"eq": ["ACTIVE"]}}},
            InlineArchiveRule(rule_name="Other", filter=FindingFilter().error.exists()),
        ],
    )
    configuration: AnalyzerConfigurationDict = {
        "internal_access": {"analysis_rule": {"inclusions": [{"resource_types": kinds}]}}
    }
    await client.update_analyzer("audit", configuration=configuration)
    await client.update_analyzer("audit", configuration=InternalAccessConfiguration())
    await client.update_analyzer(
        "audit", configuration={"unused_access": UnusedAccessConfiguration(unused_access_age=90)}
    )
    analyzer = (await client.get_analyzer("audit")).analyzer
    await client.update_analyzer("other", configuration=analyzer.configuration)


async def previews(
    client: AccessAnalyzerClient,
    arn: str,
    *,
    operations: list[KmsGrantOperation],
    proposed: Configuration,
) -> None:
    bucket: ConfigurationDict = {
        "s3_bucket": {
            "bucket_policy": Path("policy.json"),
            "bucket_acl_grants": [{"permission": "READ", "grantee": {"id": "canonical"}}],
            "bucket_public_access_block": {
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
            },
            "access_points": {
                arn: {
                    "access_point_policy": {"Version": "2012-10-17"},
                    "network_origin": {"vpc_configuration": {"vpc_id": "vpc-0a1b2c3d"}},
                }
            },
        }
    }
    preview = await client.create_access_preview(arn, configurations={arn: bucket})
    assert_type(preview, CreateAccessPreviewResponse)
    await client.create_access_preview(
        arn,
        configurations={
            arn: {
                "kms_key": {
                    "key_policies": {"default": "{}"},
                    "grants": [
                        {
                            "operations": operations,
                            "grantee_principal": arn,
                            "issuing_account": "111122223333",
                            "constraints": {"encryption_context_equals": {"a": "b"}},
                        }
                    ],
                }
            }
        },
    )
    await client.create_access_preview(
        arn,
        configurations={
            arn: {"rds_db_snapshot": {"attributes": {"restore": {"account_ids": ["all"]}}}}
        },
    )
    await client.create_access_preview(arn, configurations={arn: proposed})
    await client.create_access_preview(
        arn, configurations={arn: SqsQueueConfiguration(queue_policy=Path("queue.json"))}
    )


async def policies(client: AccessAnalyzerClient, policy: Mapping[str, object]) -> None:
    check = await client.check_access_not_granted(
        policy_document=Path("policy.json"),
        access=[{"actions": ["s3:GetObject"], "resources": ("*",)}],
        policy_type="IDENTITY_POLICY",
    )
    assert_type(check, CheckAccessNotGrantedResponse)
    await client.check_access_not_granted(
        policy_document=policy, access=[Access(actions={"s3:*"})], policy_type="RESOURCE_POLICY"
    )
    await client.check_no_new_access(
        new_policy_document=Path("new.json"),
        existing_policy_document="{}",
        policy_type="IDENTITY_POLICY",
    )
    validation = client.validate_policy(policy_document=Path("p"), policy_type="IDENTITY_POLICY")
    assert_type(validation, Paginator[ValidatePolicyFinding, ValidatePolicyResponse])
    CheckNoNewAccessRequest(
        new_policy_document=Path("new.json"),
        existing_policy_document=policy,
        policy_type="IDENTITY_POLICY",
    )
    assert_type(check_no_new_access(Path("new.json"), policy), PolicyCheck)
    assert_type(check_access_not_granted({}, {"actions": ["s3:*"]}), PolicyCheck)
    assert_type(check_access_not_granted({}, [{"resources": ["*"]}]), PolicyCheck)


async def generations(client: AccessAnalyzerClient, arn: str, since: datetime) -> None:
    job = await client.start_policy_generation(
        policy_generation_details={"principal_arn": arn},
        cloud_trail_details={
            "trails": [
                {"cloud_trail_arn": arn, "regions": ["eu-west-1"]},
                Trail(cloud_trail_arn=arn, all_regions=True),
            ],
            "access_role": arn,
            "start_time": since,
        },
    )
    assert_type(job, StartPolicyGenerationResponse)
    await client.start_policy_generation(
        policy_generation_details={"principal_arn": arn},
        cloud_trail_details=CloudTrailDetails(trails=[], access_role=arn, start_time=since),
    )


async def several_texts(
    client: AccessAnalyzerClient, arn: str, *, some: Texts, known: list[Literal["a", "b"]]
) -> None:
    await client.update_findings(arn, status="ARCHIVED", ids=["a"])
    await client.update_findings(arn, status="ARCHIVED", ids=("a", "b"))
    await client.update_findings(arn, status="ARCHIVED", ids={"a"})
    await client.update_findings(arn, status="ARCHIVED", ids=frozenset({"a"}))
    await client.update_findings(arn, status="ARCHIVED", ids={"a": 1}.keys())
    await client.update_findings(arn, status="ARCHIVED", ids=some)
    await client.update_findings(arn, status="ARCHIVED", ids=known)
    await client.untag_resource(resource_arn=arn, tag_keys=[])
    UpdateFindingsRequest(analyzer_arn=arn, status="ACTIVE", ids=some)
    Access(actions=known, resources=some)


def what_comes_back_is_a_sequence(rule: ArchiveRuleSummary, finding: FindingSummary) -> None:
    values: Sequence[str] | None = rule.filter["status"].eq
    actions: Sequence[str] | None = finding.action
    del values, actions
