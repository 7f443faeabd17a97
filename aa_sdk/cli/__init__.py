"""The command line, `aa-sdk`: a thin face on the client."""

import sys
import traceback

from aa_sdk._display import escape


def main() -> None:
    """Run the command line of this process and exit with its code.

    0: done. 1: an error, one line on stderr. 2: wrong usage. 3: a policy check says FAIL.
    130: interrupted.
    """
    try:
        from aa_sdk.cli.app import app
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit("error: the command line is an extra: pip install 'aa-sdk[cli]'")
    try:
        app()
    except Exception:  # noqa: BLE001 (a defect: its traceback may quote text of others)
        sys.exit("\n".join(map(escape, traceback.format_exc().split("\n"))))
