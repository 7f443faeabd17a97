"""Signature Version 4, verified: what was signed is made again from the request and compared.

There are three steps. The *canonical request* is the request in a form that does not depend on how
it travelled. The *string to sign* is its hash, with the time and the scope of the credentials. The
signature is an HMAC of that, by a key that is made from the secret for this scope alone.
"""

import hmac
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote, unquote_to_bytes

from aa_sdk.emulator._protocol.authentication import (
    ALGORITHM,
    TERMINATOR,
    TIME_FORM,
    Caller,
    Signature,
    invalid_signature,
    signature_of,
)
from aa_sdk.emulator._protocol.errors import unrecognized
from aa_sdk.emulator._protocol.messages import HttpRequest

_SKEW = timedelta(minutes=5)
_LONGEST = timedelta(days=7)
_UNRESERVED = "-_.~"
_DIGITS = "X-Amz-Signature="
_HASH = "x-amz-content-sha256"

# Endpoints of AWS have the region in their name; others may be anywhere.
_ENDPOINT = re.compile(r"(?:[\w-]+\.)?access-analyzer(?:-fips)?\.(?P<region>[\w-]+)\.", re.ASCII)


class Verifier:
    """Tells who sends a request, if it is signed with the secret of who it says.

    Args:
        secret_of: Returns the secret of an access key id, None if it is not known.
        timer: Tells the time in seconds since 1970, by which signatures are too old or too new.
    """

    def __init__(
        self, secret_of: Callable[[str], str | None], timer: Callable[[], float] = time.time
    ) -> None:
        self._secret_of = secret_of
        self._timer = timer

    def caller_of(self, request: HttpRequest) -> Caller:
        """Return the caller of a request.

        Args:
            request: The request.

        Raises:
            ErrorResponse: The signature is missing, incomplete, of another time, of an unknown
                key, or not that of this request.
        """
        signature = signature_of(request)
        secret = self._secret_of(signature.caller.access_key)
        if secret is None:
            raise unrecognized("The access key of the request is not known")
        _check_scope(signature, request)
        _check_time(signature, datetime.fromtimestamp(self._timer(), UTC))
        _check_coverage(signature, request)
        made = _signed(signature, secret, canonical_request(signature, request))
        # As bytes: of text, only ASCII can be compared in constant time.
        given = signature.digits.encode(errors="surrogateescape")
        if not hmac.compare_digest(made.encode(), given):
            raise invalid_signature(
                "The signature is not that of this request: either it was changed after it was "
                "signed, or another secret was used"
            )
        return signature.caller


def canonical_request(signature: Signature, request: HttpRequest) -> str:
    """Return the form of a request that is signed.

    Args:
        signature: Its signature, which says which headers are signed.
        request: The request.
    """
    names = signature.signed_headers
    headers = "".join(f"{name}:{_trimmed(request.headers[name])}\n" for name in names)
    return "\n".join(
        (
            request.method.upper(),
            canonical_path(request.path),
            canonical_query(request.query),
            headers,
            ";".join(names),
            sha256(request.body).hexdigest(),
        )
    )


def canonical_path(path: str) -> str:
    """Return a path without dots and doubled slashes, and percent-encoded once more.

    Args:
        path: The path, percent-encoded as it was sent.
    """
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in {"", "."}:
            kept.append(part)
    end = "/" if kept and path.endswith("/") else ""
    return quote(f"/{'/'.join(kept)}{end}", safe=f"/{_UNRESERVED}", errors="surrogateescape")


def canonical_query(query: str) -> str:
    """Return a query sorted and encoded in the one way, without the signature in it.

    Args:
        query: The query, percent-encoded as it was sent.
    """
    if not query:
        return ""
    pairs = (pair.partition("=") for pair in query.split("&") if not pair.startswith(_DIGITS))
    encoded = sorted((_encoded(name), _encoded(value)) for name, _, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _encoded(text: str) -> str:
    return quote(unquote_to_bytes(text.encode(errors="surrogateescape")), safe=_UNRESERVED)


def _trimmed(value: str) -> str:
    return " ".join(value.split())


def _signed(signature: Signature, secret: str, canonical: str) -> str:
    steps = (signature.date, signature.caller.region, signature.caller.service, TERMINATOR)
    hashed = sha256(canonical.encode(errors="surrogateescape")).hexdigest()
    to_sign = "\n".join((ALGORITHM, signature.time, "/".join(steps), hashed))
    key = f"AWS4{secret}".encode()
    for step in (*steps, to_sign):
        key = hmac.digest(key, step.encode(errors="surrogateescape"), sha256)
    return key.hex()


def _check_scope(signature: Signature, request: HttpRequest) -> None:
    if signature.date != signature.time[: len(signature.date)]:
        raise invalid_signature("The credential scope is of another day than the time of signing")
    endpoint = _ENDPOINT.match(request.headers.get("host", "").lower())
    if endpoint is not None and endpoint["region"] != signature.caller.region:
        raise invalid_signature(
            f"The credential scope is for {signature.caller.region}, and this is "
            f"{endpoint['region']}"
        )


def _check_time(signature: Signature, now: datetime) -> None:
    signed = datetime.strptime(signature.time, TIME_FORM).replace(tzinfo=UTC)
    if signed - now > _SKEW:
        raise invalid_signature(f"Signature not yet current: it is of {signature.time}")
    lasts = _SKEW
    if signature.expires is not None:
        lasts = timedelta(seconds=signature.expires)
        if not timedelta(0) < lasts <= _LONGEST:
            raise invalid_signature("A presigned URL is good for 1 to 604800 seconds")
    if now - signed > lasts:
        raise invalid_signature(
            f"Signature expired: it is of {signature.time}, and was good for {lasts}"
        )


def _check_coverage(signature: Signature, request: HttpRequest) -> None:
    """Check that what has to be signed is: the host, the body, and what is meant for AWS."""
    if "host" not in signature.signed_headers:
        raise invalid_signature("The header Host is not among those that are signed")
    for name in signature.signed_headers:
        if name not in request.headers:
            raise invalid_signature(f"The header {name} is signed, and is not there")
    for name in request.headers:
        if name.startswith("x-amz-") and name not in signature.signed_headers:
            raise invalid_signature(f"The header {name} is not among those that are signed")
    if _HASH in request.headers:
        told = request.headers[_HASH].strip()
        if told != sha256(request.body).hexdigest():
            raise invalid_signature(f"The header {_HASH} is not the hash of the body")
