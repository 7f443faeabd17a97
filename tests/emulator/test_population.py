"""Populated worlds have something of everything, and are the same for the same seed."""

import pytest

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import Direct
from tests.emulator.service_shapes import output_mismatches

NO_CONDITION = "GetFindingV2.findingDetails[0].externalAccessDetails.condition is missing"


def test_the_same_seed_gives_the_same_world() -> None:
    def world(seed: int) -> object:
        emulator = Emulator()
        emulator.populate(findings=200, seed=seed)
        return emulator.snapshot()["scopes"]

    assert world(7) == world(7)
    assert world(7) != world(8)


def test_there_are_as_many_findings_as_asked_for(emulator: Emulator, direct: Direct) -> None:
    populated = emulator.populate(findings=333)
    counted = {
        name: len(direct.every("ListFindingsV2", "findings", analyzerArn=arn))
        for name, arn in populated.analyzers.items()
    }
    assert counted == populated.findings
    assert sum(counted.values()) == 333


def test_populating_again_adds_to_what_is_there(emulator: Emulator) -> None:
    emulator.populate(findings=100)
    emulator.populate(findings=100)
    stores = [analyzer.store for analyzer in emulator.world.scope().analyzers.values()]
    assert sum(len(store) for store in stores) == 200


def test_one_analyzer_can_get_all_findings(emulator: Emulator) -> None:
    populated = emulator.populate(findings=50, only="account-unused")
    assert populated.findings["account-unused"] == 50
    assert sum(populated.findings.values()) == 50
    with pytest.raises(ValueError, match="account-external"):
        emulator.populate(only="mine")


def test_a_region_is_populated_with_resources_of_its_own(emulator: Emulator) -> None:
    populated = emulator.populate(findings=40, account_id="444455556666", region_name="eu-west-1")
    assert populated.external.startswith("arn:aws:access-analyzer:eu-west-1:444455556666:")
    direct = Direct(emulator, "444455556666", "eu-west-1")
    listed = direct.every("ListFindingsV2", "findings", analyzerArn=populated.external)
    regions = {finding["resource"].split(":")[3] for finding in listed}
    assert regions == {"", "eu-west-1"}


def test_regions_share_roles_and_no_finding_ids(emulator: Emulator) -> None:
    resources: list[dict[str, str]] = []
    for region in ("us-east-1", "eu-west-1"):
        arn = emulator.populate(findings=100, region_name=region).external
        listed = Direct(emulator, region=region).every("ListFindings", "findings", analyzerArn=arn)
        resources += [{item["id"]: item["resource"] for item in listed}]
    first, second = resources
    assert first.keys().isdisjoint(second)
    shared = set(first.values()) & set(second.values())
    assert any(":role/" in resource for resource in shared)


def test_a_few_dozen_findings_are_of_every_type_status_and_kind(
    emulator: Emulator, direct: Direct
) -> None:
    populated = emulator.populate(findings=100)
    listed = [
        finding
        for arn in populated.analyzers.values()
        for finding in direct.every("ListFindingsV2", "findings", analyzerArn=arn)
    ]
    assert len({finding["findingType"] for finding in listed}) == 6
    assert {finding["status"] for finding in listed} == {"ACTIVE", "ARCHIVED", "RESOLVED"}
    assert len({finding["resourceType"] for finding in listed}) == 17
    assert {"error" in finding for finding in listed} == {True, False}
    external = direct.every("ListFindings", "findings", analyzerArn=populated.external)
    assert {finding.get("isPublic") for finding in external} == {True, False, None}
    assert any(finding["condition"] for finding in external)
    assert any("sources" in finding for finding in external)


def test_every_finding_is_as_the_service_model_says(emulator: Emulator, direct: Direct) -> None:
    populated = emulator.populate(findings=300)
    for arn in populated.analyzers.values():
        body = direct.ok("ListFindingsV2", analyzerArn=arn, maxResults=1000)
        assert output_mismatches("ListFindingsV2", body) == []
        for finding in body["findings"]:
            whole = direct.ok("GetFindingV2", analyzerArn=arn, id=finding["id"])
            # The model requires a condition that findings about a failed analysis do not have.
            allowed = [NO_CONDITION] if "error" in finding else []
            assert output_mismatches("GetFindingV2", whole) in ([], allowed)
