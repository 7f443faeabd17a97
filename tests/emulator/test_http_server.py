"""The server answers whatever is sent to it, many at a time, and goes away without a trace."""

import gzip
import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import signature

SIGNED = {"Authorization": signature()}


def exchange(port: int, sent: bytes) -> bytes:
    """Send raw bytes and read all that comes until the connection ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def post(port: int, body: bytes) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/findingv2", body, SIGNED)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /analyzer HTTP/1.1\r\nbroken header\r\n\r\n",
        b"POST /findingv2 HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
    ],
)
def test_malformed_http_is_a_bad_request(port: int, sent: bytes) -> None:
    assert b" 400 " in exchange(port, sent).split(b"\r\n")[0]
    assert post(port, b"{")[0] == 400


@pytest.mark.parametrize(
    "path", ["//[", "//a]b", "/%", "/%ff%00", "/analyzer/%2", "*", "///", "/é"]
)
def test_a_path_that_is_nobodys_is_answered_as_the_service_does(port: int, path: str) -> None:
    head = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    head += f"Authorization: {signature()}\r\n\r\n"
    status = int(exchange(port, head.encode()).split()[1])
    assert 400 <= status < 500


def test_a_request_for_a_whole_url_is_one_for_its_path(port: int) -> None:
    head = "GET http://[::1]/analyzer?type=ACCOUNT HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    head += f"Authorization: {signature()}\r\n\r\n"
    assert b'\r\n\r\n{"analyzers":[' in exchange(port, head.encode())


def test_a_body_that_is_packed_is_a_validation_error(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for body in (b"no gzip at all", gzip.compress(b"{}")):
        connection.request("POST", "/findingv2", body, {**SIGNED, "Content-Encoding": "gzip"})
        response = connection.getresponse()
        assert (response.status, json.load(response)["reason"]) == (400, "cannotParse")
    connection.close()


def test_malformed_json_is_a_validation_error(port: int) -> None:
    status, body = post(port, b'{"analyzerArn": ')
    assert (status, body["reason"]) == (400, "cannotParse")


def test_a_body_of_more_than_a_mebibyte_is_too_large(port: int) -> None:
    status, body = post(port, b" " * (1024 * 1024 + 1))
    assert status == 413
    assert "1048576" in str(body["message"])
    status, _ = post(port, b" " * (1024 * 1024))
    assert status == 400


def test_a_client_that_says_nothing_does_not_keep_the_server(emulator: Emulator) -> None:
    with emulator.serve() as url:
        silent = socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))
        unfinished = socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))
        unfinished.sendall(b"POST /findingv2 HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
    silent.close()
    unfinished.close()


def test_a_keep_alive_connection_serves_many_requests(served: tuple[Emulator, int]) -> None:
    emulator, port = served
    before = emulator.calls.count_of("ListAnalyzers")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(20):
        connection.request("GET", "/analyzer", headers=SIGNED)
        response = connection.getresponse()
        assert response.status == 200
        response.read()
    connection.close()
    assert emulator.calls.count_of("ListAnalyzers") == before + 20


def test_many_clients_at_once_are_all_answered(served: tuple[Emulator, int]) -> None:
    emulator, port = served
    arn = emulator.populate(findings=200).external
    body = json.dumps({"analyzerArn": arn}).encode()
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(post, [port] * 200, [body] * 200))
    assert [status for status, _ in replies] == [200] * 200


def test_the_port_is_free_again_and_no_thread_is_left(emulator: Emulator) -> None:
    before = threading.active_count()
    with emulator.serve() as url:
        port = urlsplit(url).port or 0
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    with emulator.serve(port) as again:
        assert again == url


def test_a_port_that_is_taken_is_an_error(emulator: Emulator) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="it is taken"), emulator.serve(taken.getsockname()[1]):
            pass


def test_only_this_machine_is_listened_to(emulator: Emulator) -> None:
    with emulator.serve() as url:
        assert urlsplit(url).hostname == "127.0.0.1"


def test_two_emulators_are_served_side_by_side() -> None:
    first, second = Emulator(), Emulator()
    with first.serve() as one, second.serve() as two:
        assert one != two
        assert post(urlsplit(one).port or 0, b"{")[0] == 400
    assert (len(first.calls), len(second.calls)) == (1, 0)
