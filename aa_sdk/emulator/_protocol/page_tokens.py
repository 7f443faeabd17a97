"""Pagination tokens: opaque, good for one query only, and of use until they expire."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from typing import Any, TypeVar, cast

from aa_sdk.emulator._protocol.errors import ErrorResponse, invalid_field

T = TypeVar("T")

PAGE_SIZE = 100
"""How many items a page has when the request does not say."""
PAGE_LIMIT = 1000
"""How many items a page has at most, whatever the request says."""

_MAC_BYTES = 12
_LIFETIME = 24 * 60 * 60 * 1000
_NOT_QUERY = frozenset({"nextToken", "maxResults"})


class PageTokens:
    """Makes tokens and takes them back."""

    def __init__(self, secret: bytes) -> None:
        """Take the key that tokens are signed with.

        Args:
            secret: Any bytes.
        """
        self._secret = secret[:64]

    def issue(self, query: bytes, position: object, now: int) -> str:
        """Return a token that stands for `position` in `query`."""
        payload = json.dumps([position, now + _LIFETIME], separators=(",", ":")).encode()
        return urlsafe_b64encode(self._mac(query, payload) + payload).decode()

    def read(self, query: bytes, token: str, now: int) -> Any:
        """Return the position of a token.

        Raises:
            ErrorResponse: It is not a token of this query, was changed, or has expired.
        """
        try:
            raw = urlsafe_b64decode(token.encode("ascii"))
        except ValueError as error:
            raise _refused() from error
        mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        # Decoding skips what is not base64; only the exact text handed out is good.
        exact = urlsafe_b64encode(raw).decode() == token
        if not exact or not compare_digest(mac, self._mac(query, payload)):
            raise _refused()
        position, expires = json.loads(payload)
        if expires <= now:
            raise invalid_field("nextToken", "has expired")
        return position

    def _mac(self, query: bytes, payload: bytes) -> bytes:
        return blake2b(query + b"\0" + payload, key=self._secret, digest_size=_MAC_BYTES).digest()


def _refused() -> ErrorResponse:
    return invalid_field("nextToken", "is not a token of this request")


@dataclass(frozen=True, slots=True)
class Paging:
    """The page that a request asks for."""

    mint: PageTokens
    """Where tokens come from."""
    query: bytes
    """What the token is bound to."""
    now: int
    """The time, in milliseconds."""
    size: int
    """The largest number of items on the page."""
    position: Any
    """Where the page starts; None on the first."""

    @classmethod
    def of(
        cls, mint: PageTokens, place: Sequence[str], params: Mapping[str, Any], now: int
    ) -> "Paging":
        """Read the page out of a request.

        Args:
            mint: Where tokens come from.
            place: What the query is made of beside its parameters: account, region, operation.
            params: The input of the operation.
            now: The time, in milliseconds.

        Raises:
            ErrorResponse: The token is not one of this query, or the page size is below one.
        """
        asked = {key: value for key, value in params.items() if key not in _NOT_QUERY}
        query = json.dumps([*place, asked], sort_keys=True).encode()
        size = cast("int", params.get("maxResults", PAGE_SIZE))
        if size < 1:
            raise invalid_field("maxResults", "must be at least 1")
        token = params.get("nextToken")
        position = None if token is None else mint.read(query, token, now)
        return cls(mint, query, now, min(size, PAGE_LIMIT), position)

    def token(self, position: object) -> str:
        """Return the token of the page that starts at `position`."""
        return self.mint.issue(self.query, position, self.now)

    def cut(
        self, items: Sequence[T], key: Callable[[T], str | int]
    ) -> tuple[Sequence[T], dict[str, str]]:
        """Return this page of `items` and the `nextToken` member, if there is more.

        The token remembers the last key it gave, so items may come and go between pages.

        Args:
            items: Everything, in ascending order of `key`.
            key: What tells items apart.
        """
        start = 0 if self.position is None else bisect_right(items, self.position, key=key)
        page = items[start : start + self.size]
        more = start + self.size < len(items)
        return page, {"nextToken": self.token(key(page[-1]))} if more else {}
