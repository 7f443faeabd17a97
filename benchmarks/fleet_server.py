"""A loopback server of a fleet: roles to assume, and an analyzer in every account and Region.

Usage: python benchmarks/fleet_server.py [findings per scope] [latency in ms] [account] [latency]

Prints its port, then serves until its standard input ends. Whose account it is, and in which
Region, is read from what a request is signed with. The account that is named last is slower.
"""

import asyncio
import re
import sys
from typing import Any

from listing_server import Connection, finding, response

SIZE = 100
CALLER = "111122223333"

_SIGNED = re.compile(rb"Credential=\w{4}(\d{12})\w*/\d{8}/([a-z0-9-]+)/")
_ROLE = re.compile(rb"iam%3A%3A(\d{12})%3Arole")
_TOKEN = re.compile(rb'"nextToken": ?"(\d+)"')
_IDENTITY = f"""<GetCallerIdentityResponse><GetCallerIdentityResult>
    <Arn>arn:aws:iam::{CALLER}:user/benchmark</Arn><UserId>AIDA</UserId><Account>{CALLER}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
_ASSUMED = """<AssumeRoleResponse><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIA%s</AccessKeyId><SecretAccessKey>invented</SecretAccessKey>
    <SessionToken>invented</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>"""


class FleetService:
    """Every answer there is."""

    def __init__(self, findings: int) -> None:
        """Make the pages of the findings: the same in every Region, but for whose they are."""
        found = [external(number) for number in range(findings)]
        pages = [found[first : first + SIZE] for first in range(0, findings, SIZE)] or [[]]
        self._pages = [
            response({"findings": page, "nextToken": str(number)})
            if number < len(pages)
            else response({"findings": page})
            for number, page in enumerate(pages, 1)
        ]

    def answer(self, request: bytes) -> bytes:
        """Return the response to one whole request."""
        if request.startswith(b"GET /analyzer"):
            return response({"analyzers": [analyzer(*signer(request))]})
        if request.startswith(b"POST /finding"):
            token = _TOKEN.search(request)
            page = self._pages[int(token[1]) if token else 0]
            return page.replace(CALLER.encode(), signer(request)[0].encode())
        if b"Action=GetCallerIdentity" in request:
            return xml(_IDENTITY)
        if role := _ROLE.search(request):
            return xml(_ASSUMED % role[1].decode())
        return response(status=b"404 Not Found")


def signer(request: bytes) -> tuple[str, str]:
    """Return whose account signed a request, and for which Region."""
    signed = _SIGNED.search(request)
    return (signed[1].decode(), signed[2].decode()) if signed else (CALLER, "us-east-1")


def xml(body: str) -> bytes:
    """Return an answer of STS as a response."""
    return response().replace(b"Content-Length: 0", b"Content-Length: %d" % len(body)) + (
        body.encode()
    )


def analyzer(account: str, region: str) -> dict[str, object]:
    """Return an analyzer of external access."""
    return {
        "arn": f"arn:aws:access-analyzer:{region}:{account}:analyzer/external",
        "name": "external",
        "type": "ACCOUNT",
        "status": "ACTIVE",
        "createdAt": "2026-03-01T05:06:07Z",
    }


def external(number: int) -> dict[str, Any]:
    """Return a finding as the first version of the API lists it."""
    listed: dict[str, Any] = finding(number)
    del listed["findingType"]
    if listed["resourceType"] == "AWS::IAM::Role":
        listed["resource"] = f"arn:aws:iam::{CALLER}:role/role-{number}"
    access = {"action": ["s3:GetObject", "s3:ListBucket"], "principal": {"AWS": "*"}}
    return {**listed, **access, "condition": {}, "isPublic": True}


class Slower(Connection):
    """A connection on which one account's answers take their time."""

    def __init__(self, service: Any, usual: float, slow: str, slower: float) -> None:
        """Wait `usual` seconds before an answer, and `slower` ones for the account `slow`."""
        super().__init__(service, usual)
        self._usual, self._slow, self._slower = usual, slow.encode(), slower

    def data_received(self, data: bytes) -> None:
        """Answer a request, which comes whole."""
        is_slow = bool(self._slow) and b"=ASIA" + self._slow in data
        self._latency = self._slower if is_slow else self._usual
        super().data_received(data)


async def main(findings: str, usual: str, slow: str, slower: str) -> None:
    """Serve until standard input ends."""
    service, waits = FleetService(int(findings)), (int(usual) / 1000, int(slower) / 1000)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Slower(service, waits[0], slow, waits[1]), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:], *("20", "0", "", "0")[len(sys.argv) - 1 :]))
