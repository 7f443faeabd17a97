"""Git, asked without a shell and where nobody can be asked."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from aa_sdk.cli.running import CommandError

_SECONDS = 60
# A hook has these for the repository it is run in, and git would take any folder for its top.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")
_NO_INPUT = b""
_NO_SETTINGS: Mapping[str, str] = {}


def ask_git(
    folder: Path,
    *arguments: str,
    stdin: bytes = _NO_INPUT,
    environment: Mapping[str, str] = _NO_SETTINGS,
) -> bytes | None:
    """Run git in a folder.

    Args:
        folder: The folder.
        *arguments: What it is asked.
        stdin: What it reads.
        environment: Variables that it has besides ours.

    Returns:
        What it wrote; None where it failed.

    Raises:
        CommandError: There is no git, it takes too long, or an argument cannot be one.
    """
    inherited = {key: value for key, value in os.environ.items() if key not in _OF_A_HOOK}
    try:
        return subprocess.check_output(  # noqa: S603 (no shell: each argument is one)
            ["git", *arguments],  # noqa: S607 (whichever git is used here)
            cwd=folder,
            env={**inherited, "GIT_TERMINAL_PROMPT": "0", **environment},
            input=stdin,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except subprocess.CalledProcessError:
        return None
    except FileNotFoundError:
        raise CommandError("--base: there is no git to ask on this machine") from None
    except ValueError:
        raise CommandError("--base: git takes no name with a NUL") from None
    except subprocess.TimeoutExpired:
        raise CommandError(f"--base: git has not answered for {_SECONDS} seconds") from None
