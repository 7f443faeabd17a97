"""Policy documents: JSON in, immutable statements out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aa_sdk.models._policy_files import is_file_name
from aa_sdk.policy._language.elements import POLICY_ELEMENTS, VERSIONS
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._language.kinds import unknown_type
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.reading import check_size, read_file
from aa_sdk.policy._language.statements import Statement, parse_statement
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, PolicyError, UnsupportedPolicyError

if TYPE_CHECKING:
    from typing import Self


_DEFAULT_VERSION = "2008-10-17"
_VERSION = "Version"
_ID = "Id"
_STATEMENT = "Statement"


@dataclass(frozen=True, slots=True, repr=False)
class Policy:
    """A policy document that has been read."""

    version: str
    """The version of the policy language, `2008-10-17` where the document says nothing."""
    statements: tuple[Statement, ...]
    """The statements in the order of the document."""

    @classmethod
    def parse(cls, document: PolicyDocument) -> Self:
        """Read a policy document.

        Example:
            ```python
            from aa_sdk.policy import Policy

            allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
            policy = Policy.parse({"Version": "2012-10-17", "Statement": allow})
            assert policy.statements[0].effect == "Allow"
            ```

        Args:
            document: JSON text, the mapping that it stands for, the path of a file that holds it,
                or a policy that has been read before.

        Returns:
            The policy.

        Raises:
            InvalidPolicyError: It is not a policy, it has no statement, or the file cannot be read.
            UnsupportedPolicyError: It holds something that is not decided here, or is larger than
                1 MiB; no more than that is read of a file.
        """
        if isinstance(document, Policy):
            return cast("Self", document)
        content = load(document)
        unknown = content.keys() - POLICY_ELEMENTS
        if unknown:
            raise InvalidPolicyError(min(unknown), "no element of a policy")
        version = content.get(_VERSION, _DEFAULT_VERSION)
        if not isinstance(version, str) or version not in VERSIONS:
            raise InvalidPolicyError(_VERSION, "no version of the policy language")
        if not isinstance(content.get(_ID, ""), str):
            raise InvalidPolicyError(_ID, "not a string")
        listed = entries(content.get(_STATEMENT, []))
        if not listed:
            raise InvalidPolicyError(_STATEMENT, "a policy has at least one statement")
        statements = tuple(
            parse_statement(entry, index, variables=VERSIONS[version])
            for index, entry in enumerate(listed)
        )
        return cls(version, statements)

    @property
    def layers(self) -> Layers:
        """Its statements by their effect, as the one layer that it is."""
        return Layers.of(self.statements)

    def __repr__(self) -> str:
        return f"<Policy version={self.version} statements={len(self.statements)}>"


_CHECKED = ("IDENTITY_POLICY", "RESOURCE_POLICY")
PolicyDocument = str | Mapping[str, Any] | Path | Policy


def parse_as(document: PolicyDocument, policy_type: str) -> Policy:
    """Read a document and see that its statements have the elements of their type.

    Args:
        document: The document.
        policy_type: `IDENTITY_POLICY` or `RESOURCE_POLICY`.

    Returns:
        The policy.

    Raises:
        InvalidPolicyError: It is malformed, or of the other type.
        UnsupportedPolicyError: It holds something that is not decided here, or the type is none
            of the two.
    """
    if policy_type not in _CHECKED:
        told = unknown_type(policy_type, _CHECKED, "checked")
        raise UnsupportedPolicyError("policy_type", told)
    policy = Policy.parse(document)
    for statement in policy.statements:
        path = f"Statement[{statement.index}]"
        if policy_type == "RESOURCE_POLICY":
            if statement.principals is None:
                raise InvalidPolicyError(path, "a resource policy without Principal")
        elif statement.principals is not None:
            raise InvalidPolicyError(path, "an identity policy with Principal")
        elif statement.resources is None:
            raise InvalidPolicyError(path, "an identity policy without Resource")
    return policy


def load(document: str | Mapping[str, Any] | Path) -> Mapping[str, Any]:
    """Read the JSON of a document.

    Args:
        document: JSON text, the mapping that it stands for, or the path of a file.

    Returns:
        The mapping, whose members may be anything.

    Raises:
        InvalidPolicyError: It is no JSON object, or the file cannot be read.
        UnsupportedPolicyError: It is too large.
    """
    if isinstance(document, Path):
        document = text_of_file(document)
    try:
        content: Any = _decode(document) if isinstance(document, str) else document
        if not is_object(content):
            raise InvalidPolicyError(DOCUMENT, "not a JSON object")
        # A mapping has the size of its text, whatever wrote it.
        if content is document:
            check_size(len(json.dumps(content, default=str)))
    except RecursionError as error:
        raise InvalidPolicyError(DOCUMENT, "nested too deeply") from error
    return content


def text_of_file(path: Path) -> str:
    """Read the text of a file that holds a document.

    Args:
        path: The file.

    Returns:
        The text.

    Raises:
        InvalidPolicyError: It cannot be read.
        UnsupportedPolicyError: It is too large.
    """
    name = f"the file {str(path)!r}"
    try:
        return read_file(path)
    except OSError as error:
        reason = f"{name} cannot be read: {error.strerror or error}"
        raise InvalidPolicyError(DOCUMENT, reason) from error
    except PolicyError as error:
        raise type(error)(DOCUMENT, f"{name}: {error}") from error


def _decode(text: str) -> Any:
    check_size(len(text) if text.isascii() else len(text.encode(errors="surrogatepass")))
    if not text.strip():
        raise InvalidPolicyError(DOCUMENT, "it is empty")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_constant
        )
    except InvalidPolicyError:
        raise
    except ValueError as error:
        reason = "the policy is the name of a file: pass it as a pathlib.Path"
        raise InvalidPolicyError(DOCUMENT, reason if is_file_name(text) else "not JSON") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The standard library would keep the last one without a word, and drop a Deny with it.
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidPolicyError(DOCUMENT, "a key stands twice in one object")
    return members


def _no_constant(name: str) -> Any:
    del name
    raise InvalidPolicyError(DOCUMENT, "not JSON: NaN or Infinity")
