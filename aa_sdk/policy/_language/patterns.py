"""Patterns: what an element or a condition value says about one string.

A pattern is a tuple of tokens: runs of literal text, wildcards, and policy variables. The text is
read once, here; everything behind this module sees tokens only.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from aa_sdk._arns import FIELDS
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

# Characters from here on stand for policy variables when two patterns are compared.
FIRST_RESERVED = 0xF0000


class Wild(Enum):
    """A wildcard."""

    ONE = "?"
    """Any one character."""
    RUN = "*"
    """Any characters, or none."""
    FIELD_ONE = "field ?"
    """Any one character but a colon."""
    FIELD_RUN = "field *"
    """Any characters but colons, or none."""


class Variable(NamedTuple):
    """A policy variable, `${key}` or `${key, 'default'}`."""

    context_key: str
    """The context key, in lower case."""
    default: str | None
    """What stands in for a key that the request does not have."""


Token = str | Wild | Variable


class Pattern(NamedTuple):
    """A set of strings."""

    tokens: tuple[Token, ...]
    """What the string consists of, one after the other."""
    folded: bool = False
    """Whether ASCII letters match in either case."""

    @property
    def literal(self) -> str | None:
        """The one string that matches, None if several can."""
        if not self.tokens:
            return ""
        head = self.tokens[0]
        if len(self.tokens) > 1 or not isinstance(head, str):
            return None
        return None if self.folded and head.lower() != head.upper() else head

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The policy variables in it, in order."""
        return tuple(token for token in self.tokens if isinstance(token, Variable))

    @property
    def fixed(self) -> bool:
        """Whether it has neither wildcards nor variables."""
        return all(isinstance(token, str) for token in self.tokens)


def literal(text: str) -> Pattern:
    """Make the pattern that only the text itself matches.

    Args:
        text: Any text.

    Returns:
        The pattern.
    """
    return Pattern((text,) if text else ())


_VARIABLE = re.compile(r"\$\{[^}]*\}")
# A run of stars is one: the next star matches nothing that the first does not.
_LEXEME = re.compile(r"\*+|\?|\$\{[^}]*\}|[^*?$]+|\$")
# Where there are no variables, `${` is text like any other, and a wildcard behind it is one.
_LEXEME_WITHOUT_VARIABLES = re.compile(r"\*+|\?|[^*?]+")


def parse(
    text: str,
    path: str,
    *,
    wildcards: bool = False,
    variables: bool = False,
    fields: bool = False,
    folded: bool = False,
) -> Pattern:
    """Read a pattern.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.
        wildcards: Whether `*` and `?` are wildcards.
        variables: Whether `${...}` is a variable or an escape; otherwise it is text, in which
            `*` and `?` are what they are elsewhere.
        fields: Whether wildcards stop at the first five colons.
        folded: Whether ASCII letters match in either case.

    Returns:
        The pattern.

    Raises:
        InvalidPolicyError: A variable is not closed or empty.
        UnsupportedPolicyError: A character that cannot be told apart here.
    """
    if not text.isascii():
        _check_characters(text, path, folded=folded)
    if not (wildcards and ("*" in text or "?" in text)) and not (variables and "$" in text):
        return Pattern((text,) if text else (), folded)
    # Stars alone are everything, colons included, also where an ARN is expected.
    if wildcards and not text.strip("*"):
        return Pattern((Wild.RUN,), folded)
    return Pattern(
        tuple(_tokens(text, path, wildcards=wildcards, variables=variables, fields=fields)), folded
    )


def _tokens(
    text: str, path: str, *, wildcards: bool, variables: bool, fields: bool
) -> Iterator[Token]:
    if variables and "${" in _without_variables(text):
        raise InvalidPolicyError(path, "a policy variable is not closed")
    run = ""
    colons = 0
    lexemes = _LEXEME if variables else _LEXEME_WITHOUT_VARIABLES
    for lexeme in lexemes.findall(text):
        token: Token = lexeme
        if wildcards and lexeme[0] in "*?":
            token = _wildcard(lexeme[0], inside=fields and colons < FIELDS - 1)
        elif variables and lexeme[0] == "$":
            token = _variable(lexeme[2:-1], path) if len(lexeme) > 1 else lexeme
        else:
            colons += lexeme.count(":")
        if isinstance(token, str):
            run += token
            continue
        if run:
            yield run
            run = ""
        yield token
    if run:
        yield run


def arn_pattern(text: str, path: str, *, variables: bool) -> Pattern:
    """Read the pattern of a Resource element.

    An ARN with fewer than six parts covers everything below them, as IAM completes it.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.
        variables: Whether the document's version knows policy variables.

    Returns:
        The pattern.

    Raises:
        InvalidPolicyError: A variable is not closed or empty.
        UnsupportedPolicyError: A character that cannot be told apart here.
    """
    if text.startswith("arn:"):
        outside = _without_variables(text) if variables else text
        text += ":*" * (FIELDS - 1 - outside.count(":"))
    return parse(text, path, wildcards=True, variables=variables, fields=True)


def _without_variables(text: str) -> str:
    return _VARIABLE.sub("", text)


def _wildcard(char: str, *, inside: bool) -> Wild:
    if char == "*":
        return Wild.FIELD_RUN if inside else Wild.RUN
    return Wild.FIELD_ONE if inside else Wild.ONE


def _variable(body: str, path: str) -> Token:
    if body in {"*", "?", "$"}:
        return body
    key, comma, rest = body.partition(",")
    key = key.strip().lower()
    rest = rest.strip()
    if not key:
        raise InvalidPolicyError(path, "a policy variable has no key")
    if not comma:
        return Variable(key, None)
    if len(rest) < len("''") or rest[0] != "'" or rest[-1] != "'":
        raise InvalidPolicyError(path, "the default of a policy variable is not quoted")
    return Variable(key, rest[1:-1])


def _check_characters(text: str, path: str, *, folded: bool) -> None:
    # Otherwise a text could name what stands for a variable.
    if ord(max(text)) >= FIRST_RESERVED:
        raise UnsupportedPolicyError(path, "a character of a private plane")
    if folded:
        raise UnsupportedPolicyError(path, "letters beyond ASCII compared without case")
