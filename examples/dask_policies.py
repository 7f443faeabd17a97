"""Checks many policies on the workers of a Dask cluster.

    python dask_policies.py --demo
    python dask_policies.py policies/ --not-granted iam:CreateUser kms:ScheduleKeyDeletion
    python dask_policies.py /shared/policies --scheduler tcp://dask:8786

All documents `*.json` below a folder are validated, and with `--not-granted` it is checked that
none of them allows these actions. It ends with 0 if all passed. Otherwise it says which did not and
why, and ends with 1. It needs `pip install 'aa-sdk[dask,validate]'`, on workers too.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Client

from aa_sdk import AccessAnalyzerError
from aa_sdk.workflows import PolicyReport, check_policies
from dask_cluster import at_least_one, connected, spread

POLICIES = 500
"""How many policies a task checks; each takes about half a millisecond."""


async def check(
    client: Client,
    paths: Sequence[Path],
    questions: Mapping[str, Any],
    on_part: Callable[[PolicyReport], object] = str,
) -> PolicyReport:
    """Check policies on a cluster.

    Workers are sent the paths alone: so no document gets into Dask's own log and memory.

    Args:
        client: The cluster.
        paths: The documents, which all workers see at the same paths; each once.
        questions: What is asked, by the names that `check_policies` has for it.
        on_part: Is called with the reports on parts of them, as they come.

    Returns:
        What became of each policy, in their order.
    """
    await check_policies([], **questions)  # refuses here what no worker could ask
    places = {str(path): place for place, path in enumerate(paths)}
    reports: list[PolicyReport] = []
    async for report in spread(client, partial(check_policies, **questions), parts_of(paths)):
        reports.append(report)
        on_part(report)
    reports.sort(key=lambda report: places[report.results[0].name])
    return PolicyReport.merged(reports)


async def parts_of(paths: Sequence[Path]) -> AsyncGenerator[Sequence[Path]]:
    """Cut paths into parts."""
    for start in range(0, len(paths), POLICIES):
        yield paths[start : start + POLICIES]


@contextmanager
def sample_policies(count: int) -> Generator[Path]:
    """Write policies into a folder, some of which may create users."""
    with TemporaryDirectory() as folder:
        for number in range(count):
            statement = {
                "Effect": "Allow",
                "Action": ["iam:*"] if number % 100 == 0 else ["s3:GetObject", "s3:PutObject"],
                "Resource": f"arn:aws:s3:::team-{number}/*" if number % 100 else "*",
            }
            document = {"Version": "2012-10-17", "Statement": [statement]}
            Path(folder, f"{number:05}.json").write_text(json.dumps(document), encoding="utf-8")
        yield Path(folder)


async def run(folder: Path, not_granted: Sequence[str], scheduler: str | None) -> PolicyReport:
    """Check all policies below a folder."""
    paths = await asyncio.to_thread(lambda: sorted(folder.absolute().rglob("*.json")))
    if not paths:
        raise FileNotFoundError(f"no documents *.json below {folder}")
    async with connected(scheduler) as client:
        return await check(client, paths, {"access_not_granted": [*not_granted] or None})


def main() -> int:
    """Check, say what did not pass, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="dask_policies",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--demo", nargs="?", const=5_000, type=at_least_one, help="sample policies: 5000"
    )
    which.add_argument("folder", nargs="?", type=Path, help="the folder, which all workers see")
    parser.add_argument("--not-granted", nargs="+", default=[], metavar="ACTION")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="default: two processes here")
    given = parser.parse_args()
    try:
        if given.demo:
            with sample_policies(given.demo) as folder:
                not_granted = given.not_granted or ["iam:CreateUser"]
                report = asyncio.run(run(folder, not_granted, given.scheduler))
        else:
            report = asyncio.run(run(given.folder, given.not_granted, given.scheduler))
    except (AccessAnalyzerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    lines = [*report.not_passed, report]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
