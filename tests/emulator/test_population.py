"""Populated worlds have something of everything, and are the same for the same seed."""

import gc
import hashlib
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._findings.bulk import many_objects
from aa_sdk.emulator._scenarios.draws import Draws
from tests.effort import examples
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


# What worlds were before they were drawn as they are now: they have to stay the same, for
# documentation shows what is in them, and tests of others count on it.
WORLDS: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
    ({}, [{"findings": 500}], "0ac254500afbf38c37c51b26ad7437a718d14c5384060bcd0ce42bd77f74c4bf"),
    (
        {"account_id": "444455556666", "region_name": "cn-north-1"},
        [{"findings": 3000, "seed": 8}],
        "2982657f6a0518566cd6d747dc87d6dd0a26924b3a404aeb0e75881209dda411",
    ),
    (
        {"region_name": "eu-west-1"},
        [{"findings": 2000, "only": "account-unused"}],
        "49623978d07d67594cd783f07ee6838fb9cc607ed01264d4931375937bd03b99",
    ),
    (
        {"region_name": "us-gov-west-1"},
        [{"findings": 700, "seed": 1}, {"findings": 350, "seed": 1}],
        "a99a5c21d0bfd98bd568ef586286a21a57255d88b99427b2d9983e0bd6845bb6",
    ),
    (
        {"account_id": 'a"\\é', "region_name": 'b"\\é'},
        [{"findings": 400, "seed": 3}],
        "272fc4d09029ab9956913f52da79d22097a6d739abe86614c8999260dd46ddb8",
    ),
]


# What analyzers did not have then.
NEWER = frozenset({"failure", "samples", "scans"})


def everything_in(emulator: Emulator) -> Iterator[str]:
    scopes = emulator.snapshot()["scopes"]
    for scope in scopes:
        scope["analyzers"] = [
            {name: value for name, value in analyzer.items() if name not in NEWER}
            for analyzer in scope["analyzers"]
        ]
    yield json.dumps(scopes, sort_keys=True)
    for scope in emulator.world.scopes.values():
        for analyzer in scope.analyzers.values():
            for record in analyzer.store:
                yield record.summary.decode()
                if record.facts.finding_type == "ExternalAccess":
                    yield record.summary_v1().decode()
                yield json.dumps(record.wire())


@pytest.mark.parametrize(("place", "populated", "digest"), WORLDS)
def test_a_world_of_a_seed_stays_what_it_is(
    place: dict[str, Any], populated: list[dict[str, Any]], digest: str
) -> None:
    emulator = Emulator(**place)
    for arguments in populated:
        emulator.populate(**arguments)
    text = "".join(everything_in(emulator))
    assert hashlib.sha256(text.encode()).hexdigest() == digest


@settings(max_examples=examples(100))
@given(
    seed=st.text(max_size=5),
    limits=st.lists(st.integers(1, 10**13), min_size=1),
    count=st.integers(0, 12),
)
def test_numbers_are_drawn_as_python_draws_them(seed: str, limits: list[int], count: int) -> None:
    draws, source = Draws(seed), Random(seed)  # noqa: S311 (no secret)
    texts = [str(number) for number in range(12)]
    for limit in limits:
        assert draws.below(limit) == source.randrange(limit)
        assert draws.choice(texts) == source.choice(texts)
        assert draws.sample(texts, count) == source.sample(texts, count)
        assert draws.fraction() == source.random()
        assert draws.bits(7) == source.getrandbits(7)


def test_a_rule_that_is_there_archives_what_is_populated(emulator: Emulator) -> None:
    populated = emulator.populate(findings=0)
    rule = {"analyzerName": "account-external", "ruleName": "all"}
    Direct(emulator).ok("CreateArchiveRule", **rule, filter={"error": {"exists": False}})
    emulator.populate(findings=100)
    store = emulator.world.find_analyzer(populated.external).store
    active = [record for record in store if record.facts.status == "ACTIVE"]
    assert all(record.facts.error for record in active)
    assert emulator.world.find_analyzer(populated.external).last_resource_at == max(
        record.analyzed_at for record in store
    )


@pytest.mark.parametrize("is_enabled", [True, False])
@pytest.mark.parametrize("is_frozen", [True, False])
def test_the_garbage_collector_is_left_as_it_was(is_enabled: bool, is_frozen: bool) -> None:  # noqa: FBT001 (a case)
    try:
        if is_frozen:
            gc.freeze()
        frozen = gc.get_freeze_count()
        (gc.enable if is_enabled else gc.disable)()
        with many_objects():
            assert not gc.isenabled()
        assert gc.isenabled() is is_enabled
        assert (gc.get_freeze_count() > 0) is (frozen > 0)
    finally:
        gc.unfreeze()
        gc.enable()
