"""Rules with the patterns of filters on a bus: what arrives is what the filters match."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

import json
from collections.abc import Iterator, Mapping
from typing import Any

from moto import mock_aws

from aa_sdk.filters import FindingFilter
from tests.filters import bus
from tests.filters.event_pairs import emulated

F = FindingFilter

FILTERS = {
    "everything": F(),
    "public": F().is_public.eq(True),
    "unused": F().finding_type.contains("Unused").status.neq("RESOLVED"),
    "roles": F().resource_type.eq("AWS::IAM::Role").resource.contains("role/"),
    "limited": F().error.exists(False).service_control_policy_restriction.exists(),
    "elsewhere": F().resource.contains("no such resource"),
}
BATCH = 10  # what goes to the bus, and comes from a queue, in one call


def listen(name: str, patterns: tuple[dict[str, Any], ...]) -> str:
    """Make a queue, and a rule for each pattern that sends events there; return its URL."""
    events, queues = bus.client("events"), bus.client("sqs")
    url: str = queues.create_queue(QueueName=name)["QueueUrl"]
    asked = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = asked["Attributes"]["QueueArn"]
    for number, pattern in enumerate(patterns):
        rule = f"{name}-{number}"
        events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])
    return url


def send(happened: list[dict[str, Any]]) -> None:
    """Put events on the bus, with the source they have."""
    entries = [
        {
            "Source": event["source"],
            "DetailType": event["detail-type"],
            "Detail": json.dumps(event["detail"]),
            "Resources": event["resources"],
        }
        for event in happened
    ]
    events = bus.client("events")
    for start in range(0, len(entries), BATCH):
        assert events.put_events(Entries=entries[start : start + BATCH])["FailedEntryCount"] == 0


def arrived(url: str) -> Iterator[str]:
    """Take everything from a queue: the detail of each event, as JSON."""
    queues = bus.client("sqs")
    while True:
        received = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=BATCH)
        if "Messages" not in received:
            return
        for message in received["Messages"]:
            queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield as_json(json.loads(message["Body"]))


def as_json(event: Mapping[str, Any]) -> str:
    return json.dumps(event["detail"], sort_keys=True)


def test_rules_deliver_what_their_filters_match() -> None:
    happened = emulated()[::5]
    expected = {
        name: sorted(as_json(event) for event in happened if one.matches(event))
        for name, one in FILTERS.items()
    }
    with mock_aws():
        urls = {name: listen(name, one.to_event_patterns()) for name, one in FILTERS.items()}
        send(happened)
        delivered = {name: sorted(arrived(url)) for name, url in urls.items()}
    assert delivered == expected
    assert len(delivered["everything"]) == len(happened)
    assert {name for name, details in delivered.items() if not details} == {"elsewhere"}


def test_a_rule_can_be_narrowed_to_one_analyzer() -> None:
    happened = emulated()
    (arn,) = happened[0]["resources"]
    narrowed = [{**one, "resources": [arn]} for one in F().to_event_patterns()]
    passed = [event for event in happened if bus.passing(narrowed, event)]
    assert passed == [event for event in happened if event["resources"] == [arn]]
    assert 0 < len(passed) < len(happened)
