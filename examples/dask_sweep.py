"""Sweeps a fleet on the workers of a Dask cluster, and lands its findings as Parquet.

    python dask_sweep.py --demo
    python dask_sweep.py --organization --role AuditRole --out lake
    python dask_sweep.py --accounts 111122223333 --regions eu-west-1 --scheduler tcp://dask:8786

Below `--out`, the findings of a scope land in
`findings/day=2026-11-27/account=111122223333/eu-west-1.parquet`, and what became of all scopes in
`scopes/day=2026-11-27/scopes.parquet`. It ends with 0 if everything that analyzers have found has
landed. Otherwise it says what is missing and ends with 1; running it again makes up for that. It
needs `pip install 'aa-sdk[dask,frames]' polars`, on workers too.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import polars as pl
from distributed import Client

from aa_sdk import AccessAnalyzerError
from aa_sdk.emulator import Emulator
from aa_sdk.frames import findings_table
from aa_sdk.workflows import (
    Fleet,
    FleetOutcome,
    Scope,
    ScopeOutcome,
    SweptScope,
    organization_accounts,
    sweep_scope,
)
from dask_cluster import at_least_one, connected, spread

SCOPES = 25
"""How many scopes a task sweeps, all at a time, or a few more. A task costs Dask one or two
milliseconds, and a scope costs a worker five."""
OUTCOME_COLUMNS = {
    "account": pl.String,
    "region": pl.String,
    "status": pl.String,
    "findings": pl.Int64,
    "problem": pl.String,
}
SAMPLE_REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "sa-east-1"),
    *("eu-west-1", "eu-central-1", "eu-north-1", "ap-south-1", "ap-northeast-1"),
)


async def sweep(
    client: Client,
    fleet: Fleet,
    out: Path,
    *,
    unfinished: Path,
    day: str,
    on_part: Callable[[Sequence[ScopeOutcome]], object] = len,
) -> FleetOutcome:
    """Sweep all scopes of a fleet on a cluster.

    Args:
        client: The cluster.
        fleet: The fleet, which finds the scopes.
        out: The folder where the findings land. All workers see it, at the same path.
        unfinished: A folder beside them, for what is being written.
        day: The day they count for. It is told to workers, who may be in the next one already.
        on_part: Is called with the outcomes of some scopes, as they come.

    Returns:
        What became of every scope.
    """
    outcomes: list[ScopeOutcome] = []
    work = partial(sweep_part, folder=out / "findings" / f"day={day}", unfinished=unfinished)
    async for part in spread(client, work, parts_of(fleet.scopes())):
        outcomes.extend(part)
        on_part(part)
    outcomes.sort(key=lambda one: (one.account, one.region))
    path = out / "scopes" / f"day={day}" / "scopes.parquet"
    put(path, unfinished, outcomes_table(outcomes).write_parquet)
    return FleetOutcome(tuple(outcomes))


@contextmanager
def unfinished_in(out: Path) -> Generator[Path]:
    """Make a folder for what is being written, in the same file system as where it will land."""
    # Workers of a cluster of its own may write on for a moment after a sweep was broken off.
    with TemporaryDirectory(dir=out, prefix=".unfinished-", ignore_cleanup_errors=True) as name:
        yield Path(name)


async def parts_of(scopes: AsyncIterable[Scope]) -> AsyncGenerator[list[Scope]]:
    """Cut scopes into parts as they come: all Regions of some accounts, which share a role."""
    part: list[Scope] = []
    async for scope in scopes:
        if len(part) >= SCOPES and scope.account != part[-1].account:
            yield part
            part = []
        part.append(scope)
    if part:
        yield part


async def sweep_part(scopes: Sequence[Scope], folder: Path, unfinished: Path) -> list[ScopeOutcome]:
    """Sweep some scopes on a worker, and land their findings; return what became of each."""

    async def sweep_one(scope: Scope) -> ScopeOutcome:
        swept = await sweep_scope(scope)
        await asyncio.to_thread(land, swept, folder, unfinished)
        return swept.outcome

    return await asyncio.gather(*map(sweep_one, scopes))


def land(swept: SweptScope, folder: Path, unfinished: Path) -> None:
    """Put the findings of a scope into its file; no findings are no file."""
    scope, found = swept
    path = folder / f"account={scope.account}" / f"{scope.region}.parquet"
    if not found:
        path.unlink(missing_ok=True)
        return
    table = pl.DataFrame(findings_table([one.finding for one in found])).with_columns(
        region=pl.lit(scope.region),
        analyzer_arn=pl.Series([one.analyzer.arn for one in found]),
    )
    put(path, unfinished, table.write_parquet)


def outcomes_table(outcomes: Sequence[ScopeOutcome]) -> pl.DataFrame:
    """Put into a table what became of scopes: no findings can mean that there are none, or not."""
    told = [
        (one.account, one.region, one.status, one.findings, str(one.problem or ""))
        for one in outcomes
    ]
    return pl.DataFrame(told, OUTCOME_COLUMNS, orient="row")


def put(path: Path, unfinished: Path, write: Callable[[Path], object]) -> None:
    """Write a file elsewhere, and rename it: nobody sees half of one, whoever dies or is twice."""
    written = unfinished / uuid4().hex
    write(written)
    path.parent.mkdir(parents=True, exist_ok=True)
    written.replace(path)


@contextmanager
def sample_organization(accounts: int) -> Generator[Fleet]:
    """Serve an organization in which ten Regions have findings, and point this process to it.

    Worker processes that are started meanwhile inherit that.
    """
    emulator = Emulator()
    members = [f"{444400000000 + number}" for number in range(accounts)]
    for seed, account in enumerate(members):
        emulator.add_member(account)
        for region in SAMPLE_REGIONS:
            emulator.populate(8, seed=seed, account_id=account, region_name=region)
    keys = emulator.credentials(emulator.world.account_id)
    with emulator.serve() as url:
        os.environ.update(
            AWS_ENDPOINT_URL=url,
            AWS_REGION=SAMPLE_REGIONS[0],
            AWS_ACCESS_KEY_ID=keys["aws_access_key_id"],
            AWS_SECRET_ACCESS_KEY=keys["aws_secret_access_key"],
        )
        yield Fleet(accounts=members, regions=SAMPLE_REGIONS, role="AuditRole")


def fleet_of(given: argparse.Namespace) -> AbstractContextManager[Fleet]:
    """Return the fleet that the command line asks for."""
    if given.demo:
        return sample_organization(given.demo)
    return nullcontext(
        Fleet(
            accounts=organization_accounts() if given.organization else given.accounts,
            regions=given.regions or "enabled",
            role=given.role,
            external_id=given.external_id,
        )
    )


async def run(fleet: Fleet, scheduler: str | None, out: Path) -> FleetOutcome:
    """Sweep a fleet today, and tell how far it is."""
    done = 0

    def tell(part: Sequence[ScopeOutcome]) -> None:
        nonlocal done
        done += len(part)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done:,} scopes ")

    day = datetime.now(UTC).date().isoformat()
    with unfinished_in(out) as unfinished:  # and so removed once no worker writes there any more
        async with fleet, connected(scheduler) as client:
            return await sweep(client, fleet, out, unfinished=unfinished, day=day, on_part=tell)


def main() -> int:
    """Sweep, say what became of the scopes, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="dask_sweep", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--demo", nargs="?", const=100, type=at_least_one, help="sample accounts: 100"
    )
    which.add_argument("--organization", action="store_true", help="all accounts of it")
    which.add_argument("--accounts", nargs="+", metavar="ID", help="these accounts")
    parser.add_argument("--regions", nargs="+", metavar="REGION", help="default: what is enabled")
    parser.add_argument("--role", metavar="NAME", help="the role to assume in each account")
    parser.add_argument("--external-id", metavar="ID", help="the external id that it asks for")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="default: two processes here")
    parser.add_argument(
        "--out", type=Path, default=Path("lake"), help="the folder, which all workers see"
    )
    given = parser.parse_args()
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        with fleet_of(given) as fleet:
            outcome = asyncio.run(run(fleet, given.scheduler, given.out.absolute()))
    except (AccessAnalyzerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    lines = [outcome, *outcome.problems]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0 if outcome.is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
