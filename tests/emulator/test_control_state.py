"""Whole states travel over HTTP, and long work keeps nobody else waiting."""

import http.client
import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api import snapshots
from tests.emulator.control_calls import JSON, Control
from tests.emulator.direct_calls import Direct


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own for temporary files, which has to be empty again."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_state_goes_to_another_emulator(temporary: Path) -> None:
    first, second = Emulator(), Emulator("4" * 12)
    arn = first.populate(60).external
    with first.serve(control=True) as one, second.serve(control=True) as two:
        answer = Control(one).send("GET", "/_emulator/state")
        assert answer.headers["content-length"] == str(len(answer.raw))
        kind = {"Content-Type": answer.headers["content-type"]}
        done = Control(two).send("PUT", "/_emulator/state", answer.raw, kind)
        assert (done.status, done.raw) == (204, b"")
        assert list(temporary.iterdir()) == []
    listed = [
        Direct(emulator).every("ListFindingsV2", "findings", analyzerArn=arn)
        for emulator in (first, second)
    ]
    assert listed[0] == listed[1] != []


def test_a_state_is_taken_under_each_of_its_types(emulator: Emulator) -> None:
    state = json.dumps(Emulator("4" * 12).snapshot()).encode()
    with emulator.serve(control=True) as url:
        for kind in snapshots.STATE_TYPES:
            answer = Control(url).send("PUT", "/_emulator/state", state, {"Content-Type": kind})
            assert answer.status == 204
    assert emulator.world.account_id == "4" * 12


def test_a_state_that_is_none_changes_nothing(emulator: Emulator, temporary: Path) -> None:
    arn = emulator.populate(10).external
    with emulator.serve(control=True) as url:
        for body in (b'{"format": 1}', b"[]", b"x"):
            answer = Control(url).send("PUT", "/_emulator/state", body, JSON)
            assert (answer.status, str(temporary) in answer.message) == (400, False)
    assert list(temporary.iterdir()) == []
    assert Direct(emulator).ok("ListFindingsV2", analyzerArn=arn)["findings"]


def test_all_is_gone_after_a_reset(emulator: Emulator) -> None:
    emulator.populate(10)
    with emulator.serve(control=True) as url:
        assert Control(url).ok("DELETE", "/state") is None
    assert Direct(emulator).ok("ListAnalyzers")["analyzers"] == []


def test_a_state_that_is_too_large_is_refused_before_it_is_sent(emulator: Emulator) -> None:
    with emulator.serve(control=True) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        connection.putrequest("PUT", "/_emulator/state")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(snapshots.STATE_LIMIT + 1))
        connection.endheaders(b"{")
        response = connection.getresponse()
        assert response.status == 413
        assert str(snapshots.STATE_LIMIT) in json.load(response)["message"]
        connection.close()


def test_a_state_without_a_length_is_counted(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    monkeypatch.setattr(snapshots, "STATE_LIMIT", 1000)

    def chunks() -> Iterator[bytes]:
        yield from [b" " * 400] * 3

    with emulator.serve(control=True) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        kind = {"Content-Type": "application/json"}
        connection.request("PUT", "/_emulator/state", chunks(), kind, encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()
    assert list(temporary.iterdir()) == []


def test_a_client_that_waits_to_be_asked_for_the_body_is_asked(emulator: Emulator) -> None:
    head = (
        "{method} /_emulator/{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        "Content-Length: 14\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with emulator.serve(control=True) as url:
        host = urlsplit(url).netloc
        for method, path, status in (("POST", "populate", b"200"), ("PUT", "state", b"400")):
            with socket.create_connection(host.split(":"), timeout=10) as connection:  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] (a port may be a text)
                connection.sendall(head.format(method=method, path=path, host=host).encode())
                assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
                connection.sendall(b'{"findings":0}')
                assert connection.recv(100).split()[1] == status


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nothing_is_left_of_a_client_that_goes_away(
    method: str, emulator: Emulator, temporary: Path
) -> None:
    emulator.populate(3000)
    with emulator.serve(control=True) as url:
        host = urlsplit(url).netloc
        with socket.create_connection(host.split(":"), timeout=10) as connection:  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] (a port may be a text)
            head = f"{method} /_emulator/state HTTP/1.1\r\nHost: {host}\r\n"
            if method == "PUT":
                head += "Content-Type: application/json\r\nContent-Length: 1000\r\n"
            connection.sendall(f"{head}\r\n".encode() + (b"{" if method == "PUT" else b""))
            if method == "GET":
                assert connection.recv(10)
        assert Control(url).ok("GET", "/clock")
    assert list(temporary.iterdir()) == []


class Slow(Emulator):
    """One whose populating takes until it is told to go on."""

    begun: threading.Event
    go_on: threading.Event

    def populate(self, *_arguments: Any, **_more: Any) -> Any:
        """Hold the lock, as populating does."""
        with self._lock:
            self.begun.set()
            assert self.go_on.wait(20)
            return super().populate(0)

    populate.__annotations__ = Emulator.populate.__annotations__
    populate.__wrapped__ = Emulator.populate  # type: ignore[attr-defined]  # as functools.wraps does


def test_the_server_goes_on_answering_while_a_verb_works() -> None:
    emulator = Slow()
    emulator.begun, emulator.go_on = threading.Event(), threading.Event()
    with emulator.serve(control=True) as url:
        control, statuses = Control(url), list[int]()

        def populate() -> None:
            statuses.append(control.send("POST", "/_emulator/populate", {}).status)

        def call() -> None:
            statuses.append(control.send("GET", "/analyzer").status)

        working = threading.Thread(target=populate)
        working.start()
        assert emulator.begun.wait(20)
        waiting = threading.Thread(target=call)
        waiting.start()  # for the lock, in a thread of the server
        for _ in range(3):
            assert control.send("GET", "/_health").status == 200
        assert statuses == []
        emulator.go_on.set()
        working.join(20)
        waiting.join(20)
    assert sorted(statuses) == [200, 403]
