"""An event shows as a line, and as a card with what a person wants to see."""

from typing import Any

import pytest

from aa_sdk.events import ExternalAccessEvent, UnknownEvent, parse_event
from tests.events.samples import event

LINES: dict[str, tuple[dict[str, Any], str]] = {
    "external": (
        event("external"),
        "ACTIVE ExternalAccess arn:aws:sqs:eu-west-1:111122223333:orders (c0ffee00)",
    ),
    "public": (
        event("external", isPublic=True, previousStatus="ARCHIVED"),
        "ACTIVE PUBLIC ExternalAccess arn:aws:sqs:eu-west-1:111122223333:orders (c0ffee00) "
        "was ARCHIVED",
    ),
    "error": (
        event("external error", isDeleted=True),
        "ACTIVE ExternalAccess arn:aws:sqs:eu-west-1:111122223333:orders (c0ffee00) "
        "error INTERNAL_ERROR deleted",
    ),
    "new": (
        event("unused"),
        "ACTIVE UnusedPermission arn:aws:iam::111122223333:role/idle (decade00) new",
    ),
    "internal": (
        event("internal"),
        "ARCHIVED InternalAccess arn:aws:dynamodb:eu-west-1:111122223333:table/ledger (facade00)",
    ),
    "preview": (
        event("preview"),
        "FAILED access preview 0badcafe arn:aws:s3:::drop was CREATING",
    ),
    "preview of nothing": (
        event("preview", configuredResources=[], previousStatus=None),
        "FAILED access preview 0badcafe",
    ),
    "another kind": (
        event("call"),
        "AWS API Call via CloudTrail of aws.access-analyzer (5d0f4f0e)",
    ),
    "another form": (
        event("external", status=None),
        "Access Analyzer Finding of aws.access-analyzer (5d0f4f0e) "
        "cannot be read: detail.status is no text",
    ),
}


@pytest.mark.parametrize(("payload", "line"), LINES.values(), ids=LINES)
def test_an_event_is_a_line(payload: dict[str, Any], line: str) -> None:
    assert str(parse_event(payload)) == line


CARDS: dict[str, tuple[dict[str, Any], str]] = {
    "public": (
        event("external", isPublic=True),
        """
Public access to SQS queue orders  ACTIVE
  sent      2026-02-03 08:21 UTC
  who       anyone
  may       sqs:SendMessage
  if        aws:SourceVpc = vpc-1
  resource  arn:aws:sqs:eu-west-1:111122223333:orders
  owner     111122223333
  since     2026-02-03 08:15 UTC
  finding   c0ffee00-1111-4222-8333-444455556666
  analyzer  arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id        5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "internal": (
        event("internal", action=[], principal={}, previousStatus="ACTIVE"),
        """
Internal access to DynamoDB table ledger  ARCHIVED
  sent      2026-02-03 08:21 UTC was ACTIVE
  who       —
  may       —
  if        no condition
  resource  arn:aws:dynamodb:eu-west-1:111122223333:table/ledger
  owner     111122223333
  since     2026-02-05 10:11 UTC
  finding   facade00-1234-4abc-8def-0123456789ab
  analyzer  arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id        5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "unused": (
        event("unused"),
        """
Unused permissions of IAM role idle  ACTIVE
  sent      2026-02-03 08:21 UTC new
  unused    3 services
            1,041 actions
  resource  arn:aws:iam::111122223333:role/idle
  owner     444455556666
  since     2026-02-04 01:02 UTC
  finding   decade00-aaaa-4bbb-8ccc-ddddeeeeffff
  analyzer  arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id        5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "error": (
        event("external error", isDeleted=True),
        """
External access to SQS queue orders  ACTIVE
  sent      2026-02-03 08:21 UTC deleted
  error     INTERNAL_ERROR
  resource  arn:aws:sqs:eu-west-1:111122223333:orders
  owner     111122223333
  since     2026-02-03 08:15 UTC
  finding   c0ffee00-1111-4222-8333-444455556666
  analyzer  arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id        5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "preview": (
        event("preview"),
        """
Access preview 0badcafe  FAILED
  sent       2026-02-03 08:21 UTC was CREATING
  error      INVALID_CONFIGURATION
  resources  arn:aws:s3:::drop
  preview    0badcafe-0000-4000-8000-00000000beef
  analyzer   arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id         5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "preview of nothing": (
        event("preview", configuredResources=[], statusReason=None),
        """
Access preview 0badcafe  FAILED
  sent       2026-02-03 08:21 UTC was CREATING
  resources  none
  preview    0badcafe-0000-4000-8000-00000000beef
  analyzer   arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch
  id         5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "another kind": (
        {**event("call"), "resources": [], "detail": {}},
        """
AWS API Call via CloudTrail
  sent    2026-02-03 08:21 UTC
  of      aws.access-analyzer
  detail  empty
  id      5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
    "another form": (
        {**event("external"), "detail": {"a": "hidden", "b": "hidden"}, "resources": []},
        """
Access Analyzer Finding  cannot be read
  sent     2026-02-03 08:21 UTC
  problem  detail.status, detail.resource, detail.resourceType, detail.accountId, \
detail.createdAt, detail.analyzedAt, detail.updatedAt and detail.id are missing \
and resources names no analyzer
  of       aws.access-analyzer
  detail   a b
  id       5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e""",
    ),
}


@pytest.mark.parametrize(("payload", "card"), CARDS.values(), ids=CARDS)
def test_an_event_is_a_card(payload: dict[str, Any], card: str) -> None:
    parsed: Any = parse_event(payload)
    assert f"\n{parsed._as_text()}" == card
    assert parsed.id in parsed._repr_html_()


def test_the_repr_of_an_event_shows_none_of_what_nobody_knows() -> None:
    payload = event("external", newMember="hidden")
    assert repr(parse_event(payload)).startswith(
        "ExternalAccessEvent(id='5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e', "
        "detail_type='Access Analyzer Finding', source='aws.access-analyzer', "
    )
    shown: list[Any] = [parse_event(payload), parse_event(event("call", policy="hidden"))]
    for parsed in shown:
        assert "hidden" not in repr(parsed) + str(parsed) + parsed._as_text()


def test_an_event_that_nothing_was_checked_of_shows_as_what_is_there() -> None:
    for kind in (ExternalAccessEvent, UnknownEvent):
        bare: Any = kind.model_construct(id="1")
        assert str(bare) == repr(bare) == f"{kind.__name__}(id='1')"
        assert bare._as_text() == f"{kind.__name__}\n  id  1"
