"""Account Management: which Regions are on, and what comes of one that is off."""

from collections.abc import Iterator

import pytest

from aa_sdk.emulator import Emulator, SnapshotError
from tests.emulator.neighbour_clients import (
    MEMBER,
    OTHER,
    OWN,
    Clients,
    asked,
    clients_of,
    refused,
)


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    with clients_of(emulator) as clients:
        yield clients


def statuses(clients: Clients, account: str = OWN, **params: object) -> dict[str, str]:
    regions = clients.of("account", account).list_regions(**params)["Regions"]
    return {region["RegionName"]: region["RegionOptStatus"] for region in regions}


def test_every_region_of_the_service_is_on_until_it_is_turned_off(clients: Clients) -> None:
    told = statuses(clients)
    assert told["us-east-1"] == told["eu-west-1"] == "ENABLED_BY_DEFAULT"
    assert told["eu-south-1"] == told["af-south-1"] == "ENABLED"
    assert set(told.values()) == {"ENABLED", "ENABLED_BY_DEFAULT"}
    assert list(told) == sorted(told)


def test_a_region_is_turned_off_for_one_account_or_for_all(clients: Clients) -> None:
    emulator = clients.emulator
    emulator.disable_region("eu-south-1", MEMBER)
    emulator.disable_region("af-south-1")
    assert statuses(clients)["eu-south-1"] == "ENABLED"
    assert statuses(clients, MEMBER)["eu-south-1"] == "DISABLED"
    assert statuses(clients)["af-south-1"] == statuses(clients, MEMBER)["af-south-1"] == "DISABLED"
    emulator.enable_region("af-south-1", MEMBER)
    assert statuses(clients)["af-south-1"] == "DISABLED"
    assert statuses(clients, MEMBER)["af-south-1"] == "ENABLED"
    emulator.enable_region("eu-south-1")
    assert statuses(clients, MEMBER)["eu-south-1"] == "ENABLED"
    emulator.disable_region("eu-south-1")
    assert statuses(clients, MEMBER)["eu-south-1"] == "DISABLED"


def test_regions_are_listed_by_what_is_asked_for(clients: Clients) -> None:
    clients.emulator.disable_region("eu-south-1")
    assert statuses(clients, RegionOptStatusContains=["DISABLED"]) == {"eu-south-1": "DISABLED"}
    on = statuses(clients, RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])
    assert on.keys() == statuses(clients).keys() - {"eu-south-1"}
    assert statuses(clients, RegionOptStatusContains=["ENABLING"]) == {}
    with refused("ValidationException", 400):
        clients.make("account").list_regions(RegionOptStatusContains=["ON"])


def test_regions_come_in_pages(clients: Clients) -> None:
    aws = clients.make("account")
    for size in (1, 10, 50):
        pages = aws.get_paginator("list_regions").paginate(PaginationConfig={"PageSize": size})
        names = [region["RegionName"] for page in pages for region in page["Regions"]]
        assert names == list(statuses(clients)), size
    token = aws.list_regions(MaxResults=3)["NextToken"]
    with refused("ValidationException", 400):
        aws.list_regions(NextToken=token, RegionOptStatusContains=["ENABLED"])
    unchecked = clients.make("account", checked=False)
    for size in (0, 51):
        with refused("ValidationException", 400) as caught:
            unchecked.list_regions(MaxResults=size)
        assert caught.value.response["fieldList"][0]["name"] == "MaxResults"


def test_one_region_is_asked_for_by_its_name(clients: Clients) -> None:
    clients.emulator.disable_region("eu-south-1")
    aws = clients.make("account")
    for region, status in (("eu-south-1", "DISABLED"), ("us-east-1", "ENABLED_BY_DEFAULT")):
        answer = aws.get_region_opt_status(RegionName=region)
        assert (answer["RegionName"], answer["RegionOptStatus"]) == (region, status)
    with refused("ValidationException", 400):
        aws.get_region_opt_status(RegionName="moon-north-1")


def test_the_management_account_alone_asks_about_members(clients: Clients) -> None:
    emulator = clients.emulator
    emulator.add_member(MEMBER)
    emulator.disable_region("eu-south-1", MEMBER)
    assert statuses(clients, AccountId=MEMBER)["eu-south-1"] == "DISABLED"
    emulator.delegate_administration(OTHER)
    for caller, account in ((OTHER, MEMBER), (MEMBER, MEMBER), (OWN, "999988887777")):
        with refused("AccessDeniedException", 403):
            clients.of("account", caller).list_regions(AccountId=account)
    with refused("ValidationException", 400):
        clients.make("account").list_regions(AccountId=OWN)


def test_access_analyzer_knows_nobody_in_a_region_that_is_off(clients: Clients) -> None:
    clients.emulator.disable_region("eu-south-1", MEMBER)
    keys = clients.emulator.credentials(MEMBER)
    off = clients.make("accessanalyzer", "eu-south-1", **keys)
    with refused("UnrecognizedClientException", 403):
        off.list_analyzers()
    assert clients.emulator.calls.find("ListAnalyzers", error="UnrecognizedClientException")
    clients.make("accessanalyzer", "eu-south-1").list_analyzers()
    clients.make("accessanalyzer", "eu-south-2", **keys).list_analyzers()
    clients.emulator.enable_region("eu-south-1")
    off.list_analyzers()


def test_a_region_that_is_on_for_everybody_cannot_be_turned_off(emulator: Emulator) -> None:
    for region in ("us-east-1", "eu-west-1", "cn-north-1", "moon-north-1"):
        with pytest.raises(ValueError, match="eu-south-1"):
            emulator.disable_region(region)
    with pytest.raises(ValueError, match="named as"):
        emulator.disable_region("Milan")
    with pytest.raises(ValueError, match="12 digits"):
        emulator.enable_region("eu-south-1", "1")


def test_in_another_partition_its_own_regions_are_told(clients: Clients) -> None:
    regions = clients.make("account", "cn-north-1").list_regions()["Regions"]
    assert [region["RegionName"] for region in regions] == ["cn-north-1", "cn-northwest-1"]
    assert {region["RegionOptStatus"] for region in regions} == {"ENABLED_BY_DEFAULT"}


def test_regions_that_are_off_are_in_snapshots_and_stay_when_the_emulator_is_reset(
    emulator: Emulator,
) -> None:
    emulator.disable_region("eu-south-1", MEMBER)
    emulator.reset()
    with clients_of(Emulator.restore(emulator.snapshot())) as clients:
        assert statuses(clients, MEMBER)["eu-south-1"] == "DISABLED"
        assert statuses(clients)["eu-south-1"] == "ENABLED"


def test_a_snapshot_tells_where_it_says_of_members_or_regions_what_cannot_be() -> None:
    wrong: dict[str, object] = {
        "members": {"4444": {"name": None, "status": "ACTIVE", "unit": ""}},
        "members.444455556666.status": {MEMBER: {"name": None, "status": "GONE", "unit": ""}},
        "members.444455556666.name": {MEMBER: {"name": "", "status": "ACTIVE", "unit": ""}},
        "members.444455556666.unit": {MEMBER: {"name": None, "status": "ACTIVE", "unit": "/"}},
        "delegated_administrator": "nobody",
        "switches": {"Milan": {MEMBER: False}},
    }
    for place, value in wrong.items():
        saved = Emulator().snapshot()
        saved[place.partition(".")[0]] = value
        with pytest.raises(SnapshotError) as caught:
            Emulator.restore(saved)
        first = caught.value.place.replace('["444455556666"]', ".444455556666")
        assert first.startswith(place.partition(".")[0]), caught.value
        assert first.endswith(place.rpartition(".")[2]) or place in {"members", "switches"}


def test_other_operations_are_refused_and_it_is_told_which_there_are(clients: Clients) -> None:
    with refused("UnknownOperationException", 404) as caught:
        clients.make("account").get_contact_information()
    assert "GetRegionOptStatus, ListRegions" in str(caught.value)
    response = asked(clients.emulator, "account", method="GET", path="/listRegions")
    assert response.headers["x-amzn-ErrorType"] == "UnknownOperationException"
