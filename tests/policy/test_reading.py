"""Policy files: what is read of them, and what is told of those that cannot be."""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import pytest

from aa_sdk.models._policy_files import MAX_BYTES
from aa_sdk.policy import (
    InvalidPolicyError,
    Policy,
    UnsupportedPolicyError,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)
from aa_sdk.policy._language.reading import read_stream

DOCUMENT = b'{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'


@contextmanager
def fed(path: Path, content: bytes) -> Generator[list[int]]:
    """A pipe that is fed with a content, and at the end how much of it was read."""
    os.mkfifo(path)
    # Held open, so that what nobody reads stays in the pipe and can be counted.
    ours = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    feeder = threading.Thread(target=path.write_bytes, args=(content,))
    feeder.start()
    read: list[int] = []
    yield read
    left = 0
    os.set_blocking(ours, True)
    while data := os.read(ours, 1 << 16):
        left += len(data)
    feeder.join()
    os.close(ours)
    read.append(len(content) - left)


def test_no_more_of_a_pipe_is_read_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    with (
        fed(path, b" " * (3 * MAX_BYTES)) as read,
        pytest.raises(UnsupportedPolicyError, match="more than 1 MiB"),
    ):
        Policy.parse(path)
    assert read == [MAX_BYTES + 1]


def test_a_pipe_that_ends_in_time_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    with fed(path, DOCUMENT + b" " * (MAX_BYTES - len(DOCUMENT))) as read:
        assert len(Policy.parse(path).statements) == 1
    assert read == [MAX_BYTES]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_without_end_is_too_large(device: str) -> None:
    with pytest.raises(UnsupportedPolicyError, match="more than 1 MiB"):
        Policy.parse(Path(device))


@pytest.mark.parametrize(("size", "fits"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_a_file_may_have_as_much_as_a_text(tmp_path: Path, size: int, *, fits: bool) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(DOCUMENT.ljust(size))
    if fits:
        assert Policy.parse(path) == Policy.parse(path.read_text())
        return
    for document in (path, path.read_text()):
        with pytest.raises(UnsupportedPolicyError, match="more than 1 MiB"):
            Policy.parse(document)


def test_a_byte_order_mark_may_open_a_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(b"\xef\xbb\xbf" + DOCUMENT)
    assert len(Policy.parse(path).statements) == 1


def test_a_file_that_is_not_utf_8_is_no_policy(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(DOCUMENT + b"\xff")
    with pytest.raises(InvalidPolicyError) as caught:
        Policy.parse(path)
    assert str(caught.value) == f"the file '{path}': not UTF-8 text"


def test_a_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(DOCUMENT.ljust(MAX_BYTES + 1))
    with pytest.raises(UnsupportedPolicyError) as caught:
        Policy.parse(path)
    assert str(caught.value) == f"the file '{path}': a document of more than 1 MiB"


def test_a_stream_that_has_nothing_yet_and_does_not_wait_is_an_error_of_the_system() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with FileIO(reader) as stream, FileIO(writer, "w"), pytest.raises(BlockingIOError):
        read_stream(stream)


@pytest.mark.parametrize("name", [".", "none.json", "a\0b", "\ud800"], ids=ascii)
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(InvalidPolicyError, match=r": (No such file|Is a directory)") as caught:
        Policy.parse(path)
    assert str(caught.value).startswith(f"the file {str(path)!r} cannot be read: ")
    assert isinstance(caught.value.__cause__, OSError)


def test_the_name_of_a_file_is_told_from_broken_text() -> None:
    with pytest.raises(InvalidPolicyError, match=r"the name of a file: .* pathlib\.Path"):
        Policy.parse("policies/bucket.json")
    with pytest.raises(InvalidPolicyError, match="not JSON"):
        Policy.parse('{"Statement": policies/bucket.json')


def test_each_check_takes_files(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(DOCUMENT)
    assert check_no_new_access(path, path).result == "PASS"
    assert check_access_not_granted(path, {"actions": ["s3:*"]}).result == "FAIL"
    path.write_bytes(DOCUMENT.replace(b'"Action"', b'"Principal": "*", "Action"'))
    assert check_no_public_access(path).result == "FAIL"
