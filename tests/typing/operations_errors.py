"""What type checkers refuse of the arguments of methods: every line with an ignore, and no other.

As in `filters_errors`, both checkers complain about an ignore that nothing needs. The codes are
mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from datetime import datetime
from typing import Any

from aa_sdk import AccessAnalyzerClient, Criterion
from aa_sdk.models import (
    Access,
    AnalyzerConfigurationDict,
    ConfigurationDict,
    CriterionDict,
    FilterCriteria,
    SortCriteria,
    Trail,
    UntagResourceRequest,
    UpdateFindingsRequest,
)
from aa_sdk.policy import check_access_not_granted


async def by_position(client: AccessAnalyzerClient, arn: str) -> None:
    client.list_findings_v2(arn, {"status": {"eq": ["ACTIVE"]}})  # type: ignore[call-arg]
    client.list_findings_v2()  # type: ignore[call-arg]
    client.get_finding_v2(arn)  # type: ignore[call-arg]
    client.get_finding_v2(arn, "f-1", 10)  # type: ignore[call-arg]
    client.list_analyzers("ACCOUNT")  # type: ignore[call-arg]
    client.list_policy_generations(arn)  # type: ignore[call-arg]
    client.validate_policy("{}", policy_type="IDENTITY_POLICY")  # type: ignore[call-arg]
    await client.create_analyzer("audit", "ACCOUNT")  # type: ignore[call-arg]
    await client.start_resource_scan(arn, arn)  # type: ignore[call-arg]
    await client.get_analyzed_resource(arn, arn)  # type: ignore[call-arg]
    await client.get_archive_rule(rule_name="rule")  # type: ignore[call-arg]
    await client.get_generated_policy()  # type: ignore[call-arg]
    await client.update_findings(arn, "ARCHIVED")  # type: ignore[call-arg]
    await client.tag_resource(arn, tags={})  # type: ignore[call-arg]
    await client.list_tags_for_resource(arn)  # type: ignore[call-arg]
    await client.start_policy_generation({"principal_arn": arn})  # type: ignore[call-arg]


def filters(client: AccessAnalyzerClient, arn: str) -> None:
    client.list_findings_v2(arn, filter={"status": {"equals": ["ACTIVE"]}})  # type: ignore[dict-item]
    client.list_findings_v2(arn, filter={"status": {"eq": "ACTIVE"}})  # type: ignore[dict-item]
    client.list_findings_v2(arn, filter={"isPublic": {"eq": [True]}})  # type: ignore[dict-item]
    client.list_findings_v2(arn, filter={"error": {"exists": "false"}})  # type: ignore[dict-item]
    client.list_findings_v2(arn, filter={"status": ["ACTIVE"]})  # type: ignore[dict-item]
    client.list_findings_v2(arn, filter="status=ACTIVE")  # type: ignore[arg-type]
    Criterion(eq="ACTIVE")  # type: ignore[arg-type]
    Criterion(equals=["ACTIVE"])  # type: ignore[call-arg]
    one: CriterionDict = {"eq": "ACTIVE"}  # type: ignore[typeddict-item]
    two: CriterionDict = {"eqs": ["ACTIVE"]}  # type: ignore[typeddict-unknown-key]
    three: FilterCriteria = {"status": {"eqs": ["ACTIVE"]}}  # type: ignore[dict-item]
    del one, two, three


def sorting(client: AccessAnalyzerClient, arn: str, attribute: str) -> None:
    client.list_findings(arn, sort={"attribute_name": "created_at"})  # type: ignore[arg-type]
    client.list_findings(arn, sort={"attribute_name": attribute})  # type: ignore[arg-type]
    client.list_findings(arn, sort={"order_by": "DOWN"})  # type: ignore[arg-type]
    client.list_findings(arn, sort={"order": "DESC"})  # type: ignore[arg-type]
    client.list_findings(arn, sort="createdAt")  # type: ignore[arg-type]
    SortCriteria(attribute_name="createdat")  # type: ignore[arg-type]


async def configurations(client: AccessAnalyzerClient, arn: str) -> None:
    await client.update_analyzer("a", configuration={"unused": {}})  # type: ignore[arg-type]
    await client.update_analyzer("a", configuration={"unused_access": {"age": 90}})  # type: ignore[arg-type]
    await client.update_analyzer("a", configuration={"unused_access": {"unused_access_age": "90"}})  # type: ignore[arg-type]
    camel: AnalyzerConfigurationDict = {"unusedAccess": {}}  # type: ignore[typeddict-unknown-key]
    await client.create_analyzer("a", type="ACCOUNT", archive_rules=[{"rule_name": "r"}])  # type: ignore[list-item]
    await client.create_access_preview(arn, configurations={arn: {"s3_buckt": {}}})  # type: ignore[dict-item]
    await client.create_access_preview(arn, configurations={arn: {"sqs_queue": {"policy": "{}"}}})  # type: ignore[dict-item]
    await client.create_access_preview(arn, configurations={"sqs_queue": {"queue_policy": "{}"}})  # type: ignore[dict-item]
    wrong_policy: ConfigurationDict = {"sns_topic": {"topic_policy": 7}}  # type: ignore[typeddict-item]
    no_list: ConfigurationDict = {"ebs_snapshot": {"user_ids": "111122223333"}}  # type: ignore[typeddict-item]
    half: ConfigurationDict = {
        "s3_bucket": {"bucket_public_access_block": {"ignore_public_acls": True}}  # type: ignore[typeddict-item]
    }
    misspelt: ConfigurationDict = {
        "kms_key": {  # type: ignore[typeddict-item]
            "grants": [
                {"operations": ["Decript"], "grantee_principal": arn, "issuing_account": "1"}
            ]
        }
    }
    del camel, wrong_policy, no_list, half, misspelt


async def details(client: AccessAnalyzerClient, arn: str, since: datetime) -> None:
    await client.start_policy_generation(policy_generation_details={"principalArn": arn})  # type: ignore[arg-type]
    await client.start_policy_generation(
        policy_generation_details={"principal_arn": arn},
        cloud_trail_details={"trails": [], "access_role": arn},  # type: ignore[arg-type]
    )
    await client.start_policy_generation(
        policy_generation_details={"principal_arn": arn},
        cloud_trail_details={"trails": [{"regions": []}], "access_role": arn, "start_time": since},  # type: ignore[arg-type]
    )


async def several_texts(client: AccessAnalyzerClient, arn: str) -> None:
    await client.update_findings(arn, status="ARCHIVED", ids="one")  # type: ignore[arg-type]
    await client.update_findings(arn, status="ARCHIVED", ids=[1])  # type: ignore[list-item]
    await client.update_findings(arn, status="ARCHIVED", ids=b"one")  # type: ignore[arg-type]
    await client.update_findings(arn, status="ARCHIVED", ids={"one": "two"})  # type: ignore[arg-type]
    await client.untag_resource(resource_arn=arn, tag_keys="team")  # type: ignore[arg-type]
    await client.check_access_not_granted(
        policy_document="{}",
        access=[{"actions": "s3:*"}],  # type: ignore[list-item]
        policy_type="IDENTITY_POLICY",
    )
    UpdateFindingsRequest(analyzer_arn=arn, status="ACTIVE", ids="one")  # type: ignore[arg-type]
    UntagResourceRequest(resource_arn=arn, tag_keys="team")  # type: ignore[arg-type]
    Access(actions="s3:*")  # type: ignore[arg-type]
    Access(resources="*")  # type: ignore[arg-type]
    Trail(cloud_trail_arn=arn, regions="eu-west-1")  # type: ignore[arg-type]


async def policies(client: AccessAnalyzerClient, anything: list[Any]) -> None:
    client.validate_policy(policy_document=anything, policy_type="IDENTITY_POLICY")  # type: ignore[arg-type]
    client.validate_policy(policy_document=b"{}", policy_type="IDENTITY_POLICY")  # type: ignore[arg-type]
    check_access_not_granted({}, {"action": ["s3:*"]})  # type: ignore[arg-type]
