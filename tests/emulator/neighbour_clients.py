"""Clients of boto3's that reach the neighbours of a served emulator."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, HttpRequest, HttpResponse
from aa_sdk.emulator._account.access_keys import access_key_of

OWN, MEMBER, OTHER = "111122223333", "444455556666", "777788889999"
ROLE = f"arn:aws:iam::{MEMBER}:role/audit/AuditRole"


@dataclass(frozen=True)
class Clients:
    """Makes clients; without credentials they call from the emulator's own account."""

    url: str
    emulator: Emulator
    region: str = "us-east-1"

    def make(
        self, service: str, region: str | None = None, *, checked: bool = True, **credentials: Any
    ) -> Any:
        """Return a client, which repeats nothing, and may send what it knows to be no good."""
        keys = credentials or self.emulator.credentials(OWN)
        settings = {"retries": {"total_max_attempts": 1}, "parameter_validation": checked}
        return _session().client(
            service,
            endpoint_url=self.url,
            region_name=region or self.region,
            config=import_module("botocore.config").Config(**settings),
            **keys,
        )

    def of(self, service: str, account_id: str) -> Any:
        """Return a client that calls from an account."""
        return self.make(service, **self.emulator.credentials(account_id))

    def assumed(self, role: str = ROLE, **params: Any) -> dict[str, Any]:
        """Return the credentials of a role, by the names of the arguments of clients."""
        asked = {"RoleArn": role, "RoleSessionName": "sweep", **params}
        return as_arguments(self.make("sts").assume_role(**asked)["Credentials"])


@cache
def _session() -> Any:
    return import_module("boto3.session").Session()


@contextmanager
def clients_of(emulator: Emulator) -> Generator[Clients]:
    """Serve an emulator, and make clients of it."""
    with emulator.serve() as url:
        yield Clients(url, emulator)


def as_arguments(credentials: Any) -> dict[str, Any]:
    """Return the credentials of an answer by the names of the arguments of clients."""
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


@contextmanager
def refused(code: str, status: int) -> Generator[Any]:
    """Expect that a call is refused with a code and a status."""
    with pytest.raises(import_module("botocore.exceptions").ClientError) as caught:
        yield caught
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status


def asked(
    emulator: Emulator,
    service: str,
    *,
    method: str = "POST",
    path: str = "/",
    query: str = "",
    body: bytes = b"",
    **headers: str,
) -> HttpResponse:
    """Return what an emulator says to a request that no client would send."""
    scope = f"{access_key_of(OWN)}/20260101/us-east-1/{service}/aws4_request"
    signature = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["authorization"] = signature
    return emulator.handle(HttpRequest(method, path, query, named, body))
