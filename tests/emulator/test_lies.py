"""Faults that lie: what is on the wire, and what clients make of it."""

import gzip
import socket
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Literal
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
import respx
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, Fault, HttpRequest
from aa_sdk.errors import AccessAnalyzerError, ResponseDecodeError, ServiceError, TransportError
from tests.conftest import Run
from tests.emulator.direct_calls import Direct, signature
from tests.fake_service import new_session, once

Add = Callable[[Emulator], Fault]
ELSEWHERE = "http://127.0.0.1:9/elsewhere"
HEAD = f"GET /analyzer HTTP/1.1\r\nHost: a\r\nAuthorization: {signature()}\r\n\r\n".encode()
SIGNED = {"Authorization": signature()}
URL = "https://access-analyzer.us-east-1.amazonaws.com/analyzer"

# Each with the errors that are honest answers to it; without any, the answer gets through.
UNREADABLE, NO_ANSWER = (ResponseDecodeError,), (TransportError,)
LIES: dict[str, tuple[Add, tuple[type[AccessAnalyzerError], ...]]] = {
    "redirect": (lambda emulator: emulator.faults.redirect(ELSEWHERE), (ServiceError,)),
    "redirect as GET": (
        lambda emulator: emulator.faults.redirect(ELSEWHERE, status=303),
        (ServiceError,),
    ),
    "longer": (lambda emulator: emulator.faults.wrong_length(by=7), NO_ANSWER),
    # What comes after the stated length is no response, as one of the libraries notices.
    "shorter": (lambda emulator: emulator.faults.wrong_length(by=-7), UNREADABLE + NO_ANSWER),
    "empty": (lambda emulator: emulator.faults.wrong_length(by=-(10**6)), UNREADABLE + NO_ANSWER),
    "to the end": (lambda emulator: emulator.faults.no_length(), ()),
    "chunks": (lambda emulator: emulator.faults.no_length(chunked=True), ()),
    "bomb": (lambda emulator: emulator.faults.gzip_bomb(), UNREADABLE),
    "small bomb": (lambda emulator: emulator.faults.gzip_bomb(size=1000), UNREADABLE),
    "slow": (lambda emulator: emulator.faults.slow_body(0.02), ()),
    "half": (lambda emulator: emulator.faults.half_answer(), NO_ANSWER),
    "headers alone": (lambda emulator: emulator.faults.half_answer(keep=0), NO_ANSWER),
    "all, and reset": (lambda emulator: emulator.faults.half_answer(keep=1), ()),
    "type": (lambda emulator: emulator.faults.wrong_type(), ()),
    "no type": (lambda emulator: emulator.faults.wrong_type(content_type=None), ()),
    "old version": (lambda emulator: emulator.faults.http_1_0(), ()),
}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Emulator, str]]:
    emulator = Emulator()
    emulator.populate(findings=20)
    with emulator.serve() as url:
        yield emulator, url


@pytest.fixture(params=LIES)
def lie(
    request: pytest.FixtureRequest, served: tuple[Emulator, str]
) -> Iterator[tuple[type[AccessAnalyzerError], ...]]:
    """The errors that are to come of a lie, which is told once."""
    add, errors = LIES[request.param]
    with lying(served[0], add) as fault:
        fault.times = 1
        yield errors
        assert fault.strikes == 1


@contextmanager
def lying(emulator: Emulator, add: Add) -> Generator[Fault]:
    """An emulator that lies; others who use it are to hear the truth."""
    fault = add(emulator)
    try:
        yield fault
    finally:
        emulator.faults.clear()


def answer(emulator: Emulator, url: str, add: Add, sent: bytes = HEAD) -> tuple[list[str], bytes]:
    """The lines of the head, and the body, of all that comes until the connection ends."""
    received = b""
    address = ("127.0.0.1", urlsplit(url).port or 0)
    with lying(emulator, add), socket.create_connection(address, timeout=10) as connection:
        connection.sendall(sent)
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            received += b"<reset>"
    head, _, body = received.partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), body


@pytest.fixture
def body(served: tuple[Emulator, str]) -> bytes:
    """The body as it should be."""
    return httpx.get(f"{served[1]}/analyzer", headers=SIGNED).content


async def list_twice(
    errors: tuple[type[AccessAnalyzerError], ...],
    session: Any,
    url: str | None,
    transport: Literal["auto", "aiohttp", "httpx"] = "auto",
) -> None:
    """The first call meets the lie, the second one, on the same client, nothing of it."""
    async with AccessAnalyzerClient(
        "us-east-1", session=session, config=once(), endpoint_url=url, transport=transport
    ) as aws:
        with anyio.fail_after(30):
            if errors:
                with pytest.raises(errors):
                    await aws.list_analyzers()
            else:
                assert len(await aws.list_analyzers().collect()) == 4
            assert len(await aws.list_analyzers().collect()) == 4


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
def test_this_client_meets_a_clean_error_or_the_answer(
    lie: tuple[type[AccessAnalyzerError], ...],
    served: tuple[Emulator, str],
    transport: Literal["aiohttp", "httpx"],
) -> None:
    anyio.run(list_twice, lie, new_session(), served[1], transport)


def test_this_client_meets_the_same_in_process(
    lie: tuple[type[AccessAnalyzerError], ...], served: tuple[Emulator, str], run: Run
) -> None:
    session = served[0].session()

    async def main() -> None:
        await list_twice(lie, session, None)

    run(main)


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
def test_this_client_meets_the_same_with_a_router(
    lie: tuple[type[AccessAnalyzerError], ...],
    served: tuple[Emulator, str],
    transport: Literal["aiohttp", "httpx"],
) -> None:
    with respx.MockRouter(using="aiobotocore") as router:
        served[0].route(router)
        anyio.run(list_twice, lie, new_session(), None, transport)


@pytest.mark.parametrize("name", ["longer", "half", "headers alone"])
def test_a_retry_gets_the_answer(emulator: Emulator, name: str, run_in_virtual_time: Run) -> None:
    LIES[name][0](emulator).times = 1

    async def main() -> None:
        config = AioConfig(retries={"total_max_attempts": 2, "mode": "standard"})
        async with AccessAnalyzerClient(session=emulator.session(), config=config) as aws:
            assert await aws.list_analyzers().collect() == []

    run_in_virtual_time(main)
    assert emulator.calls.count_of("ListAnalyzers") == 2


@contextmanager
def boto3_client(url: str) -> Generator[Any]:
    client = import_module("boto3").client(
        "accessanalyzer",
        region_name="us-east-1",
        endpoint_url=url,
        config=import_module("botocore.config").Config(retries={"total_max_attempts": 1}),
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="invented",
    )
    try:
        yield client
    finally:
        client.close()


@pytest.mark.parametrize("name", ["to the end", "chunks", "slow", "type", "no type", "old version"])
def test_boto3_gets_whatever_is_true_after_all(served: tuple[Emulator, str], name: str) -> None:
    with lying(served[0], LIES[name][0]), boto3_client(served[1]) as client:
        for _ in range(2):
            assert len(client.list_analyzers()["analyzers"]) == 4


@pytest.mark.parametrize(
    ("name", "error"), [("redirect", "ClientError"), ("half", "HTTPClientError")]
)
def test_boto3_meets_an_error(served: tuple[Emulator, str], name: str, error: str) -> None:
    kind = getattr(import_module("botocore.exceptions"), error)
    with (
        lying(served[0], LIES[name][0]),
        boto3_client(served[1]) as client,
        pytest.raises(kind),
    ):
        client.list_analyzers()


def test_a_redirect_has_a_location(served: tuple[Emulator, str]) -> None:
    emulator, url = served
    lines, body = answer(
        emulator, url, LIES["redirect"][0], HEAD.replace(b"Host:", b"Connection: close\r\nHost:")
    )
    assert lines[0].startswith("HTTP/1.1 307 ")
    assert (f"Location: {ELSEWHERE}" in lines, body) == (True, b"")


def test_what_is_redirected_has_no_effect(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.redirect(ELSEWHERE, "CreateAnalyzer")
    reply = direct.call("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    assert (reply.status, reply.headers["Location"]) == (307, ELSEWHERE)
    assert (emulator.calls[-1].status, emulator.calls[-1].error) == (307, None)
    assert direct.ok("ListAnalyzers")["analyzers"] == []


@pytest.mark.parametrize("by", [3, -3])
def test_a_length_is_wrong_by_so_much(served: tuple[Emulator, str], body: bytes, by: int) -> None:
    lines, sent = answer(*served, lambda emulator: emulator.faults.wrong_length(by=by))
    assert f"Content-Length: {len(body) + by}" in lines
    assert sent == body


def test_a_body_without_length_ends_with_the_connection(
    served: tuple[Emulator, str], body: bytes
) -> None:
    lines, sent = answer(*served, LIES["to the end"][0])
    assert (sent, "Connection: close" in lines) == (body, True)
    assert not any(line.lower().startswith(("content-length", "transfer-")) for line in lines)


def test_a_body_without_length_may_come_in_chunks(
    served: tuple[Emulator, str], body: bytes
) -> None:
    lines, sent = answer(*served, LIES["chunks"][0])
    assert "Transfer-Encoding: chunked" in lines
    assert sent == b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def test_a_slow_body_comes_in_pieces(served: tuple[Emulator, str], body: bytes) -> None:
    def slow(emulator: Emulator) -> Fault:
        emulator.faults.slow_body(0.05)
        return emulator.faults.no_length(chunked=True)

    _, sent = answer(*served, slow)
    assert sent.count(b"\r\n") // 2 > 10
    response = httpx.get(f"{served[1]}/analyzer", headers=SIGNED)
    assert response.content == body


def test_half_an_answer_is_headers_and_half_of_the_body_and_a_reset(
    served: tuple[Emulator, str], body: bytes
) -> None:
    lines, sent = answer(*served, LIES["half"][0])
    assert f"Content-Length: {len(body)}" in lines
    assert sent == body[: len(body) // 2] + b"<reset>"


def test_half_an_answer_in_chunks_has_no_last_one(
    served: tuple[Emulator, str], emulator: Emulator
) -> None:
    def half(emulator: Emulator) -> Fault:
        emulator.faults.half_answer(keep=1)
        return emulator.faults.no_length(chunked=True)

    assert not answer(*served, half)[1].removesuffix(b"<reset>").endswith(b"\r\n0\r\n\r\n")
    half(emulator)
    with pytest.raises(TransportError):
        anyio.run(list_twice, (), emulator.session(), None)


def test_an_old_server_says_its_version_and_closes(
    served: tuple[Emulator, str], body: bytes
) -> None:
    lines, sent = answer(*served, LIES["old version"][0])
    assert (lines[0], sent) == ("HTTP/1.0 200 OK", body)


def test_a_type_is_another_one_or_missing(served: tuple[Emulator, str]) -> None:
    def typed(content_type: str | None) -> str:
        def wrong(emulator: Emulator) -> Fault:
            return emulator.faults.wrong_type(content_type=content_type)

        with lying(served[0], wrong):
            headers = httpx.get(f"{served[1]}/analyzer", headers=SIGNED).headers
        return str(headers.get("content-type"))

    assert typed("image/png") == "image/png"
    assert typed(None) != "application/json"


@pytest.mark.parametrize("size", [1, 1000, 1024 * 1024, 3 * 1024 * 1024 + 5])
def test_a_bomb_unpacks_to_its_size(emulator: Emulator, size: int) -> None:
    emulator.faults.gzip_bomb(size=size)
    response = emulator.handle(HttpRequest("GET", "/analyzer", "", {"authorization": signature()}))
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.body) == bytes(size)


def test_a_bomb_is_small_and_never_unpacked_to_be_made(emulator: Emulator) -> None:
    tracemalloc.start()
    emulator.faults.gzip_bomb(size=2**31)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


def test_a_lie_of_a_status_that_nobody_knows_has_no_phrase(served: tuple[Emulator, str]) -> None:
    def odd(emulator: Emulator) -> Fault:
        emulator.faults.fail(status=599)
        return emulator.faults.no_length()

    assert answer(*served, odd)[0][0] == "HTTP/1.1 599 "


def test_lies_add_up(served: tuple[Emulator, str], body: bytes) -> None:
    def several(emulator: Emulator) -> Fault:
        emulator.faults.http_1_0()
        emulator.faults.wrong_length(by=-1)
        return emulator.faults.wrong_type()

    lines, sent = answer(*served, several)
    assert lines[0] == "HTTP/1.0 200 OK"
    assert {f"Content-Length: {len(body) - 1}", "Content-Type: text/html"} <= set(lines)
    assert sent == body


def test_a_client_that_goes_away_ends_a_slow_body_quietly(
    served: tuple[Emulator, str], caplog: pytest.LogCaptureFixture
) -> None:
    emulator, url = served
    address = ("127.0.0.1", urlsplit(url).port or 0)
    with (
        lying(emulator, lambda emulator: emulator.faults.slow_body(3600)),
        socket.create_connection(address, timeout=10) as connection,
    ):
        connection.sendall(HEAD)
        assert connection.recv(10)
    assert httpx.get(f"{url}/analyzer", headers=SIGNED).status_code == 200
    assert [record for record in caplog.records if record.name == "aa_sdk.emulator"] == []


def test_a_client_that_goes_away_before_the_lie_hears_none_of_it(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.faults.delay(0.1)
    emulator.faults.half_answer()
    with emulator.serve() as url:
        address = ("127.0.0.1", urlsplit(url).port or 0)
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(HEAD)
            while not emulator.calls:
                pass  # it is handled, and its answer is held back
        with pytest.raises(httpx.ReadError):
            httpx.get(f"{url}/analyzer", headers=SIGNED)
    assert [record for record in caplog.records if record.name == "aa_sdk.emulator"] == []


def test_a_server_does_not_wait_for_a_slow_body_when_it_stops(emulator: Emulator) -> None:
    emulator.faults.slow_body(3600)
    with emulator.serve() as url:
        address = ("127.0.0.1", urlsplit(url).port or 0)
        connection = socket.create_connection(address, timeout=10)
        connection.sendall(HEAD)
        assert connection.recv(10)
    connection.close()


SENSELESS: list[Add] = [
    lambda emulator: emulator.faults.redirect("http://a\r\nSet-Cookie: a"),
    lambda emulator: emulator.faults.redirect(ELSEWHERE, status=200),
    lambda emulator: emulator.faults.wrong_length(by=0),
    lambda emulator: emulator.faults.gzip_bomb(size=0),
    lambda emulator: emulator.faults.gzip_bomb(size=2**32),
    lambda emulator: emulator.faults.slow_body(-1),
    lambda emulator: emulator.faults.slow_body(float("nan")),
    lambda emulator: emulator.faults.half_answer(keep=1.5),
    lambda emulator: emulator.faults.wrong_type(content_type="text/html\n"),
    lambda emulator: emulator.faults.replace_body(content_type="é"),
    lambda emulator: emulator.faults.fail(code="A\r\nB"),
    lambda emulator: emulator.faults.http_1_0("ListSomething"),
]


@pytest.mark.parametrize("add", SENSELESS)
def test_lies_that_make_no_sense_are_value_errors(emulator: Emulator, add: Add) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        add(emulator)
    assert Direct(emulator).call("ListAnalyzers").status == 200
