"""Bodies for the control API: broken, not wanted, never finished. The log has nothing to say."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.snapshots import STATE_LIMIT
from aa_sdk.emulator._protocol.messages import BODY_LIMIT
from tests.emulator.control_calls import Control
from tests.emulator.wire import UNREADABLE, Wire

PATHS = {"POST": "/_emulator/populate", "PUT": "/_emulator/state"}
METHODS = pytest.mark.parametrize("method", PATHS)


@pytest.fixture
def url(emulator: Emulator) -> Iterator[str]:
    with emulator.serve(control=True) as url:
        yield url


@pytest.fixture
def wire(url: str) -> Iterator[Wire]:
    wire = Wire(urlsplit(url).port or 0)
    yield wire
    wire.close()


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.INFO)
    yield
    said = caplog.get_records("call")
    assert [one for one in said if one.name.startswith(("aa_sdk", "aiohttp", "asyncio"))] == []


def head(url: str, method: str, headers: str, version: str = "1.1", target: str = "") -> str:
    return (
        f"{method} {target or PATHS[method]} HTTP/{version}\r\nHost: {urlsplit(url).netloc}\r\n"
        f"Content-Type: application/json\r\n{headers}\r\n"
    )


@METHODS
def test_what_came_before_a_broken_chunk_is_not_taken_for_the_body(
    method: str, emulator: Emulator, url: str, wire: Wire
) -> None:
    wire.send(head(url, method, "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"))
    assert wire.answer().status == 100  # so that what follows is read by itself
    answer = wire.exchange("2\r\n{}\r\n", "zz\r\n")
    assert (answer.verdict, answer.is_open) == (UNREADABLE, False)
    assert wire.socket.recv(1) == b""
    assert emulator.accounts()[0].region_names == ()


PURE = """
import socket
from urllib.parse import urlsplit
from aa_sdk.emulator import Emulator

with Emulator().serve(control=True) as url:
    with socket.create_connection(("127.0.0.1", urlsplit(url).port), timeout=10) as wire:
        wire.sendall(
            f"PUT /_emulator/state HTTP/1.1\\r\\nHost: {urlsplit(url).netloc}\\r\\n"
            "Transfer-Encoding: chunked\\r\\nExpect: 100-continue\\r\\n\\r\\n".encode()
        )
        assert b" 100 " in wire.recv(1000)
        wire.sendall(b"zz\\r\\n")
        print(wire.recv(1000).decode().partition(" ")[2][:3])
"""


def test_broken_chunks_are_answered_where_aiohttp_has_no_compiled_parser() -> None:
    environment = os.environ | {"AIOHTTP_NO_EXTENSIONS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", PURE], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("400\n", "")


@pytest.mark.parametrize(("method", "limit"), [("POST", BODY_LIMIT), ("PUT", STATE_LIMIT)])
def test_a_body_that_is_too_large_is_not_asked_for(
    method: str, limit: int, url: str, wire: Wire
) -> None:
    headers = f"Content-Length: {limit + 1}\r\nExpect: 100-continue\r\n"
    assert wire.exchange(head(url, method, headers)).status == 413


@METHODS
def test_a_client_that_expects_something_else_is_refused(method: str, url: str, wire: Wire) -> None:
    answer = wire.exchange(head(url, method, "Content-Length: 2\r\nExpect: tea\r\n"), "{}")
    assert (answer.status, answer.is_open) == (417, False)


def test_old_clients_are_not_told_to_go_on(url: str, wire: Wire) -> None:
    headers = "Content-Length: 14\r\nExpect: 100-continue\r\n"
    answer = wire.exchange(head(url, "POST", headers, "1.0"), '{"findings":0}')
    assert answer.status == 200


def test_versions_that_are_no_http_are_refused_here_too(url: str, wire: Wire) -> None:
    line = head(url, "GET", "", "2.0", "/_emulator/clock")
    assert wire.exchange(line).verdict == UNREADABLE


@METHODS
@pytest.mark.parametrize("headers", ["Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n"])
def test_a_client_that_goes_away_in_the_middle_of_its_upload_is_forgotten(
    method: str, headers: str, emulator: Emulator, url: str, wire: Wire
) -> None:
    wire.send(head(url, method, f"Expect: 100-continue\r\n{headers}"))
    assert wire.answer().status == 100  # so that somebody waits for the rest
    wire.close()
    assert Control(url).ok("GET", "/clock")
    assert emulator.accounts()[0].region_names == ()


class Left(Emulator):
    """One whose client has gone by the time that its state is saved."""

    url: str
    wire: Wire
    saved: threading.Event

    def save(self, path: str | Path) -> None:
        """Save, and see the client go."""
        super().save(path)
        self.wire.close()
        # When another one has its answer, the server has seen it too.
        assert Control(self.url).ok("GET", "/clock")
        self.saved.set()


def test_a_client_that_does_not_wait_for_a_state_is_forgotten() -> None:
    emulator = Left()
    emulator.saved = threading.Event()
    with emulator.serve(control=True) as emulator.url:
        emulator.wire = Wire(urlsplit(emulator.url).port or 0)
        emulator.wire.send(head(emulator.url, "GET", "", "1.1", "/_emulator/state"))
        assert emulator.saved.wait(20)


@pytest.mark.parametrize(
    ("authority", "status"),
    [("localhost:{port}", 200), ("evil.example", 403), ("evil.example:{port}", 403), ("", 400)],
)
def test_a_whole_url_has_to_name_this_machine_too(
    authority: str, status: int, url: str, wire: Wire
) -> None:
    named = authority.format(port=urlsplit(url).port)
    answer = wire.exchange(head(url, "GET", "", "1.1", f"http://{named}/_emulator/clock"))
    assert answer.status == status
