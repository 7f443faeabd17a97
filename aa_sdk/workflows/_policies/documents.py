"""A policy document as text, with what it is known by."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeGuard

from aa_sdk._words import with_article
from aa_sdk.models import AccessCheckPolicyType
from aa_sdk.models._policy_files import MAX_BYTES, read_policy
from aa_sdk.policy import InvalidPolicyError, Policy

Document: TypeAlias = str | Mapping[str, Any] | Path
"""A policy document: JSON text, the mapping that it stands for, or the path of a file."""

_WANTED = "pass JSON text, a mapping or a Path"
_KEY_SIZE = 16
_PRINCIPALS = ("Principal", "NotPrincipal")
_RESOURCES = ("Resource", "NotResource")


class Content(NamedTuple):
    """The decoded text of a document."""

    value: Any
    """What it decodes to; None if it is no JSON."""
    is_plain: bool
    """Whether nothing of the text is lost in it: no key that stands twice, and no number that may
    have been rounded."""


class DocumentText:
    """The text of a document, which is taken apart as far as somebody asks.

    Args:
        document: The document. A file is read.

    Raises:
        InvalidPolicyError: The file cannot be read, this is no document, or it is so large that
            nothing would be looked for in it.
    """

    def __init__(self, document: Document) -> None:
        self.text = _text_of(document)
        if _is_large(self.text):
            raise InvalidPolicyError("", "more than 1 MiB, which no policy has")

    @cached_property
    def policy(self) -> Policy:
        """The policy.

        Raises:
            InvalidPolicyError: The document is malformed.
            UnsupportedPolicyError: It holds something that is not decided here.
        """
        return Policy.parse(self.text)

    @cached_property
    def text_key(self) -> bytes:
        """What no other text has."""
        return key_of(self.text)

    @cached_property
    def key(self) -> bytes:
        """What no document has that means something else; layout and order of keys do not count."""
        if not self._content.is_plain:
            return self.text_key
        return key_of(json.dumps(self._content.value, sort_keys=True, separators=(",", ":")))

    @property
    def is_object(self) -> bool:
        """Whether it is a JSON object, so that more can be said of it than that it is none."""
        return is_mapping(self._content.value)

    @cached_property
    def policy_type(self) -> AccessCheckPolicyType:
        """The type it has by its statements: that of a resource if any of them has a principal."""
        has_principal = any(_has(one, _PRINCIPALS) for one in self._statements)
        return "RESOURCE_POLICY" if has_principal else "IDENTITY_POLICY"

    @property
    def is_trust_policy(self) -> bool:
        """Whether all it speaks of is who may assume a role: actions of STS, and no resource."""
        return self.policy_type == "RESOURCE_POLICY" and not any(
            _has(one, _RESOURCES) or not _is_of_sts(one.get("Action")) for one in self._statements
        )

    @cached_property
    def _content(self) -> Content:
        return _decoded(self.text)

    @property
    def _statements(self) -> Iterator[Mapping[str, Any]]:
        content: Any = self._content.value if self.is_object else {}
        listed = _entries(content.get("Statement"))
        return (one for one in listed if is_mapping(one))


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Tell whether a value is a mapping, so that type checkers follow."""
    return isinstance(value, Mapping)


def key_of(*texts: str | bytes) -> bytes:
    """Return a hash that stands for texts, one after the other."""
    key = blake2b(digest_size=_KEY_SIZE)
    for text in texts:
        key.update(text if isinstance(text, bytes) else text.encode(errors="surrogatepass"))
    return key.digest()


def _is_large(text: str) -> bool:
    size = len(text)  # which few texts come near to, so that few are encoded for this
    return size * 4 > MAX_BYTES and len(text.encode(errors="surrogatepass")) > MAX_BYTES


def _text_of(document: Any) -> str:
    if isinstance(document, str):
        return document
    if isinstance(document, Path):
        file = read_policy(document)
        if file.fault:
            raise InvalidPolicyError("", file.fault)
        return file.text
    if is_mapping(document):
        try:
            return json.dumps(document, allow_nan=False, default=_as_dict)
        except RecursionError:
            raise InvalidPolicyError("", "nested too deeply") from None
        except (TypeError, ValueError):  # whose words may repeat the document
            raise InvalidPolicyError("", "not something JSON can express") from None
    raise InvalidPolicyError("", f"is {with_article(type(document).__name__)}: {_WANTED}")


def _as_dict(value: object) -> dict[Any, Any]:
    if is_mapping(value):
        return {**value}
    raise TypeError


def _decoded(text: str) -> Content:
    """Decode a text; what is wrong with it is for others to say."""
    is_plain = True

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal is_plain
        found = dict(pairs)
        is_plain = is_plain and len(found) == len(pairs)
        return found

    def number(_: str) -> float:
        nonlocal is_plain
        is_plain = False
        return 0.0

    try:
        value = json.loads(
            text, object_pairs_hook=members, parse_float=number, parse_constant=number
        )
    except (ValueError, RecursionError):
        return Content(None, is_plain=False)
    return Content(value, is_plain)


def _entries(value: Any) -> list[Any]:
    return [*value] if isinstance(value, list) else [value]


def _has(statement: Mapping[str, Any], elements: tuple[str, ...]) -> bool:
    return any(element in statement for element in elements)


def _is_of_sts(action: Any) -> bool:
    return all(isinstance(one, str) and one.lower().startswith("sts:") for one in _entries(action))
