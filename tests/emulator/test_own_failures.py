"""What goes wrong inside the emulator is answered, logged, and noted like any failure."""

import http.client
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
import respx

from aa_sdk import AccessAnalyzerClient, InternalServerException
from aa_sdk.emulator import Clock, Emulator
from aa_sdk.emulator._handlers import table
from aa_sdk.emulator._handlers.call import Call
from tests.conftest import Run
from tests.emulator.direct_calls import Direct, signature
from tests.fake_service import once

SIGNED = {"Authorization": signature()}


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> Emulator:
    """An emulator whose `ListAnalyzers` has a defect."""

    def list_analyzers(_call: Call) -> Any:
        raise LookupError("a defect")

    monkeypatch.setitem(table.HANDLERS, "ListAnalyzers", list_analyzers)
    return emulator


def test_a_defect_is_an_internal_server_error(
    broken: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "aa_sdk.emulator"):
        reply = Direct(broken).call("ListAnalyzers")
    assert (reply.status, reply.error) == (500, "InternalServerException")
    assert list(reply.body) == ["message"]
    assert "defect" not in reply.body["message"]
    (call,) = broken.calls
    assert (call.operation, call.status, call.error) == ("ListAnalyzers", 500, reply.error)
    assert call.request_id == reply.headers["x-amzn-RequestId"]
    (record,) = caplog.records
    assert call.request_id in record.getMessage()
    assert "LookupError: a defect" in caplog.text
    assert "in list_analyzers" in caplog.text


def test_the_emulator_goes_on_after_a_defect(broken: Emulator) -> None:
    direct = Direct(broken)
    direct.call("ListAnalyzers")
    assert direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")["arn"]


def test_a_client_meets_the_error_of_the_service(broken: Emulator, run: Run) -> None:
    async def main() -> None:
        async with AccessAnalyzerClient(session=broken.session(), config=once()) as client:
            with anyio.fail_after(60), pytest.raises(InternalServerException) as caught:
                await client.list_analyzers()
        assert caught.value.status_code == 500
        assert caught.value.request_id == broken.calls[-1].request_id

    run(main)


def test_the_server_answers_a_defect_in_json(broken: Emulator) -> None:
    with broken.serve() as url:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port or 0, timeout=10)
        connection.request("GET", "/analyzer", headers=SIGNED)
        response = connection.getresponse()
        assert response.headers["x-amzn-ErrorType"] == "InternalServerException"
        assert (response.status, "message" in json.load(response)) == (500, True)
        connection.close()


def test_a_router_answers_a_defect(broken: Emulator) -> None:
    router = respx.Router()
    broken.route(router)
    url = "https://access-analyzer.us-east-1.amazonaws.com/analyzer"
    with httpx.Client(transport=httpx.MockTransport(router.handler)) as client:
        response = client.get(url, headers=SIGNED)
    assert response.status_code == 500
    assert response.headers["x-amzn-ErrorType"] == "InternalServerException"


class Stopped(Clock):
    """A clock that broke."""

    def tick(self) -> None:
        raise OverflowError("no more time")


def test_what_fails_before_any_handler_is_answered_too() -> None:
    direct = Direct(Emulator(clock=Stopped(step=timedelta())))
    assert direct.call("ListAnalyzers").error == "InternalServerException"
    assert len(direct.emulator.calls) == 1


def test_faults_strike_the_answer_of_a_defect_too(broken: Emulator) -> None:
    broken.faults.truncate(keep=0.0)
    assert Direct(broken).call("ListAnalyzers").body == {}


def test_what_ends_the_program_is_not_held_up(
    monkeypatch: pytest.MonkeyPatch, direct: Direct
) -> None:
    def interrupted(_call: Call) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setitem(table.HANDLERS, "ListAnalyzers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        direct.call("ListAnalyzers")


def test_an_idempotency_token_is_not_used_up_by_a_defect(
    monkeypatch: pytest.MonkeyPatch, direct: Direct
) -> None:
    asked = {"analyzerName": "a", "type": "ACCOUNT", "clientToken": "t"}
    with monkeypatch.context() as patched:

        def create_analyzer(_call: Call) -> Any:
            raise LookupError

        patched.setitem(table.HANDLERS, "CreateAnalyzer", create_analyzer)
        assert direct.call("CreateAnalyzer", **asked).status == 500
    assert direct.ok("CreateAnalyzer", **asked)["arn"]
