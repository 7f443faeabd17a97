"""A malformed snapshot is one error, which names the place that is wrong."""

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, SnapshotError
from aa_sdk.emulator.__main__ import main
from aa_sdk.emulator._snapshot.forms import FindingForm
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import lived_in

GOOD: str = json.dumps(lived_in(40).emulator.snapshot())
EXTERNAL = "scopes[0].analyzers[0]"
UNUSED = "scopes[0].analyzers[1]"
DETAILED = next(
    f"{EXTERNAL}.findings[{index}]"
    for index, finding in enumerate(json.loads(GOOD)["scopes"][0]["analyzers"][0]["findings"])
    if "isPublic" in str(finding["details"])
)


def fresh() -> Any:
    return json.loads(GOOD)


def at(snapshot: Any, place: str) -> tuple[Any, Any]:
    """The object or list that a place is in, and its key or index there."""
    steps: list[str | int] = []
    for part in place.replace("]", "").split("."):
        name, *indices = part.split("[")
        steps += [name, *map(int, indices)]
    for step in steps[:-1]:
        snapshot = snapshot[step]
    return snapshot, steps[-1]


def refusal_of(snapshot: Any) -> SnapshotError:
    with pytest.raises(SnapshotError) as caught:
        Emulator.restore(snapshot)
    assert isinstance(caught.value, ValueError)
    assert "\n" not in str(caught.value)
    return caught.value


WRONG: list[tuple[str, Any, str]] = [
    ("format", 2, "1"),
    ("format", "1", "1"),
    ("account_id", None, "string"),
    ("seed", "seven", "integer"),
    ("seed", 1.5, "integer"),
    ("now", 10**18, "253386748799999"),
    ("now", "2026-01-01", "integer"),
    ("ids", [], "ids[0]"),
    ("ids[0][1]", [0] * 624, "625"),
    ("ids[1][1][3]", -1, "greater than or equal to 0"),
    ("ids[1][2]", "x", "number"),
    ("quotas.tags", -1, "greater than or equal to 0"),
    ("durations.access_preview", 10**300, "less than"),
    ("scan_limit", 0, "greater than or equal to 1"),
    ("organization", "yes", "boolean"),
    ("access_keys", [], "object"),
    ("scopes", {}, "array"),
    ("scopes[1]", None, "object"),
    (f"{EXTERNAL}.name", "", "at least 1 character"),
    (f"{EXTERNAL}.arn", "arn:aws:access-analyzer:nowhere", "analyzer/account-external"),
    (f"{EXTERNAL}.type", "EVERYTHING", "'ACCOUNT_UNUSED_ACCESS'"),
    (f"{EXTERNAL}.status", "TIRED", "'DISABLED'"),
    (f"{EXTERNAL}.tags", {"stage": 1}, "string"),
    (f"{EXTERNAL}.rules[0].filter", {}, "at least 1"),
    (f"{EXTERNAL}.rules[0].filter", {"colour": {"eq": ["red"]}}, "colour"),
    (f"{EXTERNAL}.rules[0].filter.isPublic.eq", "true", "array"),
    (f"{EXTERNAL}.previews[1].findings[0].changeType", 7, "string"),
    (f"{EXTERNAL}.previews[1].findings[0].createdAt", "yesterday", "timestamp"),
    (f"{EXTERNAL}.findings[8].status", "OPEN", "'ACTIVE', 'ARCHIVED' or 'RESOLVED'"),
    (f"{EXTERNAL}.findings[8].finding_type", "Rumour", "'ExternalAccess'"),
    (f"{EXTERNAL}.findings[8].finding_type", "UnusedIAMRole", "ACCOUNT"),
    (f"{EXTERNAL}.findings[8].created_at", "2026-01-01T00:00:00Z", "integer"),
    (f"{EXTERNAL}.findings[8].updated_at", -(10**15), "-62135596800000"),
    (f"{EXTERNAL}.findings[8].seq", 10**12, "10000000"),
    (f"{EXTERNAL}.findings[8].seq", 0, "more than"),
    (f"{DETAILED}.details[0].isPublic", "false", "boolean"),
    (f"{DETAILED}.details[0].condition", {"aws:SourceVpc": 5}, "string"),
    (f"{UNUSED}.configuration", {"unusedAccess": {}, "internalAccess": {}}, "exactly one member"),
    (f"{UNUSED}.configuration", {"newAccess": {}}, "exactly one member"),
    (f"{UNUSED}.configuration.unusedAccess.unusedAccessAge", "90", "integer"),
    (f"{UNUSED}.recommendations[0].steps[0]", {"newStep": {}}, "exactly one member"),
    ("scopes[0].generations[0].error", {"code": "X"}, "missing"),
    ("scopes[0].generations[0].cancelled", 0, "boolean"),
    ("scopes[0].answered[0]", ["CreateArchiveRule"], "missing"),
]


@pytest.mark.parametrize(("place", "value", "expected"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_value_is_named_with_its_place_and_what_belongs_there(
    place: str, value: Any, expected: str
) -> None:
    snapshot = fresh()
    holder, step = at(snapshot, place)
    holder[step] = value
    error = refusal_of(snapshot)
    assert error.place.startswith(place)
    assert str(error).startswith(f"{place}")
    assert expected in str(error)


@pytest.mark.parametrize(
    "place",
    [
        *("format", "quotas.tags", "durations.recommendation", "scopes[0].region"),
        *(f"{EXTERNAL}.type", f"{EXTERNAL}.findings[3].resource", "scopes[1].answered"),
        *(f"{EXTERNAL}.findings[3].finding_type", f"{EXTERNAL}.resources[0].arn"),
        *(f"{EXTERNAL}.previews[1].findings[0].resourceType", "scopes[0].generations[0].trails"),
        *("scopes[0].generations[0].trails.startTime",),
    ],
)
def test_what_is_missing_is_named(place: str) -> None:
    snapshot = fresh()
    holder, step = at(snapshot, place)
    del holder[step]
    error = refusal_of(snapshot)
    assert (error.place, error.reason) == (place, "is missing")


@pytest.mark.parametrize(
    "place",
    ["colour", "quotas.colour", f"{EXTERNAL}.findings[2].colour", f"{EXTERNAL}.rules[0].colour"],
)
def test_what_no_snapshot_has_is_named(place: str) -> None:
    snapshot = fresh()
    holder, step = at(snapshot, place)
    holder[step] = "red"
    assert refusal_of(snapshot).place == place


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("scopes", "scopes[2].region"),
        ("scopes[0].analyzers", "scopes[0].analyzers[4].name"),
        ("scopes[0].generations", "scopes[0].generations[1].id"),
        ("scopes[0].answered", "scopes[0].answered[1]"),
        (f"{EXTERNAL}.rules", f"{EXTERNAL}.rules[1].name"),
        (f"{EXTERNAL}.previews", f"{EXTERNAL}.previews[2].id"),
        (f"{UNUSED}.recommendations", f"{UNUSED}.recommendations[1].finding_id"),
    ],
)
def test_what_is_there_twice_is_named(place: str, named: str) -> None:
    snapshot = fresh()
    holder, step = at(snapshot, place)
    holder[step].append(holder[step][0])
    assert refusal_of(snapshot).place == named


@pytest.mark.parametrize("part", ["findings", "resources"])
def test_findings_and_resources_are_there_once(part: str) -> None:
    snapshot = fresh()
    holder, step = at(snapshot, f"{EXTERNAL}.{part}")
    holder[step][5] = holder[step][2]
    member = {"findings": "id", "resources": "arn"}[part]
    assert refusal_of(snapshot).place == f"{EXTERNAL}.{part}[5].{member}"


def test_numbers_no_generator_stands_at_are_refused() -> None:
    snapshot = fresh()
    snapshot["ids"][1][1][624] = 625  # the last one tells how many of the others are used up
    assert refusal_of(snapshot).place == "ids[1]"


def test_a_finding_has_the_details_of_its_type() -> None:
    variants, _ = get_args(FindingForm)
    forms: dict[str, Any] = {}
    for form in get_args(variants):
        (finding_type,) = get_args(form.model_fields["finding_type"].annotation)
        (forms[finding_type],) = get_args(form.model_fields["details"].annotation)
    assert forms == {name: details.model for name, details in DETAILS_BY_TYPE.items()}


def test_keys_that_are_no_names_are_quoted() -> None:
    snapshot = fresh()
    snapshot["access_keys"] = {"a\nb": 1}
    assert refusal_of(snapshot).place == 'access_keys["a\\nb"]'


def test_what_else_is_wrong_is_counted() -> None:
    snapshot = fresh()
    snapshot["format"], snapshot["seed"] = 2, "x"
    assert str(refusal_of(snapshot)) == "format: should be 1, and 1 more like it"


@pytest.mark.parametrize(
    "snapshot",
    [None, 5, "text", [], {}, {"a": {1, 2}}, {"seed": float("nan")}, {"a": b""}],
    ids=str,
)
def test_what_is_no_snapshot_at_all_is_refused(snapshot: Any) -> None:
    assert refusal_of(snapshot)


def test_any_mapping_may_be_a_snapshot() -> None:
    assert Emulator.restore(MappingProxyType(fresh())).snapshot()["format"] == 1


FILES: dict[str, bytes] = {
    "empty": b"",
    "no json": b"nonsense",
    "cut off": GOOD.encode()[:-100],
    "not utf-8": b'{"format": "\xff"}',
    "utf-16": GOOD.encode("utf-16"),
    "with a mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "two": GOOD.encode() * 2,
    "a list": b"[]",
    "not a number": GOOD.replace('"seed": 0', '"seed": NaN').encode(),
    "not a number deep inside": GOOD.replace('"isPublic": true', '"new": NaN').encode(),
    "deep": b'{"a":' * 100_000,
    "deep list": b"[" * 100_000,
    "half a character": rb'{"format": "\ud800"}',
    "a long number": GOOD.replace('"seed": 0', f'"seed": {"9" * 5000}').encode(),
    "zeros": bytes(1000),
}


@pytest.fixture
def command() -> Iterator[Callable[[Path], int]]:
    """Runs the command here, and leaves the process's signals as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield lambda path: main(["--port", "0", "--snapshot", str(path)])
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_that_holds_no_snapshot_is_refused(
    content: bytes,
    tmp_path: Path,
    command: Callable[[Path], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "world.json"
    path.write_bytes(content)
    with pytest.raises(SnapshotError) as caught:
        Emulator.load(path)
    assert command(path) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"error: {caught.value}\n")


@pytest.mark.parametrize("name", ["missing.json", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_refused(
    name: str,
    tmp_path: Path,
    command: Callable[[Path], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SnapshotError) as caught:
        Emulator.load(tmp_path / name)
    assert isinstance(caught.value, OSError)
    assert caught.value.place == str(tmp_path / name)
    assert command(tmp_path / name) == 1
    assert capsys.readouterr().err.count("\n") == 1


JUNK: Any = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=4),
        st.sampled_from(["ACTIVE", "ExternalAccess", "UnusedPermission", "ACCOUNT", "2026-01-01"]),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
OPERATIONS = ("ListFindingsV2", "ListFindings", "GetFindingsStatistics", "ListAccessPreviews")


def assert_goes_on(emulator: Emulator) -> None:
    """A snapshot that was taken makes an emulator that answers."""
    for account_id, region in list(emulator.world.scopes):
        direct = Direct(emulator, "111122223333", region)
        emulator.add_account("AKIAEMUL111122223333", account_id)
        assert direct.call("ListAnalyzers").status < 500
        assert direct.call("ListPolicyGenerations").status < 500
        for analyzer in list(emulator.world.scope(account_id, region).analyzers.values()):
            for operation in OPERATIONS:
                assert direct.call(operation, analyzerArn=analyzer.arn).status < 500
            for rule in analyzer.rules:
                named = {"analyzerArn": analyzer.arn, "ruleName": rule}
                assert direct.call("ApplyArchiveRule", **named).status < 500
            assert direct.call("GetAnalyzer", analyzerName=analyzer.name).status < 500


def steps_of(here: Any) -> list[Any]:
    """The keys or the first indices of an object or a list; nothing for other values."""
    if isinstance(here, dict):
        return sorted(cast("dict[str, Any]", here))
    return list(range(min(len(cast("list[object]", here)), 30))) if isinstance(here, list) else []


def drawn_place(data: st.DataObject, snapshot: Any) -> tuple[Any, Any]:
    """Any object or list of a snapshot, and a key or index in it."""
    holder, step = snapshot, data.draw(st.sampled_from(steps_of(snapshot)))
    for _ in range(data.draw(st.integers(0, 8))):
        steps = steps_of(holder[step])
        if not steps:
            break
        holder, step = holder[step], data.draw(st.sampled_from(steps))
    return holder, step


@settings(max_examples=examples(300))
@given(data=st.data(), change=st.sampled_from(["delete", "replace", "replace", "add"]))
def test_any_change_of_one_place_is_taken_or_refused(data: st.DataObject, change: str) -> None:
    snapshot = fresh()
    holder, step = drawn_place(data, snapshot)
    if change == "delete":
        del holder[step]
    elif change == "replace":
        holder[step] = data.draw(JUNK)
    elif isinstance(step, int):
        holder.append(data.draw(JUNK | st.just(holder[step])))
    else:
        holder[data.draw(st.text(max_size=3))] = data.draw(JUNK)
    try:
        emulator = Emulator.restore(snapshot)
    except SnapshotError:
        return
    assert_goes_on(emulator)
