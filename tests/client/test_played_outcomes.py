"""What goes wrong goes wrong in the same way on both ways, and as often, and as late."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import anyio
import anyio.abc
import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError
from aa_sdk._transport._sending import http_session
from tests.client import loopback
from tests.client.both_ways import (
    Credentials,
    Keys,
    both,
    listen_to_our_log,
    sent_by_botocore,
)
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import FakeService, Outcome, Reply, Sent, botocore_client_of, error_reply

ENDPOINT = "https://example.test"
HTML = Reply(b"<html>Bad Gateway</html>", 502, {"content-type": "text/html"})
GOOD = Reply({"analyzers": []}, headers={"date": "Wed, 21 Oct 2026 07:28:00 GMT"})
FAILED = error_reply("InternalServerException", 500)
ELSEWHERE = {"location": "https://elsewhere.test/"}


async def dropped(_: Sent) -> Reply:
    raise ConnectionClosedError(endpoint_url=ENDPOINT)


async def late(_: Sent) -> Reply:
    raise ReadTimeoutError(endpoint_url=ENDPOINT, error=TimeoutError())


def throttled(seconds: int | None = None) -> Reply:
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return error_reply("ThrottlingException", 429, {**headers, **GOOD.headers})


class Played(NamedTuple):
    """What came of a call, and what it took."""

    outcome: str
    text: str
    facts: Mapping[str, Any]
    ids: int
    """Of how many calls its requests say to be."""
    attempts: Sequence[str]
    """What each request says about its place among them."""
    waits: Sequence[float] = ()


FACTS = (
    *("code", "status_code", "request_id", "retryable", "retry_after_seconds"),
    *("reason", "response"),
)


async def came_of(client: AccessAnalyzerClient) -> tuple[str, str, Mapping[str, Any]]:
    """Make a call, and tell what came of it: the error's class, its text and its facts."""
    try:
        page = await client.list_analyzers().page()
    except AccessAnalyzerError as error:
        facts = {name: getattr(error, name, None) for name in FACTS}
        return type(error).__name__, str(error), {**facts, "cause": repr(error.__cause__)}
    return "", repr(page), {"metadata": page.response_metadata}


def took(sent: Sequence[Mapping[str, str]]) -> tuple[int, Sequence[str]]:
    """Tell by the headers of requests how many calls they are of, and which attempts."""
    ids = {headers["amz-sdk-invocation-id"] for headers in sent}
    # Until when an attempt is of use, botocore counts from this machine's clock.
    return len(ids), [re.sub(r"ttl=\w+", "ttl", headers["amz-sdk-request"]) for headers in sent]


class Timed(FakeService):
    """Knows when it was asked."""

    def __init__(self, *replies: Outcome) -> None:
        super().__init__(*replies)
        self.moments: list[float] = []

    async def __call__(self, request: Any, **options: Any) -> Any:
        self.moments.append(anyio.current_time())
        return await super().__call__(request, **options)

    async def played(self) -> Played:
        async with self.client() as client:
            found = await came_of(client)
        waits = [round(after - before, 6) for before, after in pairwise(self.moments)]
        return Played(*found, *took([sent.headers for sent in self.requests]), waits)


# What happens, what comes of it, and after how many requests.
PLAYED: dict[str, tuple[Sequence[Outcome], str, int]] = {
    "ok": ([GOOD], "", 1),
    "429, then ok": ([throttled(), GOOD], "", 2),
    "500 twice, then ok": ([FAILED, FAILED, GOOD], "", 3),
    "500 for ever": ([FAILED], "InternalServerException", 3),
    "404": ([error_reply("ResourceNotFoundException", 404)], "ResourceNotFoundException", 1),
    "403, token expired": ([error_reply("ExpiredTokenException", 403)], "ExpiredTokenException", 1),
    "dropped, then ok": ([dropped, GOOD], "", 2),
    "dropped for ever": ([dropped], "TransportError", 3),
    "timed out for ever": ([late], "CallTimeoutError", 3),
    "dropped, then 500, then 429": ([dropped, FAILED, throttled()], "ThrottlingException", 3),
    "HTML 502, then ok": ([HTML, GOOD], "", 2),
    "HTML 502 for ever": ([HTML], "ServiceError", 3),
    "Retry-After 1, then ok": ([throttled(1), GOOD], "", 2),
    "Retry-After 30 and 7, then ok": ([throttled(30), throttled(7), GOOD], "", 3),
    "Retry-After 9999": ([throttled(9999)], "ThrottlingException", 1),
    "200, not JSON": ([Reply(b"{")], "ResponseDecodeError", 1),
    "200, empty": ([Reply(b"")], "ResponseDecodeError", 1),
    "204": ([Reply(b"", 204)], "ResponseDecodeError", 1),
    "202 with an answer": ([Reply(b'{"analyzers": []}', 202)], "", 1),
    "300": ([Reply(b"{}", 300)], "ServiceError", 1),
    # By its code alone it would be tried again.
    "402": ([error_reply("ThrottlingException", 402)], "ThrottlingException", 1),
    "301": ([Reply(b"", 301, ELSEWHERE)], "ServiceError", 1),
}


@pytest.mark.parametrize(("replies", "expected", "requests"), PLAYED.values(), ids=PLAYED)
def test_a_failure_has_the_same_outcome_on_both_ways(
    run_in_virtual_time: Run,
    caplog: pytest.LogCaptureFixture,
    replies: Sequence[Outcome],
    expected: str,
    requests: int,
) -> None:
    listen_to_our_log(caplog)

    async def main() -> None:
        short, long = await both(lambda: Timed(*replies).played())
        assert short == long
        assert (short.outcome, len(short.attempts)) == (expected, requests)
        assert short.ids == 1

    run_in_virtual_time(main)
    assert sent_by_botocore(caplog) == 1


@dataclass
class Server:
    """Gives its answers one after the other, the last one again and again."""

    answers: Sequence[bytes | None]
    """What is sent before the connection is closed; None waits for the client to go."""
    requests: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        head, _ = await loopback.read_request(stream)
        self.requests.append(loopback.headers_of(head))
        given = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if given is None:
            await stream.receive()
        elif given:
            await stream.send(given)


OK = loopback.response(loopback.GOOD_BODY)
CUT = loopback.response(loopback.GOOD_BODY, length=1000)
NO_GZIP = OK.replace(b"\r\n", b"\r\ncontent-encoding: gzip\r\n", 1)
NONSENSE = b"nonsense \x00\xff\r\n\r\n"

ON_THE_WIRE: dict[str, tuple[Sequence[bytes | None], str, int]] = {
    "dropped, then ok": ([b"", OK], "", 2),
    "dropped for ever": ([b""], "TransportError", 3),
    "cut short, then ok": ([CUT, OK], "", 2),
    "cut short for ever": ([CUT], "TransportError", 3),
    "timed out, then ok": ([None, OK], "", 2),
    "timed out for ever": ([None], "CallTimeoutError", 3),
    "no gzip, as it says": ([NO_GZIP], "ResponseDecodeError", 1),
    "bad status line": ([NONSENSE], "TransportError", 3),
}


@pytest.mark.parametrize(("answers", "expected", "requests"), ON_THE_WIRE.values(), ids=ON_THE_WIRE)
def test_a_failure_of_the_network_has_the_same_outcome_on_both_ways(
    http: Library,
    caplog: pytest.LogCaptureFixture,
    answers: Sequence[bytes | None],
    expected: str,
    requests: int,
) -> None:
    listen_to_our_log(caplog)
    patience = {"read_timeout": 0.02} if None in answers else {}

    async def main() -> None:
        async with loopback.serve(Server([])) as network:

            async def played() -> Played:
                network.script = server = Server(answers)
                async with http.client(network.url, attempts=3, **patience) as client:
                    found = await came_of(client)
                return Played(*found, *took(server.requests))

            short, long = await both(played)
        assert short == long
        assert (short.outcome, len(short.attempts)) == (expected, requests)
        assert short.ids == 1

    http.run(main)
    assert sent_by_botocore(caplog) == 1


def quota(client: AccessAnalyzerClient) -> int:
    """How much is left of what botocore spends on retries."""
    handlers = botocore_client_of(client).meta.events._emitter._handlers
    (release,) = [
        handler
        for handler in handlers.prefix_search("after-call.accessanalyzer.ListAnalyzers")
        if getattr(handler, "__name__", "") == "release_retry_quota"
    ]
    left: int = release.__self__._quota.available_capacity
    return left


def test_retries_are_paid_for_alike_on_both_ways(run_in_virtual_time: Run) -> None:
    # What each of ten calls leads to.
    calls: Sequence[Sequence[Outcome]] = [
        [GOOD],
        [FAILED],
        [GOOD],
        [dropped, GOOD],
        [throttled(), FAILED, GOOD],
        [late],
        [error_reply("Refused", 404)],
        [GOOD],
        [GOOD],
        [FAILED, GOOD],
    ]

    async def left_after_each() -> list[int]:
        service, left = FakeService(), list[int]()
        async with service.client() as client:
            for replies in calls:
                service.replies = list(replies)
                await came_of(client)
                left.append(quota(client))
        return left

    async def main() -> None:
        short, long = await both(left_after_each)
        assert short == long == [500, 490, 491, 491, 486, 466, 466, 467, 468, 468]

    run_in_virtual_time(main)


class Changing:
    """Gives other keys each time, and fails at some time."""

    def __init__(self, fails_at: int) -> None:
        self.asked = 0
        self._fails_at = fails_at

    def __call__(self) -> Keys:
        self.asked += 1
        if self.asked == self._fails_at:
            raise RuntimeError
        return Keys(f"AKID{self.asked}")


CHANGES: list[tuple[Sequence[Outcome], int, tuple[str, int, list[str]]]] = [
    ([GOOD], 0, ("", 1, ["AKID1"])),
    ([GOOD], 1, ("CredentialsError", 1, [])),
    ([FAILED, dropped, GOOD], 0, ("", 3, ["AKID1", "AKID2", "AKID3"])),
    ([FAILED, GOOD], 2, ("CredentialsError", 2, ["AKID1"])),
    ([dropped, GOOD], 2, ("CredentialsError", 2, ["AKID1"])),
    # Nobody asks a second time in order to tell what the first attempt has led to.
    ([error_reply("Refused", 404)], 2, ("ServiceError", 1, ["AKID1"])),
]


@pytest.mark.parametrize(("replies", "fails_at", "expected"), CHANGES)
def test_credentials_are_asked_for_once_an_attempt_on_both_ways(
    run_in_virtual_time: Run,
    replies: Sequence[Outcome],
    fails_at: int,
    expected: tuple[str, int, list[str]],
) -> None:
    async def signed_with() -> Any:
        service, keys = FakeService(*replies), Changing(fails_at)
        session: Any = service.session()
        session._credentials = Credentials(keys)
        async with service.client(session=session) as client:
            kind, *_ = await came_of(client)
        signatures = [sent.headers["authorization"] for sent in service.requests]
        return kind, keys.asked, [re.findall("AKID.", text)[0] for text in signatures]

    async def main() -> None:
        short, long = await both(signed_with)
        assert short == long == expected

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("replies", "fails_at", "expected"),
    [
        ([GOOD], 0, ["after-call 200"]),
        ([GOOD], 1, ["after-call-error RuntimeError"]),
        ([dropped], 0, ["after-call-error ConnectionClosedError"]),
        ([error_reply("Refused", 404)], 0, ["after-call 404"]),
    ],
)
def test_the_end_of_a_call_is_told_alike_on_both_ways(
    run_in_virtual_time: Run, replies: Sequence[Outcome], fails_at: int, expected: list[str]
) -> None:
    async def told() -> list[str]:
        heard: list[str] = []

        def end(http_response: Any, **_: object) -> None:
            heard.append(f"after-call {http_response.status_code}")

        def failure(exception: Exception, **_: object) -> None:
            heard.append(f"after-call-error {type(exception).__name__}")

        service = FakeService(*replies)
        session: Any = service.session()
        session._credentials = Credentials(Changing(fails_at))
        events = session.get_component("event_emitter")
        events.register("after-call.accessanalyzer", end)
        events.register("after-call-error.accessanalyzer", failure)
        async with service.client(session=session) as client:
            await came_of(client)
        return heard

    async def main() -> None:
        short, long = await both(told)
        assert short == long == expected

    run_in_virtual_time(main)


async def test_an_outcome_is_replayed_to_its_own_request_alone() -> None:
    # The request that it was for may never have come to the HTTP session.
    async def main() -> None:
        lost = ConnectionClosedError(endpoint_url="http://127.0.0.1:9")
        http_session.PLAYED.set(http_session.Played("another-call", lost))
        async with FakeService(Reply({"analyzers": []})).client() as client:
            page = await client.list_analyzers().page()
        assert page.response_metadata.retry_attempts == 0

    await both(main)
