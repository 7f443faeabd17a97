"""No operation answers with an error that the service model does not list for it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Quotas
from tests.emulator.direct_calls import ACCOUNT, Direct
from tests.emulator.listed_errors import listed
from tests.emulator.lived import QUEUE, start_generation
from tests.emulator.previews import PARTNER, policy
from tests.service_model import SERVICE

OPERATIONS: Mapping[str, Any] = SERVICE["operations"]
HOME = f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer"
EXTERNAL, UNUSED, GONE = f"{HOME}/external", f"{HOME}/unused", f"{HOME}/gone"
UNKNOWN_ID = "7f9c2ba4-e88f-427d-9a31-0a5b3c1f7e11"
WRONG_ARNS = [
    GONE,
    f"arn:aws:access-analyzer:eu-west-1:{ACCOUNT}:analyzer/external",
    f"arn:aws:access-analyzer:us-east-1:{PARTNER}:analyzer/external",
    f"arn:aws-cn:access-analyzer:us-east-1:{ACCOUNT}:analyzer/external",
    f"{HOME}/",
    f"{HOME}/external/more",
    f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:external",
    "arn:aws:access-analyzer:us-east-1::analyzer/external",
    f"arn:aws:sqs:us-east-1:{ACCOUNT}:external",
    QUEUE,
    "arn:aws:access-analyzer",
    "external",
    "",
    "arn:aws:iam::*:role/*",
    "\N{SNOWMAN}",
]
WRONG_NAMES = ["gone", "GONE", "1", "a b", "", ".", "x" * 300, EXTERNAL, "\N{SNOWMAN}", "%2F"]
WRONG_IDS = [UNKNOWN_ID, UNKNOWN_ID.upper(), "1", "", "x" * 2100, QUEUE, "a/b", "\N{SNOWMAN}"]


def lived() -> tuple[Direct, dict[str, dict[str, Any]]]:
    """Calls of an emulator, and for each operation a request that it takes."""
    direct = Direct(Emulator(quotas=Quotas(concurrent_generations=10)))
    direct.ok("CreateAnalyzer", analyzerName="external", type="ACCOUNT")
    direct.ok("CreateAnalyzer", analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS")
    linked = direct.emulator.add_service_linked_analyzer("_AccessAnalyzerForSecurityHub-1")
    rule = {"ruleName": "accepted", "filter": {"isPublic": {"eq": ["true"]}}}
    direct.ok("CreateArchiveRule", analyzerName="external", **rule)
    (finding,) = direct.emulator.add_resource(EXTERNAL, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    permission = direct.emulator.add_finding(
        UNUSED,
        f"arn:aws:iam::{ACCOUNT}:role/reader",
        "AWS::IAM::Role",
        finding_type="UnusedPermission",
    )
    direct.ok("GenerateFindingRecommendation", analyzerArn=UNUSED, id=permission)
    configurations = {QUEUE: {"sqsQueue": {"queuePolicy": policy(PARTNER)}}}
    external = {"analyzerArn": EXTERNAL}
    preview = direct.ok("CreateAccessPreview", **external, configurations=configurations)["id"]
    job = start_generation(direct)
    identity = '{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'
    checked = {"policyDocument": identity, "policyType": "IDENTITY_POLICY"}
    trail = {"cloudTrailArn": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/all"}
    named = {"analyzerName": "external", "ruleName": "accepted"}
    requests: dict[str, dict[str, Any]] = {
        "ApplyArchiveRule": {**external, "ruleName": "accepted"},
        "CancelPolicyGeneration": {"jobId": job},
        "CheckAccessNotGranted": {**checked, "access": [{"actions": ["s3:GetObject"]}]},
        "CheckNoNewAccess": {
            "newPolicyDocument": identity,
            "existingPolicyDocument": identity,
            "policyType": "IDENTITY_POLICY",
        },
        "CheckNoPublicAccess": {
            "policyDocument": policy(PARTNER),
            "resourceType": "AWS::SQS::Queue",
        },
        "CreateAccessPreview": {**external, "configurations": configurations},
        "CreateAnalyzer": {"analyzerName": "internal", "type": "ACCOUNT_INTERNAL_ACCESS"},
        "CreateArchiveRule": {"analyzerName": "external", **rule, "ruleName": "other"},
        "CreateServiceLinkedAnalyzer": {"type": "ACCOUNT_UNUSED_ACCESS"},
        "DeleteAnalyzer": {"analyzerName": "external"},
        "DeleteArchiveRule": named,
        "DeleteServiceLinkedAnalyzer": {"analyzerName": linked.rpartition("/")[2]},
        "GenerateFindingRecommendation": {"analyzerArn": UNUSED, "id": permission},
        "GetAccessPreview": {**external, "accessPreviewId": preview},
        "GetAnalyzedResource": {**external, "resourceArn": QUEUE},
        "GetAnalyzer": {"analyzerName": "external"},
        "GetArchiveRule": named,
        "GetFinding": {**external, "id": finding},
        "GetFindingRecommendation": {"analyzerArn": UNUSED, "id": permission},
        "GetFindingV2": {**external, "id": finding},
        "GetFindingsStatistics": external,
        "GetGeneratedPolicy": {"jobId": job},
        "ListAccessPreviewFindings": {**external, "accessPreviewId": preview},
        "ListAccessPreviews": external,
        "ListAnalyzedResources": external,
        "ListAnalyzers": {},
        "ListArchiveRules": {"analyzerName": "external"},
        "ListFindings": external,
        "ListFindingsV2": external,
        "ListPolicyGenerations": {"principalArn": f"arn:aws:iam::{ACCOUNT}:role/reader"},
        "ListTagsForResource": {"resourceArn": EXTERNAL},
        "StartPolicyGeneration": {
            "policyGenerationDetails": {"principalArn": f"arn:aws:iam::{ACCOUNT}:role/reader"},
            "cloudTrailDetails": {
                "trails": [trail],
                "accessRole": f"arn:aws:iam::{ACCOUNT}:role/trail",
                "startTime": "2025-12-01T00:00:00Z",
            },
        },
        "StartResourceScan": {**external, "resourceArn": QUEUE},
        "TagResource": {"resourceArn": EXTERNAL, "tags": {"a": "b"}},
        "UntagResource": {"resourceArn": EXTERNAL, "tagKeys": ["a"]},
        "UpdateAnalyzer": {
            "analyzerName": "unused",
            "configuration": {"unusedAccess": {"unusedAccessAge": 90}},
        },
        "UpdateArchiveRule": {"analyzerName": "external", **rule},
        "UpdateFindings": {**external, "status": "ARCHIVED", "ids": [finding]},
        "ValidatePolicy": checked,
    }
    return direct, requests


NO_PART_OF_A_PATH = frozenset({"", ".", ".."})


def wrong_values(name: str) -> list[Any]:
    """Values of a member that names something, none of which names what there is."""
    if name == "ids":
        return [[one] for one in WRONG_IDS]
    if name == "policyGenerationDetails":
        return [{"principalArn": one} for one in WRONG_ARNS]
    if name in ("analyzerArn", "resourceArn", "principalArn"):
        return WRONG_ARNS
    if name in ("analyzerName", "ruleName"):
        return WRONG_NAMES
    if name in ("id", "accessPreviewId", "jobId"):
        return WRONG_IDS
    return []


def wrong_requests(operation: str, right: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Requests that name something wrong, in one place or in all."""
    wrong = {name: wrong_values(name) for name in right}
    for name, values in wrong.items():
        yield from ({**right, name: value} for value in values)
    for place in range(len(WRONG_NAMES)):
        yield {
            name: values[place % len(values)] if values else right[name]
            for name, values in wrong.items()
        }
    # There are such analyzers, but the operation may be for others.
    for name, value in (
        ("analyzerArn", EXTERNAL),
        ("analyzerArn", UNUSED),
        ("analyzerName", "unused"),
    ):
        if name in right:
            yield {**right, name: value}
    if "maxResults" in str(SERVICE["shapes"][f"{operation}Request"]["members"]):
        yield from ({**right, **more} for more in ({"nextToken": "gone"}, {"maxResults": 0}))


def test_each_request_is_one_that_its_operation_takes() -> None:
    """So that what goes wrong below goes wrong because of what is named."""
    assert lived()[1].keys() == OPERATIONS.keys()
    for operation in OPERATIONS:
        direct, requests = lived()
        reply = direct.call(operation, **requests[operation])
        denied = operation == "CreateServiceLinkedAnalyzer"
        assert reply.error == ("AccessDeniedException" if denied else None), operation


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_only_errors_that_an_operation_has_are_answered(operation: str) -> None:
    known = listed(operation)
    direct, requests = lived()
    for params in wrong_requests(operation, requests[operation]):
        reply = direct.call(operation, **params)
        # A name that is no part of a path makes it the path of no operation.
        if reply.error == "UnknownOperationException":
            assert not NO_PART_OF_A_PATH.isdisjoint(map(str, params.values())), params
        elif reply.error is not None:
            assert reply.error in known, params
            assert reply.status == known[reply.error], params
            assert reply.error != "InternalServerException", params


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_what_belongs_to_another_region_or_account_is_no_exception(operation: str) -> None:
    """The same request, from where nothing of what it names is."""
    known = listed(operation)
    for place in ({"account_id": PARTNER}, {"region": "eu-west-1"}, {"region": "cn-north-1"}):
        direct, requests = lived()
        elsewhere = Direct(direct.emulator, **place)
        reply = elsewhere.call(operation, **requests[operation])
        assert reply.error is None or reply.error in known, (place, reply)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_what_is_done_twice_or_too_often_is_no_exception(operation: str) -> None:
    """Conflicts and quotas are listed where they are answered."""
    known = listed(operation)
    direct, requests = lived()
    quotas = direct.emulator.world.quotas
    quotas.archive_rules = quotas.access_previews_per_hour = quotas.tags = 1
    for status in (None, "CREATING", "DISABLED", "FAILED"):
        for arn in (EXTERNAL, UNUSED):
            direct.emulator.set_analyzer_status(arn, status or "ACTIVE")
        for _ in range(2):
            direct.call("CreateAnalyzer", analyzerName="external", type="ACCOUNT")
            reply = direct.call(operation, **requests[operation])
            assert reply.error is None or reply.error in known, (status, reply)
        if operation.startswith("Delete"):
            break


@pytest.mark.parametrize("arn", [arn for arn in WRONG_ARNS if f":{ACCOUNT}:" in arn])
def test_a_recommendation_for_an_analyzer_that_is_not_there_has_a_field_at_fault(arn: str) -> None:
    """The operation has no way to say that something is not found."""
    direct, requests = lived()
    request = {**requests["GenerateFindingRecommendation"], "analyzerArn": arn}
    reply = direct.call("GenerateFindingRecommendation", **request)
    assert reply.error == "ValidationException"
    assert reply.fields() == ["analyzerArn"]
