"""What the benchmarks share: the loopback server, invented credentials, tables."""

import platform
import statistics
import subprocess
import sys
from collections.abc import Generator, Sequence
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
def listing_server(findings: int, size: int = 100) -> Generator[str]:
    """Run the listing server in a process of its own and yield its URL."""
    command = [sys.executable, str(Path(__file__).parent / "listing_server.py")]
    with subprocess.Popen(
        [*command, str(findings), str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def spread(values: Sequence[float], unit: str, digits: int = 3) -> str:
    """Return `median (min to max) unit`."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f}) {unit}"


def machine() -> str:
    """Name what the figures were measured on."""
    names = ("aiobotocore", "botocore", "pydantic", "aiohttp")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    python = f"Python {platform.python_version()}"
    return f"{python} on {platform.machine()} {platform.system()}; {versions}"


def table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as a Markdown table, the first as its head."""
    print(f"\n{title}\n{machine()}\n")
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if number == 0:
            print("|" + "---|" * len(row))
