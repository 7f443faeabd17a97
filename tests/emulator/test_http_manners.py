"""Whatever comes over HTTP is answered in the service's own way, without a word in the log."""

import gzip
import http.client
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import respx

from aa_sdk.emulator import Emulator, HttpRequest, HttpResponse
from aa_sdk.emulator._control_api.front import Front
from aa_sdk.emulator._protocol.messages import BODY_LIMIT, LINE_LIMIT, MOST_HEADERS
from aa_sdk.emulator._transports.http_server import serve
from tests.emulator.direct_calls import signature
from tests.emulator.wire import HOST, NOT_FOUND, SIGNED, UNREADABLE, URL, Wire, get, post


@pytest.fixture
def wire(port: int) -> Iterator[Wire]:
    wire = Wire(port)
    yield wire
    wire.close()


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG, "aa_sdk")
    caplog.set_level(logging.INFO, "asyncio")  # which says what it waits with
    yield
    said = caplog.get_records("call")
    assert [one for one in said if one.name.startswith(("aa_sdk", "aiohttp", "asyncio"))] == []


MALFORMED: dict[str, str | bytes] = {
    "nonsense": "NONSENSE\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": "GET / HTTP/9.9\r\n\r\n",
    "HTTP/0.9": "GET /analyzer\r\n\r\n",
    "no host": "GET /analyzer HTTP/1.1\r\n\r\n",
    "no colon": get("/analyzer", "broken header\r\n"),
    "control in a header": get("/analyzer", "X-A: \x7f\r\n"),
    "null in a header": get("/analyzer", "X-Secret: a\x00b\r\n"),
    "old sockets": get("/analyzer", "Sec-WebSocket-Key1: a\r\n"),
    "null in a path": get("/analyzer\x00"),
    "bytes in a path": b"GET /\xff HTTP/1.1\r\n\r\n",
    "no URL": get("http:///analyzer"),
    "no number": post("Content-Length: many\r\n"),
    "negative": post("Content-Length: -1\r\n"),
    "two lengths": post("Content-Length: 1\r\nContent-Length: 2\r\n", "{}"),
    "length and chunks": post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "{}"),
    "other coding": post("Transfer-Encoding: gzip\r\n"),
    "bad chunk": post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"),
    "many headers": get("/analyzer", "".join(f"x-{n}: a\r\n" for n in range(5 * MOST_HEADERS))),
}


@pytest.mark.parametrize("sent", MALFORMED)
def test_what_is_no_request_is_answered_in_json(port: int, wire: Wire, sent: str) -> None:
    answer = wire.exchange(MALFORMED[sent])
    assert answer.verdict == UNREADABLE
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.headers["x-amzn-requestid"]) == 36
    assert json.loads(answer.body)["message"].startswith("The request cannot be read: ")
    assert "\n" not in answer.body.decode()
    assert not answer.is_open
    assert wire.socket.recv(1) == b""
    assert httpx.get(f"http://127.0.0.1:{port}/analyzer", headers=SIGNED).status_code == 200


@pytest.mark.parametrize("first", ["", "2\r\n{ \r\n"])
def test_chunks_that_turn_out_to_be_none_end_the_wait_for_them(wire: Wire, first: str) -> None:
    wire.send(post("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"))
    assert wire.answer().status == 100  # so that what follows is read by itself
    assert wire.exchange(first, "zz\r\n{}\r\n0\r\n\r\n").verdict == UNREADABLE


def test_bad_chunks_behind_a_request_that_takes_long_are_answered_too(emulator: Emulator) -> None:
    emulator.faults.delay(0.2, "ListAnalyzers")
    with emulator.serve() as url:
        wire = Wire(urlsplit(url).port or 0)
        wire.send(get("/analyzer"))
        while not emulator.calls:
            pass  # it is handled, and its answer is held back
        wire.send(post("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n"))
        wire.send("zz\r\n")
        assert wire.answer().status == 200
        assert wire.answer().verdict == UNREADABLE
        wire.close()


def test_a_secret_in_a_malformed_header_is_not_told(wire: Wire) -> None:
    answer = wire.exchange(get("/analyzer", "X-Amz-Security-Token: a-secret\x00-token\r\n"))
    assert b"secret" not in answer.body


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "CONNECT", "HEAD", "PROPFIND"])
def test_a_method_of_no_operation_is_answered_and_the_connection_lives(
    wire: Wire, method: str
) -> None:
    for _ in range(2):
        wire.send(get("/analyzer", method=method))
        answer = wire.answer(method)
        assert (answer.verdict, answer.is_open) == (NOT_FOUND, True)
        if method == "HEAD":
            assert int(answer.headers["content-length"]) > 0
        else:
            message = f"{method} /analyzer is no operation of this service"
            assert json.loads(answer.body) == {"message": message}


@pytest.mark.parametrize("method", ["BREW", "get", "X-Y"])
def test_a_method_that_nobody_knows_is_no_operation(wire: Wire, method: str) -> None:
    answer = wire.exchange(get("/analyzer?a=b", method=method))
    assert answer.verdict == NOT_FOUND
    assert json.loads(answer.body)["message"].startswith(f"{method} /analyzer is no ")


def test_head_has_no_body_wherever_it_is_sent(emulator: Emulator) -> None:
    response = emulator.handle(HttpRequest("HEAD", "/analyzer", "", {"authorization": signature()}))
    assert (response.status, response.body) == (404, b"")
    with respx.MockRouter(using=None) as router:
        emulator.route(router)
        with httpx.Client(transport=httpx.MockTransport(router.handler)) as client:
            answer = client.head(f"{URL}/analyzer", headers=SIGNED)
    assert (answer.status_code, answer.content) == (404, b"")


ODD_PATHS = {
    "//analyzer": "a slash is doubled",
    "/analyzer//archive-rule": "a slash is doubled",
    "/analyzer//": "a slash is doubled",
    "///": "a slash is doubled",
    "/./analyzer": "a part of the path is a dot, or two",
    "/analyzer/a/../archive-rule": "a part of the path is a dot, or two",
    "/analyzer/..": "a part of the path is a dot, or two",
    "/finding/.": "a part of the path is a dot, or two",
}


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_path_is_named_as_it_was_sent_and_so_is_what_is_odd(
    emulator: Emulator, wire: Wire, path: str
) -> None:
    message = f"GET {path} is no operation of this service: {ODD_PATHS[path]}"
    answer = wire.exchange(get(path))
    assert (answer.verdict, answer.is_open) == (NOT_FOUND, True)
    assert json.loads(answer.body) == {"message": message}
    response = emulator.handle(HttpRequest("GET", path, "", {"authorization": signature()}))
    assert json.loads(response.body) == {"message": message}


def test_dots_that_are_not_all_of_a_part_are_ordinary(wire: Wire) -> None:
    for path in ("/analyzer/a.b", "/analyzer/a..", "/analyzer/.a", "/analyzer/%2E%2E"):
        assert wire.exchange(get(path)).verdict != NOT_FOUND


TOO_LONG = (414, "RequestUriTooLongException")
TOO_LARGE = (431, "RequestHeaderFieldsTooLargeException")


def sized(url: int = 0, header: int = 0, count: int = 0) -> HttpRequest:
    """A request with a URL and a header of so many bytes, and so many headers."""
    query = "nextToken=".ljust(url - len("/analyzer"), "a") if url else ""
    headers = {"authorization": signature(), "host": "a"}
    if header:
        headers["x-amz-security-token"] = "a" * (header - len("x-amz-security-token"))
    for number in range(count - len(headers)):
        headers[f"x-{number}"] = "a"
    return HttpRequest("GET", "/analyzer", query, headers)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (sized(url=LINE_LIMIT), (400, "ValidationException")),  # no token of this emulator's
        (sized(url=LINE_LIMIT + 1), TOO_LONG),
        (sized(header=LINE_LIMIT), (200, None)),
        (sized(header=LINE_LIMIT + 1), TOO_LARGE),
        (sized(count=MOST_HEADERS), (200, None)),
        (sized(count=MOST_HEADERS + 1), TOO_LARGE),
    ],
    ids=["URL", "long URL", "header", "long header", "headers", "many headers"],
)
def test_urls_and_headers_are_read_up_to_64_kib(
    emulator: Emulator, wire: Wire, request_: HttpRequest, expected: tuple[int, str | None]
) -> None:
    headers = "".join(f"{name}: {value}\r\n" for name, value in request_.headers.items())
    mark = "?" if request_.query else ""
    head = f"GET /analyzer{mark}{request_.query} HTTP/1.1\r\n{headers}\r\n"
    answer = wire.exchange(head)
    assert (answer.verdict, answer.is_open) == (expected, True)
    assert wire.exchange(get("/analyzer")).status == 200
    response = emulator.handle(request_)
    assert (response.status, response.headers.get("x-amzn-ErrorType")) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (get("/" + "a" * 300_000), TOO_LONG),
        (get("/analyzer", f"X-A: {'/' * 300_000}\r\n"), TOO_LARGE),
        (get("/analyzer", f"{'a' * 300_000}: /\r\n"), TOO_LARGE),
    ],
    ids=["URL", "value", "name"],
)
def test_what_is_longer_still_is_answered_and_the_connection_ends(
    port: int, sent: str, expected: tuple[int, str]
) -> None:
    wire = Wire(port)
    answer = wire.exchange(sent)
    assert (answer.verdict, answer.is_open) == (expected, False)
    assert "aaaa" not in answer.body.decode()
    wire.close()


def test_a_header_that_comes_twice_is_one_with_both_values(emulator: Emulator) -> None:
    seen: list[HttpRequest] = []

    def respond(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return emulator.handle(request)

    with serve(respond, 0, "127.0.0.1", Front(object())) as url:
        wire = Wire(urlsplit(url).port or 0)
        assert wire.exchange(get("/analyzer", "X-A: 1\r\nX-A: 2\r\n")).status == 200
        wire.close()
    assert seen[0].headers["x-a"] == "1,2"


def test_a_client_that_asks_first_is_told_to_go_on(wire: Wire) -> None:
    wire.send(post("Content-Length: 2\r\nExpect: 100-continue\r\n"))
    assert wire.answer().status == 100
    answer = wire.exchange("{}")
    assert (answer.verdict, answer.is_open) == ((400, "ValidationException"), True)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (f"Content-Length: {BODY_LIMIT + 1}\r\nExpect: 100-Continue\r\n", 413),
        ("Content-Length: 2\r\nExpect: tea\r\n", 417),
    ],
)
def test_a_client_whose_body_is_not_wanted_need_not_send_it(
    wire: Wire, headers: str, expected: int
) -> None:
    answer = wire.exchange(post(headers))
    assert (answer.status, answer.is_open) == (expected, False)
    assert "x-amzn-errortype" in answer.headers


def test_head_has_no_body_even_where_the_connection_ends(wire: Wire) -> None:
    wire.send(get("/analyzer", "Expect: tea\r\n", "HEAD"))
    assert wire.answer("HEAD").status == 417
    assert wire.socket.recv(1) == b""


ASKING = post("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n").encode()
PURE = f"""
import socket
from urllib.parse import urlsplit
from aa_sdk.emulator import Emulator

with Emulator().serve() as url:
    with socket.create_connection(("127.0.0.1", urlsplit(url).port), timeout=10) as wire:
        wire.sendall({ASKING!r})
        assert b" 100 " in wire.recv(1000)
        wire.sendall(b"zz\\r\\n")
        print(wire.recv(1000).decode().partition(" ")[2][:3])
"""


def test_bad_chunks_are_answered_where_aiohttp_has_no_compiled_parser() -> None:
    environment = os.environ | {"AIOHTTP_NO_EXTENSIONS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", PURE], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("400\n", "")


def test_old_clients_are_not_told_to_go_on(wire: Wire) -> None:
    head = (
        f"POST /findingv2 HTTP/1.0\r\n{HOST}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n{{}}"
    )
    assert wire.exchange(head).verdict == (400, "ValidationException")


@pytest.mark.parametrize(
    "start",
    [
        post("Content-Length: 100\r\n", "{"),
        post("Transfer-Encoding: chunked\r\n", "5\r\n{"),
        post("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n"),
    ],
)
def test_a_client_that_goes_away_in_the_middle_of_its_upload_is_forgotten(
    served: tuple[Emulator, int], start: str
) -> None:
    emulator, port = served
    before = len(emulator.calls)
    wire = Wire(port)
    wire.send(start)
    wire.close()
    assert httpx.get(f"http://127.0.0.1:{port}/analyzer", headers=SIGNED).status_code == 200
    assert len(emulator.calls) == before + 1


PACKED = {
    "gzip": ("gzip", gzip.compress(b"{}")),
    "broken": ("gzip", b"no gzip at all"),
    "plain after all": ("gzip", b"{}"),
    "cut short": ("GZIP", gzip.compress(b"{}")[:-3]),
    "other": ("br, gzip", b"{}"),
    "bomb": ("gzip", gzip.compress(bytes(10 * BODY_LIMIT))),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed_bodies_are_refused_whether_they_are_whole_or_broken(
    emulator: Emulator, port: int, name: str
) -> None:
    coding, body = PACKED[name]
    headers = {**SIGNED, "Content-Encoding": coding}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(2):
        connection.request("POST", "/findingv2", body, headers)
        response = connection.getresponse()
        assert (response.status, json.load(response)["reason"]) == (400, "cannotParse")
    connection.close()
    lowered = {key.lower(): value for key, value in headers.items()}
    direct = emulator.handle(HttpRequest("POST", "/findingv2", "", lowered, body))
    assert (direct.status, json.loads(direct.body)["reason"]) == (400, "cannotParse")


def test_a_body_that_says_it_is_not_packed_is_read(wire: Wire) -> None:
    answer = wire.exchange(post("Content-Length: 2\r\nContent-Encoding: identity\r\n", "{}"))
    assert json.loads(answer.body)["reason"] == "fieldValidationFailed"


def test_nothing_is_packed_where_there_is_nothing(wire: Wire) -> None:
    assert wire.exchange(get("/analyzer", "Content-Encoding: gzip\r\n")).status == 200


def test_a_connection_lives_on_after_each_error_of_the_service(
    served: tuple[Emulator, int], wire: Wire
) -> None:
    emulator, _ = served
    emulator.faults.fail("GetAnalyzer", times=1)
    emulator.faults.throttle("ListArchiveRules", times=1)
    large = f"Content-Length: {BODY_LIMIT + 9}\r\n"
    statuses = [
        wire.exchange(sent).status
        for sent in (
            "GET /analyzer HTTP/1.1\r\nHost: a\r\n\r\n",
            get("/nothing"),
            post("Content-Length: 1\r\n", "{"),
            post("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n0\r\n\r\n"),
            post(large, " " * (BODY_LIMIT + 9)),
            get("/analyzer/a"),
            get("/analyzer/a"),
            get("/analyzer/a/archive-rule"),
            get("/analyzer", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
            get("*", method="OPTIONS"),
        )
    ]
    assert statuses == [403, 404, 400, 400, 413, 500, 404, 429, 200, 404]
    emulator.faults.clear()


def test_a_defect_of_the_server_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def respond(_: HttpRequest) -> HttpResponse:
        raise LookupError("a defect")

    with serve(respond, 0, "127.0.0.1", Front(object())) as url:
        answer = httpx.get(f"{url}/analyzer", headers=SIGNED)
    assert (answer.status_code, list(answer.json())) == (500, ["message"])
    assert answer.headers["x-amzn-errortype"] == "InternalServerException"
    (record,) = [record for record in caplog.records if record.name == "aa_sdk.emulator"]
    assert record.exc_info is not None
    caplog.clear()
