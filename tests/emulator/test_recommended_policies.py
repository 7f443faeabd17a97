"""Recommended policies come from what a principal has, what it did, and what a finding says."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aa_sdk import policy
from aa_sdk.emulator import Emulator, Population
from aa_sdk.models import UnusedAction, UnusedPermissionDetails
from tests.emulator.direct_calls import Direct

ROLE = "arn:aws:iam::111122223333:role/reader"
MANAGED = "arn:aws:iam::111122223333:policy/reading"
CHANGED = datetime(2025, 6, 1, 12, tzinfo=UTC)


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def unused(service: str, *names: str, at: datetime | None = None) -> UnusedPermissionDetails:
    actions = [UnusedAction(action=f"{service}:{name}", last_accessed=at) for name in names]
    return UnusedPermissionDetails(service_namespace=service, actions=actions)


@pytest.fixture
def analyzer(direct: Direct) -> str:
    created = direct.ok("CreateAnalyzer", analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS")
    arn: str = created["arn"]
    return arn


def recommendation(
    direct: Direct, analyzer: str, *details: UnusedPermissionDetails, role: str = ROLE
) -> dict[str, Any]:
    """The recommendation for a new finding."""
    found = direct.emulator.add_finding(analyzer, role, "AWS::IAM::Role", details)
    return recommendation_for(direct, analyzer, found)


def recommendation_for(direct: Direct, analyzer: str, found: str) -> dict[str, Any]:
    finding = {"analyzerArn": analyzer, "id": found}
    direct.ok("GenerateFindingRecommendation", **finding)
    direct.emulator.advance(timedelta(seconds=10))
    body: dict[str, Any] = direct.ok("GetFindingRecommendation", **finding)
    return body


def steps(
    direct: Direct, analyzer: str, *details: UnusedPermissionDetails
) -> list[tuple[str, str, Any]]:
    """The steps: what to do, with which policy, and what takes its place."""
    done = recommendation(direct, analyzer, *details)
    assert done["status"] == "SUCCEEDED"
    return written(done)


def written(done: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    told = [step["unusedPermissionsRecommendedStep"] for step in done["recommendedSteps"]]
    return [
        (
            step["recommendedAction"],
            step["existingPolicyId"],
            json.loads(step.get("recommendedPolicy", "null")),
        )
        for step in told
    ]


def test_a_policy_gives_way_to_a_narrower_one(direct: Direct, analyzer: str) -> None:
    rest = {"Sid": "Read", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    before = document(allow("s3:GetObject", "s3:PutObject", **rest))
    direct.emulator.attach_policy(ROLE, before, name="reading")
    narrower = document(allow("s3:GetObject", **rest))
    assert steps(direct, analyzer, unused("s3", "PutObject")) == [
        ("CREATE_POLICY", "reading", narrower),
        ("DETACH_POLICY", "reading", None),
    ]


def test_a_policy_of_which_nothing_is_left_is_detached(direct: Direct, analyzer: str) -> None:
    direct.emulator.attach_policy(ROLE, document(allow("s3:*")), name="storage")
    assert steps(direct, analyzer, unused("s3")) == [("DETACH_POLICY", "storage", None)]


def test_a_policy_that_grants_nothing_unused_gets_no_steps(direct: Direct, analyzer: str) -> None:
    direct.emulator.attach_policy(ROLE, document(allow("sqs:*")), name="queues")
    assert steps(direct, analyzer, unused("s3")) == []
    direct.emulator.attach_policy(ROLE, document(allow("s3:*")), name="storage")
    assert steps(direct, analyzer, unused("s3")) == [("DETACH_POLICY", "storage", None)]


def test_managed_policies_go_by_their_arn_and_say_when_they_changed(
    direct: Direct, analyzer: str
) -> None:
    before = json.dumps(document(allow("s3:GetObject", "s3:PutObject")))
    direct.emulator.attach_policy(ROLE, before, arn=MANAGED, updated_at=CHANGED)
    direct.emulator.attach_policy(ROLE, before, name="inline", updated_at=CHANGED)
    done = recommendation(direct, analyzer, unused("s3", "PutObject"))
    told = [step["unusedPermissionsRecommendedStep"] for step in done["recommendedSteps"]]
    assert [(step["existingPolicyId"], step.get("policyUpdatedAt")) for step in told] == [
        *[(MANAGED, "2025-06-01T12:00:00Z")] * 2,
        *[("inline", None)] * 2,
    ]


def test_a_managed_policy_changed_now_unless_said_otherwise(direct: Direct, analyzer: str) -> None:
    now = direct.emulator.world.clock.now()
    direct.emulator.attach_policy(ROLE, document(allow("s3:*")), arn=MANAGED)
    (step,) = recommendation(direct, analyzer, unused("s3"))["recommendedSteps"]
    updated = step["unusedPermissionsRecommendedStep"]["policyUpdatedAt"]
    assert datetime.fromisoformat(updated) == now


def test_a_policy_takes_the_place_of_one_with_the_same_name(direct: Direct, analyzer: str) -> None:
    emulator = direct.emulator
    assert emulator.attach_policy(ROLE, document(allow("s3:*")), name="one") == "one"
    assert emulator.attach_policy(ROLE, document(allow("sqs:*")), name="one") == "one"
    assert emulator.attach_policy(ROLE, document(allow("s3:*"))) == "policy-1"
    assert emulator.attach_policy(ROLE, document(allow("sns:*"))) == "policy-2"
    told = steps(direct, analyzer, unused("s3"), unused("sns"))
    assert [policy_id for _, policy_id, _ in told] == ["policy-1", "policy-2"]


def test_wildcards_give_way_to_what_was_used_lately(direct: Direct, analyzer: str) -> None:
    emulator = direct.emulator
    now = emulator.world.clock.now()
    emulator.attach_policy(ROLE, document(allow("s3:*", "sqs:*")), name="all")
    emulator.add_activity(ROLE, ["s3:GetObject", "s3:ListBucket"], at=now - timedelta(days=80))
    emulator.add_activity(ROLE, ["s3:PutObject", "s3:GetBucketAcl"], at=now - timedelta(days=100))
    narrower = document(allow("s3:GetObject", "s3:ListBucket", "sqs:*"))
    told = steps(direct, analyzer, unused("s3", "PutObject"))
    assert told[0] == ("CREATE_POLICY", "all", narrower)


def test_lately_is_as_long_as_the_analyzer_looks_back(direct: Direct) -> None:
    configuration = {"unusedAccess": {"unusedAccessAge": 10}}
    kind = "ACCOUNT_UNUSED_ACCESS"
    created = direct.ok(
        "CreateAnalyzer", analyzerName="short", type=kind, configuration=configuration
    )
    now = direct.emulator.world.clock.now()
    direct.emulator.attach_policy(ROLE, document(allow("s3:GetObject")), name="all")
    direct.emulator.add_activity(ROLE, "s3:GetObject", at=now - timedelta(days=11))
    told = steps(direct, created["arn"], unused("s3", "GetObject"))
    assert told == [("DETACH_POLICY", "all", None)]


def test_what_was_used_lately_stays_whatever_an_older_finding_says(
    direct: Direct, analyzer: str
) -> None:
    direct.emulator.attach_policy(ROLE, document(allow("s3:GetObject", "s3:Put*")), name="all")
    direct.emulator.add_activity(ROLE, "s3:GetObject")
    told = steps(direct, analyzer, unused("s3"))
    assert told[0] == ("CREATE_POLICY", "all", document(allow("s3:GetObject")))


def test_what_a_finding_says_is_unused_is_so_though_it_was_once_accessed(
    direct: Direct, analyzer: str
) -> None:
    lately = direct.emulator.world.clock.now()
    direct.emulator.attach_policy(ROLE, document(allow("s3:GetObject")), name="all")
    details = unused("s3", "GetObject", at=lately)
    assert steps(direct, analyzer, details) == [("DETACH_POLICY", "all", None)]


def test_what_findings_tell_takes_nothing_away_from_everything(
    direct: Direct, analyzer: str
) -> None:
    lately = direct.emulator.world.clock.now()
    direct.emulator.attach_policy(ROLE, document(allow("*")), name="all")
    put = [UnusedAction(action="s3:PutObject")]
    details = UnusedPermissionDetails(service_namespace="s3", last_accessed=lately, actions=put)
    deny = {"Effect": "Deny", "Action": ["s3:PutObject"], "Resource": "*"}
    told = steps(direct, analyzer, details)
    assert told[0] == ("CREATE_POLICY", "all", document(allow("*"), deny))
    direct.emulator.add_activity(ROLE, [])
    assert steps(direct, analyzer, details) == told


def test_without_activity_wildcards_still_lose_what_is_unused(
    direct: Direct, analyzer: str
) -> None:
    before = document(allow("s3:*"), allow("zoo:*"))
    direct.emulator.attach_policy(ROLE, before, name="all")
    told = steps(direct, analyzer, unused("s3", "PutObject"), unused("zoo", "Feed"))
    narrower = told[0][2]
    assert policy.check_no_new_access(narrower, before, "IDENTITY_POLICY").passed
    for action, is_granted in (
        *(("s3:PutObject", False), ("zoo:Feed", False)),
        *(("s3:GetObject", True), ("zoo:Visit", True)),
    ):
        check = policy.check_access_not_granted(narrower, [{"actions": [action]}])
        assert check.passed is not is_granted


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_policy_with_not_action_is_not_supported(
    direct: Direct, analyzer: str, effect: str
) -> None:
    negative = {"Effect": effect, "NotAction": "iam:*", "Resource": "*"}
    direct.emulator.attach_policy(ROLE, document(allow("s3:*")), name="storage")
    direct.emulator.attach_policy(ROLE, document(negative), name="negative")
    failed = recommendation(direct, analyzer, unused("s3"))
    assert (failed["status"], failed["error"]["code"]) == ("FAILED", "UNSUPPORTED_POLICY")
    assert "negative" in failed["error"]["message"]
    assert "recommendedSteps" not in failed


def test_a_role_of_identity_center_is_not_supported(direct: Direct, analyzer: str) -> None:
    role = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123"
    failed = recommendation(direct, analyzer, unused("s3"), role=role)
    assert (failed["status"], failed["error"]["code"]) == ("FAILED", "UNSUPPORTED_PRINCIPAL")


def test_of_whom_no_policy_is_known_has_what_it_uses_and_what_it_does_not(
    direct: Direct, analyzer: str
) -> None:
    direct.emulator.add_activity(ROLE, ["sqs:SendMessage", "s3:GetObject"])
    left = document(allow("s3:GetObject", "sqs:SendMessage"))
    default = "arn:aws:iam::111122223333:policy/reader-access"
    assert steps(direct, analyzer, unused("s3", "PutObject"), unused("sns")) == [
        ("CREATE_POLICY", default, left),
        ("DETACH_POLICY", default, None),
    ]


def test_of_whom_nothing_is_known_uses_what_grants_nothing(direct: Direct, analyzer: str) -> None:
    default = "arn:aws:iam::111122223333:policy/reader-access"
    detach = ("DETACH_POLICY", default, None)
    left = document(allow("sts:GetCallerIdentity"))
    assert steps(direct, analyzer, unused("s3")) == [("CREATE_POLICY", default, left), detach]
    assert steps(direct, analyzer, unused("s3"), unused("sts")) == [detach]


def test_findings_may_name_what_is_no_action(direct: Direct, analyzer: str) -> None:
    direct.emulator.attach_policy(ROLE, document(allow("s3:Get*", "sqs:*")), name="all")
    odd = [UnusedAction(action=name) for name in ("s3:Get*", "a b", "", "*", ":", "S3:PUTOBJECT")]
    details = UnusedPermissionDetails(service_namespace="", actions=odd)
    told = steps(direct, analyzer, details)
    assert told[0] == ("CREATE_POLICY", "all", document(allow("sqs:*")))
    direct.emulator.world.principals.policies.clear()
    assert [step for step, _, _ in steps(direct, analyzer, details)][-1] == "DETACH_POLICY"


def test_a_finding_that_says_nothing_gets_no_steps(direct: Direct, analyzer: str) -> None:
    found = direct.emulator.add_finding(
        analyzer, ROLE, "AWS::IAM::Role", finding_type="UnusedPermission"
    )
    assert written(recommendation_for(direct, analyzer, found)) == []


def test_recommendations_of_a_populated_world_agree_with_its_findings(
    direct: Direct, populated: Population
) -> None:
    listed = direct.every("ListFindingsV2", "findings", analyzerArn=populated.unused)
    found = [
        one for one in listed if one["findingType"] == "UnusedPermission" and "error" not in one
    ]
    assert found
    for finding in found:
        whole = direct.ok("GetFindingV2", analyzerArn=populated.unused, id=finding["id"])
        actions = [
            action["action"]
            for one in whole["findingDetails"]
            for action in one["unusedPermissionDetails"]["actions"]
        ]
        told = written(recommendation_for(direct, populated.unused, finding["id"]))
        assert [step for step, _, _ in told] == ["CREATE_POLICY", "DETACH_POLICY"]
        narrower = told[0][2]
        assert policy.check_access_not_granted(narrower, [{"actions": actions}]).passed
        assert narrower["Statement"][0]["Action"]


def test_policies_and_activity_are_part_of_a_snapshot(direct: Direct, analyzer: str) -> None:
    emulator = direct.emulator
    emulator.attach_policy(ROLE, document(allow("s3:*")), arn=MANAGED, updated_at=CHANGED)
    emulator.attach_policy(ROLE, document(allow("sqs:*", "sns:*")), name="queues")
    emulator.add_activity(ROLE, ["s3:GetObject", "sqs"], region="us-east-1")
    saved = json.loads(json.dumps(emulator.snapshot()))
    twin = Emulator.restore(saved)
    assert twin.world.principals == emulator.world.principals
    assert json.loads(json.dumps(twin.snapshot())) == saved
    details = unused("s3", "PutObject"), unused("sns")
    assert steps(Direct(twin), analyzer, *details) == steps(direct, analyzer, *details)


@pytest.mark.usefixtures("analyzer")
def test_a_snapshot_of_an_earlier_release_has_no_principals(direct: Direct) -> None:
    saved = direct.emulator.snapshot()
    del saved["principals"]
    assert [scope["analyzers"][0].pop("samples") for scope in saved["scopes"]] == [[]]
    principals = Emulator.restore(saved).world.principals
    assert (principals.uses, principals.policies) == ({}, {})


TRUST = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        "{",
        "[]",
        "policy.json",
        document(),
        document({"Effect": "Allow", "Action": "s3:GetObject"}),
        document({"Effect": "Allow", "Action": "GetObject", "Resource": "*"}),
        document({"Effect": "Permit", "Action": "s3:*", "Resource": "*"}),
        document({"Effect": "Allow", "Action": "s3*:*", "Resource": "*"}),
        document(TRUST),
        document({**TRUST, "Resource": "*"}),
        document(allow("s3:*", Condition={"Bool": object()})),
        document(allow("s3:*", Condition={"Bool": {"aws:SecureTransport": float("nan")}})),
    ],
)
def test_a_malformed_policy_is_refused_and_not_attached(direct: Direct, malformed: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        direct.emulator.attach_policy(ROLE, malformed, name="malformed")
    assert direct.emulator.world.principals.policies == {}


def test_a_policy_is_attached_to_a_role_or_user_under_one_name(direct: Direct) -> None:
    good = document(allow("s3:*"))
    with pytest.raises(ValueError, match="role or user"):
        direct.emulator.attach_policy("reader", good, name="one")
    with pytest.raises(ValueError, match="either"):
        direct.emulator.attach_policy(ROLE, good, name="one", arn=MANAGED)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("uses", {"reader": []}),
        ("uses", {ROLE: [["s3:Get*", 0, None]]}),
        ("uses", {ROLE: [["s3:GetObject", "now", None]]}),
        ("policies", {ROLE: {"": {"document": "{}", "updated_at": None}}}),
        ("policies", {ROLE: {"one": {"document": "{}", "updated_at": None}}}),
        ("others", {}),
    ],
)
def test_malformed_principals_of_a_snapshot_are_named(
    direct: Direct, part: str, value: Any
) -> None:
    saved = json.loads(json.dumps(direct.emulator.snapshot()))
    saved["principals"][part] = value
    with pytest.raises(ValueError, match=rf"^principals\.{part}"):
        Emulator.restore(saved)
