"""A test that looks a name up, or reaches for another machine, fails, whatever it hides."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).parents[1]

CONFTEST = "from tests.conftest import this_machine_alone as this_machine_alone"

TESTS = """
import asyncio
import contextlib
import socket
import threading

import aiohttp
import anyio
import pytest
import trio

hidden = contextlib.suppress(Exception)


async def by_asyncio(name):
    with hidden:
        await asyncio.get_running_loop().getaddrinfo(name, 80)


async def by_trio(name):
    with hidden:
        await trio.socket.getaddrinfo(name, 80)


async def by_anyio(name):
    with hidden:
        await anyio.connect_tcp(name, 80)


async def by_aiohttp(name):
    async with aiohttp.ClientSession() as session:
        with hidden:
            await session.get(f"http://{name}")


@pytest.mark.parametrize("look_up", [
    socket.gethostbyname, socket.gethostbyname_ex, lambda name: socket.getaddrinfo(name, 80),
    lambda name: socket.create_connection((name, 80)),
])
def test_a_call(look_up):
    with hidden:
        look_up("calls.invalid")


def test_bytes():
    with hidden:
        socket.getaddrinfo(b"bytes.invalid", 80)


def test_a_thread():
    def look_up():
        with hidden:
            socket.gethostbyname("threads.invalid")
    thread = threading.Thread(target=look_up)
    thread.start()
    thread.join()


@pytest.mark.parametrize("look_up", [by_asyncio, by_anyio, by_aiohttp])
def test_asyncio(look_up):
    asyncio.run(look_up("asyncio.invalid"))


@pytest.mark.parametrize("look_up", [by_trio, by_anyio])
def test_trio(look_up):
    trio.run(look_up, "trio.invalid")


def test_an_address():
    with socket.socket() as sock, hidden:
        sock.connect(("192.0.2.1", 80))


def test_a_datagram():
    with socket.socket(type=socket.SOCK_DGRAM) as sock, hidden:
        sock.sendto(b"", ("192.0.2.1", 9))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "::1"])
def test_loopback(host):
    with contextlib.suppress(OSError):
        socket.create_connection((host, 9), 5).close()
"""


def test_a_test_that_leaves_the_machine_fails_even_where_it_hides_that(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_reaching.py").write_text(TESTS)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they take longer to load than the tests
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith("ERROR ")]
    found = Counter(line.rpartition(" ")[2] for line in failed)
    assert found == {
        "calls.invalid": 4,
        "bytes.invalid": 1,
        "threads.invalid": 1,
        "asyncio.invalid": 3,
        "trio.invalid": 2,
        "192.0.2.1": 2,
    }, done.stdout + done.stderr
    assert not any("test_loopback" in line for line in failed)
