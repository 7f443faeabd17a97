"""Events: the time to read one, against validating one pydantic model with the same members.

Usage: python benchmarks/events.py [rounds]

One process, one core. The model is written by hand as one would, and knows nothing of our ways: no
digits of a second are kept, no null, no unknown enum value. The clock is the process's CPU time,
and the two take turns, so that other work on the machine does not count.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from loopback import spread, table
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from aa_sdk.events import parse_event
from aa_sdk.filters import FindingFilter

READS, MATCHES = 5_000, 20_000
LIMIT = 1.5

TIMES = {
    "seconds": ("2026-02-03T08:15:30Z", "2026-02-03T08:20:00Z", "2026-02-03T08:20:01Z"),
    "thousandths": (
        "2026-02-03T08:15:30.456Z",
        "2026-02-03T08:20:00.400Z",
        "2026-02-03T08:20:01.123Z",
    ),
    "billionths": (
        "2026-02-03T08:15:30.123456789Z",
        "2026-02-03T08:20:00.123456789Z",
        "2026-02-03T08:20:01.987654321Z",
    ),
}


class Structure(BaseModel):
    """Frozen, and what it does not know is kept, as in the SDK."""

    model_config = ConfigDict(frozen=True, extra="allow", alias_generator=to_camel)


class Finding(Structure):
    """What all findings have."""

    status: str
    resource: str
    resource_type: str
    account_id: str
    created_at: datetime
    analyzed_at: datetime
    updated_at: datetime
    is_deleted: bool = False
    version: str | None = None
    error: str | None = None
    previous_status: str | None = None


class External(Finding):
    """An external access finding."""

    id: str
    region: str | None = None
    principal: dict[str, str] = {}
    action: list[str] = []
    condition: dict[str, str] = {}
    is_public: bool | None = None
    resource_control_policy_restriction_type: str | None = None


class Internal(Finding):
    """An internal access finding."""

    id: str
    finding_type: str
    access_type: str | None = None
    principal: dict[str, str] = {}
    principal_type: str | None = None
    principal_owner_account: str | None = None
    action: list[str] = []
    condition: dict[str, str] = {}
    resource_control_policy_restriction_type: str | None = None
    service_control_policy_restriction_type: str | None = None


class Unused(Finding):
    """An unused access finding."""

    finding_id: str
    finding_type: str
    number_of_unused_services: int | None = None
    number_of_unused_actions: int | None = None


class Reason(Structure):
    """Why a preview failed."""

    code: str


class Preview(Structure):
    """A change of an access preview."""

    access_preview_id: str
    status: str
    configured_resources: list[str] = []
    created_at: datetime | None = None
    region: str | None = None
    previous_status: str | None = None
    status_reason: Reason | None = None
    version: str | None = None


class Event(Structure):
    """What every event has."""

    id: str
    detail_type: str = Field(alias="detail-type")
    source: str
    account: str
    time: datetime
    region: str
    resources: list[str]
    version: str = "0"


class ExternalEvent(Event):
    """An event about external access."""

    detail: External


class InternalEvent(Event):
    """An event about internal access."""

    detail: Internal


class UnusedEvent(Event):
    """An event about unused access."""

    detail: Unused


class PreviewEvent(Event):
    """An event about an access preview."""

    detail: Preview


def envelope(detail_type: str, detail: dict[str, Any]) -> dict[str, Any]:
    """Return a whole event."""
    return {
        "version": "0",
        "id": "5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e",
        "detail-type": detail_type,
        "source": "aws.access-analyzer",
        "account": "111122223333",
        "time": "2026-02-03T08:21:00Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch"],
        "detail": detail,
    }


def finding(digits: str, **members: Any) -> dict[str, Any]:
    """Return the detail of an event about a finding."""
    created, analyzed, updated = TIMES[digits]
    return {
        "status": "ACTIVE",
        "resource": "arn:aws:sqs:eu-west-1:111122223333:orders-inbox",
        "resourceType": "AWS::SQS::Queue",
        "accountId": "111122223333",
        "createdAt": created,
        "analyzedAt": analyzed,
        "updatedAt": updated,
        "isDeleted": False,
        "version": "1.0",
        **members,
    }


ACCESS: dict[str, Any] = {
    "principal": {"AWS": "444455556666"},
    "action": ["sqs:SendMessage", "sqs:GetQueueUrl"],
    "condition": {"aws:SourceVpc": "vpc-0a1b2c3d"},
}
EXTERNAL = envelope(
    "Access Analyzer Finding",
    finding("seconds", id="c0ffee00-1111-4222", region="eu-west-1", isPublic=False, **ACCESS),
)
FAMILIES: dict[str, tuple[type[Event], dict[str, Any]]] = {
    "external access": (ExternalEvent, EXTERNAL),
    "internal access": (
        InternalEvent,
        envelope(
            "Internal Access Finding",
            finding(
                "billionths",
                id="facade00-1234-4abc",
                findingType="InternalAccess",
                accessType="INTRA_ORG",
                principalType="IAM_ROLE",
                principalOwnerAccount="444455556666",
                resourceControlPolicyRestrictionType="NOT_APPLICABLE",
                serviceControlPolicyRestrictionType="APPLIED",
                **ACCESS,
            ),
        ),
    ),
    "unused access": (
        UnusedEvent,
        envelope(
            "Unused Access Finding for IAM entities",
            finding(
                "thousandths",
                findingId="decade00-aaaa-4bbb",
                findingType="UnusedPermission",
                previousStatus="",
                numberOfUnusedServices=3,
                numberOfUnusedActions=41,
            ),
        ),
    ),
    "access preview": (
        PreviewEvent,
        envelope(
            "Access Preview State Change",
            {
                "version": "1.0",
                "accessPreviewId": "0badcafe-0000-4000",
                "configuredResources": ["arn:aws:s3:::quarterly-drop"],
                "createdAt": "2026-02-06T12:00:00.00Z",
                "region": "eu-west-1",
                "status": "COMPLETED",
                "previousStatus": "CREATING",
            },
        ),
    ),
}


def microseconds(work: Callable[[], object], count: int) -> float:
    """Return the CPU time of one call, the mean of so many."""
    gc.collect()  # nobody clears up after another
    started = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - started) / count * 1e6


def pair(
    ours: Callable[[], object], theirs: Callable[[], object], count: int, rounds: int
) -> tuple[list[float], list[float], list[float]]:
    """Let two take turns, after one round to warm up, and return both, and their ratios."""
    turns = [(microseconds(ours, count), microseconds(theirs, count)) for _ in range(rounds + 1)]
    ones, others = zip(*turns[1:], strict=True)
    return list(ones), list(others), [one / other for one, other in turns[1:]]


def row(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], count: int, rounds: int
) -> tuple[str, ...]:
    """Measure one thing, and return what it took each of the two."""
    spent, floor, ratios = pair(ours, theirs, count, rounds)
    return name, spread(spent, "µs", 1), spread(floor, "µs", 1), spread(ratios, "of it", 2)


def reading(
    name: str, model: type[Event], event: dict[str, Any], rounds: int
) -> list[tuple[str, ...]]:
    """Measure one family, in both forms."""
    text = json.dumps(event).encode()
    assert parse_event(text).to_wire() == event
    return [
        row(
            f"{name}, a mapping",
            lambda: parse_event(event),
            lambda: model.model_validate(event),
            READS,
            rounds,
        ),
        row(
            f"{name}, bytes",
            lambda: parse_event(text),
            lambda: model.model_validate_json(text),
            READS,
            rounds,
        ),
    ]


def matching(rounds: int) -> tuple[str, ...]:
    """Measure a filter of four keys on an event that was read, against its mapping."""
    four = (
        FindingFilter()
        .status.eq("ACTIVE")
        .is_public.eq(False)  # noqa: FBT003 (a filter asks so)
        .principal.aws.contains("4444")
        .resource_type.eq("AWS::SQS::Queue")
    )
    parsed = parse_event(EXTERNAL)
    assert four.matches(parsed)
    return row(
        "a match of four keys",
        lambda: four.matches(parsed),
        lambda: four.matches(EXTERNAL),
        MATCHES,
        rounds,
    )


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 9
    head = ("what", "this SDK", "one pydantic model", "pair by pair")
    rows = [each for name, one in FAMILIES.items() for each in reading(name, *one, rounds)]
    table(f"Events: reading one, to reach {LIMIT} of one model", [head, *rows])
    head = ("what", "the event", "its mapping", "pair by pair")
    table("Events: matching one that was read", [head, matching(rounds)])


if __name__ == "__main__":
    main()
