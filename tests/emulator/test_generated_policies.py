"""Generated policies allow what the principal used, in the time and Regions of the trail."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aa_sdk import policy
from aa_sdk.emulator import Emulator, Quotas
from aa_sdk.models import UnusedAction, UnusedPermissionDetails
from tests.emulator.direct_calls import Direct

ROLE = "arn:aws:iam::111122223333:role/team/reader"
USER = "arn:aws:iam::111122223333:user/ada"
TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/all"
START = datetime(2025, 12, 1, tzinfo=UTC)
END = datetime(2025, 12, 31, tzinfo=UTC)
WITHIN = datetime(2025, 12, 9, tzinfo=UTC)


def generate(
    direct: Direct,
    principal: str = ROLE,
    trail: Any = None,
    start: datetime = START,
    end: datetime = END,
) -> str:
    job_id: str = direct.ok(
        "StartPolicyGeneration",
        policyGenerationDetails={"principalArn": principal},
        cloudTrailDetails={
            "trails": [trail or {"cloudTrailArn": TRAIL, "allRegions": True}],
            "accessRole": "arn:aws:iam::111122223333:role/analysis",
            "startTime": start.isoformat(),
            "endTime": end.isoformat(),
        },
    )["jobId"]
    direct.emulator.advance(timedelta(minutes=1))
    return job_id


def result_of(direct: Direct, job_id: str, **options: Any) -> Any:
    return direct.ok("GetGeneratedPolicy", jobId=job_id, **options)["generatedPolicyResult"]


def policies(direct: Direct, job_id: str, **options: Any) -> list[Any]:
    result = result_of(direct, job_id, **options)
    texts: list[str] = [generated["policy"] for generated in result["generatedPolicies"]]
    return [json.loads(text) for text in texts]


def used(direct: Direct, **how: Any) -> list[str]:
    """The actions of all statements."""
    return [
        action
        for document in policies(direct, generate(direct, **how))
        for statement in document["Statement"]
        for action in statement["Action"]
    ]


def test_a_policy_allows_exactly_what_was_used_sorted_and_once(direct: Direct) -> None:
    for actions in (["sqs:SendMessage", "s3:ListBucket"], ["S3:GetObject", "s3:ListBucket"]):
        direct.emulator.add_activity(ROLE, actions, at=WITHIN)
    direct.emulator.add_activity(USER, "kms:Decrypt", at=WITHIN)
    assert policies(direct, generate(direct)) == [
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "SupportedServiceSid0",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket", "sqs:SendMessage"],
                    "Resource": "*",
                }
            ],
        }
    ]
    assert used(direct, principal=USER) == ["kms:Decrypt"]


def test_a_principal_that_did_nothing_gets_no_policy(direct: Direct) -> None:
    result = result_of(direct, generate(direct), includeServiceLevelTemplate=True)
    assert result["generatedPolicies"] == []
    assert result["properties"]["isComplete"] is True


def test_activity_counts_within_the_time_of_the_trail_its_ends_included(direct: Direct) -> None:
    second = timedelta(seconds=1)
    moments = (START - second, START, END, END + second)
    for number, moment in enumerate(moments):
        direct.emulator.add_activity(ROLE, f"s3:Action{number}", at=moment)
    direct.emulator.add_activity(ROLE, "s3:Now")
    assert used(direct) == ["s3:Action1", "s3:Action2"]


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        ({"allRegions": True}, ["s3:East", "s3:Nowhere", "s3:West"]),
        ({"regions": ["us-west-2"]}, ["s3:Nowhere", "s3:West"]),
        ({"regions": ["eu-west-1"], "allRegions": False}, ["s3:Nowhere"]),
        ({}, ["s3:East", "s3:Nowhere"]),
    ],
    ids=["all", "one", "another", "home"],
)
def test_activity_counts_in_the_regions_of_the_trail(
    direct: Direct, trail: dict[str, Any], expected: list[str]
) -> None:
    for name, region in (("East", "us-east-1"), ("West", "us-west-2"), ("Nowhere", None)):
        direct.emulator.add_activity(ROLE, f"s3:{name}", at=WITHIN, region=region)
    assert used(direct, trail={"cloudTrailArn": TRAIL, **trail}) == expected


def test_a_service_of_which_no_actions_are_known_comes_with_the_template(direct: Direct) -> None:
    direct.emulator.add_activity(ROLE, ["sqs", "sns:*", "s3:GetObject"], at=WITHIN)
    job_id = generate(direct)
    (plain,) = policies(direct, job_id)
    assert plain["Statement"][0]["Action"] == ["s3:GetObject"]
    assert result_of(direct, job_id)["properties"]["isComplete"] is False
    actions, template = policies(direct, job_id, includeServiceLevelTemplate=True)
    assert actions == plain
    (statement,) = template["Statement"]
    assert statement["Action"] == ["sns:${Action}", "sqs:${Action}"]


def test_there_is_no_template_where_all_actions_are_known(direct: Direct) -> None:
    direct.emulator.add_activity(ROLE, "s3:GetObject", at=WITHIN)
    job_id = generate(direct)
    assert result_of(direct, job_id)["properties"]["isComplete"] is True
    assert len(policies(direct, job_id, includeServiceLevelTemplate=True)) == 1


def test_placeholders_stand_for_resources_where_actions_are_about_single_ones(
    direct: Direct,
) -> None:
    actions = ["s3:ListBucket", "s3:ListAllMyBuckets", "sqs:SendMessage", "sqs:DeleteMessage"]
    direct.emulator.add_activity(ROLE, actions, at=WITHIN)
    (document,) = policies(direct, generate(direct), includeResourcePlaceholders=True)
    assert policy.validate(document).findings == ()
    by_resource = {one["Resource"]: one["Action"] for one in document["Statement"]}
    assert by_resource["*"] == ["s3:ListAllMyBuckets"]
    assert by_resource["arn:aws:s3:::${BucketName}"] == ["s3:ListBucket"]
    queue = "arn:aws:sqs:${Region}:${Account}:${QueueName}"
    assert by_resource[queue] == ["sqs:DeleteMessage", "sqs:SendMessage"]
    sids = [one["Sid"] for one in document["Statement"]]
    assert sids == [f"SupportedServiceSid{number}" for number in range(len(sids))]


def test_placeholders_are_in_the_partition_of_the_region(emulator: Emulator) -> None:
    role = "arn:aws-cn:iam::111122223333:role/reader"
    emulator.add_activity(role, "sqs:SendMessage", at=WITHIN)
    direct = Direct(emulator, region="cn-north-1")
    trail = {"cloudTrailArn": "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/all"}
    (document,) = policies(direct, generate(direct, role, trail), includeResourcePlaceholders=True)
    assert document["Statement"][0]["Resource"].startswith("arn:aws-cn:sqs:")


def test_a_job_that_was_started_does_not_look_at_what_is_said_later(direct: Direct) -> None:
    direct.emulator.add_activity(ROLE, "s3:GetObject", at=WITHIN)
    job_id = generate(direct)
    before = policies(direct, job_id)
    direct.emulator.add_activity(ROLE, "s3:PutObject", at=WITHIN)
    assert policies(direct, job_id) == before
    twin = Direct(Emulator.restore(json.loads(json.dumps(direct.emulator.snapshot()))))
    assert policies(twin, job_id) == before
    assert used(twin) == ["s3:GetObject", "s3:PutObject"]


@pytest.fixture
def unused(direct: Direct) -> str:
    created = direct.ok("CreateAnalyzer", analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS")
    arn: str = created["arn"]
    return arn


def accessed(*names: str, at: datetime | None = WITHIN) -> list[UnusedAction]:
    return [UnusedAction(action=name, last_accessed=at) for name in names]


def add_finding(direct: Direct, analyzer: str, *details: UnusedPermissionDetails) -> str:
    return direct.emulator.add_finding(analyzer, ROLE, "AWS::IAM::Role", details)


def test_findings_tell_what_was_last_accessed_of_whom_nobody_said_anything(
    direct: Direct, unused: str
) -> None:
    old = accessed("s3:DeleteObject", at=START - timedelta(days=1))
    never = accessed("s3:PutObjectAcl", at=None)
    add_finding(
        direct,
        unused,
        UnusedPermissionDetails(
            service_namespace="s3",
            last_accessed=WITHIN,
            actions=[*accessed("PutObject", "s3:GetObject"), *old, *never],
        ),
        UnusedPermissionDetails(service_namespace="sns"),
    )
    assert used(direct) == ["s3:GetObject", "s3:PutObject"]
    assert used(direct, principal=USER) == []
    direct.emulator.add_activity(ROLE, "sqs:SendMessage", at=WITHIN)
    assert used(direct) == ["sqs:SendMessage"]


def test_a_service_that_was_accessed_after_its_actions_was_used_in_a_way_that_is_not_known(
    direct: Direct, unused: str
) -> None:
    add_finding(
        direct,
        unused,
        UnusedPermissionDetails(service_namespace="sqs", last_accessed=WITHIN),
        UnusedPermissionDetails(
            service_namespace="s3",
            last_accessed=WITHIN + timedelta(days=1),
            actions=accessed("s3:GetObject"),
        ),
    )
    job_id = generate(direct)
    _, template = policies(direct, job_id, includeServiceLevelTemplate=True)
    assert template["Statement"][0]["Action"] == ["s3:${Action}", "sqs:${Action}"]


def test_findings_of_other_kinds_tell_nothing(direct: Direct, unused: str) -> None:
    direct.emulator.add_finding(
        unused, ROLE, "AWS::IAM::Role", finding_type="UnusedPermission", error="INTERNAL_ERROR"
    )
    direct.emulator.add_finding(unused, ROLE, "AWS::IAM::Role", finding_type="UnusedIAMRole")
    assert used(direct) == []


def test_the_principals_of_a_populated_world_used_what_no_finding_says_is_unused() -> None:
    direct = Direct(Emulator(quotas=Quotas(generations_per_day=1000)))
    unused = direct.emulator.populate(findings=300).unused
    now = datetime(2026, 1, 1, tzinfo=UTC)
    whole_time = {"start": now - timedelta(days=90), "end": now}
    kinds = {"findingType": {"eq": ["UnusedPermission"]}}
    found = direct.every("ListFindingsV2", "findings", analyzerArn=unused, filter=kinds)
    assert {"error" in finding for finding in found} == {True, False}
    for finding in found:
        whole = direct.ok("GetFindingV2", analyzerArn=unused, id=finding["id"])
        details = [one["unusedPermissionDetails"] for one in whole["findingDetails"]]
        services = {detail["serviceNamespace"] for detail in details}
        actions = used(direct, principal=finding["resource"], **whole_time)
        assert bool(actions) is ("error" not in finding)
        assert not {action.partition(":")[0] for action in actions} & services
        assert actions == used(direct, principal=finding["resource"], **whole_time)


def test_what_was_invented_is_part_of_a_snapshot_and_goes_with_its_analyzer() -> None:
    direct = Direct(Emulator())
    populated = direct.emulator.populate(findings=60)
    listed = direct.every("ListFindingsV2", "findings", analyzerArn=populated.unused)
    role = next(
        one["resource"]
        for one in listed
        if one["findingType"] == "UnusedPermission" and "error" not in one
    )
    times = {"start": START - timedelta(days=58), "end": START + timedelta(days=31)}
    actions = used(direct, principal=role, **times)
    assert actions
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    assert used(twin, principal=role, **times) == actions
    direct.ok("DeleteAnalyzer", analyzerName="account-unused")
    direct.ok("CreateAnalyzer", analyzerName="account-unused", type="ACCOUNT_UNUSED_ACCESS")
    add_finding(direct, "account-unused", UnusedPermissionDetails(service_namespace="sns"))
    later = {"start": START, "end": START + timedelta(days=80)}
    assert used(direct, **later) == []


def test_findings_may_name_what_is_no_action_and_a_snapshot_is_still_one(
    direct: Direct, unused: str
) -> None:
    odd = accessed("s3:Get*", "a b", "")
    add_finding(direct, unused, UnusedPermissionDetails(service_namespace="", actions=odd))
    job_id = generate(direct)
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    options = {"includeResourcePlaceholders": True, "includeServiceLevelTemplate": True}
    assert policies(twin, job_id, **options) == policies(direct, job_id, **options)


@pytest.mark.parametrize(
    ("principal", "actions"),
    [
        ("reader", "s3:GetObject"),
        ("arn:aws:iam::111122223333:group/readers", "s3:GetObject"),
        (f"{ROLE}\n", "s3:GetObject"),
        *((ROLE, action) for action in ("*", "s3:Get*", "s3:Get Object", "", ":Get", "s3:a:b")),
    ],
)
def test_what_is_no_principal_or_action_is_refused_and_nothing_is_noted(
    direct: Direct, principal: str, actions: str
) -> None:
    with pytest.raises(ValueError, match=r"needed|no action"):
        direct.emulator.add_activity(principal, ["s3:GetObject", actions], at=WITHIN)
    assert used(direct) == []
