"""A file that was cut, damaged or changed is refused in one error, which names the line."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, SnapshotError
from tests.effort import examples
from tests.emulator.lived import lived_in
from tests.emulator.test_malformed_snapshots import JUNK, assert_goes_on, drawn_place

GZIP = 31


def packed(text: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    return packer.compress(text) + packer.flush()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file as it is saved."""
    path = tmp_path_factory.mktemp("good") / "world.gz"
    lived_in(40).emulator.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def lines(good: bytes) -> list[bytes]:
    """The lines of that file."""
    return zlib.decompress(good, GZIP).splitlines()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where to put another file."""
    return tmp_path / "world.gz"


def refusal_of(path: Path, content: bytes) -> SnapshotError:
    path.write_bytes(content)
    with pytest.raises(SnapshotError) as caught:
        Emulator.load(path)
    assert "\n" not in str(caught.value)
    return caught.value


def refusal_of_lines(path: Path, lines: list[bytes]) -> SnapshotError:
    """The one error about a file of such lines, packed or not."""
    text = b"".join(line + b"\n" for line in lines)
    error = refusal_of(path, packed(text))
    assert str(refusal_of(path, text)) == str(error)
    return error


@pytest.mark.parametrize("version", [3, 4, 99, 10**9])
def test_a_later_version_is_named_as_such(version: int, path: Path) -> None:
    header = json.dumps({"format": version, "anything": {}}).encode()
    error = refusal_of_lines(path, [header, b"whatever"])
    assert error.place == "line 1, format"
    assert "later version of aa_sdk" in error.reason


@pytest.mark.parametrize(
    "header", [b"{}", b"[]", b"5", b"", b"nonsense", b'{"format":"2"}', b"\xff"]
)
def test_a_first_line_that_is_none_is_refused(header: bytes, path: Path) -> None:
    assert refusal_of(path, packed(header + b"\n")).place.startswith("line 1")


def test_a_snapshot_in_one_object_is_no_first_line(path: Path) -> None:
    text = json.dumps(Emulator().snapshot()).encode() + b"\n"
    assert refusal_of(path, packed(text)).place == "line 1, format"


def finding_line(lines: list[bytes], part: bytes = b'"seq"') -> int:
    """The number of the second line with such a part, from 1."""
    return [number for number, line in enumerate(lines, 1) if part in line][1]


WRONG: list[tuple[str, Any, str]] = [
    ("status", "OPEN", "'ACTIVE', 'ARCHIVED' or 'RESOLVED'"),
    ("finding_type", "Rumour", "'ExternalAccess'"),
    ("finding_type", "UnusedIAMRole", "ACCOUNT"),
    ("created_at", "2026-01-01T00:00:00Z", "integer"),
    ("updated_at", -(10**15), "-62135596800000"),
    ("seq", 10**12, "10000000"),
    ("seq", 0, "more than"),
    ("details", {}, "array"),
    ("colour", "red", "no part of a snapshot"),
    ("owner", None, "string"),
]


@pytest.mark.parametrize(("member", "value", "expected"), WRONG)
def test_a_wrong_value_is_named_with_its_line_and_place(
    member: str, value: Any, expected: str, lines: list[bytes], path: Path
) -> None:
    number = finding_line(lines)
    finding = {**json.loads(lines[number - 1]), member: value}
    changed = [*lines[: number - 1], json.dumps(finding).encode(), *lines[number:]]
    error = refusal_of_lines(path, changed)
    assert error.place == f"line {number}, scopes[0].analyzers[0].findings[1].{member}"
    assert expected in error.reason


def test_a_wrong_value_inside_of_details_is_named(lines: list[bytes], path: Path) -> None:
    number = finding_line(lines, b'"isPublic":false')
    changed = [*lines]
    changed[number - 1] = lines[number - 1].replace(b'"isPublic":false', b'"isPublic":0')
    error = refusal_of_lines(path, changed)
    assert error.place.startswith(f"line {number}, scopes[0].analyzers[0].findings[")
    assert error.place.endswith("].details[0].isPublic")


def test_a_wrong_resource_is_named(lines: list[bytes], path: Path) -> None:
    changed = [lines[0], lines[1].replace(b'"type":', b'"kind":'), *lines[2:]]
    assert refusal_of_lines(path, changed).place.startswith(
        "line 2, scopes[0].analyzers[0].resources[0]."
    )


def test_a_wrong_value_in_the_first_line_is_named(lines: list[bytes], path: Path) -> None:
    header = json.loads(lines[0])
    header["scopes"][0]["analyzers"][0]["rules"][0]["filter"] = {"colour": {"eq": ["red"]}}
    error = refusal_of_lines(path, [json.dumps(header).encode(), *lines[1:]])
    assert error.place == "line 1, scopes[0].analyzers[0].rules[0].filter"


@pytest.mark.parametrize("part", [b'"arn"', b'"seq"'])
def test_what_is_there_twice_is_named(part: bytes, lines: list[bytes], path: Path) -> None:
    number = next(
        number for number, line in enumerate(lines[1:], 2) if line.startswith(b"{" + part)
    )
    changed = [*lines[:number], lines[number - 1], *lines[number + 1 :]]
    error = refusal_of_lines(path, changed)
    assert error.place.startswith(f"line {number + 1}, ")
    assert "once only" in error.reason


def test_any_line_that_is_missing_is_noticed(lines: list[bytes], path: Path) -> None:
    for number in range(1, len(lines)):
        assert refusal_of_lines(path, [*lines[:number], *lines[number + 1 :]])


def test_the_end_of_a_file_that_is_missing_is_named(lines: list[bytes], path: Path) -> None:
    error = refusal_of_lines(path, lines[:-1])
    assert error.place == f"line {len(lines)}"
    assert error.reason == "is missing: scopes[1].analyzers[3].findings should have 1 more"


@pytest.mark.parametrize("more", [b"{}", b"", b"nonsense"])
def test_a_line_too_many_is_named(more: bytes, lines: list[bytes], path: Path) -> None:
    assert refusal_of_lines(path, [*lines, more]).place == f"line {len(lines) + 1}"


def test_a_line_that_is_cut_is_named(lines: list[bytes], path: Path) -> None:
    text = b"\n".join(lines)[:-10]
    assert str(refusal_of(path, packed(text))) == f"line {len(lines)}: is cut off"
    assert str(refusal_of(path, text)) == f"line {len(lines)}: is cut off"


def with_new(value: bytes) -> Callable[[bytes], bytes]:
    """Puts a member that nobody knows into a finding's details."""
    return lambda line: line.replace(b'"details":[{', b'"details":[{"new":' + value + b",")


NO_OBJECTS: list[Callable[[bytes], bytes]] = [
    lambda line: line[:-1],
    lambda line: line + b"," + line,
    lambda _line: b"",
    lambda _line: b"\xff",
    lambda _line: b"NaN",
    lambda _line: b"[" * 100_000,
    lambda line: line.replace(b'"seq":', b'"seq":' + b"9" * 5000),
    with_new(b"NaN"),
    with_new(b"Infinity"),
    with_new(b"1e999"),
    with_new(b"9" * 5000),
]


@pytest.mark.parametrize("change", NO_OBJECTS)
def test_a_line_that_is_no_object_is_named(
    change: Callable[[bytes], bytes], lines: list[bytes], path: Path
) -> None:
    number = finding_line(lines)
    changed = [*lines[: number - 1], change(lines[number - 1]), *lines[number:]]
    assert refusal_of_lines(path, changed).place.startswith(f"line {number}, ")


def test_a_file_cut_anywhere_is_refused(good: bytes, path: Path) -> None:
    for size in [*range(40), *range(40, len(good) - 30, 97), *range(len(good) - 30, len(good))]:
        assert refusal_of(path, good[:size])


def test_a_wrong_checksum_is_refused(good: bytes, path: Path) -> None:
    for index in range(1, 9):  # of four bytes each, the checksum and the size
        changed = bytearray(good)
        changed[-index] ^= 1
        assert "cannot be unpacked" in refusal_of(path, bytes(changed)).reason


@pytest.mark.parametrize("more", [b"\0", b"x", packed(b"{}\n")])
def test_what_follows_the_end_of_a_file_is_refused(more: bytes, good: bytes, path: Path) -> None:
    assert "something follows" in refusal_of(path, good + more).reason


def loaded(path: Path, content: bytes) -> Emulator | None:
    """An emulator that goes on from a file, None if the file is refused."""
    path.write_bytes(content)
    try:
        emulator = Emulator.load(path)
    except SnapshotError:
        return None
    assert_goes_on(emulator)
    return emulator


@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_a_byte_that_is_changed_is_noticed(
    data: st.DataObject, good: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = bytearray(good)
    changed[data.draw(st.integers(0, len(good) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.getbasetemp() / "changed.gz"
    path.write_bytes(good)
    same = Emulator.load(path).snapshot()
    emulator = loaded(path, bytes(changed))
    # What gzip says of a file's name and age is not what is in it.
    assert emulator is None or Emulator.load(path).snapshot() == same


@settings(max_examples=examples(300), deadline=None)
@given(data=st.data(), change=st.sampled_from(["delete", "replace", "replace", "add", "bytes"]))
def test_any_change_of_one_line_is_taken_or_refused(
    data: st.DataObject,
    change: str,
    lines: list[bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    line: Any = bytearray(lines[index])
    if change == "bytes":
        place = data.draw(st.integers(0, len(line)))
        line[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    else:
        value = json.loads(line)
        holder, step = drawn_place(data, value)
        if change == "delete":
            del holder[step]
        elif change == "replace":
            holder[step] = data.draw(JUNK)
        elif isinstance(step, int):
            holder.append(data.draw(JUNK | st.just(holder[step])))
        else:
            holder[data.draw(st.text(max_size=3))] = data.draw(JUNK)
        line = json.dumps(value).encode()
    text = b"\n".join([*lines[:index], bytes(line), *lines[index + 1 :], b""])
    path = tmp_path_factory.getbasetemp() / "line.gz"
    emulator = loaded(path, packed(text))
    if emulator is not None:
        snapshot = json.loads(json.dumps(emulator.snapshot()))
        again = json.loads(json.dumps(Emulator.restore(snapshot).snapshot()))
        assert without_requests(again) == without_requests(snapshot)


def without_requests(snapshot: Any) -> Any:
    del snapshot["ids"], snapshot["now"]
    return snapshot


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"}]}", b"} ]}"),
        (b"}]}", b"}] }"),
        (b'"details":[{', b'"details": [ { '),
        (b'"details":[{"', b'"details":[{"details":[{"a":1}],"'),
        (b'"details":[', b'"details":[{}],"details":['),
        (b'"details":[', b'"details":[{"new":[{}]}],"details":['),
        (b'"condition":{', b'"\\u0063ondition":{'),
        (b'"isPublic":false', b'"isPublic":true,"isPublic":false'),
        (b"}]}", b"}]}\r"),
    ],
)
def test_another_spelling_is_the_same_or_refused(
    old: bytes, new: bytes, lines: list[bytes], path: Path
) -> None:
    changed = [line.replace(old, new) if b'"seq"' in line else line for line in lines]
    assert changed != lines
    emulator = loaded(path, packed(b"\n".join([*changed, b""])))
    if emulator is None:
        return
    for scope in emulator.snapshot()["scopes"]:
        for analyzer in scope["analyzers"]:
            for finding in analyzer["findings"]:
                json.dumps(finding, allow_nan=False)


def test_a_failed_analysis_spelt_otherwise_is_listed_as_json(path: Path) -> None:
    emulator = Emulator()
    name = "account-external"
    emulator.populate(findings=40, only=name)
    emulator.save(path)
    text = zlib.decompress(path.read_bytes(), GZIP)
    path.write_bytes(text.replace(b'"details":[{}]', b'"details":[{ }]'))
    assert path.read_bytes() != text
    for record in Emulator.load(path).world.scope().analyzers[name].store:
        assert json.loads(record.summary_v1())["condition"] is not None


def test_findings_whose_resource_is_not_among_the_resources_bring_it(
    lines: list[bytes], path: Path
) -> None:
    header = json.loads(lines[0])
    analyzer = header["scopes"][0]["analyzers"][0]
    count, analyzer["resources"] = analyzer["resources"], 0
    path.write_bytes(b"\n".join([json.dumps(header).encode(), *lines[1 + count :], b""]))
    store = Emulator.load(path).world.scope().analyzers["account-external"].store
    assert {record.resource for record in store} == set(store.resources.values())
    for resource in store.resources.values():
        assert resource.analyzed_at == max(record.analyzed_at for record in resource.findings)
