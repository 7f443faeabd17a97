"""Events that come in any order, twice and late, and syncs between them."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.workflows._store.rules import Kind
from tests.effort import examples
from tests.workflows.store.histories import MILLISECOND, SECOND, STEPS, History, Kept, kept
from tests.workflows.store.world import EXTERNAL, INTERNAL, UNUSED

FAMILIES: Final = (EXTERNAL, UNUSED, INTERNAL)

steps = st.tuples(
    st.sampled_from(STEPS), st.sampled_from([MILLISECOND, 300 * MILLISECOND, SECOND, 90 * SECOND])
)
lives = st.lists(steps, min_size=2, max_size=6)


def lived(arn: str, life: Sequence[tuple[str, timedelta]]) -> History:
    """The history of a finding that was found, and to which things happened since."""
    history = History(arn)
    history.happen("find")
    for what, later in life:
        history.emulator.advance(later)
        history.happen(what)
    return history


@pytest.mark.parametrize("arn", FAMILIES)
def test_every_order_of_the_events_of_a_life_ends_with_the_same_finding(
    tmp_path: Path, arn: str
) -> None:
    for life in (
        ("archive", "unarchive", "resolve"),
        ("archive", "delete", "find"),
        ("resolve", "delete", "find", "archive"),
        ("delete", "find", "delete"),
    ):
        history = lived(arn, [(what, SECOND) for what in life])
        (last,) = {len(history.events()) - 1}
        with kept(tmp_path, history) as store:
            for event in history.events():
                store.apply(event)
            findings = store.findings()
        assert bool(findings) == (history.read("f") is not None)
        for order in permutations(range(last + 1)):
            with kept(tmp_path, history) as store:
                for place in (*order, *order[:2]):
                    store.apply(history.events()[place])
                assert store.findings() == findings, order


@settings(max_examples=examples(150))
@given(data=st.data(), arn=st.sampled_from(FAMILIES), life=lives)
def test_events_in_any_order_and_twice_end_with_the_same_finding(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    arn: str,
    life: list[tuple[str, timedelta]],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "orders"
    history = lived(arn, life)
    events = history.events()
    order = data.draw(st.permutations([*range(len(events))] * 2))
    with kept(folder, history) as store:
        for event in events:
            store.apply(event)
        findings = store.findings()
    with kept(folder, history) as store:
        for place in order:
            store.apply(events[place])
        assert store.findings() == findings


@settings(max_examples=examples(150))
@given(data=st.data(), arn=st.sampled_from(FAMILIES), life=lives)
def test_events_among_syncs_end_as_after_a_sync_alone(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    arn: str,
    life: list[tuple[str, timedelta]],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "syncs"
    history = History(arn)
    with kept(folder, history) as store:
        for what, later in [("find", MILLISECOND), *life]:
            history.emulator.advance(later)
            history.happen(what)
            deliver(store, history, data)
            match data.draw(st.sampled_from(["sync", "sync with events", "nothing"])):
                case "sync":
                    store.sync()
                case "sync with events":
                    run, unlike = store.begin()
                    deliver(store, history, data)
                    found = store.read(unlike)
                    deliver(store, history, data)
                    store.end(run, unlike, found)
                case _:
                    pass
        history.emulator.advance(SECOND)
        store.sync()
        events = history.events()
        for place in data.draw(st.permutations([*range(len(events))] * 2)):
            store.apply(events[place])
        assert store.findings() == {one.id: history.read(one.id) for one in history.listed()}
        assert store.sync() == []


def deliver(store: Kept, history: History, data: st.DataObject) -> None:
    """Let some of the events that were sent until now come, in some order, perhaps again."""
    for event in data.draw(st.lists(st.sampled_from(history.events()), max_size=3)):
        store.apply(event)


@settings(max_examples=examples(100))
@given(arn=st.sampled_from(FAMILIES), life=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
def test_pushed_and_polled_the_same_happens(
    tmp_path_factory: pytest.TempPathFactory, arn: str, life: list[str]
) -> None:
    base, history = tmp_path_factory.getbasetemp(), History(arn)
    with kept(base / "pushed", history) as pushed, kept(base / "polled", history) as polled:
        for what in ("find", *life):
            history.emulator.advance(SECOND)
            told = len(history.events())
            history.happen(what)
            history.emulator.now()
            kinds = [kind for event in history.events()[told:] for kind in pushed.apply(event)]
            assert kinds == polled.sync()
            assert pushed.sync() == []
            assert pushed.findings() == polled.findings()


def test_a_resolved_finding_that_ages_out_is_expired_pushed_and_polled(tmp_path: Path) -> None:
    for arn in FAMILIES:
        history = lived(arn, [("resolve", 1700 * MILLISECOND)])
        with kept(tmp_path / "pushed", history) as pushed, kept(tmp_path, history) as polled:
            polled.sync()
            history.happen("age out")
            assert polled.sync() == [Kind.EXPIRED]
            kinds = [kind for event in history.events() for kind in pushed.apply(event)]
            assert kinds == [Kind.NEW, Kind.RESOLVED, Kind.EXPIRED]


def test_one_that_ages_out_and_was_never_told_to_be_resolved_is_deleted_pushed_and_polled(
    tmp_path: Path,
) -> None:
    for arn in FAMILIES:
        history = lived(arn, [])
        with kept(tmp_path / "pushed", history) as pushed, kept(tmp_path, history) as polled:
            assert polled.sync() == pushed.sync() == [Kind.NEW]
            history.happen("resolve")
            history.happen("age out")
            assert polled.sync() == [Kind.DELETED]
            assert pushed.apply(history.events()[-1]) == [Kind.DELETED]
