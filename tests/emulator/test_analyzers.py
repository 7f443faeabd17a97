"""Analyzers: created within quotas, listed by name, updated where they can be, deleted."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Durations, Emulator, Quotas
from tests.emulator.direct_calls import Direct

ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"
UNUSED = {"analyzerName": "idle", "type": "ACCOUNT_UNUSED_ACCESS"}


def exclusions(*accounts: str) -> dict[str, Any]:
    return {"unusedAccess": {"analysisRule": {"exclusions": [{"accountIds": list(accounts)}]}}}


def test_a_new_analyzer_has_the_arn_of_its_account_and_region(direct: Direct) -> None:
    assert direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT") == {"arn": ARN}


@pytest.mark.parametrize(
    ("region", "partition"),
    [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eusc-de-east-1", "aws-eusc")],
)
def test_arns_are_of_the_partition_of_the_region(region: str, partition: str) -> None:
    direct = Direct(Emulator(), region=region)
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    assert arn.split(":")[1] == partition


def test_an_organization_analyzer_is_being_created_for_a_while(
    emulator: Emulator, direct: Direct
) -> None:
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ORGANIZATION")
    assert direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]["status"] == "CREATING"
    emulator.advance(timedelta(minutes=1))
    assert direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]["status"] == "ACTIVE"


def test_how_long_creation_takes_can_be_said() -> None:
    durations = Durations(account_analyzer=timedelta(hours=1))
    direct = Direct(Emulator(durations=durations))
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    assert direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]["status"] == "CREATING"


def test_an_analyzer_that_is_being_created_shows_no_findings(direct: Direct) -> None:
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ORGANIZATION")["arn"]
    direct.emulator.add_finding(
        arn,
        "arn:aws:s3:::a",
        "AWS::S3::Bucket",
        finding_type="ExternalAccess",
        error="ACCESS_DENIED",
    )
    assert direct.ok("ListFindingsV2", analyzerArn=arn)["findings"] == []
    assert len(direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]) == 1


@pytest.mark.parametrize(
    ("analyzer_type", "allowed"),
    [
        ("ACCOUNT", 1),
        ("ORGANIZATION", 5),
        ("ACCOUNT_UNUSED_ACCESS", 1),
        ("ORGANIZATION_UNUSED_ACCESS", 5),
        ("ACCOUNT_INTERNAL_ACCESS", 1),
        ("ORGANIZATION_INTERNAL_ACCESS", 1),
    ],
)
def test_each_type_has_its_quota(direct: Direct, analyzer_type: str, allowed: int) -> None:
    for number in range(allowed):
        direct.ok("CreateAnalyzer", analyzerName=f"a{number}", type=analyzer_type)
    reply = direct.call("CreateAnalyzer", analyzerName="more", type=analyzer_type)
    assert (reply.status, reply.error) == (402, "ServiceQuotaExceededException")
    assert reply.body["resourceType"] == "Analyzer"


def test_quotas_can_be_raised() -> None:
    direct = Direct(Emulator(quotas=Quotas(account_analyzers=2)))
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    direct.ok("CreateAnalyzer", analyzerName="b", type="ACCOUNT")


def test_a_name_is_used_once(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    reply = direct.call("CreateAnalyzer", analyzerName="audit", type="ORGANIZATION")
    assert (reply.status, reply.error) == (409, "ConflictException")
    assert reply.body["resourceId"] == ARN


def test_without_an_organization_there_is_no_organization_analyzer() -> None:
    direct = Direct(Emulator(organization=False))
    reply = direct.call("CreateAnalyzer", analyzerName="audit", type="ORGANIZATION")
    assert reply.error == "ValidationException"
    assert "You must create an organization" in reply.body["message"]


def test_an_analyzer_that_is_not_there_is_not_found(direct: Direct) -> None:
    for operation in ("GetAnalyzer", "DeleteAnalyzer", "UpdateAnalyzer"):
        reply = direct.call(operation, analyzerName="audit")
        assert (reply.status, reply.error) == (404, "ResourceNotFoundException")
        assert reply.body["resourceId"] == ARN


def test_the_list_leaves_configurations_out(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **UNUSED)
    one = direct.ok("GetAnalyzer", analyzerName="idle")["analyzer"]
    (listed,) = direct.ok("ListAnalyzers")["analyzers"]
    assert one.pop("configuration") == {"unusedAccess": {"unusedAccessAge": 90}}
    assert listed == one


def test_the_list_is_paged_by_name_and_chosen_by_type(direct: Direct) -> None:
    for name in ("c", "a", "b"):
        direct.ok("CreateAnalyzer", analyzerName=name, type="ORGANIZATION")
    direct.ok("CreateAnalyzer", **UNUSED)
    listed = direct.every("ListAnalyzers", "analyzers", type="ORGANIZATION", maxResults=1)
    assert [analyzer["name"] for analyzer in listed] == ["a", "b", "c"]


@pytest.mark.parametrize("age", [0, 366])
def test_the_age_of_unused_access_has_bounds(direct: Direct, age: int) -> None:
    configuration = {"unusedAccess": {"unusedAccessAge": age}}
    reply = direct.call("CreateAnalyzer", **UNUSED, configuration=configuration)
    assert reply.fields() == ["configuration.unusedAccess.unusedAccessAge"]


def test_a_configuration_is_for_its_kind_of_analyzer(direct: Direct) -> None:
    configuration: dict[str, Any] = {"internalAccess": {}}
    assert direct.call("CreateAnalyzer", **UNUSED, configuration=configuration).status == 400
    external = {"analyzerName": "audit", "type": "ACCOUNT", "configuration": exclusions()}
    assert direct.call("CreateAnalyzer", **external).fields() == ["configuration"]


def test_a_configuration_has_exactly_one_member(direct: Direct) -> None:
    both: dict[str, Any] = {"internalAccess": {}, "unusedAccess": {}}
    for configuration in (both, {}):
        reply = direct.call("CreateAnalyzer", **UNUSED, configuration=configuration)
        assert reply.fields() == ["configuration"]


def test_an_update_changes_exclusions_and_keeps_the_age(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="idle", type="ORGANIZATION_UNUSED_ACCESS")
    direct.ok("GetAnalyzer", analyzerName="idle")
    wanted = exclusions("444455556666")
    answer = direct.ok("UpdateAnalyzer", analyzerName="idle", configuration=wanted)
    assert answer["configuration"]["unusedAccess"] == {
        "unusedAccessAge": 90,
        **wanted["unusedAccess"],
    }
    assert (
        direct.ok("GetAnalyzer", analyzerName="idle")["analyzer"]["configuration"]
        == (answer["configuration"])
    )


def test_an_update_does_not_change_the_age(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **UNUSED)
    configuration = {"unusedAccess": {"unusedAccessAge": 30}}
    reply = direct.call("UpdateAnalyzer", analyzerName="idle", configuration=configuration)
    assert reply.error == "ValidationException"
    assert reply.body["message"] == "Cannot update unused access age"


def test_exclusions_never_name_the_analyzers_own_account(direct: Direct) -> None:
    wanted = exclusions("111122223333")
    creation = {"analyzerName": "idle", "type": "ORGANIZATION_UNUSED_ACCESS"}
    assert direct.call("CreateAnalyzer", **creation, configuration=wanted).status == 400


def test_accounts_are_excluded_in_organizations_only(direct: Direct) -> None:
    assert direct.call(
        "CreateAnalyzer", **UNUSED, configuration=exclusions("444455556666")
    ).fields()


@pytest.mark.parametrize(
    "inclusion",
    [
        {"resourceTypes": ["AWS::SQS::Queue"]},
        {"resourceArns": ["arn:aws:s3:::*"]},
        {"accountIds": ["444455556666"]},
    ],
)
def test_internal_analyzers_take_no_inclusions_they_do_not_know(
    direct: Direct, inclusion: dict[str, Any]
) -> None:
    configuration = {"internalAccess": {"analysisRule": {"inclusions": [inclusion]}}}
    reply = direct.call(
        "CreateAnalyzer",
        analyzerName="inner",
        type="ACCOUNT_INTERNAL_ACCESS",
        configuration=configuration,
    )
    assert reply.body["message"].startswith("Invalid InternalAccessAnalysisRuleCriteria: ")


def test_external_analyzers_are_not_updated(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    reply = direct.call("UpdateAnalyzer", analyzerName="audit")
    assert (reply.error, reply.body["reason"]) == ("ValidationException", "notSupported")


def test_an_analyzer_is_not_updated_while_it_is_created(direct: Direct) -> None:
    arn = direct.ok("CreateAnalyzer", **UNUSED)["arn"]
    direct.emulator.set_analyzer_status(arn, "CREATING")
    reply = direct.call("UpdateAnalyzer", analyzerName="idle")
    assert (reply.error, reply.body["resourceId"]) == ("ConflictException", arn)


def test_deleting_frees_the_name_and_the_quota(direct: Direct) -> None:
    for _ in range(2):
        direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
        direct.ok("DeleteAnalyzer", analyzerName="audit")
    assert direct.ok("ListAnalyzers")["analyzers"] == []


def test_a_disabled_analyzer_says_why_and_hides_its_findings(direct: Direct) -> None:
    arn = direct.emulator.populate(findings=40).external
    direct.emulator.set_analyzer_status(arn, "DISABLED", "ORGANIZATION_DELETED")
    analyzer = direct.ok("GetAnalyzer", analyzerName="account-external")["analyzer"]
    assert (analyzer["status"], analyzer["statusReason"]) == (
        "DISABLED",
        {"code": "ORGANIZATION_DELETED"},
    )
    assert direct.ok("ListFindingsV2", analyzerArn=arn)["findings"] == []
    direct.emulator.set_analyzer_status(arn, "ACTIVE")
    assert direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]


def test_customers_create_no_service_linked_analyzers(direct: Direct) -> None:
    reply = direct.call("CreateServiceLinkedAnalyzer", type="ACCOUNT_UNUSED_ACCESS")
    assert (reply.status, reply.error) == (403, "AccessDeniedException")


def test_a_service_linked_analyzer_goes_when_its_service_lets_it(direct: Direct) -> None:
    name = "_AccessAnalyzerForSecurityHub-1"
    direct.emulator.add_service_linked_analyzer(name, in_use=True)
    analyzer = direct.ok("GetAnalyzer", analyzerName=name)["analyzer"]
    assert analyzer["managedBy"] == "securityhubv2.amazonaws.com"
    assert direct.call("DeleteAnalyzer", analyzerName=name).error == "AccessDeniedException"
    reply = direct.call("DeleteServiceLinkedAnalyzer", analyzerName=name)
    assert (reply.status, reply.error) == (409, "ConflictException")
    direct.emulator.world.scope().analyzers[name].in_use = False
    direct.ok("DeleteServiceLinkedAnalyzer", analyzerName=name)
    assert direct.call("GetAnalyzer", analyzerName=name).status == 404


def test_other_analyzers_are_not_service_linked(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    reply = direct.call("DeleteServiceLinkedAnalyzer", analyzerName="audit")
    assert reply.body["reason"] == "notSupported"
