"""The command line, `aa-sdk`: a thin face on the client."""

import sys

__all__ = ("main",)


def main() -> None:
    """Run the command line of this process and exit with its code.

    0: done. 1: an error, one line on stderr. 2: wrong usage. 3: a policy check says FAIL.
    130: interrupted.
    """
    try:
        from aa_sdk.cli.app import app  # noqa: PLC0415 (typer comes with an extra)
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit("error: the command line is an extra: pip install 'aa-sdk[cli]'")
    app()
