"""Requests that botocore signs, and what an emulator says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from aa_sdk.emulator import Emulator, HttpRequest

AUTH: Any = import_module("botocore.auth")
SIGNER: Any = AUTH.SigV4Auth
REQUESTS: Any = import_module("botocore.awsrequest")
CREDENTIALS: Any = import_module("botocore.credentials").Credentials

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "an/invented+secret"
HOST = "access-analyzer.us-east-1.amazonaws.com"
ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a"


@dataclass
class Asked:
    """What is to be signed."""

    method: str = "GET"
    path: str = "/analyzer"
    query: str = ""
    body: bytes = b""
    headers: Mapping[str, str] | None = None
    key: str = KEY
    secret: str = SECRET
    token: str | None = None
    region: str = "us-east-1"
    service: str = "access-analyzer"
    expires: int | None = None
    host: str = HOST
    signer: Any = SIGNER

    def signed(self) -> HttpRequest:
        """The request as botocore signs it now, in a header or, where it expires, in the query."""
        url = f"https://{self.host}{self.path}{'?' if self.query else ''}{self.query}"
        request = REQUESTS.AWSRequest(self.method, url, dict(self.headers or {}), self.body)
        credentials = CREDENTIALS(self.key, self.secret, self.token)
        if self.expires is None:
            self.signer(credentials, self.service, self.region).add_auth(request)
        else:
            signer = AUTH.SigV4QueryAuth(credentials, self.service, self.region, self.expires)
            signer.add_auth(request)
        parts = urlsplit(str(request.url))
        headers = {name.lower(): value for name, value in request.headers.items()}
        headers |= {"host": self.host}
        return HttpRequest(self.method, parts.path, parts.query, headers, self.body)


def verdict(emulator: Emulator, request: HttpRequest) -> tuple[int, str | None]:
    response = emulator.handle(request)
    return response.status, response.headers.get("x-amzn-ErrorType")


def with_headers(request: HttpRequest, **headers: str) -> HttpRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(request, headers={**request.headers, **named})


def without_header(request: HttpRequest, name: str) -> HttpRequest:
    return replace(request, headers={k: v for k, v in request.headers.items() if k != name})


WRONG = (403, "InvalidSignatureException")
INCOMPLETE = (403, "IncompleteSignatureException")
UNKNOWN = (403, "UnrecognizedClientException")


class Careless(SIGNER):  # type: ignore[misc]  # botocore ships no types
    """Signs truly, and leaves out what has to be signed."""

    def headers_to_sign(self, request: Any) -> Any:
        headers: Any = SIGNER.headers_to_sign(self, request)
        left_out: str = self.left_out
        del headers[left_out]
        return headers


class Hostless(Careless):
    left_out = "host"


class Tokenless(Careless):
    left_out = "x-amz-security-token"


class Bodiless(SIGNER):  # type: ignore[misc]  # the same
    """Signs the body, and has the hash of another one in the header."""

    def canonical_request(self, request: Any) -> str:
        lines: list[str] = SIGNER.canonical_request(self, request).split("\n")
        return "\n".join([*lines[:-1], self.payload(request)])


class Yesterday(SIGNER):  # type: ignore[misc]  # the same
    """Signs now, with credentials for another day."""

    def _modify_request_before_signing(self, request: Any) -> None:
        SIGNER._modify_request_before_signing(self, request)
        self.now: str = request.context["timestamp"]
        request.context["timestamp"] = f"20260101{self.now[8:]}"

    def string_to_sign(self, request: Any, canonical_request: str) -> str:
        text: str = SIGNER.string_to_sign(self, request, canonical_request)
        return text.replace(request.context["timestamp"], self.now, 1)
