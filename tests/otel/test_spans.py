"""A call is one span: between the caller's and those of what it does."""

import anyio
import pytest
from opentelemetry import context, trace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode

from aa_sdk import (
    AccessAnalyzerClient,
    CallTimeoutError,
    ClientClosedError,
    InvalidRequestError,
    ResponseDecodeError,
    ServiceError,
    TransportError,
)
from tests import ways
from tests.conftest import Run
from tests.fake_service import (
    REGION,
    REQUEST_ID,
    FakeService,
    Outcome,
    Reply,
    Sent,
    error_reply,
    once,
)
from tests.otel.conftest import Telemetry, attributes_of, id_of, named, parent_of

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})
ANALYZER_ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample"
PATIENCE = 20
KNOWN_BEFORE = {
    "rpc.system": "aws-api",
    "rpc.system.name": "aws-api",
    "rpc.service": "AccessAnalyzer",
    "rpc.method": "ListAnalyzers",
    "cloud.region": REGION,
}


async def list_once(client: AccessAnalyzerClient) -> None:
    await client.list_analyzers().page()


async def failing(error: type[Exception], *outcomes: Outcome) -> None:
    """Make one call, which is sent once and fails."""
    async with FakeService(*outcomes).client(config=once()) as client:
        with pytest.raises(error):
            await list_once(client)


def test_a_call_is_a_client_span_that_the_conventions_describe(
    run: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client() as client:
            await list_once(client)

    run(main)
    span = telemetry.span
    assert (span.name, span.kind) == ("AccessAnalyzer.ListAnalyzers", SpanKind.CLIENT)
    assert attributes_of(span) == KNOWN_BEFORE | {
        "aws.request_id": REQUEST_ID,
        "http.response.status_code": 200,
    }
    assert span.status.status_code is StatusCode.UNSET
    assert span.events == ()
    assert span.instrumentation_scope is not None
    assert span.instrumentation_scope.name == "aa_sdk"


def test_a_sampler_sees_what_is_known_before_the_call(run: Run, telemetry: Telemetry) -> None:
    seen = list[ReadableSpan]()

    async def reply(_: Sent) -> Reply:
        current = trace.get_current_span()
        assert isinstance(current, ReadableSpan)
        assert attributes_of(current) == KNOWN_BEFORE
        seen.append(current)
        return GOOD

    async def main() -> None:
        async with FakeService(reply).client() as client:
            await list_once(client)

    run(main)
    assert [id_of(span) for span in seen] == [id_of(telemetry.span)]


def test_the_span_is_below_the_callers_and_above_those_of_what_it_does(
    run: Run, telemetry: Telemetry
) -> None:
    async def reply(_: Sent) -> Reply:
        with telemetry.tracer.start_as_current_span("HTTP"):
            return GOOD

    async def main() -> None:
        async with FakeService(reply).client() as client:
            with telemetry.tracer.start_as_current_span("caller") as caller:
                await list_once(client)
                assert trace.get_current_span() is caller

    run(main)
    http, call, caller = telemetry.spans
    assert parent_of(http) == id_of(call)
    assert parent_of(call) == id_of(caller)


def test_each_page_is_a_span_and_nothing_is_inside_one_between_them(
    run: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        service = FakeService(Reply({"analyzers": [], "nextToken": "two"}), GOOD)
        async with service.client() as client:
            async for _ in client.list_analyzers().pages():
                telemetry.tracer.start_span("consumer").end()

    run(main)
    call = "AccessAnalyzer.ListAnalyzers"
    assert [span.name for span in telemetry.spans] == [call, "consumer", call, "consumer"]
    assert [parent_of(span) for span in telemetry.spans] == [None] * 4


def test_calls_at_the_same_time_are_beside_each_other(run: Run, telemetry: Telemetry) -> None:
    waiting = list[Sent]()

    async def main() -> None:
        all_there = anyio.Event()

        async def reply(sent: Sent) -> Reply:
            waiting.append(sent)
            if len(waiting) == 3:
                all_there.set()
            await all_there.wait()
            return GOOD

        async with FakeService(reply).client() as client:
            with telemetry.tracer.start_as_current_span("caller"), anyio.fail_after(PATIENCE):
                async with anyio.create_task_group() as tasks:
                    for _ in range(3):
                        tasks.start_soon(list_once, client)

    run(main)
    *calls, caller = telemetry.spans
    assert [parent_of(call) for call in calls] == [id_of(caller)] * 3


def test_a_call_that_was_repeated_says_how_often(
    run_in_virtual_time: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        busy = error_reply("ThrottlingException", 429, {"Retry-After": "1"})
        async with FakeService(busy, busy, GOOD).client() as client:
            await list_once(client)

    run_in_virtual_time(main)
    facts = attributes_of(telemetry.span)
    assert facts["http.request.resend_count"] == 2
    assert facts["http.response.status_code"] == 200
    assert "error.type" not in facts


def test_a_refusal_is_an_error_with_the_services_code(run: Run, telemetry: Telemetry) -> None:
    run(lambda: failing(ServiceError, error_reply("AccessDeniedException", 403)))
    span = telemetry.span
    assert attributes_of(span) == KNOWN_BEFORE | {
        "aws.request_id": REQUEST_ID,
        "error.type": "AccessDeniedException",
        "http.response.status_code": 403,
    }
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description == "HTTP 403, attempts: 1"


@pytest.mark.usefixtures("whichever")
def test_without_an_answer_the_error_is_named_for_what_the_caller_gets(
    run: Run, telemetry: Telemetry
) -> None:
    run(lambda: failing(TransportError, ConnectionResetError()))
    facts = attributes_of(telemetry.span)
    assert facts == KNOWN_BEFORE | {"error.type": "TransportError"}
    assert telemetry.span.status.description == "no answer, attempts: 1"


def test_an_answer_that_cannot_be_read_is_an_error(run: Run, telemetry: Telemetry) -> None:
    run(lambda: failing(ResponseDecodeError, Reply(b"{")))
    facts = attributes_of(telemetry.span)
    assert facts["error.type"] == "ResponseDecodeError"
    assert facts["aws.request_id"] == REQUEST_ID


async def never(_: Sent) -> Reply:
    await anyio.sleep_forever()
    raise AssertionError


def test_a_call_that_ran_out_of_time_is_an_error(
    run_in_virtual_time: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        async with FakeService(never).client(timeout=2) as client:
            with pytest.raises(CallTimeoutError):
                await list_once(client)

    run_in_virtual_time(main)
    assert attributes_of(telemetry.span)["error.type"] == "CallTimeoutError"


def test_a_call_that_was_cancelled_ends_its_span_and_gives_the_callers_back(
    run_in_virtual_time: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        async with FakeService(never).client() as client:
            with telemetry.tracer.start_as_current_span("caller") as caller:
                with anyio.move_on_after(2):
                    await list_once(client)
                assert trace.get_current_span() is caller

    run_in_virtual_time(main)
    call = named(telemetry.spans, "AccessAnalyzer.ListAnalyzers")
    assert attributes_of(call)["error.type"] == "Cancelled"
    assert call.status.status_code is StatusCode.ERROR


def test_a_call_whose_client_is_closed_ends_its_span(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        async def close(_: Sent) -> Reply:
            await client.aclose()
            raise AssertionError

        client: AccessAnalyzerClient = FakeService(close).client()
        with pytest.raises(ClientClosedError):
            await list_once(client)

    run(main)
    assert attributes_of(telemetry.span)["error.type"] == "ClientClosedError"


def test_what_is_refused_before_it_is_sent_is_no_span(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client() as client:
            with pytest.raises(InvalidRequestError):
                await client.get_analyzer(analyzer_name="")

    run(main)
    assert telemetry.spans == ()
    ways.current.is_free = True  # nothing was sent


def test_a_code_that_is_no_name_makes_no_kind_of_error_of_its_own(
    run: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        for code in ("4f9a secret", "x" * 101, "502", "\n"):
            await failing(ServiceError, error_reply(code, 400))

    run(main)
    kinds = [attributes_of(span)["error.type"] for span in telemetry.spans]
    assert kinds == ["_OTHER", "_OTHER", "502", "_OTHER"]


def test_neither_a_policy_nor_a_name_nor_a_message_is_in_a_span(
    run: Run, telemetry: Telemetry
) -> None:
    async def main() -> None:
        refusal = error_reply("ValidationException", 400)
        async with FakeService(refusal).client(config=once()) as client:
            with pytest.raises(ServiceError):
                await client.validate_policy(
                    policy_document='{"Id": "a policy"}', policy_type="IDENTITY_POLICY"
                )
            with pytest.raises(ServiceError):
                await client.list_findings_v2(analyzer_arn=ANALYZER_ARN).page()

    run(main)
    for span in telemetry.spans:
        told = span.to_json()
        for secret in ("a policy", ANALYZER_ARN, "invented"):
            assert secret not in told


def test_a_region_that_is_found_at_the_first_call_is_named_at_its_end(
    run: Run, telemetry: Telemetry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "sa-east-1")

    async def main() -> None:
        service = FakeService(GOOD)
        async with AccessAnalyzerClient(session=service.session()) as client:
            await list_once(client)

    run(main)
    assert attributes_of(telemetry.span)["cloud.region"] == "sa-east-1"


@pytest.mark.usefixtures("whichever")
def test_where_there_is_no_region_none_is_named(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        client = AccessAnalyzerClient(session=FakeService(GOOD).session())
        with pytest.raises(InvalidRequestError, match="region"):
            await list_once(client)

    run(main)
    facts = attributes_of(telemetry.span)
    assert "cloud.region" not in facts
    assert facts["error.type"] == "InvalidRequestError"


def test_a_call_in_a_suppressed_context_is_no_span(run: Run, telemetry: Telemetry) -> None:
    async def main() -> None:
        async with FakeService(GOOD).client() as client:
            token = context.attach(context.set_value("suppress_instrumentation", value=True))
            await list_once(client)
            context.detach(token)
            assert telemetry.spans == ()
            await list_once(client)

    run(main)
    assert len(telemetry.spans) == 1
    assert telemetry.points[0].count == 1
