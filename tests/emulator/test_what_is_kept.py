"""Whatever gets into a state can be saved and loaded again; what could not be is refused."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, HttpRequest
from aa_sdk.models import (
    ExternalAccessDetails,
    UnusedIamRoleDetails,
    UnusedPermissionDetails,
)
from tests.emulator.direct_calls import Direct, signature

HALF = "\ud800"
ROLE = "arn:aws:iam::111122223333:role/idle"
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
UNUSED = UnusedIamRoleDetails()
AHEAD, BEHIND = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

Act = Callable[[Emulator, str], object]


def find(emulator: Emulator, resource: str = ROLE, details: Any = UNUSED, **more: Any) -> str:
    return emulator.add_finding("account-unused", resource, "AWS::IAM::Role", details, **more)


def shared(with_whom: str) -> ExternalAccessDetails:
    return ExternalAccessDetails(is_public=False, principal={"AWS": with_whom}, condition={})


def change(emulator: Emulator, text: str) -> None:
    found = emulator.add_finding("account-external", QUEUE, "AWS::SQS::Queue", shared("a"))
    emulator.change_finding(found, shared(text))


def allowing(principal: str) -> dict[str, Any]:
    allow = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    return {"Statement": [{**allow, "Principal": {"AWS": principal}}]}


def granting(resource: str) -> str:
    allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}
    return json.dumps({"Statement": [allow]}, ensure_ascii=False)


def looked_at(emulator: Emulator, text: str, resource: str = QUEUE, policy: Any = None) -> None:
    emulator.add_resource("account-external", resource, text or "AWS::SQS::Queue", policy)


TEXTS: dict[str, Act] = {
    "resource": find,
    "resource type": lambda emulator, text: emulator.add_finding(
        "account-unused", ROLE, text, UNUSED
    ),
    "owner": lambda emulator, text: find(emulator, owner=text),
    "error": lambda emulator, text: find(
        emulator, details=(), finding_type="UnusedIAMRole", error=text
    ),
    "id": lambda emulator, text: find(emulator, finding_id=text),
    "details": lambda emulator, text: find(
        emulator, details=UnusedPermissionDetails(service_namespace=text)
    ),
    "change": change,
    "resource that is looked at": lambda emulator, text: looked_at(emulator, "", text),
    "its type": looked_at,
    "its policy": lambda emulator, text: looked_at(
        emulator, "", QUEUE, allowing(f"arn:aws:iam::444455556666:role/{text}")
    ),
    "its policy as text": lambda emulator, text: looked_at(
        emulator, "", QUEUE, json.dumps(allowing(f"arn:aws:iam::444455556666:role/{text}"))
    ),
    "service": lambda emulator, text: emulator.add_service_linked_analyzer(managed_by=text),
    "reason": lambda emulator, text: emulator.set_analyzer_status("account-unused", "FAILED", text),
    "principal": lambda emulator, text: emulator.add_activity(ROLE + text, "s3:GetObject"),
    "region": lambda emulator, text: emulator.add_activity(ROLE, "s3:GetObject", region=text),
    "policy": lambda emulator, text: emulator.attach_policy(ROLE, granting(f"arn:aws:s3:::{text}")),
    "its name": lambda emulator, text: emulator.attach_policy(ROLE, granting("*"), name=text),
    "its ARN": lambda emulator, text: emulator.attach_policy(ROLE, granting("*"), arn=text),
    "whose it is": lambda emulator, text: emulator.attach_policy(ROLE + text, granting("*")),
    "code": lambda emulator, text: emulator.fail_recommendation(code=text),
    "message": lambda emulator, text: emulator.fail_recommendation(message=text),
    "message of a generation": lambda emulator, text: emulator.fail_policy_generation(message=text),
}


@pytest.fixture
def emulator() -> Emulator:
    emulator = Emulator()
    emulator.populate(0)
    return emulator


def check_saved(emulator: Emulator) -> None:
    saved = emulator.snapshot()
    assert Emulator.restore(saved).snapshot() == saved


@pytest.mark.parametrize("where", TEXTS)
def test_text_with_half_a_character_is_refused_and_nothing_changes(
    where: str, emulator: Emulator, tmp_path: Path
) -> None:
    find(emulator)
    before = emulator.revision() if where != "change" else None
    with pytest.raises(ValueError, match=r"half a character|letters, digits"):
        TEXTS[where](emulator, f"a{HALF}")
    assert before in (None, emulator.revision())
    emulator.save(tmp_path / "state.gz")
    check_saved(Emulator.load(tmp_path / "state.gz"))


@pytest.mark.parametrize("where", TEXTS)
def test_any_other_text_can_be_saved(where: str, emulator: Emulator) -> None:
    TEXTS[where](emulator, "a\0\x7f\x85\u2028\ufffe𐀀")
    check_saved(emulator)


TIMES: dict[str, Callable[[Emulator, datetime], object]] = {
    "created": lambda emulator, moment: find(emulator, created_at=moment),
    "updated": lambda emulator, moment: find(emulator, updated_at=moment),
    "resolved": lambda emulator, moment: find(emulator, updated_at=moment, status="RESOLVED"),
    "used": lambda emulator, moment: emulator.add_activity(ROLE, "s3:GetObject", at=moment),
    "policy": lambda emulator, moment: emulator.attach_policy(
        ROLE, granting("*"), arn="arn:aws:iam::aws:policy/p", updated_at=moment
    ),
}


@pytest.mark.parametrize("which", TIMES)
@pytest.mark.parametrize(
    "moment",
    [FIRST.replace(tzinfo=AHEAD), LAST.replace(tzinfo=BEHIND), datetime(2026, 1, 1)],  # noqa: DTZ001 (on purpose)
)
def test_times_outside_of_all_years_or_without_a_zone_are_refused(
    which: str, moment: datetime, emulator: Emulator
) -> None:
    before = emulator.revision()
    with pytest.raises(ValueError, match=r"^(created_at|updated_at|at): should"):
        TIMES[which](emulator, moment)
    assert emulator.revision() == before


@pytest.mark.parametrize("which", TIMES)
@pytest.mark.parametrize("moment", [FIRST, LAST])
def test_the_first_and_the_last_moment_can_be_saved(
    which: str, moment: datetime, emulator: Emulator
) -> None:
    TIMES[which](emulator, moment)
    check_saved(emulator)


@pytest.mark.parametrize("name", ["", "a/b", "1st", "a" * 256, "é", "a\n"])
def test_an_analyzer_of_a_service_has_a_name_as_others_have(name: str, emulator: Emulator) -> None:
    with pytest.raises(ValueError, match=r"^name: "):
        emulator.add_service_linked_analyzer(name)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=3))
def test_no_region_that_a_request_names_keeps_a_state_from_being_saved(name: str) -> None:
    emulator = Emulator()
    signed = {"authorization": signature(region=name)}
    answer = emulator.handle(HttpRequest("GET", "/analyzer", "", signed))
    assert (answer.status == 200) == bool(re.fullmatch(r"[!-~]+", name) and not {*",/"} & {*name})
    tagged = json.dumps({"analyzerName": "a", "type": "ACCOUNT", "clientToken": "t"}).encode()
    emulator.handle(HttpRequest("PUT", "/analyzer", "", signed, tagged))
    check_saved(emulator)


def test_a_policy_with_half_a_character_makes_a_preview_fail(direct: Direct) -> None:
    arn = direct.emulator.world.find_analyzer("account-external").arn
    text = json.dumps(allowing(f"arn:aws:iam::444455556666:role/{HALF}"))
    proposed = {QUEUE: {"sqsQueue": {"queuePolicy": text}}}
    made = direct.ok("CreateAccessPreview", analyzerArn=arn, configurations=proposed)["id"]
    direct.emulator.advance(timedelta(seconds=2))
    shown = direct.ok("GetAccessPreview", analyzerArn=arn, accessPreviewId=made)["accessPreview"]
    assert shown["statusReason"] == {"code": "INVALID_CONFIGURATION"}
    check_saved(direct.emulator)


def test_looking_at_another_region_is_no_change(direct: Direct) -> None:
    before = direct.emulator.revision()
    elsewhere = Direct(direct.emulator, "4" * 12, "eu-west-1")
    assert elsewhere.ok("ListAnalyzers") == {"analyzers": []}
    assert direct.emulator.revision() == before
    elsewhere.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    assert direct.emulator.revision() != before


def test_a_state_of_the_end_of_all_years_is_refused() -> None:
    saved = Emulator().snapshot()
    saved["now"] = 253_402_300_799_999
    with pytest.raises(ValueError, match=r"^now: should be less than"):
        Emulator.restore(saved)


def test_a_state_of_the_last_time_there_is_can_be_loaded(emulator: Emulator) -> None:
    emulator.advance(datetime(9998, 12, 31, tzinfo=UTC) - emulator.now())
    for _ in range(100):
        emulator.world.clock.tick()
    check_saved(emulator)
