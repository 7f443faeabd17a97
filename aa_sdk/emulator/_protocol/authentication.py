"""Who sends a request: read from its signature, which is not verified."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aa_sdk.emulator._protocol.errors import ErrorResponse

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
        ErrorResponse: The request is not signed, or signed for another service.
    """
    signature = headers.get("authorization")
    if not signature:
        raise ErrorResponse(
            "MissingAuthenticationTokenException", 403, "The request has no signature"
        )
    credential = _CREDENTIAL.match(signature)
    if credential is None:
        raise ErrorResponse(
            "IncompleteSignatureException",
            403,
            "The Authorization header is not a Signature Version 4 header",
        )
    if credential["service"] != _SERVICE:
        raise ErrorResponse(
            "InvalidSignatureException",
            403,
            f"The request is signed for {credential['service']}, not for {_SERVICE}",
        )
    return Caller(credential["key"], credential["region"])
