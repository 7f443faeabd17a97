"""boto3, which knows nothing of this project, finds what it expects of the service."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._protocol.service_model import load_service_model
from aa_sdk.models import ExternalAccessDetails, UnusedPermissionDetails
from tests.emulator.service_shapes import output_mismatches

ROLE = "arn:aws:iam::111122223333:role/reader"
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
PUBLIC = {"isPublic": {"eq": ["true"]}}
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "444455556666"},
                "Action": "sqs:SendMessage",
                "Resource": QUEUE,
            }
        ],
    }
)


@dataclass
class Boto:
    """A boto3 client of a served emulator, and the bodies of the answers it got."""

    client: Any
    emulator: Emulator
    bodies: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])

    def keep_body(self, response_dict: Any, operation_model: Any, **_: Any) -> None:
        """Keep the body of an answer before botocore parses it."""
        if response_dict["status_code"] < 300:
            body = json.loads(response_dict["body"] or b"{}")
            self.bodies.setdefault(operation_model.name, []).append(body)


@pytest.fixture(scope="module")
def boto3_session() -> Any:
    return import_module("boto3.session").Session(
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="invented",
        region_name="us-east-1",
    )


@pytest.fixture
def boto(boto3_session: Any) -> Iterator[Boto]:
    emulator = Emulator()
    config = import_module("botocore.config").Config(retries={"total_max_attempts": 1})
    with emulator.serve() as url:
        client = boto3_session.client("accessanalyzer", endpoint_url=url, config=config)
        boto = Boto(client, emulator)
        client.meta.events.register("before-parse.accessanalyzer", boto.keep_body)
        yield boto
        client.close()


def analyzers_and_rules(aws: Any) -> None:
    aws.create_analyzer(analyzerName="audit", type="ACCOUNT", tags={"team": "blue"})
    aws.create_analyzer(analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    configuration: dict[str, Any] = {
        "unusedAccess": {"analysisRule": {"exclusions": [{"resourceTags": []}]}}
    }
    aws.update_analyzer(analyzerName="idle", configuration=configuration)
    aws.get_analyzer(analyzerName="idle")
    aws.list_analyzers(type="ACCOUNT")
    rule = {"analyzerName": "audit", "ruleName": "accepted"}
    aws.create_archive_rule(**rule, filter=PUBLIC)
    aws.update_archive_rule(**rule, filter={"resource": {"contains": ["inbox"]}})
    aws.get_archive_rule(**rule)
    aws.list_archive_rules(analyzerName="audit")


def findings(boto: Boto, arn: str) -> None:
    aws = boto.client
    details = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
    finding_id = boto.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", details)
    aws.list_findings(analyzerArn=arn, filter=PUBLIC, sort={"attributeName": "updatedAt"})
    aws.list_findings_v2(analyzerArn=arn, filter={"status": {"neq": ["RESOLVED"]}})
    aws.get_finding(analyzerArn=arn, id=finding_id)
    aws.get_finding_v2(analyzerArn=arn, id=finding_id)
    aws.update_findings(analyzerArn=arn, ids=[finding_id], status="ARCHIVED")
    aws.apply_archive_rule(analyzerArn=arn, ruleName="accepted")
    aws.delete_archive_rule(analyzerName="audit", ruleName="accepted")
    aws.get_findings_statistics(analyzerArn=arn)
    aws.list_analyzed_resources(analyzerArn=arn, resourceType="AWS::SQS::Queue")
    aws.get_analyzed_resource(analyzerArn=arn, resourceArn=QUEUE)
    aws.start_resource_scan(analyzerArn=arn, resourceArn=QUEUE)


def previews(boto: Boto, arn: str) -> None:
    aws = boto.client
    configurations = {QUEUE: {"sqsQueue": {"queuePolicy": POLICY}}}
    created = aws.create_access_preview(analyzerArn=arn, configurations=configurations)
    boto.emulator.advance(timedelta(seconds=5))
    names = {"analyzerArn": arn, "accessPreviewId": created["id"]}
    aws.get_access_preview(**names)
    aws.list_access_previews(analyzerArn=arn)
    aws.list_access_preview_findings(**names, filter={"changeType": {"eq": ["NEW"]}})


def policies(aws: Any) -> None:
    aws.check_no_new_access(
        newPolicyDocument=POLICY, existingPolicyDocument=POLICY, policyType="RESOURCE_POLICY"
    )
    aws.check_access_not_granted(
        policyDocument=POLICY, access=[{"actions": ["sqs:*"]}], policyType="RESOURCE_POLICY"
    )
    aws.check_no_public_access(policyDocument=POLICY, resourceType="AWS::SQS::Queue")
    aws.validate_policy(policyDocument='{"Statement": {"Sid": ""}}', policyType="IDENTITY_POLICY")


def generation(boto: Boto) -> None:
    aws = boto.client
    trail = {"cloudTrailArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/all"}
    names = {
        "policyGenerationDetails": {"principalArn": ROLE},
        "cloudTrailDetails": {
            "trails": [trail],
            "accessRole": ROLE,
            "startTime": datetime(2025, 12, 1, tzinfo=UTC),
        },
    }
    job = aws.start_policy_generation(**names)["jobId"]
    boto.emulator.advance(timedelta(minutes=1))
    aws.get_generated_policy(jobId=job, includeServiceLevelTemplate=True)
    aws.cancel_policy_generation(jobId=aws.start_policy_generation(**names)["jobId"])
    aws.list_policy_generations(principalArn=ROLE)


def recommendation(boto: Boto, arn: str) -> None:
    details = UnusedPermissionDetails(service_namespace="s3")
    finding_id = boto.emulator.add_finding(arn, ROLE, "AWS::IAM::Role", details)
    names = {"analyzerArn": arn, "id": finding_id}
    boto.client.generate_finding_recommendation(**names)
    boto.emulator.advance(timedelta(minutes=1))
    boto.client.get_finding_recommendation(**names)


def tags_and_ends(boto: Boto, arn: str) -> None:
    aws = boto.client
    aws.tag_resource(resourceArn=arn, tags={"stage": "test"})
    aws.untag_resource(resourceArn=arn, tagKeys=["team", "stage"])
    aws.list_tags_for_resource(resourceArn=arn)
    boto.emulator.add_service_linked_analyzer("_AccessAnalyzerForSecurityHub-1")
    aws.delete_service_linked_analyzer(analyzerName="_AccessAnalyzerForSecurityHub-1")
    with pytest.raises(aws.exceptions.AccessDeniedException):
        aws.create_service_linked_analyzer(type="ORGANIZATION_UNUSED_ACCESS")
    aws.delete_analyzer(analyzerName="audit")


def test_boto3_calls_all_operations_and_every_answer_is_as_its_model_says(boto: Boto) -> None:
    analyzers_and_rules(boto.client)
    place = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer"
    findings(boto, f"{place}/audit")
    previews(boto, f"{place}/audit")
    policies(boto.client)
    generation(boto)
    recommendation(boto, f"{place}/idle")
    tags_and_ends(boto, f"{place}/audit")
    model = load_service_model()
    assert boto.emulator.calls.of("CreateServiceLinkedAnalyzer")
    assert boto.bodies.keys() == model.operations.keys() - {"CreateServiceLinkedAnalyzer"}
    for name, bodies in boto.bodies.items():
        for body in bodies:
            if f"{name}Response" in model.shapes:
                assert output_mismatches(name, body) == []
            else:
                assert body == {}


PAGINATORS = {
    "list_analyzed_resources": ("analyzedResources", 3),
    "list_analyzers": ("analyzers", 4),
    "list_archive_rules": ("archiveRules", 3),
    "list_findings": ("findings", 35),
    "list_access_preview_findings": ("findings", 1),
    "list_access_previews": ("accessPreviews", 1),
    "validate_policy": ("findings", 4),
    "list_policy_generations": ("policyGenerations", 0),
    "get_finding_v2": ("findingDetails", 3),
    "list_findings_v2": ("findings", 35),
    "get_finding_recommendation": ("recommendedSteps", 2),
}


def paginated(boto: Boto) -> dict[str, dict[str, Any]]:
    """What each paginator is asked for, in a world that has an answer."""
    populated = boto.emulator.populate(findings=100)
    arn, aws = {"analyzerArn": populated.external}, boto.client
    for name in ("a", "b", "c"):
        aws.create_archive_rule(analyzerName="account-external", ruleName=name, filter=PUBLIC)
    configurations = {QUEUE: {"sqsQueue": {"queuePolicy": POLICY}}}
    preview = aws.create_access_preview(**arn, configurations=configurations)["id"]
    details = [UnusedPermissionDetails(service_namespace=name) for name in ("s3", "sns", "sqs")]
    finding = boto.emulator.add_finding(populated.unused, ROLE, "AWS::IAM::Role", details)
    unused = {"analyzerArn": populated.unused, "id": finding}
    aws.generate_finding_recommendation(**unused)
    boto.emulator.advance(timedelta(minutes=1))
    return {
        "list_analyzed_resources": {**arn, "resourceType": "AWS::SQS::Queue"},
        "list_analyzers": {},
        "list_archive_rules": {"analyzerName": "account-external"},
        "list_findings": arn,
        "list_access_preview_findings": {**arn, "accessPreviewId": preview},
        "list_access_previews": arn,
        "validate_policy": {"policyDocument": '{"Statement": {}}', "policyType": "IDENTITY_POLICY"},
        "list_policy_generations": {},
        "get_finding_v2": unused,
        "list_findings_v2": arn,
        "get_finding_recommendation": unused,
    }


def test_boto3s_paginators_find_the_same_whatever_the_page_size(boto: Boto) -> None:
    params = paginated(boto)
    assert params.keys() == PAGINATORS.keys()
    for name, (key, count) in PAGINATORS.items():
        paginator = boto.client.get_paginator(name)
        by_size: list[Any] = []
        for size in (1, 2, 100):
            pages = paginator.paginate(**params[name], PaginationConfig={"PageSize": size})
            by_size.append([item for page in pages for item in page[key]])
        assert by_size[0] == by_size[1] == by_size[2], name
        if name != "list_analyzed_resources":
            assert len(by_size[0]) == count, name


def test_boto3_raises_its_own_error_classes(boto: Boto) -> None:
    aws = boto.client
    errors = aws.exceptions
    with pytest.raises(errors.ResourceNotFoundException) as missing:
        aws.get_analyzer(analyzerName="audit")
    assert missing.value.response["resourceType"] == "Analyzer"
    with pytest.raises(errors.ValidationException) as invalid:
        aws.create_analyzer(analyzerName="1", type="ACCOUNT")
    assert invalid.value.response["reason"] == "fieldValidationFailed"
    assert invalid.value.response["fieldList"][0]["name"] == "analyzerName"
    aws.create_analyzer(analyzerName="audit", type="ACCOUNT")
    with pytest.raises(errors.ConflictException):
        aws.create_analyzer(analyzerName="audit", type="ACCOUNT")
    with pytest.raises(errors.ServiceQuotaExceededException) as quota:
        aws.create_analyzer(analyzerName="more", type="ACCOUNT")
    assert quota.value.response["ResponseMetadata"]["HTTPStatusCode"] == 402
    with pytest.raises(errors.InvalidParameterException):
        aws.check_no_public_access(policyDocument="{", resourceType="AWS::S3::Bucket")


def test_boto3_reads_retry_after_from_faults(boto: Boto) -> None:
    boto.emulator.faults.throttle(times=1, retry_after=7)
    with pytest.raises(boto.client.exceptions.ThrottlingException) as throttled:
        boto.client.list_analyzers()
    assert throttled.value.response["retryAfterSeconds"] == 7
    boto.emulator.faults.fail(times=1, retry_after=3)
    with pytest.raises(boto.client.exceptions.InternalServerException) as failed:
        boto.client.list_analyzers()
    assert failed.value.response["retryAfterSeconds"] == 3
