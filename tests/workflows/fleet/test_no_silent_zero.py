"""Random organizations: whatever is wrong in them, nothing is missing without being told.

What each scope has to end as is decided here from how it was made, by rules that know nothing of
how a sweep goes; what there is to find is listed by hand, call by call.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.models import Model
from aa_sdk.workflows import FleetFinding, FleetOutcome, organization_accounts
from tests.conftest import Run
from tests.effort import examples
from tests.virtual_time import run_on_asyncio, run_on_trio
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    EXTERNAL,
    HOME,
    INTERNAL,
    OPTIONAL,
    UNUSED,
    WEST,
    World,
    statuses,
)

REGIONS = (HOME, OPTIONAL, WEST)
PAGE = 2
"""How many findings the service looks at for a page, so that few findings have several."""
LISTINGS = ("ListFindings", "ListFindingsV2")
BROKEN = ("no listing", "broken listing")

Place = tuple[str, str]


@dataclass(frozen=True)
class Account:
    """An account as it is made."""

    state: str
    """`ACTIVE`, `SUSPENDED`, or `DENIED` where the role may not be assumed."""
    is_optional_on: bool
    analyzers: Sequence[Mapping[str, tuple[str, int]]]
    """For each Region the analyzers: by kind the status, and how many findings there are."""
    troubles: Sequence[str]
    """For each Region what goes wrong there, besides."""


analyzers = st.dictionaries(
    st.sampled_from([EXTERNAL, UNUSED, INTERNAL]),
    st.tuples(
        st.sampled_from(["ACTIVE"] * 6 + ["DISABLED", "FAILED", "CREATING"]),
        st.sampled_from([0, 1, PAGE, 2 * PAGE + 1]),
    ),
)
troubles = st.sampled_from(["", "", "throttled", "slow", "no findings", "no page 2", *BROKEN])
accounts = st.builds(
    Account,
    state=st.sampled_from(["ACTIVE", "ACTIVE", "ACTIVE", "SUSPENDED", "DENIED"]),
    is_optional_on=st.booleans(),
    analyzers=st.lists(analyzers, min_size=3, max_size=3),
    troubles=st.lists(troubles, min_size=3, max_size=3),
)
organizations = st.lists(accounts, min_size=1, max_size=4)


class Made:
    """An organization that was made as it was described, and what has to become of it."""

    def __init__(self, described: Sequence[Account]) -> None:
        self.world = World(scan_limit=PAGE)
        self._accounts = {f"{100_000_000_000 + n}": one for n, one in enumerate(described)}
        self._accounts[CALLER] = Account("ACTIVE", True, ({}, {}, {}), ("", "", ""))  # noqa: FBT003
        for name, account in self._accounts.items():
            self._make(name, account)
        self.listed = {place: self.world.by_hand(*place) for place in self.places()}
        """What the active analyzers have found, listed by hand."""
        for name, account in self._accounts.items():
            self._spoil(name, account)

    def places(self) -> Iterator[Place]:
        for account in self._accounts:
            for region in REGIONS:
                yield account, region

    def _make(self, name: str, account: Account) -> None:
        for region, described in zip(REGIONS, account.analyzers, strict=True):
            for kind, (status, findings) in described.items():
                arn = self.world.analyzer(name, region, kind, findings)
                if kind == EXTERNAL and findings:
                    self.world.role(arn, condition={"aws:SourceVpc": f"vpc-{findings}"})
                self.world.emulator.set_analyzer_status(arn, status)

    def _spoil(self, name: str, account: Account) -> None:
        emulator = self.world.emulator
        faults = emulator.faults
        if account.state == "SUSPENDED":
            emulator.add_member(name, status="SUSPENDED")
        else:
            emulator.add_member(name)
        if account.state == "DENIED":
            faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[name])
        if not account.is_optional_on:
            emulator.disable_region(OPTIONAL, name)
        for region, trouble in zip(REGIONS, account.troubles, strict=True):
            here: Any = {"account_ids": [name], "regions": [region]}
            add = {
                "throttled": partial(faults.throttle, rate=0.5),
                "slow": partial(faults.delay, 3),
                "no findings": partial(faults.fail, *LISTINGS, **DENIED),
                "no page 2": partial(faults.fail, *LISTINGS, **DENIED, nth=2),
                "no listing": partial(faults.fail, "ListAnalyzers", **DENIED),
                "broken listing": partial(faults.fail, "ListAnalyzers"),
            }
            if trouble:
                add[trouble](**here)

    def _trouble(self, place: Place) -> str:
        return self._accounts[place[0]].troubles[REGIONS.index(place[1])]

    def _analyzers(self, place: Place) -> Mapping[str, tuple[str, int]]:
        return self._accounts[place[0]].analyzers[REGIONS.index(place[1])]

    def _is_reached(self, place: Place) -> bool:
        """Whether the analyzers of a scope can be known."""
        account = self._accounts[place[0]]
        is_on = place[1] != OPTIONAL or account.is_optional_on
        return account.state == "ACTIVE" and is_on and self._trouble(place) not in BROKEN

    def read(self, place: Place) -> list[str]:
        """The kinds of analyzers that are to be read in a scope, if nothing else is wrong."""
        if not self._is_reached(place):
            return []
        active = [
            kind for kind, (status, _) in self._analyzers(place).items() if status == "ACTIVE"
        ]
        return [kind for kind in active if kind != UNUSED or self._unused(place[0]) == place[1]]

    def _unused(self, account: str) -> str:
        """The Region in which unused access is read."""
        for region in REGIONS:
            status, _ = self._analyzers((account, region)).get(UNUSED, ("", 0))
            if self._is_reached((account, region)) and status == "ACTIVE":
                return region
        return ""

    def status(self, place: Place) -> str:
        """How a scope has to end."""
        account, trouble = self._accounts[place[0]], self._trouble(place)
        if account.state != "ACTIVE":
            return "denied" if account.state == "DENIED" else "not_active"
        if place[1] == OPTIONAL and not account.is_optional_on:
            return "region_disabled"
        if trouble in BROKEN:
            return "denied" if trouble == "no listing" else "failed"
        if not self._analyzers(place):
            return "no_analyzer"
        pages = sum(self._pages(place, kind) for kind in self.read(place))
        if (trouble == "no findings" and pages) or (trouble == "no page 2" and pages > 1):
            return "denied"
        is_active = all(status == "ACTIVE" for status, _ in self._analyzers(place).values())
        return "ok" if is_active else "not_active"

    def _pages(self, place: Place, kind: str) -> int:
        return max(1, -(-len(self.found(place, kind)) // PAGE))

    def found(self, place: Place, kind: str) -> list[Any]:
        """What an active analyzer has found."""
        arn = f"arn:aws:access-analyzer:{place[1]}:{place[0]}:analyzer/{kind.lower()}"
        return self.listed[place][arn]


def said(account: str, finding: Any) -> object:
    """What a finding says, however it was listed; to itself unless it is of a role."""
    one = finding.to_wire() if isinstance(finding, Model) else finding
    if one["resourceType"] != "AWS::IAM::Role" or "principal" not in one:
        return one["id"]
    return account, one["resource"], str(one["principal"]), str(one["condition"]), *one["action"]


def check(made: Made, found: Sequence[FleetFinding], outcome: FleetOutcome) -> None:
    assert outcome.pending == ()
    told = statuses(outcome)
    assert told == {place: made.status(place) for place in made.places()}
    assert len(outcome) == len(told)  # each once
    assert outcome.is_complete == (not {"denied", "failed", "not_active"} & {*told.values()})
    given = [(one.account, one.region, one.analyzer.arn, one.finding.id) for one in found]
    assert len(set(given)) == len(given) == outcome.findings
    for one in outcome:
        place = one.account, one.region
        by_hand = sum(len(made.found(place, kind)) for kind in made.read(place))
        here = [each for each in given if each[:2] == place]
        assert one.findings == len(here)
        assert one.findings + one.repeated <= by_hand
        if one.status in ("ok", "no_analyzer", "not_active"):
            assert one.findings + one.repeated == by_hand
        listed = {
            (*place, arn, finding["id"])
            for arn, findings in made.listed[place].items()
            for finding in findings
        }
        assert {*here} <= listed
    # What is repeated was given by another scope, once.
    whole = [place for place, status in told.items() if status == "ok"]
    says = [said(one.account, one.finding) for one in found]
    assert len(set(says)) == len(says)
    assert {*says} >= {
        said(place[0], finding)
        for place in whole
        for kind in made.read(place)
        for finding in made.found(place, kind)
    }


@pytest.mark.parametrize("run", [run_on_asyncio, run_on_trio])
@settings(max_examples=examples(60))
@given(described=organizations, concurrency=st.sampled_from([1, 2, 64]))
def test_every_scope_ends_as_it_has_to_and_nothing_is_missing_untold(
    run: Run, described: Sequence[Account], concurrency: int
) -> None:
    async def main() -> None:
        made = Made(described)
        fleet = made.world.fleet(
            accounts=organization_accounts(), regions=REGIONS, concurrency=concurrency
        )
        async with fleet:
            found = await fleet.findings()
            check(made, found, fleet.outcome)
            listed = await fleet.analyzers()
            assert {(one.account, one.region) for one in listed} == {*made.places()}

    run(main)
