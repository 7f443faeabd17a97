"""`python -m aa_sdk.emulator`: the emulator as a server for boto3, the AWS CLI and others."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from aa_sdk._display import escape
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
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted.

    Args:
        arguments: The command line without the program; the process's own by default.

    Returns:
        The exit code: 0 after an interruption, 1 if serving is not possible.
    """
    options = _parser().parse_args(arguments)
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        emulator = _emulator(options)
        with emulator.serve(options.port) as url:
            print(f"IAM Access Analyzer on {url}", flush=True)  # noqa: T201 (a command's output)
            stopped.wait()
    except (OSError, ValueError) as error:
        print(f"error: {escape(str(error))}", file=sys.stderr)  # noqa: T201 (a command's output)
        return 1
    return 0


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
