"""Tells what became of the findings of an account: `python -m keep_in_sync`, from cron.

With `--demo` on sample data, without AWS. It ends with 0 if everything went well. If something did
not, it ends with 1, the log says what, and the next run makes up for it.
"""

import argparse
import logging
import sys
from functools import partial
from pathlib import Path

import anyio

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError
from aa_sdk.workflows import FindingStore
from keep_in_sync.demo import run_demo
from keep_in_sync.notifying import tell, tell_nobody
from keep_in_sync.syncing import Notify, sync_all

logger = logging.getLogger("keep_in_sync")


async def run(region: str | None, path: Path, notify: Notify) -> bool:
    """Sync an account and Region, as the credentials say that botocore finds."""
    async with AccessAnalyzerClient(region) as client, FindingStore(path) as store:
        return await sync_all(client, store, notify)


def main() -> int:
    """Run once, and return the exit status."""
    parser = argparse.ArgumentParser(prog="keep_in_sync", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="sample data instead of AWS")
    parser.add_argument("--region", help="default: as botocore finds it")
    parser.add_argument("--store", type=Path, default=Path("findings.db"), help="the file")
    parser.add_argument(
        "--quietly", action="store_true", help="tell nobody: for the first run, when all is new"
    )
    given = parser.parse_args()
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logger.setLevel(logging.INFO)  # of others, what is a warning or worse
    notify = tell_nobody if given.quietly else tell
    work = run_demo if given.demo else partial(run, given.region, given.store, notify)
    try:
        return 0 if anyio.run(work) else 1
    except AccessAnalyzerError as error:
        logger.error("%s", error)  # noqa: TRY400 (cron mails it: one line)
        return 1


if __name__ == "__main__":
    sys.exit(main())
