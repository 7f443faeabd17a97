"""`python -m aa_sdk.emulator`: the emulator as a server for boto3, the AWS CLI and others."""

import argparse
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from threading import TIMEOUT_MAX
from types import FrameType

from aa_sdk._display import escape
from aa_sdk.emulator._account.snapshot.state_file import held, kept
from aa_sdk.emulator.clock import WallClock
from aa_sdk.emulator.emulator import Emulator

DEFAULT_PORT = 4780


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aa_sdk.emulator",
        description="Serve IAM Access Analyzer from memory on 127.0.0.1.",
    )
    add = parser.add_argument
    add("--port", type=int, default=DEFAULT_PORT, help="0 for a free one (default: %(default)s)")
    add("--populate", type=int, metavar="N", default=0, help="start with N findings")
    add("--seed", type=int, default=7, help="decides ids and findings (default: %(default)s)")
    add("--account-id", default="111122223333", help="your account (default: %(default)s)")
    add("--region", default="us-east-1", help="where the findings are (default: %(default)s)")
    add("--snapshot", metavar="FILE", help="start with the state saved in a file")
    add(
        "--state",
        metavar="FILE",
        help="keep the state in a file: start with it if it is there, whatever else is said of the"
        " start, and save it at the end",
    )
    add("--save-every", metavar="SECONDS", type=_seconds, help="save it now and then too")
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= TIMEOUT_MAX:
        raise ValueError(f"{text} is no time to wait")
    return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted.

    Args:
        arguments: The command line without the program; the process's own by default.

    Returns:
        The exit code: 0 after an interruption, 1 if serving is not possible.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.save_every and not options.state:
        parser.error("--save-every needs --state")
    try:
        with (
            _interruptions() as wait,
            _state(options) as emulator,
            emulator.serve(options.port) as url,
        ):
            print(f"IAM Access Analyzer on {url}", flush=True)  # noqa: T201 (a command's output)
            wait()
    except (OSError, ValueError) as error:
        _report(error)
        return 1
    return 0


def _report(error: Exception) -> None:
    print(f"error: {escape(str(error))}", file=sys.stderr, flush=True)  # noqa: T201 (a command's output)


@contextmanager
def _state(options: argparse.Namespace) -> Generator[Emulator]:
    """Give the emulator to serve, and keep its state in a file if there is to be one."""
    if not options.state:
        yield _emulator(options)
        return
    with held(options.state) as path:
        is_there = path.exists()
        emulator = Emulator.load(path, clock=WallClock()) if is_there else _emulator(options)
        with kept(path, emulator, options.save_every, _report):
            yield emulator


@contextmanager
def _interruptions() -> Generator[Callable[[], object]]:
    """Take SIGINT and SIGTERM, and give a function that waits until there has been one.

    A handler written in Python runs in the main thread, between two of its steps. If the signal
    comes when that thread is about to block, on a lock say, it blocks all the same, and the
    handler waits for the next signal. But the interpreter itself takes note of every signal at
    once, by a byte that it writes to a socket: whoever reads that misses none.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.settimeout(0)  # as the interpreter asks for
        signal.set_wakeup_fd(writer.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _go_on)
        try:
            yield lambda: reader.recv(1)
        finally:
            signal.set_wakeup_fd(-1)


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Do nothing, where without a handler the process would end."""


def _emulator(options: argparse.Namespace) -> Emulator:
    if options.snapshot:
        emulator = Emulator.load(options.snapshot, clock=WallClock())
    else:
        emulator = Emulator(
            options.account_id, options.region, seed=options.seed, clock=WallClock()
        )
    if options.populate:
        emulator.populate(options.populate, seed=options.seed)
    return emulator


if __name__ == "__main__":
    sys.exit(main())
