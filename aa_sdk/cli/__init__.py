"""The command line, `aa-sdk`: a thin face on the client."""

import os
import sys
import traceback

from aa_sdk._display import escape


def main() -> None:
    """Run the command line of this process and exit with its code.

    0: done. 1: an error, one line on stderr, or no verdict on a policy. 2: wrong usage. 3: a policy
    check says FAIL, or there is a difference and `--exit-code` asks. 4: done in part.
    130: interrupted. 141: the reader of the output has left.
    """
    try:
        from aa_sdk.cli._terminal import both_streams
        from aa_sdk.cli.app import app
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.exit("error: the command line is an extra: pip install 'aa-sdk[cli]'")
    asked = os.environ.get("_AA_SDK_COMPLETE", "")
    if asked in {"complete_bash", "complete_zsh", "complete_fish"}:
        from aa_sdk.cli._shells import answer

        answer(app, asked)
    try:
        with both_streams():
            app()
    except Exception:  # noqa: BLE001 (a defect: its traceback may quote text of others)
        sys.exit("\n".join(map(escape, traceback.format_exc().split("\n"))))
