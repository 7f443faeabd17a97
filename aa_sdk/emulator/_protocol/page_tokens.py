"""Page tokens: opaque, good for one query only, and of use until they expire."""

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
    """Issues page tokens and reads them.

    The emulator remembers no token. A token holds where the next page starts and when it expires,
    behind a code of both and of the query, made with a secret. So it is read only together with
    the query it was issued for, and by an emulator with the same seed, even one that was restored
    from a snapshot in the meantime.
    """

    def __init__(self, secret: bytes) -> None:
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
            raise _not_a_token() from error
        mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        # Decoding skips what is not base64; only the exact text handed out is good.
        is_exact = urlsafe_b64encode(raw).decode() == token
        if not is_exact or not compare_digest(mac, self._mac(query, payload)):
            raise _not_a_token()
        position, expires = json.loads(payload)
        if expires <= now:
            raise invalid_field("nextToken", "has expired")
        return position

    def _mac(self, query: bytes, payload: bytes) -> bytes:
        return blake2b(query + b"\0" + payload, key=self._secret, digest_size=_MAC_BYTES).digest()


def _not_a_token() -> ErrorResponse:
    return invalid_field("nextToken", "is not a token of this request")


@dataclass(frozen=True, slots=True)
class Paging:
    """The page that a request asks for."""

    page_tokens: PageTokens
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
        cls, page_tokens: PageTokens, place: Sequence[str], params: Mapping[str, Any], now: int
    ) -> "Paging":
        """Read the page out of a request.

        Args:
            page_tokens: Where tokens come from.
            place: What the query is made of beside its parameters: account, region, operation.
            params: The input of the operation.
            now: The time, in milliseconds.

        Raises:
            ErrorResponse: The token is not one of this query, or the page size is below one.
        """
        # The size is no part of the query: it may change from page to page, as with the service.
        lasting = {name: value for name, value in params.items() if name not in _NOT_QUERY}
        query = json.dumps([*place, lasting], sort_keys=True).encode()
        size = cast("int", params.get("maxResults", PAGE_SIZE))
        if size < 1:
            raise invalid_field("maxResults", "must be at least 1")
        token = params.get("nextToken")
        position = None if token is None else page_tokens.read(query, token, now)
        return cls(page_tokens, query, now, min(size, PAGE_LIMIT), position)

    def token(self, position: object) -> str:
        """Return the token of the page that starts after `position`."""
        return self.page_tokens.issue(self.query, position, self.now)

    def cut(
        self, items: Sequence[T], key: Callable[[T], str | int]
    ) -> tuple[Sequence[T], dict[str, str]]:
        """Return this page of `items` and the `nextToken` member, if there is more.

        The token remembers the last key it gave and not a number of items to skip: items may come
        and go between pages, and none is left out or given twice for it.

        Args:
            items: Everything, in ascending order of `key`.
            key: What tells items apart.
        """
        start = 0 if self.position is None else bisect_right(items, self.position, key=key)
        page = items[start : start + self.size]
        more = start + self.size < len(items)
        return page, {"nextToken": self.token(key(page[-1]))} if more else {}

    def cut_numbered(self, items: Sequence[T]) -> tuple[Sequence[T], dict[str, str]]:
        """Do the same with items that never come or go: they are told apart by their number."""
        page, more = self.cut(list(enumerate(items)), lambda numbered: numbered[0])
        return [item for _, item in page], more
