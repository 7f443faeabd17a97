"""Whatever a run was cut off at, and wherever it began, another one comes to the same end."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CallEvent,
    FindingFilter,
    UnusedAccessConfiguration,
)
from aa_sdk.emulator import Emulator
from aa_sdk.models import AnalysisRule
from aa_sdk.workflows import AnalyzerSpec, ensure_analyzer, plan_analyzer
from tests.conftest import Run
from tests.effort import examples
from tests.workflows.desired import account, everything, writes

FILTERS = [
    FindingFilter().resource.contains(":role/own-"),
    FindingFilter().resource_type.eq("AWS::IAM::Role", "AWS::IAM::User"),
    FindingFilter().resource_owner_account.neq("111122223333"),
]
SCOPES: list[Any] = [
    {"account_ids": ["222233334444"]},
    {"account_ids": ["333344445555", "222233334444"]},
    {"resource_tags": [{"a": "b"}, {"c": ""}]},
]
TYPES = ["ACCOUNT", "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"]


def configurations(analyzer_type: str) -> st.SearchStrategy[Any]:
    """Configurations that fit a type, and none."""
    if "UNUSED" not in analyzer_type:
        return st.none()
    scopes = SCOPES if "ORGANIZATION" in analyzer_type else SCOPES[2:]
    chosen = st.lists(st.sampled_from(scopes), max_size=3)
    content = {
        "unused_access_age": st.sampled_from([None, 30, 90]),
        "analysis_rule": st.none() | st.fixed_dictionaries({"exclusions": chosen}),
    }
    return st.none() | st.fixed_dictionaries({"unused_access": st.fixed_dictionaries(content)})


@st.composite
def specs(draw: st.DrawFn, types: list[str], names: list[str]) -> AnalyzerSpec:
    """Specifications."""
    analyzer_type: Any = draw(st.sampled_from(types))
    return AnalyzerSpec(
        draw(st.sampled_from(names)),
        analyzer_type,
        configuration=draw(configurations(analyzer_type)),
        archive_rules=draw(
            st.dictionaries(st.sampled_from("pqr"), st.sampled_from(FILTERS), max_size=3)
        ),
        tags=draw(st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12"), max_size=3)),
    )


class Start(NamedTuple):
    """What there is before anything is ensured."""

    analyzer: AnalyzerSpec | None
    status: str | None = None


class Ensured(NamedTuple):
    """What is to be ensured, and how."""

    spec: AnalyzerSpec
    options: dict[str, bool]

    async def run(self, client: AccessAnalyzerClient) -> str | None:
        """Ensure it, and return the kind of error that came of it."""
        try:
            await ensure_analyzer(client, self.spec, **self.options)
        except AccessAnalyzerError as error:
            return type(error).__name__
        return None


starts = st.builds(
    Start, st.none() | specs(TYPES, ["audit", "legacy"]), st.sampled_from([None, None, "FAILED"])
)
options = st.fixed_dictionaries({name: st.booleans() for name in ("prune", "adopt", "replace")})
ensured = st.builds(Ensured, specs(TYPES[:2], ["audit"]) | specs(TYPES, ["audit"]), options)


Told = Callable[[CallEvent], None]
Cut = Callable[[Emulator, anyio.CancelScope, int], Told | None]


def lost(emulator: Emulator, _scope: anyio.CancelScope, number: int) -> None:
    """A call does not reach the service."""
    emulator.faults.drop(nth=number, handled=False)


def unanswered(emulator: Emulator, _scope: anyio.CancelScope, number: int) -> None:
    """A call is handled, and its answer does not come back."""
    emulator.faults.drop(nth=number, handled=True)


def failed(emulator: Emulator, _scope: anyio.CancelScope, number: int) -> None:
    """The service fails at a call."""
    emulator.faults.fail(nth=number)


def given_up(emulator: Emulator, _scope: anyio.CancelScope, number: int) -> None:
    """A run is cancelled while it waits for the answer to a call."""
    emulator.faults.delay(2 * PATIENCE, nth=number)


def stopped(_emulator: Emulator, scope: anyio.CancelScope, number: int) -> Told:
    """A run is cancelled when a call has been answered."""
    calls = iter(range(1, number))

    def told(_event: CallEvent) -> None:
        if next(calls, None) is None:
            scope.cancel()

    return told


CUTS: list[Cut] = [lost, unanswered, failed, given_up, stopped]
PATIENCE = 5000


class Bench(NamedTuple):
    """One emulator and client for all the runs of a test, each of which starts anew."""

    emulator: Emulator
    client: AccessAnalyzerClient

    async def start(self, start: Start) -> dict[str, Any]:
        """Make what there is before, and return it as a snapshot."""
        self.emulator.reset()
        if present := start.analyzer:
            await self.client.create_analyzer(
                present.name,
                type=present.type,
                configuration=present.configuration,
                archive_rules=[
                    {"rule_name": name, "filter": rule}
                    for name, rule in present.archive_rules.items()
                ],
                tags=dict(present.tags),
            )
            if start.status:
                self.emulator.set_analyzer_status(present.name, start.status)
        return self.emulator.snapshot()

    async def cut_off(self, snapshot: Mapping[str, Any], what: Ensured, cut: Cut, at: int) -> None:
        """Cut a run off at one of its calls."""
        self.emulator.replace_state(snapshot)
        with anyio.move_on_after(PATIENCE) as scope:
            on_call = cut(self.emulator, scope, at)
            await what.run(self.client.with_options(retries=0, on_call=on_call))
        self.emulator.faults.clear()

    async def end(self, what: Ensured) -> tuple[str | None, dict[str, Any]]:
        """What a run comes to, and all that there is after it."""
        error = await what.run(self.client)
        return error, await self.found()

    async def found(self) -> dict[str, Any]:
        """All that there is, and has been for a while."""
        await anyio.sleep(60)
        return await everything(self.client)

    async def undisturbed(
        self, snapshot: Mapping[str, Any], what: Ensured
    ) -> tuple[tuple[str | None, dict[str, Any]], int]:
        """What a run comes to that nothing disturbs, and how many calls it makes."""
        self.emulator.replace_state(snapshot)
        self.emulator.calls.clear()
        error = await what.run(self.client)
        calls, written = self.emulator.calls.total, writes(self.emulator)
        found = await self.found()
        self.emulator.calls.clear()
        assert await what.run(self.client) == error
        assert writes(self.emulator) == []  # a second run has nothing to do
        if error is None:
            plan = await plan_analyzer(self.client, what.spec, **what.options)
            assert plan.is_empty
        else:
            assert written == []
        return (error, found), calls

    async def check_cuts(self, start: Start, what: Ensured, cuts: list[Cut]) -> int:
        """Cut a run off at each of its calls, in each of the ways, and hold the ends together."""
        snapshot = await self.start(start)
        expected, calls = await self.undisturbed(snapshot, what)
        for number in range(1, calls + 1):
            for cut in cuts:
                await self.cut_off(snapshot, what, cut, number)
                assert await self.end(what) == expected, (cut.__name__, number)
        return calls


PRESENT = AnalyzerSpec(
    "audit",
    "ACCOUNT_UNUSED_ACCESS",
    configuration={"unused_access": {"unused_access_age": 30}},
    archive_rules={"p": FILTERS[0], "q": FILTERS[0], "by-hand": FILTERS[2]},
    tags={"x": "1", "y": "1", "by-hand": "1"},
)
WANTED = AnalyzerSpec(
    "audit",
    "ACCOUNT_UNUSED_ACCESS",
    configuration={"unused_access": {"analysis_rule": {"exclusions": SCOPES[2:]}}},
    archive_rules={"q": FILTERS[1], "r": FILTERS[1], "p": FILTERS[0]},
    tags={"y": "2", "z": "2"},
)
OLDER = replace(WANTED, configuration={"unused_access": {"unused_access_age": 60}})  # type: ignore[arg-type]  # either form will do
LEGACY = replace(PRESENT, name="legacy")


@pytest.mark.parametrize(
    ("present", "wanted", "options", "writing"),
    [
        (None, WANTED, {}, 1),
        (PRESENT, WANTED, {}, 4),
        (PRESENT, WANTED, {"prune": True}, 6),
        (PRESENT, OLDER, {"prune": True, "replace": True}, 2),
        (LEGACY, WANTED, {"adopt": True}, 4),
        (LEGACY, OLDER, {"adopt": True, "replace": True, "prune": True}, 2),
    ],
    ids=["created", "changed", "pruned", "replaced", "adopted", "adopted and replaced"],
)
def test_a_run_can_be_cut_off_at_each_of_its_calls_in_each_way(
    run_in_virtual_time: Run,
    present: AnalyzerSpec | None,
    wanted: AnalyzerSpec,
    options: dict[str, bool],
    writing: int,
) -> None:
    async def main() -> None:
        start, what = Start(present), Ensured(wanted, options)
        async with account() as (emulator, client):
            bench = Bench(emulator, client)
            await bench.start(start)
            emulator.calls.clear()
            assert await what.run(client) is None
            assert len(writes(emulator)) == writing
            assert await bench.check_cuts(start, what, CUTS) > writing

    run_in_virtual_time(main)


@settings(
    max_examples=examples(50),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cases=st.lists(st.tuples(starts, ensured, st.sampled_from(CUTS)), min_size=1, max_size=3))
def test_a_run_after_one_that_was_cut_off_anywhere_comes_to_the_same_end(
    run_in_virtual_time: Run, cases: list[tuple[Start, Ensured, Cut]]
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            for start, what, cut in cases:
                await Bench(emulator, client).check_cuts(start, what, [cut])

    run_in_virtual_time(main)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(st.tuples(starts, ensured), min_size=1, max_size=6))
def test_whatever_there_was_an_analyzer_is_as_specified_or_nothing_was_written(
    run_in_virtual_time: Run, cases: list[tuple[Start, Ensured]]
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            bench = Bench(emulator, client)
            for start, what in cases:
                snapshot = await bench.start(start)
                before = await bench.found()
                (error, after), _ = await bench.undisturbed(snapshot, what)
                if error is None:
                    check_specified(before, after, what)
                else:
                    assert after == before

    run_in_virtual_time(main)


def check_specified(before: dict[str, Any], after: dict[str, Any], what: Ensured) -> None:
    """Hold what there is against the specification: all of it, and what else there was."""
    spec = what.spec
    name = spec.name if spec.name in after else "legacy"
    found = after[name]
    kept: dict[str, Any] = {} if what.options["prune"] else before.get(name, {})
    rules = {rule: wanted.to_criteria() for rule, wanted in spec.archive_rules.items()}
    assert (found["type"], found["status"]) == (spec.type, "ACTIVE")
    assert found["rules"] == {**kept.get("rules", {}), **rules}
    assert found["tags"] == {**kept.get("tags", {}), **spec.tags}
    if isinstance(spec.configuration, UnusedAccessConfiguration):
        wanted = spec.configuration
        assert wanted.unused_access_age in (None, found["configuration"].unused_access_age)
        if wanted.analysis_rule:
            rule = found["configuration"].analysis_rule or AnalysisRule()
            assert flat(rule) == flat(wanted.analysis_rule)


def flat(rule: AnalysisRule) -> set[Any]:
    """The values of all exclusions, none of which has more than one member here."""
    accounts = {account for scope in rule.exclusions for account in scope.account_ids}
    tags = [scope.resource_tags for scope in rule.exclusions if scope.resource_tags]
    return accounts | {str(each) for each in tags}
