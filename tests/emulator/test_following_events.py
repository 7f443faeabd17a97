"""Whoever knows findings from events alone knows what a listing shows."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.models import ExternalAccessDetails
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.emulator.event_forms import PREVIEW, check_event
from tests.emulator.previews import PARTNER, QUEUE

SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": PARTNER}, condition={})
CONFIGURED: dict[str, Any] = {QUEUE: {"sqsQueue": {}}}


class Follower:
    """Knows findings from events alone, while things happen to them."""

    def __init__(self) -> None:
        self.direct = Direct(Emulator())
        self.emulator = self.direct.emulator
        created = self.direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
        self.arn: str = created["arn"]
        self.known = dict[str, str]()
        self.emulator.events.subscribe(self._follow)

    def _follow(self, event: Mapping[str, Any]) -> None:
        detail = event["detail"]
        if event["detail-type"] == PREVIEW:
            return
        self.known[detail["id"]] = detail["status"]
        if detail["isDeleted"]:
            del self.known[detail["id"]]

    def open(self, number: int) -> None:
        if number % 2:
            error = {"finding_type": "ExternalAccess", "error": "ACCESS_DENIED"}
            self._found((), **error)
        else:
            self._found(SHARED)

    def _found(self, details: Any, **more: Any) -> None:
        self.emulator.add_finding(self.arn, QUEUE, "AWS::SQS::Queue", details, **more)

    def archive(self, number: int) -> None:
        for one in self._one(number):
            # It may have aged out when the request comes.
            self.direct.call("UpdateFindings", analyzerArn=self.arn, ids=[one], status="ARCHIVED")

    def resolve(self, number: int) -> None:
        for one in self._one(number):
            self.emulator.resolve_finding(one)

    def delete(self, number: int) -> None:
        for one in self._one(number):
            self.emulator.delete_finding(one)

    def preview(self, number: int) -> None:
        self.emulator.world.durations.access_preview = timedelta(milliseconds=number)
        created = {"analyzerArn": self.arn, "configurations": CONFIGURED}
        self.direct.ok("CreateAccessPreview", **created)

    def scan(self, number: int) -> None:
        if number % 2:
            self.emulator.fail_resource_scan()
        self.direct.call("StartResourceScan", analyzerArn=self.arn, resourceArn=QUEUE)

    def wait(self, number: int) -> None:
        self.emulator.advance(timedelta(seconds=number))

    def _one(self, number: int) -> list[str]:
        ids = sorted(self.known)
        return [ids[number % len(ids)]] if ids else []


WAYS = [
    *(Follower.open, Follower.archive, Follower.resolve, Follower.delete),
    *(Follower.preview, Follower.scan, Follower.wait),
]


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.sampled_from(WAYS), st.integers(0, 10**7)), max_size=30))
def test_whoever_follows_the_events_knows_the_findings(
    steps: list[tuple[Callable[[Follower, int], None], int]],
) -> None:
    """What events told of, put together, is what a listing shows; and their times only rise."""
    follower = Follower()
    for act, number in steps:
        act(follower, number)
    listed = follower.direct.every("ListFindingsV2", "findings", analyzerArn=follower.arn)
    assert {finding["id"]: finding["status"] for finding in listed} == follower.known
    events = list(follower.emulator.events)
    times = [event["time"] for event in events]
    assert times == sorted(times)
    assert len({event["id"] for event in events}) == len(events)
    for event in events:
        check_event(event)
