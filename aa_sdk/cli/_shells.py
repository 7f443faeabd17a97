"""Answering a shell: what it asks by the scripts of typer, made right for how it splits words."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final, Never

import typer
import typer.main
from typer._completion_classes import BashComplete, FishComplete, ZshComplete

from aa_sdk.cli._terminal import flush, write

PROGRAM: Final = "aa-sdk"
"""How the program is called."""
VARIABLE: Final = "_AA_SDK_COMPLETE"
"""What the scripts set, to ask for words and not to run anything."""

_BREAKS = frozenset("=:")
_OPEN_ENDS = ("=", "~", "?")


class _Bash(BashComplete):
    """Bash, which takes words apart at `=` and `:`, and wants what is behind the last of them."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        *args, whole = _put_together([*args, incomplete])
        option, value = _taken_apart(whole)
        found = super().get_completions([*args, *option], value)
        kept = 0 if _is_break(incomplete) else len(incomplete)
        for one in found:
            one.value = one.value[max(len(value) - kept, 0) :]
        return found


class _Zsh(ZshComplete):
    """Zsh, which leaves words whole, and puts a space behind each."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        option, value = _taken_apart(incomplete)
        return _behind(option, super().get_completions([*args, *option], value))

    def complete(self) -> str:
        values = [one.value for one in self.get_completions(*self.get_completion_args())]
        if values and all(value.endswith(_OPEN_ENDS) for value in values):
            # Something has to follow at once, such as a value behind `status=`.
            return "compadd -S '' -- " + " ".join(f"'{value}'" for value in values)
        return super().complete()


class _Fish(FishComplete):
    """Fish, which leaves words whole."""

    def get_completions(self, args: list[str], incomplete: str) -> list[Any]:
        option, value = _taken_apart(incomplete)
        return _behind(option, super().get_completions([*args, *option], value))


SHELLS: Mapping[str, type[_Bash | _Zsh | _Fish]] = {
    "complete_bash": _Bash,
    "complete_zsh": _Zsh,
    "complete_fish": _Fish,
}
"""How each shell is answered, by what its script asks for."""


def _put_together(words: Sequence[str]) -> list[str]:
    """Return whole words for those that were taken apart at `=` and `:`."""
    whole: list[str] = []
    before = ""
    for word in words:
        # What stands behind a space is a new one: nothing yet, or the next option.
        is_new = not (_is_break(word) or _is_break(before)) or not word or word.startswith("--")
        if whole and not is_new:
            whole[-1] += word
        else:
            whole.append(word)
        before = word
    return whole


def _is_break(word: str) -> bool:
    return bool(word) and _BREAKS.issuperset(word)


def _taken_apart(word: str) -> tuple[list[str], str]:
    """Return the option of `--option=value`, if there is one, and the value."""
    name, sign, value = word.partition("=")
    return ([name], value) if name.startswith("--") and sign else ([], word)


def _behind(option: list[str], found: list[Any]) -> list[Any]:
    """Put values behind the option that they are typed behind."""
    for one in found:
        one.value = "=".join([*option, one.value])
    return found


def answer(app: typer.Typer, asked: str) -> Never:
    """Write to stdout what a shell may offer, and end; whatever goes wrong, say nothing.

    Args:
        app: The root of the command line.
        asked: What the shell's script asks for, such as `complete_bash`.
    """
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (it has a number, not a path)
        os.dup2(nowhere.fileno(), 2)  # which programs that fetch credentials write to, too
    code = 1
    try:
        command: Any = typer.main.get_command(app)
        text = SHELLS[asked](command, {}, PROGRAM, VARIABLE).complete()
        write(f"{text}\n" if text else "")
        flush()
        code = 0
    except SystemExit as done:  # by which fish is told whether there are words
        code = int(done.code or 0)
    except Exception:  # noqa: BLE001, S110 (nobody has asked to see it)
        pass
    # Python would wait for a thread that still looks up a name.
    os._exit(code)
