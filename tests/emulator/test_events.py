"""An event tells of every change to a finding or a preview, once, in order of time."""

import gc
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from weakref import ref

import pytest

from aa_sdk.emulator import Clock, Durations, Emulator, Population
from aa_sdk.models import ExternalAccessDetails
from tests.emulator.direct_calls import Direct
from tests.emulator.event_forms import EXTERNAL, PREVIEW, check_event
from tests.emulator.previews import OTHER, PARTNER, QUEUE, policy

SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": PARTNER}, condition={})
PUBLIC = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
CONFIGURED: dict[str, Any] = {QUEUE: {"sqsQueue": {}}}


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def find(direct: Direct, arn: str, details: Any = SHARED, **more: Any) -> str:
    return direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", details, **more)


def told(direct: Direct) -> list[tuple[str, str, bool]]:
    """Return finding, status and whether it is gone, of each event about a finding."""
    shown = list[tuple[str, str, bool]]()
    for event in direct.emulator.events:
        check_event(event)
        detail = event["detail"]
        if event["detail-type"] != PREVIEW:
            finding_id = detail.get("id") or detail["findingId"]
            shown.append((finding_id, detail["status"], detail["isDeleted"]))
    return shown


def test_a_finding_opens_changes_its_status_is_resolved_and_ages_out(
    direct: Direct, arn: str
) -> None:
    one = find(direct, arn)
    for status in ("ARCHIVED", "ACTIVE"):
        direct.ok("UpdateFindings", analyzerArn=arn, ids=[one], status=status)
    direct.emulator.resolve_finding(one)
    direct.emulator.advance(timedelta(days=200))
    assert told(direct) == [
        (one, "ACTIVE", False),
        (one, "ARCHIVED", False),
        (one, "ACTIVE", False),
        (one, "RESOLVED", False),
        (one, "RESOLVED", True),
    ]
    resolved, gone = direct.emulator.events[-2:]
    assert moment(gone) - moment(resolved) == timedelta(days=90)
    assert direct.call("GetFindingV2", analyzerArn=arn, id=one).status == 404


def moment(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["time"])


def test_an_event_keeps_what_was_so_at_its_time(direct: Direct, arn: str) -> None:
    one = find(direct, arn)
    (before,) = direct.emulator.events
    direct.ok("StartResourceScan", analyzerArn=arn, resourceArn=QUEUE)
    direct.emulator.advance(timedelta(hours=1))
    direct.ok("UpdateFindings", analyzerArn=arn, ids=[one], status="ARCHIVED")
    first, second = direct.emulator.events
    assert first == before
    assert first["detail"]["analyzedAt"] < second["detail"]["analyzedAt"]
    assert first["detail"]["updatedAt"] < second["detail"]["updatedAt"]


def test_what_a_rule_archives_at_once_is_one_event(direct: Direct, arn: str) -> None:
    rule = {"analyzerName": "audit", "ruleName": "r", "filter": {"isPublic": {"eq": ["true"]}}}
    direct.ok("CreateArchiveRule", **rule)
    archived, active = find(direct, arn, PUBLIC), find(direct, arn)
    assert told(direct) == [(archived, "ARCHIVED", False), (active, "ACTIVE", False)]


def test_applying_a_rule_tells_of_the_findings_it_archives(direct: Direct, arn: str) -> None:
    one, _, three = find(direct, arn, PUBLIC), find(direct, arn), find(direct, arn, PUBLIC)
    direct.emulator.events.clear()
    rule = {"analyzerName": "audit", "ruleName": "r", "filter": {"isPublic": {"eq": ["true"]}}}
    direct.ok("CreateArchiveRule", **rule)
    for _ in range(2):
        direct.ok("ApplyArchiveRule", analyzerArn=arn, ruleName="r")
    assert told(direct) == [(one, "ARCHIVED", False), (three, "ARCHIVED", False)]


def test_what_stays_as_it_is_has_no_event(direct: Direct, arn: str) -> None:
    one = find(direct, arn)
    direct.emulator.resolve_finding(one)
    direct.emulator.events.clear()
    two = find(direct, arn)
    for status in ("ACTIVE", "ARCHIVED", "ARCHIVED"):
        direct.ok("UpdateFindings", analyzerArn=arn, ids=[one, two, two], status=status)
    direct.emulator.resolve_finding(one)
    assert told(direct) == [(two, "ACTIVE", False), (two, "ARCHIVED", False)]


def test_a_change_of_form_resolves_one_finding_and_opens_another(direct: Direct, arn: str) -> None:
    before = find(direct, arn)
    after = direct.emulator.change_finding(before, PUBLIC)
    assert told(direct)[1:] == [(after, "ACTIVE", False), (before, "RESOLVED", False)]


def test_a_policy_that_changes_opens_and_resolves_findings(direct: Direct, arn: str) -> None:
    emulator = direct.emulator
    one, two = emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER, OTHER))
    emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    assert told(direct) == [
        (one, "ACTIVE", False),
        (two, "ACTIVE", False),
        (two, "RESOLVED", False),
    ]


def test_a_finding_that_is_deleted_is_gone_without_being_resolved(direct: Direct, arn: str) -> None:
    one = find(direct, arn, status="ARCHIVED")
    direct.emulator.delete_finding(one)
    assert told(direct) == [(one, "ARCHIVED", False), (one, "ARCHIVED", True)]
    refused = direct.call("GetFindingV2", analyzerArn=arn, id=one)
    assert refused.error == "ResourceNotFoundException"
    with pytest.raises(LookupError, match=one):
        direct.emulator.delete_finding(one)


def test_a_finding_that_has_gone_does_not_age_out_nor_does_one_that_has_its_id_since(
    direct: Direct, arn: str
) -> None:
    for _ in range(2):
        find(direct, arn, finding_id="one")
        direct.emulator.resolve_finding("one")
        direct.emulator.delete_finding("one")
    find(direct, arn, finding_id="one")
    direct.emulator.events.clear()
    direct.emulator.advance(timedelta(days=91))
    assert told(direct) == []
    assert direct.ok("GetFindingV2", analyzerArn=arn, id="one")["status"] == "ACTIVE"


def test_what_was_due_long_before_it_came_has_no_earlier_time_than_what_came(
    direct: Direct, arn: str
) -> None:
    long_ago = direct.emulator.world.clock.now() - timedelta(days=1000)
    one = find(direct, arn, status="RESOLVED", updated_at=long_ago)
    assert told(direct) == [(one, "RESOLVED", False), (one, "RESOLVED", True)]
    came, gone = direct.emulator.events
    assert came["time"] == gone["time"]


def test_a_finding_about_a_failed_analysis_goes_once_it_is_fixed(direct: Direct, arn: str) -> None:
    failed = find(direct, arn, (), finding_type="ExternalAccess", error="INTERNAL_ERROR")
    direct.emulator.resolve_finding(failed)
    assert told(direct) == [(failed, "ACTIVE", False), (failed, "ACTIVE", True)]


def test_a_deleted_analyzer_takes_its_findings_along_at_once(direct: Direct, arn: str) -> None:
    one, two = find(direct, arn), find(direct, arn)
    direct.emulator.resolve_finding(two)
    preview = direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=CONFIGURED)
    direct.emulator.events.clear()
    direct.ok("DeleteAnalyzer", analyzerName="audit")
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    direct.emulator.advance(timedelta(days=100))
    assert told(direct) == [(one, "ACTIVE", True), (two, "RESOLVED", True)]
    assert preview["id"] not in str(list(direct.emulator.events))


def test_nothing_holds_on_to_what_an_analyzer_had_once_it_is_deleted(direct: Direct) -> None:
    direct.emulator.populate(findings=300, only="account-external")
    store = ref(direct.emulator.world.find_analyzer("account-external").store)
    waiting = direct.emulator.world.agenda
    assert len(waiting) > 0
    direct.ok("DeleteAnalyzer", analyzerName="account-external")
    gc.collect()
    assert (store(), len(waiting)) == (None, 0)


def test_of_very_many_findings_that_go_the_last_are_kept_and_all_are_handed_on() -> None:
    alone, watched = Emulator(), Emulator()
    came = list[Mapping[str, Any]]()
    watched.events.subscribe(came.append)
    for each in (alone, watched):
        each.populate(findings=20_003, only="account-external")
        ids = list(each.world.find_analyzer("account-external").store.by_id)
        Direct(each).ok("DeleteAnalyzer", analyzerName="account-external")
    assert [event["detail"]["id"] for event in came] == ids
    assert alone.events.total == watched.events.total == 20_003
    for place in (0, 1, 7_000, -1):
        assert alone.events[place] == watched.events[place] == came[3:][place]


def test_a_service_linked_analyzer_takes_its_findings_along_too(direct: Direct) -> None:
    arn = direct.emulator.add_service_linked_analyzer(analyzer_type="ORGANIZATION")
    one = find(direct, arn)
    direct.ok("DeleteServiceLinkedAnalyzer", analyzerName=arn.rpartition("/")[2])
    assert told(direct) == [(one, "ACTIVE", False), (one, "ACTIVE", True)]


def test_a_preview_ends_even_if_nobody_asks_for_it(direct: Direct, arn: str) -> None:
    log = direct.emulator.events
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=CONFIGURED)
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"s3Bucket": {}}})
    assert [event["detail"]["status"] for event in log] == ["CREATING"] * 2
    direct.ok("ListAnalyzers")
    assert log[-1]["detail"]["status"] == "COMPLETED"
    assert direct.call("GetAnalyzer", analyzerName="nobody").status == 404
    assert log[-1]["detail"]["statusReason"] == {"code": "INVALID_CONFIGURATION"}
    assert log.total == 4


def test_a_preview_that_takes_no_time_is_complete_at_once() -> None:
    direct = Direct(Emulator(durations=Durations(access_preview=timedelta(0))))
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    came = list[str]()
    direct.emulator.events.subscribe(lambda event: came.append(event["detail"]["status"]))
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=CONFIGURED)
    assert came == ["CREATING", "COMPLETED"]


def test_what_is_due_comes_in_order_of_time_whoever_it_belongs_to(emulator: Emulator) -> None:
    here, there = Direct(emulator), Direct(emulator, PARTNER, "eu-west-1")
    arns = [
        each.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")["arn"] for each in (here, there)
    ]
    start = emulator.world.clock.now()
    old = find(here, arns[0], status="RESOLVED", updated_at=start - timedelta(days=90, seconds=-5))
    failed = find(there, arns[1])
    emulator.fail_resource_scan()
    emulator.world.durations.resource_scan = timedelta(seconds=7)
    there.ok("StartResourceScan", analyzerArn=arns[1], resourceArn=QUEUE)
    here.ok("CreateAccessPreview", analyzerArn=arns[0], configurations=CONFIGURED)
    emulator.events.clear()
    emulator.advance(timedelta(minutes=1))
    now = find(here, arns[0])
    assert failed not in str(list(emulator.events))
    kinds = [
        (event["detail-type"], event["account"], event["time"][-6:]) for event in emulator.events
    ]
    assert kinds == [
        (PREVIEW, "111122223333", "00:06Z"),
        (EXTERNAL, "111122223333", "00:07Z"),
        (EXTERNAL, PARTNER, "00:10Z"),
        (EXTERNAL, "111122223333", "01:04Z"),
    ]
    assert [shown[0] for shown in told(here)][::2] == [old, now]


def test_what_was_there_before_has_no_events(direct: Direct, populated: Population) -> None:
    assert list(direct.emulator.events) == []
    one = direct.ok("ListFindingsV2", analyzerArn=populated.external)["findings"][0]
    direct.emulator.resolve_finding(one["id"])
    twin = Emulator.restore(direct.emulator.snapshot())
    assert (twin.events.total, direct.emulator.events.total) == (0, 1)


def test_resolved_findings_of_a_populated_or_restored_world_age_out(
    direct: Direct, populated: Population
) -> None:
    resolved = {
        finding["id"]
        for arn in populated.analyzers.values()
        for finding in direct.every(
            "ListFindingsV2", "findings", analyzerArn=arn, filter={"status": {"eq": ["RESOLVED"]}}
        )
    }
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    for each in (direct, twin):
        each.emulator.advance(timedelta(days=91))
        assert len(resolved) == each.emulator.events.total > 10
        assert {finding for finding, _, _ in told(each)} == resolved
        times = [event["time"] for event in each.emulator.events]
        assert times == sorted(times)


def test_a_preview_goes_on_after_a_restart_and_tells_of_its_end_once(
    direct: Direct, arn: str
) -> None:
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=CONFIGURED)
    early = Emulator.restore(direct.emulator.snapshot())
    direct.emulator.advance(timedelta(minutes=1))
    late = Emulator.restore(direct.emulator.snapshot())
    for emulator in (direct.emulator, early, late):
        emulator.advance(timedelta(minutes=1))
    assert [event["detail"]["status"] for event in early.events] == ["COMPLETED"]
    assert early.events[0] == direct.emulator.events[-1]
    assert list(late.events) == []


def test_what_is_due_at_the_same_time_comes_in_the_same_order_after_a_restart() -> None:
    emulator = Emulator(clock=Clock(step=timedelta()))
    world, arns = emulator.world, list[str]()
    for place in (Direct(emulator), Direct(emulator, OTHER)):
        arns.append(place.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"])
        place.ok("CreateAnalyzer", analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    here, there = Direct(emulator), Direct(emulator, OTHER)
    found = [find(here, arn) for arn in (arns[1], *arns, *arns)]
    world.durations.resource_scan = timedelta(seconds=2)
    for arn, each in zip(arns, (here, there), strict=True):
        emulator.fail_resource_scan()
        each.ok("StartResourceScan", analyzerArn=arn, resourceArn=QUEUE)
    emulator.advance(timedelta(seconds=1))
    world.durations.access_preview = timedelta(seconds=1)
    there.ok("CreateAccessPreview", analyzerArn=arns[1], configurations=CONFIGURED)
    here.ok("CreateAccessPreview", analyzerArn=arns[0], configurations=CONFIGURED)
    for finding_id in reversed(found):
        emulator.resolve_finding(finding_id)
    twin = Emulator.restore(emulator.snapshot())
    emulator.events.clear()
    for one in (emulator, twin):
        one.advance(timedelta(days=100))
    assert [event["detail-type"] for event in emulator.events][:4] == [EXTERNAL] * 2 + [PREVIEW] * 2
    assert len(emulator.events) == 9
    assert list(twin.events) == list(emulator.events)


def test_an_event_never_has_an_id_twice_not_even_after_a_restart(direct: Direct, arn: str) -> None:
    for _ in range(3):
        find(direct, arn)
    direct.emulator.events.clear()
    find(direct, arn)
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    find(twin, arn)
    before, after = (each.emulator.events[0] for each in (direct, twin))
    assert before["id"] != after["id"]


def test_events_change_no_other_id_and_the_same_seed_gives_them_the_same() -> None:
    def lives(seed: int, *, is_watched: bool) -> tuple[list[str], list[str]]:
        direct = Direct(Emulator(seed=seed))
        if is_watched:
            direct.emulator.events.subscribe(lambda _: None)
        arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
        ids = [find(direct, arn), find(direct, arn)]
        ids.append(
            direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=CONFIGURED)["id"]
        )
        return ids, [event["id"] for event in direct.emulator.events]

    assert lives(1, is_watched=True) == lives(1, is_watched=False)
    first, other = lives(1, is_watched=False), lives(2, is_watched=False)
    assert not {*first[1]} & {*other[1], *first[0]}


def test_an_older_world_starts_over_with_its_own_time(direct: Direct, arn: str) -> None:
    """A world that was set back does not go by events of its future."""
    world = direct.emulator.world
    find(direct, arn)
    world.announced_at += 10**9
    find(direct, arn)
    assert direct.emulator.events[-1]["time"] == "2026-01-01T00:00:01Z"
