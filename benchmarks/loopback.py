"""What the benchmarks share: the loopback server, invented credentials, turns, tables."""

import gc
import platform
import statistics
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

ANALYZER = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/benchmark"
REGION = "us-east-1"
KEY = "AKIDEXAMPLE"
SECRET = "invented"  # no account has it


class Credentials(TypedDict):
    """The arguments that a client of ours and one of aiobotocore's call alike."""

    aws_access_key_id: str
    aws_secret_access_key: str


CREDENTIALS: Credentials = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}


@contextmanager
def listing_server(findings: int, size: int = 100, milliseconds: int = 0) -> Generator[str]:
    """Run the listing server in a process of its own and yield its URL.

    It answers after so many milliseconds.
    """
    command = [sys.executable, str(Path(__file__).parent / "listing_server.py")]
    with subprocess.Popen(
        [*command, str(findings), str(size), str(milliseconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


async def in_turn(
    turns: Mapping[str, Callable[[], Awaitable[float]]], rounds: int, parts: int = 1
) -> dict[str, list[float]]:
    """Let contenders take turns, and return each one's figures, round by round.

    A figure is the mean of a round's `parts`. The shorter a turn is, the more alike is what a
    busy machine does to a pair.
    """
    figures: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(rounds + 1):
        sums = dict.fromkeys(turns, 0.0)
        for _ in range(parts):
            for name, turn in turns.items():
                gc.collect()  # nobody clears up after another
                sums[name] += await turn()
        if number:  # the first round warms up
            for name, total in sums.items():
                figures[name].append(total / parts)
    return figures


def spread(values: Sequence[float], unit: str, digits: int = 3) -> str:
    """Return `median (min to max) unit`."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f}) {unit}"


def machine(*others: str) -> str:
    """Name what the figures were measured on, and the versions of other packages too."""
    names = ("aiobotocore", "botocore", "pydantic", "aiohttp", *others)
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    python = f"Python {platform.python_version()}"
    return f"{python} on {platform.machine()} {platform.system()}; {versions}"


def compare(
    title: str,
    figures: Mapping[str, Sequence[float]],
    measured: str,
    unit: str,
    digits: int = 3,
    *,
    others: Sequence[str] = ("capo-accessanalyzer",),
) -> None:
    """Print each contender's figures, and what the first one's are of them, pair by pair.

    `others` are packages that were measured too.
    """
    (first, ours), *_ = figures.items()
    rows = [("contender", measured, f"{first}, pair by pair")]
    for name, values in figures.items():
        ratios = [a / b for a, b in zip(ours, values, strict=True)]
        rows.append((name, spread(values, unit, digits), spread(ratios, "of it")))
    table(title, rows, *others)


def table(title: str, rows: Sequence[tuple[str, ...]], *others: str) -> None:
    """Print rows as a Markdown table, the first as its head, below what they were measured on."""
    print(f"\n{title}\n{machine(*others)}\n")
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if number == 0:
            print("|" + "---|" * len(row))
