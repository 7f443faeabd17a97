"""Fleets over real sockets: counts are those that plain clients give, and none stays open."""

import gc
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.client import create_session
from aa_sdk.workflows import Fleet, Scope, organization_accounts, sweep_scope
from tests.client.conftest import LIBRARIES, Library
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    EXTERNAL,
    HOME,
    INTERNAL,
    ONE,
    OPTIONAL,
    THREE,
    TWO,
    UNUSED,
    WEST,
    World,
    statuses,
)

REGIONS = (HOME, WEST, OPTIONAL)
# Before 4.16, anyio leaves a connection that is cut off just when it is made to the garbage
# collector, which says so.
LEFT_BY_ANYIO = pytest.mark.filterwarnings("ignore:Exception ignored in.*(socket|Transport)")
IS_LEFT_BY_ANYIO = tuple(map(int, version("anyio").split(".")[:2])) < (4, 16)
SERVICES = ("STS", "ORGANIZATIONS", "ACCOUNT")


@pytest.fixture(params=LIBRARIES, ids=" on ".join)
def http(request: pytest.FixtureRequest) -> Library:
    found: Library = request.param
    return found


@pytest.fixture
def world() -> World:
    """Four accounts in three Regions, in which this and that goes wrong."""
    made = World(ONE, TWO, THREE)
    made.emulator.disable_region(OPTIONAL, TWO)
    for account, region in product((CALLER, ONE, TWO), REGIONS):
        if (account, region) != (TWO, OPTIONAL):
            made.role(made.analyzer(account, region, EXTERNAL, 120))
            made.analyzer(account, region, UNUSED, 3)
    made.analyzer(ONE, WEST, INTERNAL, 5, status="DISABLED")
    faults = made.emulator.faults
    faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[THREE])
    faults.fail("ListFindings", **DENIED, account_ids=[CALLER], regions=[OPTIONAL])
    return made


@pytest.fixture
def url(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with world.emulator.serve() as where:
        for name in SERVICES:
            monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", where)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"AKIAEMUL{CALLER}")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented-secret")
        monkeypatch.setenv("AWS_REGION", HOME)
        yield where


async def by_hand(world: World, url: str, account: str, region: str) -> list[tuple[str, Any]]:
    """Each finding of a scope's active analyzers with the analyzer's type, by a plain client."""
    credentials: Any = world.emulator.credentials(account)
    found = list[tuple[str, Any]]()
    async with AccessAnalyzerClient(
        region, session=create_session(), endpoint_url=url, pace=None, **credentials
    ) as client:
        for analyzer in await client.list_analyzers().collect():
            if analyzer.status == "ACTIVE":
                listed = await client.list_findings_v2(analyzer.arn).collect()
                found += [(analyzer.type, one) for one in listed]
    return found


def open_files() -> int:
    gc.collect()
    return len([*Path("/dev/fd").iterdir()])


async def check_that_all_is_closed(before: int) -> None:
    with anyio.fail_after(10):
        # The server's ends follow a moment later, and nobody tells.
        while open_files() > before:  # noqa: ASYNC110
            await anyio.sleep(0.01)


def fleet_of(http: Library, url: str, accounts: Any) -> Fleet:
    return Fleet(
        accounts=accounts,
        regions=REGIONS,
        role="Audit",
        endpoint_url=url,
        transport=http.transport,  # type: ignore[arg-type]  # one of the three  # pyright: ignore[reportArgumentType]
    )


def test_counts_are_those_of_plain_clients_and_nothing_stays_open(
    http: Library, world: World, url: str
) -> None:
    async def main() -> None:
        before = open_files()
        async with fleet_of(http, url, organization_accounts()) as fleet:
            found = await fleet.findings()
            outcome = fleet.outcome
            every = await fleet.findings(dedupe=False)
            whole = fleet.outcome
        await check_that_all_is_closed(before)
        told = statuses(outcome)
        assert told == statuses(whole)
        assert told == {
            **dict.fromkeys(product((CALLER, ONE, TWO, THREE), REGIONS), "ok"),
            **{(THREE, region): "denied" for region in REGIONS},
            (TWO, OPTIONAL): "region_disabled",
            (CALLER, OPTIONAL): "denied",
            (ONE, WEST): "not_active",
        }
        world.emulator.faults.clear()
        for one, entire in zip(outcome, whole, strict=True):
            if one.status in ("ok", "not_active"):
                by_type = await by_hand(world, url, one.account, one.region)
                assert entire.findings == len(by_type)
                unused = [kind for kind, _ in by_type if kind == UNUSED]
                here = len(by_type) - (0 if one.region == HOME else len(unused))
                assert one.findings + one.repeated == here
        assert len(found) == outcome.findings
        assert len(every) == whole.findings
        assert outcome.repeated == 1 + 2 + 1  # a role in two Regions, in three, and in two

    http.run(main)


@pytest.mark.parametrize(
    "http",
    [
        pytest.param(
            one, marks=LEFT_BY_ANYIO if IS_LEFT_BY_ANYIO and one.transport == "httpx" else ()
        )
        for one in LIBRARIES
    ],
    ids=" on ".join,
)
# What httpx sends a body by, it leaves to the garbage collector where it is cancelled meanwhile.
@pytest.mark.filterwarnings("ignore:Async generator 'httpx:ResourceWarning")
def test_a_fleet_that_is_left_leaves_no_socket(http: Library, world: World, url: str) -> None:
    async def main() -> None:
        before = open_files()
        async with fleet_of(http, url, [CALLER, ONE, TWO]) as fleet:
            async for _ in fleet.findings():
                break
        with anyio.move_on_after(0.3):
            async with fleet_of(http, url, [CALLER, ONE]) as fleet:
                await fleet.findings()
                await anyio.sleep(10)
        await check_that_all_is_closed(before)
        assert world.emulator.calls.total > 0

    http.run(main)


def test_what_scopes_alone_have_opened_is_closed_with_the_loop(http: Library, url: str) -> None:
    async def main() -> None:
        for region in (HOME, WEST):
            scope = Scope(TWO, region, f"arn:aws:iam::{TWO}:role/Audit", home_region=HOME)
            swept = await sweep_scope(
                scope,
                endpoint_url=url,
                transport=http.transport,  # type: ignore[arg-type]  # one of the three  # pyright: ignore[reportArgumentType]
            )
            assert (swept.outcome.status, len(swept.findings)) == ("ok", 124)

    before = list[int]()

    async def count() -> None:
        before.append(open_files())  # with those that a loop has itself

    http.run(count)
    http.run(main)
    http.run(partial(check_that_all_is_closed, *before))
