"""A file has the state of one moment, whatever happens while it is written."""

import json
import os
import threading
import zlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._snapshot.replaced_file import remove_leftovers, replacing
from aa_sdk.emulator._snapshot.writing import write_file
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import BUCKET, lived_in

ACCOUNT = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account-external"
OPEN = {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}
CLOSED = {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject"}}


def plain(emulator: Emulator) -> Any:
    return json.loads(json.dumps(emulator.snapshot()))


def loaded(path: Path) -> Any:
    return plain(Emulator.load(path))


def lines_of(path: Path) -> list[bytes]:
    return zlib.decompress(path.read_bytes(), 31).splitlines()


def test_a_file_is_the_snapshot_line_by_line(lived: Direct, tmp_path: Path) -> None:
    lived.emulator.save(tmp_path / "world.gz")
    header, *lines = map(json.loads, lines_of(tmp_path / "world.gz"))
    snapshot = plain(lived.emulator)
    many: list[Any] = []
    for scope, counted in zip(snapshot["scopes"], header["scopes"], strict=True):
        for analyzer, counts in zip(scope["analyzers"], counted["analyzers"], strict=True):
            many += analyzer["resources"] + analyzer["findings"]
            for part in ("resources", "findings"):
                analyzer[part] = len(analyzer[part])
                assert counts[part] == analyzer[part]
    assert lines == many
    assert header == {**snapshot, "format": 2}


def test_a_saved_state_can_be_loaded(lived: Direct, tmp_path: Path) -> None:
    lived.emulator.save(tmp_path / "world.gz")
    assert loaded(tmp_path / "world.gz") == plain(lived.emulator)


def test_what_was_saved_in_one_object_can_be_loaded(lived: Direct, tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text(json.dumps(lived.emulator.snapshot()))
    assert loaded(tmp_path / "world.json") == plain(lived.emulator)


def test_an_unpacked_file_can_be_loaded(lived: Direct, tmp_path: Path) -> None:
    lived.emulator.save(tmp_path / "world.gz")
    packed = (tmp_path / "world.gz").read_bytes()
    (tmp_path / "world.jsonl").write_bytes(zlib.decompress(packed, 31))
    assert loaded(tmp_path / "world.jsonl") == plain(lived.emulator)


def test_the_same_state_is_the_same_file(lived: Direct, tmp_path: Path) -> None:
    lived.emulator.save(tmp_path / "world.gz")
    Emulator.load(tmp_path / "world.gz").save(tmp_path / "again.gz")
    assert (tmp_path / "world.gz").read_bytes() == (tmp_path / "again.gz").read_bytes()


def store_of(direct: Direct) -> FindingStore:
    return direct.emulator.world.scope().analyzers["account-external"].store


def some(direct: Direct, number: int) -> list[FindingRecord]:
    """A few findings of the analyzer, none if it has none left."""
    found = list(store_of(direct))
    chosen = {number * step % len(found) for step in (1, 5, 11)} if found else set[int]()
    return [found[index] for index in sorted(chosen)]


def update_findings(direct: Direct, number: int) -> None:
    ids = [record.id for record in some(direct, number)]
    status = "ARCHIVED" if number % 2 else "ACTIVE"
    if ids:
        direct.ok("UpdateFindings", analyzerArn=ACCOUNT, ids=ids, status=status)


def update_resource(direct: Direct, number: int) -> None:
    for record in some(direct, number):
        arn = record.resource.arn
        direct.ok("UpdateFindings", analyzerArn=ACCOUNT, resourceArn=arn, status="ARCHIVED")


def resolve(direct: Direct, number: int) -> None:
    for record in some(direct, number):
        direct.emulator.resolve_finding(record.id)


def remove(direct: Direct, number: int) -> None:
    for record in some(direct, number):
        store_of(direct).remove(record)


def scan(direct: Direct, number: int) -> None:
    for record in some(direct, number):
        direct.ok("StartResourceScan", analyzerArn=ACCOUNT, resourceArn=record.resource.arn)


def find_more(direct: Direct, number: int) -> None:
    now = direct.emulator.world.now()
    for record in some(direct, number):
        store_of(direct).add(
            id=direct.emulator.world.ids.new(),
            finding_type="ExternalAccess",
            resource=record.resource.arn,
            resource_type=record.resource.type,
            owner=record.resource.owner,
            created_at=now,
            analyzed_at=now,
            updated_at=now,
        )


def look_at(direct: Direct, number: int) -> None:
    policy = OPEN if number % 2 else CLOSED
    direct.emulator.add_resource(ACCOUNT, BUCKET, "AWS::S3::Bucket", policy)


def expire(direct: Direct, number: int) -> None:
    direct.emulator.advance(timedelta(days=number))
    direct.ok("ListFindingsV2", analyzerArn=ACCOUNT)


CHANGES: dict[str, Callable[[Direct, int], object]] = {
    "update findings": update_findings,
    "update a resource's findings": update_resource,
    "resolve": resolve,
    "remove": remove,
    "scan": scan,
    "find more": find_more,
    "look at a resource": look_at,
    "expire": expire,
    "populate": lambda direct, number: direct.emulator.populate(number, seed=number),
    "tag": lambda direct, number: direct.ok(
        "TagResource", resourceArn=ACCOUNT, tags={"number": str(number)}
    ),
    "apply a rule": lambda direct, _: direct.ok(
        "ApplyArchiveRule", analyzerArn=ACCOUNT, ruleName="accepted"
    ),
    "change a rule": lambda direct, number: direct.ok(
        "UpdateArchiveRule",
        analyzerName="account-external",
        ruleName="accepted",
        filter={"isPublic": {"eq": ["true" if number % 2 else "false"]}},
    ),
}
# What takes away all findings at once, so that nothing else can come after it.
LAST: dict[str, Callable[[Direct], object]] = {
    "nothing": lambda direct: direct.call("ListAnalyzers"),
    "reset": lambda direct: direct.emulator.reset(),
    "replace": lambda direct: direct.emulator.replace_state(Emulator().snapshot()),
    "delete": lambda direct: direct.ok("DeleteAnalyzer", analyzerName="account-external"),
}

WORLD = lived_in(40).emulator.snapshot()


class MeddlingLock:
    """A lock that somebody waits for: each time it is free, something changes."""

    def __init__(self, changes: Sequence[Callable[[], object]]) -> None:
        self._changes = list(changes)
        self._is_held = False

    def __enter__(self) -> None:
        assert not self._is_held
        self._is_held = True

    def __exit__(self, *_: object) -> None:
        self._is_held = False
        if self._changes:
            self._changes.pop(0)()

    @property
    def all_done(self) -> bool:
        return not self._changes


@settings(max_examples=examples(60), deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(list(CHANGES)), st.integers(1, 40)), max_size=25),
    last=st.sampled_from(list(LAST)),
    at_once=st.integers(1, 7),
)
def test_what_changes_while_it_is_written_is_not_in_a_file(
    steps: list[tuple[str, int]],
    last: str,
    at_once: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    direct = Direct(Emulator.restore(WORLD))
    before = plain(direct.emulator)
    path = tmp_path_factory.getbasetemp() / "meddled.gz"
    changes = [partial(CHANGES[name], direct, number) for name, number in steps]
    lock = MeddlingLock([*changes, partial(LAST[last], direct)])
    world = direct.emulator.world
    write_file(path, world, lock, at_once=at_once)
    assert lock.all_done
    assert loaded(path) == before
    stores = [
        analyzer.store for scope in world.scopes.values() for analyzer in scope.analyzers.values()
    ]
    assert not any(store.is_captured for store in stores)


def without_time(emulator: Emulator) -> Any:
    snapshot = plain(emulator)
    del snapshot["now"], snapshot["ids"][1]
    return snapshot


def test_every_change_is_seen_and_can_be_saved(tmp_path: Path) -> None:
    direct = Direct(Emulator.restore(WORLD))
    changed = set[str]()
    for number, (name, change) in enumerate([*CHANGES.items()] * 3, 30):
        before, revision = without_time(direct.emulator), direct.emulator.revision()
        change(direct, number)
        if without_time(direct.emulator) != before:
            changed.add(name)
            assert direct.emulator.revision() != revision
        direct.emulator.save(tmp_path / "world.gz")
        assert loaded(tmp_path / "world.gz") == plain(direct.emulator)
    assert changed == CHANGES.keys()


def test_requests_that_read_and_time_that_passes_are_no_change(lived: Direct) -> None:
    before = lived.emulator.revision()
    lived.ok("ListAnalyzers")
    lived.ok("GetFindingsStatistics", analyzerArn=ACCOUNT)
    lived.emulator.advance(timedelta(minutes=1))
    assert lived.emulator.revision() == before


def test_another_state_is_a_change_even_if_it_looks_the_same(lived: Direct) -> None:
    before = lived.emulator.revision()
    lived.emulator.replace_state(lived.emulator.snapshot())
    assert lived.emulator.revision() != before


def test_requests_are_answered_while_it_is_saved(tmp_path: Path) -> None:
    direct = Direct(Emulator.restore(WORLD))
    answered = threading.Event()

    def ask() -> None:
        direct.ok("ListFindingsV2", analyzerArn=ACCOUNT)
        answered.set()

    # The second time the lock is free the file is begun, and far from written.
    lock = MeddlingLock([ask])
    write_file(tmp_path / "world.gz", direct.emulator.world, lock, at_once=1)
    assert answered.is_set()


def test_two_that_save_at_once_both_leave_a_whole_file(lived: Direct, tmp_path: Path) -> None:
    before = plain(lived.emulator)
    start = threading.Barrier(4)

    def save(number: int) -> None:
        start.wait(timeout=20)
        lived.emulator.save(tmp_path / f"{number % 2}.gz")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded(tmp_path / "0.gz") == loaded(tmp_path / "1.gz") == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["0.gz", "1.gz"]


class BrokenError(Exception):
    """What goes wrong in the middle of a file."""


@pytest.mark.parametrize("moment", [1, 2, 9])
def test_an_error_in_the_middle_leaves_what_was_saved_before(
    moment: int, lived: Direct, tmp_path: Path
) -> None:
    def fail() -> None:
        raise BrokenError

    path = tmp_path / "world.gz"
    lived.emulator.save(path)
    before = path.read_bytes()
    lock = MeddlingLock([*[lambda: None] * (moment - 1), fail])
    with pytest.raises(BrokenError):
        write_file(path, lived.emulator.world, lock, at_once=5)
    assert [entry.name for entry in tmp_path.iterdir()] == ["world.gz"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["missing/world.gz", "folder", "pipe"])
def test_where_no_file_can_be_nothing_is_left(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError):  # noqa: PT011 (whichever it is; the text is the system's)
        Emulator().save(tmp_path / name)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder", "pipe"]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "world.gz").touch()
    (tmp_path / "world.gz").chmod(0o640)
    (tmp_path / "link").symlink_to("world.gz")
    Emulator().save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "world.gz").stat().st_mode & 0o777 == 0o640
    assert loaded(tmp_path / "world.gz") == plain(Emulator())


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    Emulator().save(tmp_path / "world.gz")
    (tmp_path / "other").touch()
    modes = {(tmp_path / name).stat().st_mode for name in ("world.gz", "other")}
    assert len(modes) == 1


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("world.gz", "world.gz.lock", ".other.gz.1-a.saving", ".world.gz.backup"):
        (tmp_path / name).touch()
    with replacing(tmp_path / "world.gz"):
        (left,) = tmp_path.glob(".world.gz.*.saving")
    left.touch()
    remove_leftovers(tmp_path / "world.gz")
    assert not left.exists()
    assert len(list(tmp_path.iterdir())) == 4


def test_a_snapshot_does_not_change_with_its_emulator(lived: Direct) -> None:
    snapshot = lived.emulator.snapshot()
    before = json.dumps(snapshot)
    lived.ok("TagResource", resourceArn=ACCOUNT, tags={"more": "tags"})
    lived.emulator.add_account("AKIAANOTHER", "444455556666")
    assert json.dumps(snapshot) == before
