"""Idempotency tokens: a repeated request gets its first response, and has no second effect."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aa_sdk.emulator._protocol.errors import invalid_field
from aa_sdk.emulator._protocol.service_model import Operation
from aa_sdk.emulator._protocol.wire import compact_json

_LIFETIME = 24 * 60 * 60 * 1000
_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A request that was handled under an idempotency token."""

    request: bytes
    """Its input without the token, to tell a repetition from something else."""
    body: bytes
    """The body it was answered with."""
    expires_at: int
    """When the token is forgotten, in milliseconds since 1970."""


TokenUses = OrderedDict[tuple[str, str], TokenUse]
"""Uses by operation and token, the oldest first. An account has its own in each Region."""


def once(
    uses: TokenUses,
    operation: Operation,
    params: Mapping[str, Any],
    now: int,
    handle: Callable[[Mapping[str, Any]], bytes],
) -> bytes:
    """Return the body that answers a request, which is handled unless it is a repetition.

    A client that got no response sends the request again, and cannot know whether the first one
    took effect. So what is kept is the body itself: the repetition sees the response that was
    lost, even if the analyzer that it created has been deleted since. Nothing is kept of a
    request that ends in an error; it took no effect, and its repetition may well succeed.

    Args:
        uses: The tokens used so far; this one is entered.
        operation: The operation.
        params: Its input by member name.
        now: The time, in milliseconds.
        handle: Handles the request; it is given the input without the token.

    Raises:
        ErrorResponse: The token was used with another request, or `handle` raises it.
    """
    token = None if operation.token is None else params.get(operation.token)
    if operation.token is None or token is None:
        return handle(params)
    rest = {name: value for name, value in params.items() if name != operation.token}
    request = compact_json(sorted(rest.items()))
    key = operation.name, token
    use = uses.get(key)
    if use is not None and use.expires_at > now:
        if use.request != request:
            raise invalid_field(operation.token, "was used with another request")
        return use.body
    body = handle(rest)
    uses[key] = TokenUse(request, body, now + _LIFETIME)
    uses.move_to_end(key)  # a token used again after it expired would keep its old place
    while len(uses) > _KEPT:
        uses.popitem(last=False)
    return body
