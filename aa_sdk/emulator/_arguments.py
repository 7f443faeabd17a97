"""What may stand on the command line of `python -m aa_sdk.emulator`."""

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from threading import TIMEOUT_MAX
from typing import Any, NoReturn

from aa_sdk._display import escape
from aa_sdk.emulator._account.places import checked_access_key, checked_account, checked_region

_LAST_PORT = 65_535


class Parser(ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        self.exit(2, f"error: {escape(message)}\n")


class Collected(Action):
    """Puts the values of an option that is given several times into one list, each once."""

    def __call__(
        self,
        _parser: ArgumentParser,
        namespace: Namespace,
        values: Any,
        _option: str | None = None,
    ) -> None:
        """Add the values of one time."""
        before: list[Any] = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, list(dict.fromkeys([*before, *values])))


def port(text: str) -> int:
    """Read the number of a port."""
    return _number(text, _LAST_PORT, f"a port is a number from 0 to {_LAST_PORT}")


def count(text: str) -> int:
    """Read how many of something there are to be."""
    return _number(text, None, "it should be a number, 0 or more")


def seconds(text: str) -> float:
    """Read for how long to wait."""
    try:
        wanted = float(text)
    except ValueError:
        wanted = 0
    if not 0 < wanted <= TIMEOUT_MAX:
        raise ArgumentTypeError(f"it should be a number of seconds, more than 0: not {text[:40]!r}")
    return wanted


def file(text: str) -> str:
    """Read the name of a file, which is empty where a variable of the shell was not set."""
    if not text:
        raise ArgumentTypeError("it should be the name of a file, and is empty")
    return text


def accounts(text: str) -> Sequence[str]:
    """Read ids of accounts."""
    return _each(text, checked_account)


def regions(text: str) -> Sequence[str]:
    """Read names of regions."""
    return _each(text, checked_region)


def access_key(text: str) -> Sequence[tuple[str, str]]:
    """Read an access key and its account."""
    key, equals, account = text.partition("=")
    if not equals:
        raise ArgumentTypeError(
            "it should be KEY=ACCOUNT, such as AKIAIOSFODNN7EXAMPLE=111122223333"
        )
    return [(_checked(key, checked_access_key), _checked(account, checked_account))]


def _number(text: str, last: int | None, rule: str) -> int:
    if not (text.isascii() and text.isdecimal()) or (last is not None and int(text) > last):
        raise ArgumentTypeError(f"{rule}: not {text[:40]!r}")
    return int(text)


def _each(text: str, check: Callable[[str], str]) -> Sequence[str]:
    return [_checked(part.strip(), check) for part in text.split(",")]


def _checked(text: str, check: Callable[[str], str]) -> str:
    try:
        return check(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
