"""What is done to the service from outside: findings, resources, analyzers and jobs that change."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Population
from aa_sdk.models import ExternalAccessDetails, UnusedIamRoleDetails, UnusedIamUserPasswordDetails
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import start_generation

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
BUCKET = "arn:aws:s3:::ledger"
PARTNER, OTHER = "444455556666", "777788889999"
SHARED = ExternalAccessDetails(
    is_public=False, principal={"AWS": PARTNER}, action=["sqs:SendMessage"], condition={}
)


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def find(direct: Direct, arn: str, resource: str = QUEUE, **more: Any) -> str:
    return direct.emulator.add_finding(arn, resource, "AWS::SQS::Queue", SHARED, **more)


def policy(*principals: str, action: str = "sqs:SendMessage") -> dict[str, Any]:
    allow = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"Statement": [{**allow, "Principal": {"AWS": [*principals, "111122223333"]}}]}


def test_an_analyzer_goes_by_its_name_or_its_arn(direct: Direct, arn: str) -> None:
    assert find(direct, "audit") != find(direct, arn)
    elsewhere = Direct(direct.emulator, PARTNER, "eu-west-1")
    there: str = elsewhere.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    finding_id = find(direct, there)
    assert elsewhere.ok("GetFindingV2", analyzerArn=there, id=finding_id)["id"] == finding_id
    assert len(direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]) == 2


def test_a_finding_goes_by_its_id_wherever_it_is(direct: Direct, populated: Population) -> None:
    for arn in populated.analyzers.values():
        finding = direct.ok("ListFindingsV2", analyzerArn=arn)["findings"][0]
        direct.emulator.resolve_finding(finding["id"])
        shown = direct.ok("GetFindingV2", analyzerArn=arn, id=finding["id"])
        assert shown["status"] == "RESOLVED", arn


def test_what_is_not_said_of_a_finding_is_filled_in(direct: Direct, arn: str) -> None:
    now = direct.emulator.world.clock.now()
    plain = direct.ok("GetFindingV2", analyzerArn=arn, id=find(direct, arn))
    assert plain["resourceOwnerAccount"] == "111122223333"
    assert plain["createdAt"] == plain["updatedAt"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
    foreign = find(direct, arn, f"arn:aws:sqs:us-east-1:{PARTNER}:inbox")
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=foreign)["resourceOwnerAccount"] == PARTNER
    for nobody in (BUCKET, "inbox"):
        owned = direct.ok("GetFindingV2", analyzerArn=arn, id=find(direct, arn, nobody))
        assert owned["resourceOwnerAccount"] == "111122223333"


def test_what_is_said_of_a_finding_is_taken(direct: Direct, arn: str) -> None:
    day = datetime(2025, 12, 24, tzinfo=UTC)
    said = {
        "id": find(direct, arn, finding_id="a", owner=PARTNER, updated_at=day),
        "status": "ACTIVE",
        "resourceOwnerAccount": PARTNER,
        "createdAt": "2025-12-24T00:00:00Z",
        "updatedAt": "2025-12-24T00:00:00Z",
    }
    whole = direct.ok("GetFindingV2", analyzerArn=arn, id="a")
    assert whole | said == whole
    find(direct, arn, finding_id="b", updated_at=day, created_at=day - timedelta(days=1))
    assert direct.ok("GetFindingV2", analyzerArn=arn, id="b")["createdAt"] == "2025-12-23T00:00:00Z"


def test_access_in_another_form_is_another_finding(direct: Direct, arn: str) -> None:
    before = find(direct, arn, owner=PARTNER)
    wider = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
    after = direct.emulator.change_finding(before, wider)
    old, new = (
        direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id) for finding_id in (before, after)
    )
    assert (old["status"], new["status"]) == ("RESOLVED", "ACTIVE")
    assert old["resourceOwnerAccount"] == new["resourceOwnerAccount"] == PARTNER
    assert new["findingDetails"] == [{"externalAccessDetails": wider.to_wire()}]


def test_a_resource_with_a_policy_has_the_findings_its_policy_gives(
    emulator: Emulator, direct: Direct, arn: str
) -> None:
    (first, second) = emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER, OTHER))
    assert emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER)) == []
    listed = direct.ok("ListFindings", analyzerArn=arn)["findings"]
    assert [(item["id"], item["status"], item["principal"]["AWS"]) for item in listed] == [
        (first, "ACTIVE", PARTNER),
        (second, "RESOLVED", OTHER),
    ]


def test_details_have_to_fit_the_analyzer(direct: Direct, arn: str) -> None:
    with pytest.raises(ValueError, match="UnusedIAMRole"):
        direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", UnusedIamRoleDetails())
    with pytest.raises(ValueError, match="finding_type"):
        direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue")
    with pytest.raises(ValueError, match="Strange"):
        direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", finding_type="Strange")
    with pytest.raises(ValueError, match="OPEN"):
        direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", SHARED, status="OPEN")
    taken = find(direct, arn)
    with pytest.raises(ValueError, match=taken):
        direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", SHARED, finding_id=taken)


def test_what_is_built_on_has_to_be_there(emulator: Emulator) -> None:
    with pytest.raises(LookupError, match="analyzer audit"):
        emulator.add_finding("audit", QUEUE, "AWS::SQS::Queue", SHARED)
    with pytest.raises(LookupError, match="finding a"):
        emulator.resolve_finding("a")
    with pytest.raises(LookupError, match="generation j"):
        emulator.fail_policy_generation("j")


def test_a_change_that_cannot_be_leaves_the_finding_as_it_was(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn)
    with pytest.raises(ValueError, match="UnusedIAMRole"):
        direct.emulator.change_finding(finding_id, UnusedIamRoleDetails())
    with pytest.raises(ValueError, match="one type"):
        direct.emulator.change_finding(
            finding_id, [UnusedIamRoleDetails(), UnusedIamUserPasswordDetails()]
        )
    (only,) = direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]
    assert (only["id"], only["status"]) == (finding_id, "ACTIVE")


def test_access_that_a_policy_gives_once_more_is_another_finding(
    emulator: Emulator, direct: Direct, arn: str
) -> None:
    (first,) = emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    assert emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy()) == []
    (second,) = emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    listed = direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]
    assert [(item["id"], item["status"]) for item in listed] == [
        (first, "RESOLVED"),
        (second, "ACTIVE"),
    ]
    assert listed[0]["analyzedAt"] <= listed[1]["analyzedAt"]


def test_findings_on_a_bucket_say_that_its_policy_gives_the_access(
    emulator: Emulator, direct: Direct, arn: str
) -> None:
    emulator.add_resource(arn, BUCKET, "AWS::S3::Bucket", policy(PARTNER, action="s3:*"))
    (finding,) = direct.ok("ListFindings", analyzerArn=arn)["findings"]
    assert finding["sources"] == [{"type": "POLICY"}]


def test_other_analyzers_look_at_a_resource_and_leave_its_policy_alone(
    emulator: Emulator, direct: Direct
) -> None:
    arn = direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT_UNUSED_ACCESS")["arn"]
    assert emulator.add_resource("a", QUEUE, "AWS::SQS::Queue", policy(PARTNER)) == []
    (resource,) = direct.ok("ListAnalyzedResources", analyzerArn=arn)["analyzedResources"]
    assert resource["resourceArn"] == QUEUE


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("{", "not JSON"),
        (policy("AIDAQ3EXAMPLEEXAMPLE1"), r"Statement\[0\]\.Principal.*: a unique id"),
        ("[" + "0," * 600_000 + "0]", "more than 1 MiB"),
        ({"Statement": {**policy(PARTNER)["Statement"][0], "Resource": {}}}, "Resource"),
    ],
    ids=["no JSON", "a principal nobody knows", "too large", "an element that is no text"],
)
def test_a_policy_that_cannot_be_judged_is_refused_and_nothing_changes(
    direct: Direct, arn: str, document: Any, reason: str
) -> None:
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    before = direct.emulator.snapshot()
    for resource in (QUEUE, BUCKET):
        with pytest.raises(ValueError, match=reason):
            direct.emulator.add_resource(arn, resource, "AWS::SQS::Queue", document)
    assert direct.emulator.snapshot() == before


def test_the_account_that_owns_a_resource_is_its_zone_of_trust(
    emulator: Emulator, direct: Direct
) -> None:
    """For analyzers of an organization too, since the emulator does not know who is a member."""
    for kind in ("ACCOUNT", "ORGANIZATION"):
        arn = direct.ok("CreateAnalyzer", analyzerName=kind, type=kind)["arn"]
        direct.emulator.advance(timedelta(seconds=5))
        for owner, other in ((PARTNER, "111122223333"), ("111122223333", PARTNER)):
            queue = f"arn:aws:sqs:us-east-1:{owner}:inbox"
            emulator.add_resource(kind, queue, "AWS::SQS::Queue", policy(PARTNER))
            wanted = {"resource": {"eq": [queue]}}
            (finding,) = direct.ok("ListFindings", analyzerArn=arn, filter=wanted)["findings"]
            assert finding["principal"] == {"AWS": other}


def test_an_older_finding_is_not_what_was_analyzed_last(direct: Direct, arn: str) -> None:
    find(direct, arn)
    find(direct, arn, BUCKET, updated_at=datetime(2025, 1, 1, tzinfo=UTC))
    analyzer = direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]
    assert analyzer["lastResourceAnalyzed"] == QUEUE


def test_the_job_that_is_told_to_fails(emulator: Emulator) -> None:
    elsewhere = Direct(emulator, PARTNER, "eu-west-1")
    emulator.world.scope()
    job = start_generation(elsewhere)
    emulator.fail_policy_generation(job, "AUTHORIZATION_ERROR", "may not")
    emulator.advance(timedelta(minutes=1))
    details = elsewhere.ok("GetGeneratedPolicy", jobId=job)["jobDetails"]
    assert (details["status"], details["jobError"]["code"]) == ("FAILED", "AUTHORIZATION_ERROR")


def test_another_service_has_its_own_analyzer(emulator: Emulator, direct: Direct) -> None:
    arn = emulator.add_service_linked_analyzer()
    (analyzer,) = direct.ok("ListAnalyzers")["analyzers"]
    assert (analyzer["arn"], analyzer["type"]) == (arn, "ORGANIZATION_UNUSED_ACCESS")
    assert analyzer["status"] == "ACTIVE"
