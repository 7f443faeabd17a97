"""Who sends a request: read from its signature, which is not verified."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aa_sdk.emulator.refusals import Refusal

__all__ = ("Caller", "caller_of")

_CREDENTIAL = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/\d{8}/(?P<region>[^/,\s]+)"
    r"/(?P<service>[^/,\s]+)/aws4_request"
)
_SERVICE = "access-analyzer"


@dataclass(frozen=True, slots=True)
class Caller:
    """The credential scope of a request."""

    access_key: str
    """The access key id."""
    region: str
    """The region the signature is for."""


def caller_of(headers: Mapping[str, str]) -> Caller:
    """Return the caller of a request.

    Args:
        headers: The headers; names in lower case.

    Raises:
        Refusal: The request is not signed, or signed for another service.
    """
    signature = headers.get("authorization")
    if not signature:
        message = "The request has no signature"
        raise Refusal("MissingAuthenticationTokenException", 403, message)
    found = _CREDENTIAL.match(signature)
    if found is None:
        message = "The Authorization header is not a Signature Version 4 header"
        raise Refusal("IncompleteSignatureException", 403, message)
    if found["service"] != _SERVICE:
        message = f"The request is signed for {found['service']}, not for {_SERVICE}"
        raise Refusal("InvalidSignatureException", 403, message)
    return Caller(found["key"], found["region"])
