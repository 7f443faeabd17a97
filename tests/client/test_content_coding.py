"""Compressed answers: read, or told to be unreadable, and never taken for less than they were."""

import gzip
import zlib

import anyio.abc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import ResponseDecodeError, ServiceError
from aa_sdk._transport._sending import content_coding
from aa_sdk._transport._sending.content_coding import UnreadableBodyError, unpack
from tests.client import loopback
from tests.client.conftest import Library
from tests.fake_service import REQUEST_ID

pytestmark = pytest.mark.usefixtures("way")

BODY = loopback.GOOD_BODY
GZIP = gzip.compress(BODY, mtime=0)  # it is in the names of tests


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@given(st.binary())
def test_what_was_packed_is_unpacked(body: bytes) -> None:
    packed = gzip.compress(body)
    assert unpack(packed, "gzip") == body
    assert unpack(packed, " X-GZIP ") == body
    assert unpack(zlib.compress(body), "deflate") == body
    assert unpack(raw_deflate(body), "deflate") == body
    assert unpack(gzip.compress(zlib.compress(body)), "deflate, gzip") == body
    assert unpack(body, "identity") == unpack(body, "") == body


def test_gzip_in_several_members_is_unpacked() -> None:
    assert unpack(gzip.compress(b"one, ") + gzip.compress(b"two"), "gzip") == b"one, two"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_no_body_that_was_cut_short_is_taken_for_a_whole_one(coding: str) -> None:
    packed = GZIP if coding == "gzip" else zlib.compress(BODY)
    for length in range(1, len(packed)):
        with pytest.raises(UnreadableBodyError):
            unpack(packed[:length], coding)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "invented"])
def test_a_body_of_another_form_is_refused_without_quoting_it(coding: str) -> None:
    with pytest.raises(UnreadableBodyError) as caught:
        unpack(b"a secret that is not packed", coding)
    assert "secret" not in str(caught.value)
    assert "invented" not in str(caught.value)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_coding, "LARGEST", 1000)
    assert unpack(gzip.compress(bytes(1000)), "gzip") == bytes(1000)
    with pytest.raises(UnreadableBodyError, match="more than 1000 bytes"):
        unpack(gzip.compress(bytes(1001)), "gzip")
    with pytest.raises(UnreadableBodyError):
        unpack(gzip.compress(bytes(600)) * 2, "gzip")


def answer(body: bytes, coding: str, status: int = 200) -> loopback.Script:
    head = (
        f"HTTP/1.1 {status} Status\r\ncontent-encoding: {coding}\r\n"
        f"x-amzn-requestid: {REQUEST_ID}\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )

    async def script(stream: anyio.abc.SocketStream) -> None:
        await loopback.read_request(stream)
        await stream.send(head.encode() + body)

    return script


@pytest.mark.parametrize(
    ("body", "coding"), [(GZIP, "gzip"), (zlib.compress(BODY), "deflate"), (BODY, "identity")]
)
def test_a_compressed_answer_is_read(http: Library, body: bytes, coding: str) -> None:
    async def main() -> None:
        async with (
            loopback.serve(answer(body, coding)) as network,
            http.client(network.url) as client,
        ):
            assert await client.list_analyzers().collect() == []

    http.run(main)


@pytest.mark.parametrize("body", [GZIP[:-8], GZIP[:12], BODY], ids=["cut", "head alone", "plain"])
def test_an_answer_that_does_not_unpack_is_a_decode_error(http: Library, body: bytes) -> None:
    async def main() -> None:
        async with (
            loopback.serve(answer(body, "gzip")) as network,
            http.client(network.url) as client,
        ):
            # All its members may be absent: emptiness would be an answer.
            with pytest.raises(ResponseDecodeError) as caught:
                await client.check_no_new_access(
                    new_policy_document={},
                    existing_policy_document={},
                    policy_type="IDENTITY_POLICY",
                )
            assert caught.value.request_id == REQUEST_ID

    http.run(main)


@pytest.mark.parametrize("status", [300, 503])
def test_an_error_that_does_not_unpack_keeps_its_status(http: Library, status: int) -> None:
    async def main() -> None:
        async with (
            loopback.serve(answer(GZIP[:-8], "gzip", status)) as network,
            http.client(network.url) as client,
        ):
            with pytest.raises(ServiceError) as caught:
                await client.list_analyzers()
            assert caught.value.status_code == status

    http.run(main)


def test_plain_answers_are_asked_for(http: Library) -> None:
    requests: list[bytes] = []

    async def remember(stream: anyio.abc.SocketStream) -> None:
        requests.append(await stream.receive())
        await stream.send(loopback.response(BODY))

    async def main() -> None:
        async with loopback.serve(remember) as network, http.client(network.url) as client:
            await client.list_analyzers()

    http.run(main)
    assert b"accept-encoding: identity\r\n" in requests[0].lower()
