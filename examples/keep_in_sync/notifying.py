"""Who is told of changes. Put in here what your team reads: mail, chat, tickets."""

import anyio.to_thread

from aa_sdk.workflows import Deleted, FindingChange, New, Reopened, Resolved


async def tell(change: FindingChange) -> None:
    """Print a change that somebody has to act on, or that ends such a one.

    Raise if the receiver cannot be reached: then it is told again by the next run.
    """
    match change:
        case New(after=finding) | Reopened(after=finding) if finding.status == "ACTIVE":
            await _print(f"open   {change}")
        case Resolved() | Deleted():
            await _print(f"over   {change}")
        case _:
            pass  # archived, expired, changed in its details, new and not active


async def tell_nobody(_: FindingChange) -> None:
    """Take note of what there is: for the first run, to which everything is new."""


async def _print(line: str) -> None:
    await anyio.to_thread.run_sync(print, line)
