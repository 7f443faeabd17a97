"""What a check refuses, told in the options that were given."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from aa_sdk.cli._checks.asked import Asked
from aa_sdk.cli._checks.comparisons import Earlier
from aa_sdk.cli.running import CommandError
from aa_sdk.errors import InvalidField, InvalidRequestError

_LISTED = re.compile(r"access_not_granted\.(action|resource)s\[(\d+)\]")
_COMPARED = "new_access_against"


@contextmanager
def in_options(asked: Asked, earlier: Earlier | None) -> Generator[None]:
    """Tell what is refused in options.

    Args:
        asked: What was asked.
        earlier: What policies are compared with.

    Raises:
        CommandError: Something was refused.
    """
    try:
        yield
    except InvalidRequestError as error:
        told = "; ".join(_told(one, asked, earlier) for one in error.fields)
        raise CommandError(told) from error


def _told(field: InvalidField, asked: Asked, earlier: Earlier | None) -> str:
    listed = _LISTED.fullmatch(field.path)
    if listed is not None:
        kind, place = listed[1], int(listed[2])
        given = asked.actions if kind == "action" else asked.resources
        return f"--{kind} {given[place]!r}: {field.reason}"
    document, dot, rest = field.path.partition(".")
    if document == _COMPARED and earlier is not None:
        return f"{earlier.label}: {rest}{': ' if dot else ''}{field.reason}"
    return str(field)
