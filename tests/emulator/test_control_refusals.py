"""What the control API does not take, it refuses in terms of what was sent."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.routes import ROUTES
from tests.effort import examples
from tests.emulator.control_calls import Control
from tests.emulator.direct_calls import Direct

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
SHARED = {"externalAccessDetails": {"isPublic": False, "condition": {}, "principal": {"AWS": "4"}}}
PUBLIC = {"externalAccessDetails": {"isPublic": True, "condition": {}, "principal": {"AWS": "*"}}}
FOUND = {"analyzer": "audit", "resource": QUEUE, "resourceType": "AWS::SQS::Queue"}


@pytest.fixture
def direct(emulator: Emulator) -> Direct:
    """Direct calls; the emulator has an analyzer named audit."""
    direct = Direct(emulator)
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    return direct


@pytest.mark.usefixtures("direct")
def test_a_refusal_names_the_member_and_what_belongs_there(control: Control) -> None:
    def refusal(path: str, body: object) -> str:
        status, message = control.refused("POST", path, body)
        assert status == 400, message
        return message

    assert (
        refusal("/findings", {"analyzer": "audit"})
        == "resource: is missing; resourceType: is missing"
    )
    assert "resource: should be a valid string" in refusal("/findings", {**FOUND, "resource": 3})
    assert "analyser: is not known here" in refusal("/findings", {"analyser": "a"})
    public = {"externalAccessDetails": {"isPublic": "yes"}}
    place = "details.externalAccessDetails.isPublic: should be a valid boolean"
    assert refusal("/findings", {**FOUND, "details": public}).startswith(place)
    assert "details[1].externalAccessDetails.isPublic" in refusal(
        "/findings", {**FOUND, "details": [SHARED, public]}
    )
    unknown = {"externalAccessDetails": {"isPublik": True}}
    assert "details[0].externalAccessDetails.isPublik: is not known" in refusal(
        "/findings", {**FOUND, "details": [unknown]}
    )
    two = {**SHARED, "unusedIamRoleDetails": {}}
    assert "details[0]: should have exactly one of externalAccessDetails" in refusal(
        "/findings", {**FOUND, "details": [two]}
    )
    for time in ("2025", "2025-01-01T00:00:00", 5, "9999-12-31T23:59:59-10:00"):
        message = refusal("/findings", {**FOUND, "details": SHARED, "createdAt": time})
        assert message.startswith("createdAt: should"), time
    for by in ("5", True, None, 1e300):
        assert refusal("/clock/advance", {"by": by}).startswith("by: should be a number"), by
    for by in (-1, 3e11):
        assert "time" in refusal("/clock/advance", {"by": by})
    assert "FAILED" in control.refused("PUT", "/analyzers/audit/status", {"status": "X"})[1]
    assert "ORGANIZATION" in refusal("/analyzers/service-linked", {"analyzerType": "X"})
    assert "12 digits" in refusal("/accounts", {"accessKeyId": "A", "accountId": "1"})
    assert "letters and digits" in refusal("/accounts", {"accessKeyId": "", "accountId": "1" * 12})
    assert "10000000" in refusal("/populate", {"findings": -1})
    assert "us-east-1" in refusal("/populate", {"regionName": "here"})
    assert "no such operation: X" in refusal("/faults/delay", {"seconds": 1, "operations": ["X"]})
    assert "nth: should be a valid integer" in refusal("/faults/drop", {"nth": "x"})
    assert "nth[1]: should be a valid integer" in refusal("/faults/drop", {"nth": [1, "2"]})
    both: dict[str, Any] = {"details": {**FOUND, "x": [{}]}, "x": {"y": [3]}, "resource": []}
    assert "details.analyzer: is not known here" in refusal("/findings", both)
    many = {f"x{number}": 1 for number in range(9)}
    assert refusal("/populate", many).endswith("x4: is not known here; and 4 more")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"a"', b"\xff", b'{"by": NaN}', b"[" * 5000, b'{"by": 1e999}'],
)
def test_a_body_that_is_no_object_with_the_members_is_refused(
    body: bytes, control: Control
) -> None:
    answer = control.send(
        "POST", "/_emulator/clock/advance", body, {"Content-Type": "application/json"}
    )
    assert (answer.status, bool(answer.message)) == (400, True)


def test_queries_are_checked_like_bodies(control: Control) -> None:
    for query, words in {
        "limit=x": "limit: should be a valid integer",
        "limit=-1": "limit: should be 0 or more",
        "limit=1&limit=2": "limit: should be there once",
        "max=1": "max: is not known here",
    }.items():
        status, message = control.refused("GET", f"/calls?{query}")
        assert (status, message[: len(words)]) == (400, words)
    status, message = control.refused("POST", "/populate?findings=5", {})
    assert (status, message) == (400, "findings: is not known here, in the query")
    assert control.refused("GET", "/faults?x=1") == (400, "x: is not known here, in the query")


@pytest.mark.usefixtures("direct")
def test_what_does_not_exist_is_not_found(control: Control) -> None:
    for method, path, body in (
        ("POST", "/findings/nobody/resolve", None),
        ("POST", "/findings/nobody/change", {"details": SHARED}),
        ("POST", "/findings", {**FOUND, "analyzer": "nobody", "details": SHARED}),
        ("PUT", "/analyzers/nobody/status", {"status": "FAILED"}),
        ("POST", "/policy-generations/fail", {"jobId": "nobody"}),
        ("GET", "/", None),
        ("GET", "", None),
        ("GET", "/states", None),
        ("GET", "/state/", None),
        ("POST", "/findings//resolve", None),
        ("GET", "/openapi.json/x", None),
    ):
        assert control.refused(method, path, body)[0] == 404, path


def test_a_method_that_is_not_possible_is_told_which_are(control: Control) -> None:
    for path, allowed in {
        "/_emulator/state": "GET, HEAD, PUT, DELETE",
        "/_emulator/populate": "POST",
        "/_emulator/openapi.json": "GET, HEAD",
        "/_health": "GET, HEAD",
    }.items():
        for method in ("PATCH", "OPTIONS"):
            answer = control.send(method, path)
            assert (answer.status, answer.headers["allow"]) == (405, allowed)
            assert method in answer.message
            assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_head_of_what_can_be_read_can_be_asked_for(control: Control) -> None:
    for path in ("/_health", "/_emulator/clock", "/_emulator/openapi.json", "/_emulator/state"):
        whole, head = control.send("GET", path), control.send("HEAD", path)
        assert (head.status, head.raw) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.raw))


def test_a_body_that_is_too_large_is_refused(control: Control) -> None:
    answer = control.send("POST", "/_emulator/populate", b" " * (1024 * 1024 + 1))
    assert answer.status == 413
    assert "1048576" in answer.message
    assert (
        control.send("POST", "/_emulator/populate", b'{"findings":0}'.ljust(1024 * 1024)).status
        == 200
    )


class Broken(Emulator):
    """One with a defect."""

    def accounts(self) -> Any:
        """Fail as no verb should."""
        raise KeyError("a defect")


def test_a_defect_is_told_apart_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with Broken().serve(control=True) as url:
        answer = Control(url).send("GET", "/_emulator/accounts")
        assert (answer.status, "defect" in answer.message) == (500, False)
        assert Control(url).ok("GET", "/clock")
    assert "a defect" in caplog.text


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(
    [
        *("analyzer", "resource", "resourceType", "details", "status", "error", "by", "seconds"),
        *("nth", "rate", "times", "policy", "accountId", "accessKeyId", "createdAt", "limit"),
    ]
)


@given(
    route=st.sampled_from([route for route in ROUTES if route.path not in ("/populate", "/state")]),
    body=st.dictionaries(NAMES, JSON_VALUES, max_size=4) | JSON_VALUES,
)
@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_the_fault_is_never_ours(
    route: Any, body: object, control: Control, emulator: Emulator
) -> None:
    path = route.path.replace("{", "%7B").replace("}", "%7D")
    answer = control.send(route.method, f"/_emulator{path}", body)
    assert answer.status < 500, (route, body, answer.raw)
    emulator.faults.clear()
