"""AWS Signature Version 4 for requests as botocore's serialiser makes them.

botocore's own signer makes a request object first, keeps its headers as those of a mail, goes
over them three times and derives the key anew for each request: four times what this takes.
"""

import hmac
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from botocore import utils
from botocore.auth import SIGNED_HEADERS_BLACKLIST

_utils: Any = utils  # botocore ships no types

# Others may change them on the way: proxies, and whoever traces requests.
_NOT_SIGNED = frozenset[str](SIGNED_HEADERS_BLACKLIST)


def sign(
    request: Mapping[str, Any], credentials: Any, region: str, service: str, now: str
) -> dict[str, str]:
    """Return the headers of a request with its signature, AWS Signature Version 4.

    Args:
        request: A request as botocore's serialiser makes it: method, URL, headers and body.
        credentials: Access key, secret key and session token.
        region: The Region to sign for.
        service: The service's name in signatures.
        now: The time, such as `20260102T030405Z`.
    """
    headers = {**request["headers"], "X-Amz-Date": now}
    if credentials.token:
        headers["X-Amz-Security-Token"] = credentials.token
    address: str = request["url"]
    url = urlsplit(address)
    path: str = _utils.normalize_url_path(url.path)
    lines = {
        lower: " ".join(value.split())
        for name, value in headers.items()
        if (lower := name.lower()) not in _NOT_SIGNED
    }
    lines["host"] = _host(url.scheme, url.netloc)
    names = sorted(lines)
    listed = ";".join(names)
    canonical = "\n".join(
        (
            request["method"],
            quote(path, safe="/~"),
            _canonical(url.query),
            *[f"{name}:{lines[name]}" for name in names],
            "",
            listed,
            sha256(request["body"]).hexdigest(),
        )
    )
    scope = f"{now[:8]}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = _keyed(credentials.secret_key, now[:8], region, service).copy()
    signature.update(text.encode())
    credential = "/".join((credentials.access_key, scope))  # which refuses what is no text
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={listed}, "
        f"Signature={signature.hexdigest()}"
    )
    return headers


def _canonical(query: str) -> str:
    """Return a query by names and then values: `a=` comes before `a-b=`, which text does not."""
    pairs = sorted(pair.partition("=") for pair in query.split("&")) if query else ()
    return "&".join(f"{name}={value}" for name, _, value in pairs)


@lru_cache(maxsize=64)
def _host(scheme: str, netloc: str) -> str:
    """Return the header of a URL's host, its port only where the scheme does not say it."""
    url = SplitResult(scheme, netloc, "", "", "")
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else f"{url.hostname}"
    default = {"http": 80, "https": 443}.get(scheme)
    return host if url.port in (None, default) else f"{host}:{url.port}"


@lru_cache(maxsize=64)
def _keyed(secret: str, day: str, region: str, service: str) -> hmac.HMAC:
    """Derive what signs for a day, to be copied; the parts are hashed one into the other."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, digestmod="sha256")
