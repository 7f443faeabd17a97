"""Programs on this machine may control an emulator, or whoever has the token; web pages may not."""

import logging
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from multidict import CIMultiDict

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.access import Access, is_loopback, is_own_host
from aa_sdk.emulator._control_api.problems import ControlProblem
from tests.emulator.control_calls import Control

TOKEN = "a-long-and-secret-token"
ANY = "0.0.0.0"  # noqa: S104 (a test on purpose)
HAS_IPV6 = socket.has_ipv6


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    """One without a token, on this machine alone."""
    with Emulator().serve(control=True) as url:
        yield Control(url)


@pytest.fixture(scope="module")
def guarded() -> Iterator[Control]:
    """One with a token, for other machines too."""
    with Emulator().serve(host=ANY, control=True, control_token=TOKEN) as url:
        yield Control(url)


def status(control: Control, headers: dict[str, str], method: str = "GET") -> int:
    path = "/_emulator/clock" if method == "GET" else "/_emulator/populate"
    answer = control.send(method, path, None if method == "GET" else {"findings": 0}, headers)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    if answer.status >= 400:
        assert answer.message
    return answer.status


def test_control_is_off_unless_it_is_asked_for() -> None:
    emulator = Emulator()
    with emulator.serve() as url:
        for method, path in (("GET", "/state"), ("POST", "/populate"), ("GET", ""), ("GET", "/x")):
            answer = Control(url).send(method, f"/_emulator{path}", None if path else {})
            assert answer.status == 404
            assert "control=True" in answer.message
            assert "--control" in answer.message
        assert Control(url).send("GET", "/_emulators").status == 403  # as the service answers
    assert emulator.world.scope().analyzers == {}


def test_health_is_told_to_everybody_and_has_nothing_private(guarded: Control) -> None:
    with Emulator().serve() as url:
        for control in (Control(url), guarded):
            evil = {"Host": "evil.example", "Origin": "http://evil.example"}
            answer = control.send("GET", "/_health", None, evil)
            assert answer.status == 200
            assert list(answer.json) == ["status", "version"]
            assert answer.json["status"] == "ok"


def test_the_host_has_to_be_this_machine_and_port(control: Control) -> None:
    port = urlsplit(control.url).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert status(control, {"Host": host}) == 200, host
    for host in (
        f"evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil.example:{port}",
        f"localhost.evil.example:{port}",
        f"me@127.0.0.1:{port}",
        f"127.0.0.1:{port}/x",
        f"127.0.0.1:{port}#x",
        "127.0.0.1:port",
        f"192.168.0.1:{port}",
        "[::1",
        "",
    ):
        assert status(control, {"Host": host}) == 403, host


def test_two_hosts_are_none(control: Control) -> None:
    port = urlsplit(control.url).port or 0
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        hosts = f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"
        connection.sendall(
            f"GET /_emulator/clock HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode()
        )
        assert connection.recv(65536).split(b" ")[1] in (b"400", b"403")


def test_web_pages_of_other_origins_are_refused(control: Control) -> None:
    own = control.url
    for origin in ("http://evil.example", "null", "http://localhost:1", f"{own}.evil.example", "*"):
        for method in ("GET", "POST"):
            assert status(control, {"Origin": origin}, method) == 403, origin
    assert status(control, {"Origin": own}, "POST") == 200


def test_browsers_that_say_that_the_site_is_another_one_are_refused(control: Control) -> None:
    for site in ("cross-site", "same-site", "Cross-Site"):
        assert status(control, {"Sec-Fetch-Site": site}) == 403
    for site in ("same-origin", "none"):
        assert status(control, {"Sec-Fetch-Site": site}) == 200


def test_bodies_that_a_page_may_send_without_asking_are_refused(control: Control) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = control.send("POST", "/_emulator/populate", b"{}", {"Content-Type": kind})
        assert (answer.status, "application/json" in answer.message) == (415, True), kind
        answer = control.send("PUT", "/_emulator/state", b"{}", {"Content-Type": kind})
        assert (answer.status, "application/json" in answer.message) == (
            (415, True) if kind else (400, False)
        )
    charset = {"Content-Type": "application/json; charset=utf-8"}
    assert control.send("POST", "/_emulator/populate", b'{"findings":0}', charset).status == 200


def test_a_token_is_needed_where_other_machines_reach_it(emulator: Emulator) -> None:
    for host in (ANY, "::", "192.168.0.1", "example.com", ""):
        with pytest.raises(ValueError, match="token"):
            emulator.serve(host=host, control=True)


@pytest.mark.parametrize("token", ["", " ", "a b", "é", "a\n", "\x7f"])
def test_a_token_that_no_header_can_carry_is_refused(emulator: Emulator, token: str) -> None:
    with pytest.raises(ValueError, match="visible ASCII") as caught:
        emulator.serve(control=True, control_token=token)
    assert not token.strip() or token not in str(caught.value)


def test_a_token_without_control_is_a_mistake(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="control is off") as caught:
        emulator.serve(control_token=TOKEN)
    assert TOKEN not in str(caught.value)


def test_who_has_the_token_may_know_the_server_by_any_name(guarded: Control) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    for host in ("emulator.internal:4780", "emulator", urlsplit(guarded.url).netloc):
        assert status(guarded, {**bearer, "Host": host}) == 200
        assert status(guarded, {**bearer, "Host": host, "Origin": f"https://{host}"}) == 200
        assert status(guarded, {**bearer, "Host": host, "Origin": "https://evil.example"}) == 403
    assert status(guarded, {"Authorization": f"bearer   {TOKEN} "}) == 200


def test_who_has_no_token_or_another_one_is_told_that_there_is_one(guarded: Control) -> None:
    for value in (None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "é"):
        sent = {} if value is None else {"Authorization": value}
        answer = guarded.send("GET", "/_emulator/clock", None, sent)
        assert answer.status == 401, value
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert TOKEN not in answer.message
    assert guarded.send("GET", "/_emulator/nothing").status == 401
    assert guarded.send("PUT", "/_emulator/state", b"{}").status == 401


def test_a_token_on_this_machine_alone_does_not_open_other_names() -> None:
    with Emulator().serve(control=True, control_token=TOKEN) as url:
        control = Control(url, {"Authorization": f"Bearer {TOKEN}"})
        assert control.ok("GET", "/clock")
        assert status(control, {"Host": "evil.example"}) == 403
        assert Control(url).send("GET", "/_emulator/clock").status == 401


def test_the_token_is_in_no_log_and_no_repr(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Emulator):
        def accounts(self) -> Any:
            raise RuntimeError("a defect")

    emulator = Broken()
    with (
        caplog.at_level(logging.DEBUG),
        emulator.serve(control=True, control_token=TOKEN) as url,
    ):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert Control(url, headers).send("GET", "/_emulator/accounts").status == 500
    assert "a defect" in caplog.text
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(Access(TOKEN))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:"),
        ("localhost", "http://"),
        (ANY, "http://127.0.0.1:"),
        pytest.param("::1", "http://[::1]:", marks=pytest.mark.skipif(not HAS_IPV6, reason="no")),
        pytest.param("::", "http://[::1]:", marks=pytest.mark.skipif(not HAS_IPV6, reason="no")),
    ],
)
def test_a_url_leads_to_the_server_from_this_machine(host: str, url: str) -> None:
    with Emulator().serve(host=host, control=True, control_token=TOKEN) as served:
        assert served.startswith(url)
        answer = Control(served, {"Authorization": f"Bearer {TOKEN}"}).send(
            "GET", "/_emulator/clock"
        )
        assert answer.status == 200


def test_a_host_of_another_machine_cannot_be_listened_at(
    emulator: Emulator, no_such_host: str
) -> None:
    with pytest.raises(OSError, match=r"."), emulator.serve(host=no_such_host):
        pass


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_refused(emulator: Emulator, port: int) -> None:
    with pytest.raises(ValueError, match="65535"):
        emulator.serve(port)


def test_loopback_is_told_by_the_address() -> None:
    for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "LocalHost"):
        assert is_loopback(host)
    for host in ("0.0.0.0", "::", "10.0.0.1", "localhost.example", "127.0.0.1.example", "", "1"):  # noqa: S104 (a test)
        assert not is_loopback(host)
    assert is_own_host("localhost", 80)


@pytest.mark.parametrize("twice", ["Host", "Authorization"])
def test_a_header_that_is_there_twice_counts_for_nothing(twice: str) -> None:
    access = Access(TOKEN)
    once = {"Host": "localhost:1", "Authorization": f"Bearer {TOKEN}"}
    access.check(CIMultiDict(once), 1)
    headers = CIMultiDict([*once.items(), (twice, once[twice])])
    with pytest.raises(ControlProblem) as refused:
        access.check(headers, 1)
    assert refused.value.status == {"Host": 403, "Authorization": 401}[twice]
