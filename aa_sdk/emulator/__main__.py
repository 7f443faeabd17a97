"""`python -m aa_sdk.emulator`: the emulator as a server for boto3, the AWS CLI and others."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from itertools import product
from types import FrameType

from aa_sdk._display import escape
from aa_sdk.emulator import _arguments as arguments_of
from aa_sdk.emulator._control_api.access import access_to, is_loopback
from aa_sdk.emulator._snapshot.state_file import held, kept
from aa_sdk.emulator.clock import WallClock
from aa_sdk.emulator.emulator import Emulator

DEFAULT_ACCOUNT = "111122223333"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 4780
DEFAULT_REGION = "us-east-1"
TOKEN_VARIABLE = "AA_SDK_EMULATOR_CONTROL_TOKEN"  # noqa: S105 (where it is read from)

PROGRAM = "python -m aa_sdk.emulator"
DEMO_FINDINGS = 60

_EXAMPLES = f"""\
examples:
  %(prog)s --populate 1000
      a thousand findings on http://{DEFAULT_HOST}:{DEFAULT_PORT}
  %(prog)s --account-id 111122223333,444455556666 --region eu-west-1 --populate 50
      fifty findings in each of two accounts
  %(prog)s --control
      with the control API, for programs on this machine
  {TOKEN_VARIABLE}=... %(prog)s --host 0.0.0.0 --control
      for other machines too, as in a container

point clients at it:
  AWS_ENDPOINT_URL_ACCESSANALYZER=http://{DEFAULT_HOST}:{DEFAULT_PORT}
"""


def _parser(program: str) -> argparse.ArgumentParser:
    parser = arguments_of.Parser(
        prog=program,
        description="Serve IAM Access Analyzer from memory, until interrupted.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--host",
        default=DEFAULT_HOST,
        help="the name or address to listen at (default: %(default)s, this machine alone)",
    )
    add(
        "--port",
        type=arguments_of.port,
        default=DEFAULT_PORT,
        help="0 for a free one (default: %(default)s)",
    )
    add(
        "--populate",
        type=arguments_of.count,
        metavar="N",
        default=0,
        help="start with N findings in each account and region",
    )
    add(
        "--demo",
        action="store_const",
        const=DEMO_FINDINGS,
        dest="populate",
        help="start with sample findings: --populate %(const)s",
    )
    add("--seed", type=int, default=7, help="decides ids and findings (default: %(default)s)")
    add(
        "--account-id",
        type=arguments_of.accounts,
        action=arguments_of.Collected,
        metavar="ID[,ID]",
        help=f"your accounts, the one of unknown access keys first (default: {DEFAULT_ACCOUNT})",
    )
    add(
        "--region",
        type=arguments_of.regions,
        action=arguments_of.Collected,
        metavar="NAME[,NAME]",
        help=f"where the findings are (default: {DEFAULT_REGION})",
    )
    add(
        "--access-key",
        type=arguments_of.access_key,
        action=arguments_of.Collected,
        metavar="KEY=ACCOUNT",
        help="say whose an access key is; may be repeated",
    )
    add(
        "--snapshot",
        metavar="FILE",
        type=arguments_of.file,
        help="start with the state saved in a file",
    )
    add("--control", action="store_true", help="serve the control API at /_emulator/")
    add(
        "--control-token",
        metavar="TOKEN",
        help=f"what callers of the control API have to know; better set {TOKEN_VARIABLE}, for "
        "everybody on this machine can see a command line",
    )
    add(
        "--state",
        metavar="FILE",
        type=arguments_of.file,
        help="keep the state in a file: start with it if it is there, whatever else is said of the"
        " start, and save it at the end",
    )
    add(
        "--save-every",
        metavar="SECONDS",
        type=arguments_of.seconds,
        help="save it now and then too",
    )
    return parser


def main(arguments: Sequence[str] | None = None, program: str = PROGRAM) -> int:
    """Serve until interrupted.

    Args:
        arguments: The command line without the program; the process's own by default.
        program: What the program is called in the help.

    Returns:
        The exit code: 0 after an interruption, 1 if serving is not possible.
    """
    options = _options(arguments, program)
    try:
        with (
            _interruptions() as wait,
            _state(options) as emulator,
            emulator.serve(
                options.port,
                host=options.host,
                control=options.control,
                control_token=options.control_token,
            ) as url,
        ):
            print(f"IAM Access Analyzer on {url}", flush=True)  # noqa: T201 (a command's output)
            wait()
    except (OSError, ValueError) as error:
        _report(error)
        return 1
    return 0


def _options(arguments: Sequence[str] | None, program: str) -> argparse.Namespace:
    """Read the command line; it ends the process with exit code 2 if that makes no sense."""
    parser = _parser(program)
    options = parser.parse_args(arguments)
    if options.save_every and not options.state:
        parser.error("--save-every needs --state")
    if options.control_token is not None and not options.control:
        parser.error("--control-token is of no use without --control")
    if options.control and options.control_token is None:
        options.control_token = os.environ.get(TOKEN_VARIABLE)
    if options.control:
        try:
            access_to(options.host, options.control_token)
        except ValueError as error:
            parser.error(f"{error}; --control takes it from {TOKEN_VARIABLE}")
    if not is_loopback(options.host):
        _warn(f"whoever reaches {options.host} may read and change the state")
    return options


def _warn(message: str) -> None:
    print(f"warning: {escape(message)}", file=sys.stderr)  # noqa: T201 (a command's output)


def _report(error: Exception) -> None:
    reason = error.strerror if isinstance(error, OSError) and not error.filename else None
    print(f"error: {escape(reason or str(error))}", file=sys.stderr, flush=True)  # noqa: T201 (a command's output)


@contextmanager
def _state(options: argparse.Namespace) -> Generator[Emulator]:
    """Give the emulator to serve, and keep its state in a file if there is to be one."""
    if not options.state:
        yield _known_to_callers(_emulator(options), options)
        return
    with held(options.state) as path:
        is_there = path.exists()
        emulator = Emulator.load(path, clock=WallClock()) if is_there else _emulator(options)
        _known_to_callers(emulator, options)
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
    accounts, regions = options.account_id or [None], options.region or [None]
    if options.snapshot:
        emulator = Emulator.load(options.snapshot, clock=WallClock())
    else:
        emulator = Emulator(
            accounts[0] or DEFAULT_ACCOUNT,
            regions[0] or DEFAULT_REGION,
            seed=options.seed,
            clock=WallClock(),
        )
    if options.populate:
        for account, region in product(accounts, regions):
            emulator.populate(
                options.populate, seed=options.seed, account_id=account, region_name=region
            )
    return emulator


def _known_to_callers(emulator: Emulator, options: argparse.Namespace) -> Emulator:
    for key, account in options.access_key or ():
        emulator.add_account(key, account)
    return emulator


if __name__ == "__main__":
    sys.exit(main())
