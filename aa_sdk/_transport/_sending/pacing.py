"""What a pace makes of a call: begun again for as long as it is refused for coming too fast.

botocore counts attempts that were throttled like any others: two, and a call is lost; about a
hundred, and all calls of its client are, for the quota that repeats are paid from is used up. So it
is told of none. Where it would decide on a repeat, a throttled answer is disguised as one that
needs none; its call ends with the error, and is begun again here, with all the repeats that it may
have for other reasons, and a fresh signature. What has to be the same each time is kept: the
idempotency token, the id of the call in its headers, and what its repeats took from the quota.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from aa_sdk._transport.calls import Call


def with_token(model: Any, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fill in the idempotency token, which botocore would make anew each time.

    Args:
        model: botocore's model of the operation.
        params: The members under their wire names.
    """
    missing = [name for name in model.idempotent_members if name not in params]
    return {**params, **{name: str(uuid4()) for name in missing}} if missing else params


async def repeated(
    method: Callable[..., Awaitable[Any]], params: Mapping[str, Any], call: Call
) -> Any:
    """Call a method of botocore's client until the answer is another one than a refusal.

    Args:
        method: The method, whose attempts wait for their turn.
        params: What to call it with.
        call: The call that it is for, which has a pace.

    Raises:
        Exception: What botocore raises; the refusal, where the pace's patience is over.
    """
    while True:
        call.is_throttled = False
        try:
            return await method(**params)
        except ClientError as error:
            if not call.is_throttled or (call.turn is not None and call.turn.is_in_vain):
                raise
            # Its frames know the call: a cycle, and all that the attempt left in memory.
            call.refusal = error.with_traceback(None)
