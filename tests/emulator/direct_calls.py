"""Calls of the emulator's core, without a client and without a socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from aa_sdk.emulator import Emulator, HttpRequest
from aa_sdk.emulator._account.access_keys import access_key_of
from aa_sdk.emulator._protocol.service_model import load_service_model

ACCOUNT = "111122223333"
REGION = "us-east-1"


def signature(account_id: str = ACCOUNT, region: str = REGION) -> str:
    """An Authorization header of an account, in a region."""
    scope = f"{access_key_of(account_id)}/20260101/{region}/access-analyzer/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


@dataclass(frozen=True)
class Reply:
    """An answer, decoded."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def error(self) -> str | None:
        """The error code."""
        return self.headers.get("x-amzn-ErrorType")

    def fields(self) -> list[str]:
        """The names of the fields at fault."""
        return [field["name"] for field in self.body.get("fieldList", ())]


@dataclass(frozen=True)
class Direct:
    """Calls operations by their names and wire members."""

    emulator: Emulator
    account_id: str = ACCOUNT
    region: str = REGION

    def call(self, operation: str, /, **params: Any) -> Reply:
        """Call an operation and return its answer, good or bad."""
        called = load_service_model().operations[operation]
        path = "/" + "/".join(
            quote(str(params[part.strip("{}")]), safe="", errors="surrogatepass")
            if part.startswith("{")
            else part
            for part in called.segments
        )
        query = {
            name: params[member.name]
            for name, member in called.in_query.items()
            if member.name in params
        }
        body = {
            name: params[member.name]
            for name, member in called.in_body.items()
            if member.name in params
        }
        return self.send(called.method, path, _encoded(query), body)

    def ok(self, operation: str, /, **params: Any) -> Any:
        """Call an operation that has to work, and return the body."""
        reply = self.call(operation, **params)
        assert reply.error is None, reply
        return reply.body

    def send(self, method: str, path: str, query: str, body: object) -> Reply:
        """Send a request."""
        headers = {"authorization": signature(self.account_id, self.region)}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = self.emulator.handle(HttpRequest(method, path, query, headers, raw))
        return Reply(response.status, response.headers, json.loads(response.body or b"{}"))

    def every(self, operation: str, key: str, /, **params: Any) -> list[Any]:
        """Call a listing to its end and return all items."""
        items: list[Any] = []
        token: dict[str, str] = {}
        while True:
            page = self.ok(operation, **params, **token)
            items += page[key]
            if "nextToken" not in page:
                return items
            token = {"nextToken": page["nextToken"]}


def _encoded(query: Mapping[str, Any]) -> str:
    values = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
    }
    return urlencode(values, doseq=True, errors="surrogatepass")
