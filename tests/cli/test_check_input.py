"""Where `aa-sdk check` reads policies from, and how much of them."""

import json
import os
import subprocess
import threading
from pathlib import Path

import pytest

from aa_sdk.cli import main
from aa_sdk.models._policy_files import MAX_BYTES
from tests.cli.commands import run, start

DOCUMENT = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}).encode()
CHECK = ("check", "access-not-granted")
ACTION = ("--action", "s3:GetObject")


@pytest.mark.parametrize(("source", "name"), [("-", "stdin"), ("/dev/stdin", "/dev/stdin")])
def test_no_more_of_stdin_is_read_than_shows_that_it_is_too_large(source: str, name: str) -> None:
    theirs, ours = os.pipe()
    content = b" " * (3 * MAX_BYTES)

    def feed() -> None:
        with open(ours, "wb") as pipe:  # noqa: PTH123 (it has no path)
            pipe.write(content)

    feeder = threading.Thread(target=feed)
    feeder.start()
    process = start(*CHECK, source, *ACTION, stdin=theirs, stderr=subprocess.PIPE)
    _, error = process.communicate(timeout=60)
    # This process can read on: what the command left is still there.
    left = 0
    while data := os.read(theirs, 1 << 16):
        left += len(data)
    os.close(theirs)
    feeder.join()
    assert (process.returncode, error.decode()) == (
        1,
        f"error: {name}: a document of more than 1 MiB\n",
    )
    assert len(content) - left == MAX_BYTES + 1


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_without_end_is_too_large(device: str) -> None:
    result = run(*CHECK, device, *ACTION)
    assert (result.exit_code, result.stderr) == (
        1,
        f"error: {device}: a document of more than 1 MiB\n",
    )


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (DOCUMENT.ljust(MAX_BYTES + 1), "a document of more than 1 MiB"),
        (b"\xff" + DOCUMENT, "not UTF-8 text"),
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes, line 1, column 2"),
    ],
)
def test_stdin_that_is_no_policy_is_an_error_as_a_file_is(
    tmp_path: Path, content: bytes, error: str
) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(content)
    for source, name in (("-", "stdin"), (str(path), str(path))):
        result = run(*CHECK, source, *ACTION, stdin=content)
        assert (result.exit_code, result.stderr) == (1, f"error: {name}: {error}\n")


def test_stdin_is_utf_8_whatever_the_terminal_speaks() -> None:
    statement = {"Sid": "é日本", "Effect": "Allow", "Action": "*", "Resource": "*"}
    document = json.dumps({"Statement": statement}, ensure_ascii=False).encode()
    process = start(
        *(*CHECK, "-", *ACTION),
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    output, _ = process.communicate(document, timeout=60)
    assert process.returncode == 3
    assert rb"statement 0 (%b\u65e5\u672c)" % "é".encode("latin-1") in output


def test_a_process_without_stdin_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr("sys.argv", ["aa-sdk", *CHECK, "-", *ACTION])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "error: stdin: Bad file descriptor\n"


@pytest.mark.parametrize(
    ("name", "error"),
    [(".", "no *.json in this folder"), ("none.json", "No such file"), ("a\0b", "No such file")],
)
def test_what_cannot_be_opened_is_an_error_of_one_line(
    tmp_path: Path, name: str, error: str
) -> None:
    result = run(*CHECK, str(tmp_path / name), *ACTION)
    assert result.exit_code == 1
    assert error in result.stderr
    assert result.stderr.count("\n") == 1
