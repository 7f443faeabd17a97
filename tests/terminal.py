"""A terminal of 80 columns, and what programs write to it."""

import os
import pty
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def written_to(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """Run a program in a terminal, and return all that it writes there, once it has ended.

    Args:
        command: The program, and what it takes.
        env: Variables besides those of this process.
    """
    ours, theirs = pty.openpty()
    size = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    given = {**os.environ, **size, **(env or {})}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=given):
        os.close(theirs)
        output = bytearray()
        with suppress(OSError):  # which is how the end is told
            while data := os.read(ours, 1 << 16):
                output += data
    os.close(ours)
    return output.decode().replace("\r\n", "\n")
