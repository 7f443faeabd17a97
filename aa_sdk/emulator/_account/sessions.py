"""Sessions of roles: credentials that run out, and that say by themselves whose they are.

Nothing is remembered of a session. Its access key id holds the account, and its token the rest,
behind a code of both. So an emulator that was restored, or another one, goes on to know it.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

from aa_sdk.emulator._account.access_keys import INVENTED_SECRET

_MAC_BYTES = 12


@dataclass(frozen=True, slots=True)
class RoleSession:
    """What somebody is who has assumed a role."""

    arn: str
    """The ARN of the assumed role, which ends in the name of the session."""
    user_id: str
    """The id of the role, a colon, and the name of the session."""
    expires_at: int
    """When the credentials run out, in seconds since 1970."""


def issue_token(access_key: str, session: RoleSession) -> str:
    """Return the session token that goes with an access key.

    Args:
        access_key: The access key id.
        session: What the token stands for.
    """
    payload = json.dumps([session.arn, session.user_id, session.expires_at]).encode()
    return urlsafe_b64encode(_mac(access_key, payload) + payload).decode()


def read_token(access_key: str, token: str) -> RoleSession | None:
    """Return what a token stands for; None if it is not the one of this key.

    Args:
        access_key: The access key id that it came with.
        token: The token.
    """
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        return None
    mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not compare_digest(mac, _mac(access_key, payload)):
        return None
    return RoleSession(*json.loads(payload))


def _mac(access_key: str, payload: bytes) -> bytes:
    text = access_key.encode() + b"\0" + payload
    return blake2b(text, key=INVENTED_SECRET.encode(), digest_size=_MAC_BYTES).digest()
