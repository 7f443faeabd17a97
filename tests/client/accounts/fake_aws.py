"""STS, Organizations and Account Management as far as a sweep over accounts asks them."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import anyio
from aiobotocore.config import AioConfig

from aa_sdk._transport.accounts import Accounts
from aa_sdk._transport.roles import RoleCredentials
from tests.fake_service import REGION, FakeService, Reply, Sent

CALLER = "111122223333"
ROLE = "arn:aws:iam::{}:role/Audit"
START = datetime(2026, 1, 2, tzinfo=UTC).timestamp()
SERVICES = ("sts", "organizations", "account")
HOUR = 3600.0

Answer = Callable[[Mapping[str, Any]], Reply]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Asked:
    """One request, and what it was signed with."""

    operation: str
    params: Mapping[str, Any]
    access_key: str
    region: str


@dataclass
class FakeAws:
    """Answers as the three services do, and to anything else that there are no analyzers."""

    clock: Clock = field(default_factory=Clock)
    lifetime: float = HOUR
    """Seconds for which credentials are good."""
    accounts: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """Each account and its parent."""
    units: dict[str, str] = field(default_factory=dict[str, str])
    """Each unit and its parent."""
    states: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    regions: dict[str, str] = field(default_factory=dict[str, str])
    administrators: list[str] = field(default_factory=list[str])
    page: int = 2
    """How many items are on a page."""
    instead: dict[str, list[Reply | Exception]] = field(
        default_factory=dict[str, list[Reply | Exception]]
    )
    """By operation, what is answered before anything else."""
    asked: list[Asked] = field(default_factory=list[Asked])
    owners: dict[str, str] = field(default_factory=dict[str, str])
    """Each access key that was given, and the role that it is of."""
    held: anyio.Event | None = None
    """What a role waits for before it is given."""

    async def __call__(self, sent: Sent) -> Reply:
        scope = sent.headers["authorization"].partition("Credential=")[2].split("/")
        operation, params = _read(sent)
        self.asked.append(Asked(operation, params, scope[0], scope[2]))
        if operation == "AssumeRole" and self.held is not None:
            await self.held.wait()
        if self.instead.get(operation):
            said = self.instead[operation].pop(0)
            if isinstance(said, Exception):
                raise said
            return said
        answer: Answer | None = getattr(self, f"_{operation}", None)
        return answer(params) if answer else Reply({"analyzers": []})

    def count(self, operation: str) -> int:
        return Counter(asked.operation for asked in self.asked)[operation]

    def session(self, **options: Any) -> Any:
        """A session whose clients reach this, whichever way they send."""
        service = FakeService(self)
        session = service.session(**options)
        for name in SERVICES:  # nobody listens on the short way, which has a library of its own
            session.get_component("event_emitter").register(f"before-send.{name}", service)
        return session

    def open(self, session: Any = None, **options: Any) -> Accounts:
        options = {"region_name": REGION, "config": AioConfig(), **options}
        return Accounts(session or self.session(), time=self.clock, **options)

    def _GetCallerIdentity(self, _: Mapping[str, Any]) -> Reply:  # noqa: N802 (as it is called)
        arn = f"arn:aws-us-gov:sts::{CALLER}:assumed-role/Audit/me"
        return xml("GetCallerIdentity", f"<Arn>{arn}</Arn><Account>{CALLER}</Account>")

    def _AssumeRole(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        key = f"ASIA{uuid4().hex[:16].upper()}"
        self.owners[key] = params["RoleArn"]
        until = datetime.fromtimestamp(self.clock.now + self.lifetime, UTC)
        return xml(
            "AssumeRole",
            f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s-{key}"
            f"</SecretAccessKey><SessionToken>t-{key}</SessionToken>"
            f"<Expiration>{until.isoformat()}</Expiration></Credentials>",
        )

    def _ListAccounts(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        return self._paged("Accounts", [self._account(id_) for id_ in self.accounts], params)

    def _ListAccountsForParent(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        within = [id_ for id_, parent in self.accounts.items() if parent == params["ParentId"]]
        return self._paged("Accounts", [self._account(id_) for id_ in within], params)

    def _ListOrganizationalUnitsForParent(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        within = [{"Id": id_} for id_, above in self.units.items() if above == params["ParentId"]]
        return self._paged("OrganizationalUnits", within, params)

    def _ListDelegatedAdministrators(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        assert params["ServicePrincipal"] == "access-analyzer.amazonaws.com"
        items = [{"Id": id_} for id_ in self.administrators]
        return self._paged("DelegatedAdministrators", items, params)

    def _ListRegions(self, params: Mapping[str, Any]) -> Reply:  # noqa: N802
        items = [
            {"RegionName": name, "RegionOptStatus": status} for name, status in self.regions.items()
        ]
        return self._paged("Regions", items, params)

    def _account(self, id_: str) -> dict[str, str]:
        return {"Id": id_, "Name": f"name-{id_}", **self.states.get(id_, {"State": "ACTIVE"})}

    def _paged(self, name: str, items: list[Any], params: Mapping[str, Any]) -> Reply:
        start = int(params.get("NextToken", "0"))
        end = start + self.page
        more = {"NextToken": str(end)} if end < len(items) else {}
        return Reply({name: items[start:end], **more})


def role_of(accounts: Accounts, number: int = 0) -> RoleCredentials:
    """Credentials of a role of some account."""
    return accounts.role(ROLE.format(f"{number:012}"), session_name="audit")


def xml(operation: str, members: str) -> Reply:
    """An answer of STS."""
    namespace = "https://sts.amazonaws.com/doc/2011-06-15/"
    return Reply(
        f'<{operation}Response xmlns="{namespace}"><{operation}Result>{members}'
        f"</{operation}Result></{operation}Response>".encode()
    )


def refusal(code: str, status: int, headers: Mapping[str, str] | None = None) -> Reply:
    """An error of STS."""
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    return Reply(text.encode(), status, headers or {})


def _read(sent: Sent) -> tuple[str, Mapping[str, Any]]:
    if target := sent.headers.get("x-amz-target"):
        return target.partition(".")[2], json.loads(sent.body)
    if sent.path == "/listRegions":
        return "ListRegions", json.loads(sent.body)
    fields = dict(parse_qsl(sent.body.decode()))
    return fields.pop("Action", sent.path), fields
