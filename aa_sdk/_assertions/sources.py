"""Documents of assertions: what they are called, and where their statements stand."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aa_sdk._display.words import listed
from aa_sdk.policy import Effective, Policy, PolicyError
from aa_sdk.policy._language.documents import PolicyDocument, parse_as, text_of_file
from aa_sdk.policy._validation.places import statement_place

_STATEMENT = re.compile(r"Statement\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a test gave it."""

    role: str
    """The name of the parameter, such as `new`."""
    document: PolicyDocument | Effective = field(repr=False)
    """What was given; for a path, the text of the file."""
    path: Path | None = None
    """The file that it was read from."""

    @classmethod
    def read(cls, role: str, document: PolicyDocument | Effective) -> "Source":
        """Read the file once, so that places are those of the text that was decided.

        Args:
            role: The name of the parameter.
            document: What was given for it.

        Raises:
            PolicyError: The file cannot be read.
        """
        __tracebackhide__ = True
        if not isinstance(document, Path):
            return cls(role, document)
        try:
            return cls(role, text_of_file(document), document)
        except PolicyError as error:
            raise about(error, cls(role, "", document)) from error.__cause__

    def parsed(self, policy_type: str) -> Policy | Effective:
        """Read the policy, or raise an error that says whose it is.

        Args:
            policy_type: `IDENTITY_POLICY` or `RESOURCE_POLICY`.

        Raises:
            PolicyError: It is malformed, of another type, or not to be decided.
        """
        __tracebackhide__ = True
        if isinstance(self.document, Effective):
            return self.document
        try:
            return parse_as(self.document, policy_type)
        except PolicyError as error:
            raise about(error, self) from error.__cause__

    @property
    def title(self) -> str:
        """How a sentence calls it: by its file, or by its role."""
        if self.path is not None:
            return shown_path(self.path)
        return "the policy" if self.role == "policy" else f"the {self.role} policy"

    @property
    def origin(self) -> str:
        """Where it comes from."""
        match self.document:
            case _ if self.path is not None:
                return shown_path(self.path)
            case Effective(documents=names):
                return f"what is left together of {listed(names)}"
            case Policy(statements=statements):
                return f"a Policy of {len(statements):,} statements"
            case Mapping():
                return "a mapping"
            case _:
                return "JSON text"

    def place(self, index: int | None) -> str:
        """Say where a statement stands; nothing for what has no lines.

        Args:
            index: The statement, from 0; None for the policy as a whole.
        """
        if not isinstance(self.document, str):
            return ""
        place = statement_place(self.document, index)
        return "" if place is None else self.at(place.line, place.column)

    def at(self, line: int, column: int) -> str:
        """Write a place as editors take it: `policies/new.json:5:7`, and `line 5` of a text.

        Args:
            line: The line, from 1.
            column: The column, from 1.
        """
        return f"line {line}" if self.path is None else f"{shown_path(self.path)}:{line}:{column}"


def shown_path(path: Path) -> str:
    """Write a path as short as one can open it: from the working folder, where it is below."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def about(error: PolicyError, source: Source) -> PolicyError:
    """Let an error say which document it is about, and forget how it was come by.

    Args:
        error: The error.
        source: The document.

    Returns:
        The error itself, whose traceback will begin where it is raised again.
    """
    where = _error_place(error, source)
    from_where = where if where and source.path else f"{source.origin}, {where}".strip(", ")
    error.add_note(f"{source.role} is {from_where}: it was not decided, which is no PASS")
    if error.__cause__ is not None:
        error.__cause__.with_traceback(None)
    return error.with_traceback(None)


def _error_place(error: PolicyError, source: Source) -> str:
    cause = error.__cause__
    if isinstance(cause, json.JSONDecodeError):
        return source.at(cause.lineno, cause.colno)
    named = _STATEMENT.match(error.path)
    return source.place(int(named[1])) if named else ""
