"""How often a request stands on the wire: as often as retries were asked for, and no more."""

import anyio.abc
import pytest

from aa_sdk import TransportError
from tests.client import loopback
from tests.client.conftest import Library

pytestmark = pytest.mark.usefixtures("way")


class Counted:
    """A server that hangs up, and counts what it was asked."""

    def __init__(self) -> None:
        self.requests = 0

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        await loopback.read_request(stream)
        self.requests += 1


def test_no_method_is_sent_twice_on_a_lost_connection(http: Library) -> None:
    server = Counted()

    async def main() -> None:
        async with loopback.serve(server) as network, http.client(network.url) as client:
            with pytest.raises(TransportError):
                await client.list_analyzers()  # GET
            with pytest.raises(TransportError):
                await client.create_analyzer(analyzer_name="sample", type="ACCOUNT")  # PUT
            with pytest.raises(TransportError):
                await client.delete_analyzer(analyzer_name="sample")  # DELETE

    http.run(main)
    assert server.requests == 3


def test_two_attempts_are_two_requests(http: Library) -> None:
    server = Counted()

    async def main() -> None:
        async with (
            loopback.serve(server) as network,
            http.client(network.url, attempts=2) as client,
        ):
            with pytest.raises(TransportError):
                await client.list_analyzers()

    http.run(main)
    assert server.requests == 2


def test_a_kept_connection_that_the_server_closed_counts_as_an_attempt_too(http: Library) -> None:
    requests = 0

    async def answer_once(stream: anyio.abc.SocketStream) -> None:
        nonlocal requests
        while True:
            await loopback.read_request(stream)
            requests += 1
            if requests > 1:
                return
            kept = loopback.response(loopback.GOOD_BODY).replace(b"connection: close\r\n", b"")
            await stream.send(kept)

    async def main() -> None:
        async with loopback.serve(answer_once) as network, http.client(network.url) as client:
            await client.list_analyzers()
            with pytest.raises(TransportError):
                await client.list_analyzers()
        assert requests == 2

    http.run(main)
