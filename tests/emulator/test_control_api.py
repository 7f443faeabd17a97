"""Whoever is not in Python does to the emulator what a program in Python does."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.routes import ROUTES
from aa_sdk.emulator.call_log import CallLog
from tests.emulator.control_calls import Control
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import start_generation

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
SHARED = {"externalAccessDetails": {"isPublic": False, "condition": {}, "principal": {"AWS": "4"}}}
PUBLIC = {"externalAccessDetails": {"isPublic": True, "condition": {}, "principal": {"AWS": "*"}}}
FOUND = {"analyzer": "audit", "resource": QUEUE, "resourceType": "AWS::SQS::Queue"}

# What a program in Python can do that makes no sense for one that is not in it.
PYTHON_ALONE = {
    "calls.add": "the service takes note of calls",
    "calls.count_of": "counts does it for all operations",
    "calls.count": "it is a sequence; counts does it",
    "calls.index": "it is a sequence; find does it",
    "calls.of": "find does it",
    "events.add_each": "the service takes note of events",
    "events.count": "it is a sequence",
    "events.deliver": "the service tells subscribers",
    "events.index": "it is a sequence",
    "events.of": "GET /events gives all",
    "events.subscribe": "a callback is in Python",
    "faults.draw": "the service asks what goes wrong",
    "handle": "a request of the service is sent to the service's own paths",
    "load": "makes another emulator; PUT /state gives this one the state",
    "restore": "the same",
    "revision": "who saves a file asks what changed; a server saves its own",
    "route": "respx is in Python",
    "serve": "it is served",
    "session": "aiobotocore is in Python",
    "snapshot": "GET /state streams what save writes",
}


@pytest.fixture
def direct(emulator: Emulator) -> Direct:
    """Direct calls; the emulator has an analyzer named audit."""
    direct = Direct(emulator)
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    return direct


def shown(direct: Direct, finding_id: str) -> Any:
    arn = direct.emulator.world.scope().analyzers["audit"].arn
    return direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)


def verbs_of(emulator: Emulator) -> set[str]:
    """All public methods of an emulator and of what it holds."""
    parts = {name: part for name, part in vars(emulator).items() if name != "world"}
    parts["events"] = emulator.events
    owners = {"": emulator, **{f"{name}.": part for name, part in parts.items()}}
    return {
        prefix + name
        for prefix, owner in owners.items()
        if not prefix.startswith("_")
        for name in dir(owner)
        if not name.startswith("_") and callable(getattr(owner, name))
    }


def test_every_verb_of_the_emulator_has_a_route_or_a_reason_to_have_none() -> None:
    routed = {route.verb for route in ROUTES} - {"events", "faults"}
    assert verbs_of(Emulator()) - routed == PYTHON_ALONE.keys()
    assert routed <= verbs_of(Emulator())


def test_a_verb_without_a_route_is_noticed() -> None:
    class Richer(Emulator):
        def sing(self) -> None: ...

    assert "sing" in verbs_of(Richer())
    assert isinstance(CallLog(), list) or "calls.find" in verbs_of(Richer())


def test_paths_and_names_are_there_once() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_time_is_read_and_passes(emulator: Emulator, control: Control) -> None:
    before = datetime.fromisoformat(control.ok("GET", "/clock")["now"])
    assert before == emulator.now()
    after = control.ok("POST", "/clock/advance", {"by": 90.5})["now"]
    assert datetime.fromisoformat(after) == before + timedelta(seconds=90.5) == emulator.now()
    assert after.endswith("Z")


def test_access_keys_are_announced_and_accounts_listed(
    emulator: Emulator, control: Control, direct: Direct
) -> None:
    assert control.ok("POST", "/accounts", {"accessKeyId": "AKIA1", "accountId": "4" * 12}) is None
    assert emulator.world.account_of("AKIA1") == "4" * 12
    Direct(emulator, "5" * 12, "eu-west-1").ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    assert control.ok("GET", "/accounts")["accounts"] == [
        {"accountId": direct.account_id, "accessKeyIds": [], "regionNames": ["us-east-1"]},
        {"accountId": "4" * 12, "accessKeyIds": ["AKIA1"], "regionNames": []},
        {"accountId": "5" * 12, "accessKeyIds": [], "regionNames": ["eu-west-1"]},
    ]


def test_analyzers_are_added_and_fail(emulator: Emulator, control: Control, direct: Direct) -> None:
    added = {"name": "_Linked-1", "analyzerType": "ACCOUNT_UNUSED_ACCESS", "inUse": True}
    arn = control.ok("POST", "/analyzers/service-linked", added)["arn"]
    analyzer = emulator.world.find_analyzer(arn)
    assert (analyzer.type, analyzer.in_use) == ("ACCOUNT_UNUSED_ACCESS", True)
    assert control.refused("POST", "/analyzers/service-linked", added)[0] == 409
    for name in ("audit", emulator.world.scope().analyzers["audit"].arn.replace("/", "%2F")):
        for status in ("FAILED", "DISABLED"):
            control.ok("PUT", f"/analyzers/{name}/status", {"status": status, "reason": None})
            got = direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]["status"]
            assert got == status


def test_a_world_is_populated(emulator: Emulator, control: Control) -> None:
    place = {"accountId": "4" * 12, "regionName": "eu-west-1"}
    asked = {"findings": 30, "seed": 3, "only": "account-external"}
    added = control.ok("POST", "/populate", {**place, **asked})
    assert added["findings"]["account-external"] == 30
    assert {**added, **place} == added
    twin = Emulator().populate(
        30, seed=3, account_id="4" * 12, region_name="eu-west-1", only="account-external"
    )
    assert added["analyzers"] == twin.analyzers
    assert len(emulator.world.scope("4" * 12, "eu-west-1").analyzers) == 4


def test_findings_come_change_and_go(control: Control, direct: Direct) -> None:
    finding_id = control.ok(
        "POST", "/findings", {**FOUND, "details": SHARED, "createdAt": "2025-12-24T00:00:00+01:00"}
    )["id"]
    finding = shown(direct, finding_id)
    assert finding["createdAt"] == "2025-12-23T23:00:00Z"
    assert finding["findingDetails"] == [SHARED]
    after = control.ok("POST", f"/findings/{finding_id}/change", {"details": [PUBLIC]})["id"]
    assert shown(direct, finding_id)["status"] == "RESOLVED"
    assert shown(direct, after)["findingDetails"] == [PUBLIC]
    assert control.ok("POST", f"/findings/{after}/resolve") is None
    assert shown(direct, after)["status"] == "RESOLVED"


def test_a_finding_of_unused_permissions_has_several_details(
    emulator: Emulator, control: Control
) -> None:
    unused = [{"unusedPermissionDetails": {"serviceNamespace": name}} for name in ("s3", "sqs")]
    role = {"resource": "arn:aws:iam::111122223333:role/a", "resourceType": "AWS::IAM::Role"}
    control.ok("POST", "/populate", {"findings": 0})
    made = {"analyzer": "account-unused", **role, "details": unused, "findingId": "a"}
    assert control.ok("POST", "/findings", made) == {"id": "a"}
    assert emulator.world.find_record("a")[1].detail_list() == unused
    assert control.refused("POST", "/findings", made)[0] == 409
    late: dict[str, Any] = {"unusedIamRoleDetails": {"lastAccessed": "2025-06-01T00:00:00Z"}}
    for details in (late, [late]):
        found = {"analyzer": "account-unused", **role, "details": details}
        finding_id = control.ok("POST", "/findings", found)["id"]
        assert emulator.world.find_record(finding_id)[1].detail_list() == [late]


def test_a_resource_is_looked_at_with_its_policy(control: Control, direct: Direct) -> None:
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": QUEUE}
    ours = json.dumps({"Statement": {**allow, "Principal": {"AWS": "111122223333"}}})
    for policy in ({"Statement": [allow]}, ours, None):
        made = control.ok("POST", "/resources", {**FOUND, "policy": policy})["findingIds"]
        if policy and not isinstance(policy, str):
            assert shown(direct, made[0])["findingDetails"][0]["externalAccessDetails"]["isPublic"]
        else:
            assert made == []


def test_a_job_fails_when_told_to(control: Control, direct: Direct) -> None:
    job_id = start_generation(direct)
    said = {"code": "AUTHORIZATION_ERROR", "message": "no"}
    control.ok("POST", "/policy-generations/fail", {"jobId": job_id, **said})
    control.ok("POST", "/clock/advance", {"by": 60})
    details = direct.ok("GetGeneratedPolicy", jobId=job_id)["jobDetails"]
    assert (details["status"], details["jobError"]) == ("FAILED", said)


FAULTS: dict[str, tuple[dict[str, Any], Callable[[Emulator], object]]] = {
    "throttle": ({"retryAfter": None}, lambda e: e.faults.throttle("GetFinding", retry_after=None)),
    "fail": ({"status": 503, "code": "X"}, lambda e: e.faults.fail("GetFinding", status=503)),
    "delay": ({"seconds": 0.5}, lambda e: e.faults.delay(0.5, "GetFinding")),
    "drop": ({"handled": True}, lambda e: e.faults.drop("GetFinding", handled=True)),
    "truncate": ({"keep": 0.25}, lambda e: e.faults.truncate("GetFinding", keep=0.25)),
    "replace-body": ({"body": "né"}, lambda e: e.faults.replace_body("né".encode(), "GetFinding")),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_the_one_that_python_adds(
    kind: str, emulator: Emulator, control: Control
) -> None:
    members, add = FAULTS[kind]
    when = {"operations": ["GetFinding"], "nth": [3, 2], "rate": 0.5, "times": 4}
    told = control.ok("POST", f"/faults/{kind}", {**members, **when})
    assert control.ok("GET", "/faults") == {"faults": [told]}
    assert (told["operations"], told["numbers"], told["rate"]) == (["GetFinding"], [2, 3], 0.5)
    add(emulator)
    ours, its = emulator.faults
    for name in ("delay", "drop", "handled", "keep", "body", "content_type"):
        assert getattr(ours, name) == getattr(its, name), name
    assert (ours.error and ours.error.status) == (its.error and its.error.status)
    assert (ours.error and ours.error.headers) == (its.error and its.error.headers)
    control.ok("DELETE", "/faults")
    assert control.ok("GET", "/faults") == {"faults": []}


def test_what_a_fault_does_not_say_is_as_in_python(emulator: Emulator, control: Control) -> None:
    assert control.ok("POST", "/faults/replace-body", {"operations": ["GetFinding"]})["body"]
    emulator.faults.replace_body()
    ours, its = emulator.faults
    assert ours.body == its.body


def test_calls_are_throttled_over_a_rate(control: Control, direct: Direct) -> None:
    assert control.ok("POST", "/faults/limit-rate", {"perSecond": 0.001, "burst": 1}) is None
    assert [direct.call("ListAnalyzers").status for _ in range(2)] == [200, 429]


def test_calls_are_listed_found_counted_and_forgotten(control: Control, direct: Direct) -> None:
    direct.call("GetAnalyzer", analyzerName="nobody")
    Direct(direct.emulator, "4" * 12, "eu-west-1").ok("ListAnalyzers")
    calls = control.ok("GET", "/calls")["calls"]
    assert [call["operation"] for call in calls] == [
        "CreateAnalyzer",
        "GetAnalyzer",
        "ListAnalyzers",
    ]
    assert calls[0]["params"] == {"analyzerName": "audit", "type": "ACCOUNT"}
    for query, names in {
        "operation=GetAnalyzer": ["GetAnalyzer"],
        "limit=2": ["GetAnalyzer", "ListAnalyzers"],
        "limit=0": [],
        "accountId=444444444444&region=eu-west-1": ["ListAnalyzers"],
        "accountId=444444444444&region=us-east-1": [],
        "status=404": ["GetAnalyzer"],
        "error=ResourceNotFoundException": ["GetAnalyzer"],
        "status=200&limit=1": ["ListAnalyzers"],
    }.items():
        found = control.ok("GET", f"/calls?{query}")["calls"]
        assert [call["operation"] for call in found] == names, query
    counts = {"CreateAnalyzer": 1, "GetAnalyzer": 1, "ListAnalyzers": 1}
    assert control.ok("GET", "/calls/counts") == {"counts": counts}
    control.ok("DELETE", "/calls")
    assert control.ok("GET", "/calls")["calls"] == []


def test_control_is_no_call_moves_no_clock_and_meets_no_fault(
    emulator: Emulator, control: Control
) -> None:
    emulator.faults.drop()
    emulator.faults.limit_rate(0.001, 1)
    before = emulator.now()
    for _ in range(3):
        assert control.send("GET", "/_health").status == 200
        assert len(control.ok("GET", "/faults")["faults"]) == 1
        control.ok("POST", "/populate", {"findings": 1})
    assert (emulator.now(), list(emulator.calls)) == (before, [])
