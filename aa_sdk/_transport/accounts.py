"""The accounts and Regions there are, and the roles to reach them with.

What is asked of STS, Organizations and Account Management before Access Analyzer can be asked in
each account and Region, through clients of the session that those calls are made with too.
"""

import re
import time as clocks
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

import anyio
import anyio.to_thread
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore import regions as boto_regions
from botocore.credentials import ReadOnlyCredentials

from aa_sdk._arns import Arn
from aa_sdk._transport._failures.error_mapping import raise_ours
from aa_sdk._transport._services.clients import Services
from aa_sdk._transport._services.pages import reading
from aa_sdk._transport.calls import Credentials
from aa_sdk._transport.configuration import TransportName
from aa_sdk._transport.connection import new_session
from aa_sdk._transport.roles import RoleCredentials, is_like, wrong_role
from aa_sdk._transport.service_files import read_service
from aa_sdk.errors import InvalidField, InvalidRequestError, ResponseDecodeError

SERVICE_PRINCIPAL = "access-analyzer.amazonaws.com"
"""What Organizations calls Access Analyzer, in every partition."""

REACHABLE = ("ENABLED", "ENABLED_BY_DEFAULT", "ENABLING", "DISABLING")
"""In which states of a Region there may be something to find in it."""

_ENDPOINTS = "access-analyzer"
_BOTOCORE: Any = boto_regions

_PARENT = re.compile(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom the session's credentials belong to."""

    account_id: str
    """The account."""
    partition: str
    """The partition that the account is in, such as `aws` or `aws-us-gov`."""
    arn: str
    """The user, or the role with its session."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of an organization."""

    id: str
    """The twelve digits."""
    name: str
    """What the organization calls it."""
    status: str
    """`ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `PENDING_ACTIVATION`, `CLOSED` or what else there
    may be by now; empty where Organizations does not say."""


class Accounts:
    """Asks which accounts and Regions there are, and assumes roles in them.

    ```python
    async with Accounts(None, region_name="eu-west-1") as accounts:
        caller = await accounts.caller()
        async for account in accounts.listed():
            role = accounts.role(arn_of(account), session_name="audit")
            client.with_options(credentials=role)
    ```

    It belongs to the event loop on which it is entered. Nothing is connected before the first
    question, and no more than one client made of each service, for all accounts.
    """

    session: AioSession
    """The session, once entered; for the clients that use the roles."""
    region_name: str
    """The Region whose STS is asked, once entered: as given or as found."""

    def __init__(
        self,
        session: AioSession | None,
        *,
        region_name: str | None = None,
        config: AioConfig | None = None,
        transport: TransportName = "auto",
        profile_name: str | None = None,
        time: Callable[[], float] = clocks.time,
    ) -> None:
        """Set it up.

        Args:
            session: The session to ask with. None: a new one.
            region_name: The Region whose STS is asked. Default: that of `config`, of the session,
                of `AWS_DEFAULT_REGION`, of `AWS_REGION`, or of the profile.
            config: botocore's options. A request is sent up to 10 times in `standard` mode, unless
                this, the environment or the profile says otherwise.
            transport: The HTTP library: `aiohttp`, `httpx`, or `auto`.
            profile_name: The profile of a new session. Default: `AWS_PROFILE`, or none.
            time: Tells the time, in seconds since the epoch, when credentials of roles expire.

        Raises:
            InvalidRequestError: `profile_name` is given together with `session`.
        """
        if session is not None and profile_name is not None:
            reason = "is for a new session: the one given has its own profile"
            raise InvalidRequestError(InvalidField("profile_name", reason, profile_name))
        self._given = session
        self._profile_name = profile_name
        self._region_name = region_name
        self._config = config
        self._transport: TransportName = transport
        self._time = time
        self._lock = anyio.Lock()
        self._caller: Caller | None = None
        self._endpoints: Any = None

    async def __aenter__(self) -> Self:
        """Read the configuration, and connect nothing.

        Raises:
            InvalidRequestError: There is no Region, or a setting cannot be used.
            CredentialsError: There is no such profile.
        """
        try:
            session = await anyio.to_thread.run_sync(self._read)
            self._services = Services(session, self._region_name, self._config, self._transport)
        except Exception as error:
            raise_ours(error, "connect")
            raise
        if self._given is None:
            # What the credential providers of a session run on too, which under Trio decides.
            library = self._services.http_session_class
            session.set_default_client_config(AioConfig(http_session_cls=library))
        self.session, self.region_name = session, self._services.region_name
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close what is open. Nothing can be asked any more, and no role be assumed."""
        await self._services.aclose()

    def _read(self) -> Any:
        """Return the session, its files read: endpoints of all services among them."""
        session: Any = self._given or new_session(self._profile_name)
        read_service(session, "sts")
        endpoints = session.get_component("data_loader").load_data("endpoints")
        self._endpoints = _BOTOCORE.EndpointResolver(endpoints)
        return session

    async def caller(self) -> Caller:
        """Return whom the session's credentials belong to; asked once.

        Raises:
            CredentialsError: There are none.
            ServiceError: STS refuses them.
            TransportError: STS cannot be reached.
        """
        async with self._lock:
            if self._caller is None:
                answer = await self._services.call("sts", "GetCallerIdentity", {})
                self._caller = _identity(answer)
            return self._caller

    def listed(self, parents: Sequence[str] = ()) -> AsyncGenerator[Account]:
        """List the accounts of the organization, whatever their status, each once.

        Args:
            parents: Roots and organizational units, by their ids, below which the accounts are,
                at any depth. Default: all accounts.

        Returns:
            What to iterate over; nothing is asked before.

        Raises:
            InvalidRequestError: Something is the id of no root and no unit.
            ServiceError: Organizations refuses: the caller is neither of the management account
                nor of one that it has delegated something to, or lacks the permission.
        """
        if wrong := wrong_parents(parents):
            raise InvalidRequestError(*wrong)
        return self._below(parents) if parents else self._all()

    async def _all(self) -> AsyncGenerator[Account]:
        seen = set[str]()
        async for page in self._services.pages("organizations", "ListAccounts", {}):
            for account in _new("ListAccounts", page, seen):
                yield account

    async def _below(self, parents: Sequence[str]) -> AsyncGenerator[Account]:
        """Go down unit by unit; one may be given together with another above it."""
        seen = set[str]()
        waiting = list(reversed(parents))
        while waiting:
            parent = waiting.pop()
            if parent in seen:
                continue
            seen.add(parent)
            within = {"ParentId": parent}
            operation = "ListAccountsForParent"
            async for page in self._services.pages("organizations", operation, within):
                for account in _new(operation, page, seen):
                    yield account
            operation = "ListOrganizationalUnitsForParent"
            async for page in self._services.pages("organizations", operation, within):
                with reading(operation, page):
                    waiting += [unit["Id"] for unit in page["OrganizationalUnits"]]

    async def administrators(self) -> tuple[str, ...]:
        """Return the accounts that Access Analyzer is delegated to; not the management account.

        Raises:
            ServiceError: Organizations refuses.
        """
        params = {"ServicePrincipal": SERVICE_PRINCIPAL}
        operation = "ListDelegatedAdministrators"
        found = list[str]()
        async for page in self._services.pages("organizations", operation, params):
            with reading(operation, page):
                found += [account["Id"] for account in page["DelegatedAdministrators"]]
        return tuple(found)

    def role(
        self, arn: str, *, session_name: str, external_id: str | None = None
    ) -> RoleCredentials:
        """Return credentials of a role, which is assumed when they are needed.

        Args:
            arn: The role, by its ARN.
            session_name: What the sessions are called, in the trails of the account for one: 2 to
                64 letters, digits and characters of `+=,.@-_`.
            external_id: What the role's trust policy asks for. Default: nothing.

        Returns:
            The credentials, for `with_options` of a client, and for any number of tasks.

        Raises:
            InvalidRequestError: One of them can be none.
        """
        if wrong := wrong_role(arn, session_name, external_id):
            raise InvalidRequestError(*wrong)
        params = {"RoleArn": arn, "RoleSessionName": session_name}
        if external_id is not None:
            params["ExternalId"] = external_id
        return RoleCredentials(partial(self._assumed, params), time=self._time)

    async def _assumed(self, params: Mapping[str, str]) -> tuple[Any, float]:
        answer = await self._services.call("sts", "AssumeRole", params)
        with reading("AssumeRole", answer):
            said = answer["Credentials"]
            keys = said["AccessKeyId"], said["SecretAccessKey"], said["SessionToken"]
            return ReadOnlyCredentials(*keys), said["Expiration"].timestamp()

    async def regions(self, credentials: Credentials | None = None) -> tuple[str, ...]:
        """Return the Regions of an account that can be reached, by name.

        Those that are just being enabled or disabled are among them.

        Args:
            credentials: Whose account it is. Default: the caller's.

        Raises:
            ServiceError: Account Management refuses; the permission is `account:ListRegions`.
        """
        params = {"MaxResults": 50, "RegionOptStatusContains": list(REACHABLE)}
        found = set[str]()
        async for page in self._services.pages("account", "ListRegions", params, credentials):
            with reading("ListRegions", page):
                found |= {
                    region["RegionName"]
                    for region in page["Regions"]
                    if region["RegionOptStatus"] in REACHABLE
                }
        return tuple(sorted(found))

    def regions_of(self, partition: str) -> tuple[str, ...]:
        """Return the Regions of a partition where botocore knows Access Analyzer to be, by name.

        For where nobody may say which are enabled. What is newer than the botocore is missing.

        Args:
            partition: The partition, such as `aws`.

        Returns:
            The Regions; none of a partition that botocore does not know.
        """
        return tuple(sorted(self._endpoints.get_available_endpoints(_ENDPOINTS, partition)))


def wrong_parents(parents: Sequence[str]) -> list[InvalidField]:
    """Say what is no list of roots and organizational units.

    Args:
        parents: Their ids.

    Returns:
        What is wrong; nothing where nothing is.
    """
    if isinstance(parents, str):  # which is a sequence too
        return [InvalidField("parents", "must be a list of ids, even of one", parents)]
    reason = (
        "must be the id of a root, such as r-ab12, or of an organizational unit, such as "
        "ou-ab12-11111111"
    )
    return [
        InvalidField(f"parents[{index}]", reason, parent)
        for index, parent in enumerate(parents)
        if not is_like(_PARENT, parent)
    ]


def _identity(answer: Mapping[str, Any]) -> Caller:
    with reading("GetCallerIdentity", answer):
        account: str = answer["Account"]
        text: str = answer["Arn"]
    arn = Arn.parse(text)
    if arn is None:
        raise ResponseDecodeError("GetCallerIdentity", None, ("Arn is no ARN",))
    return Caller(account, arn.partition, text)


def _new(operation: str, page: Mapping[str, Any], seen: set[str]) -> list[Account]:
    """Return the accounts of a page that were not seen, and note that they are now."""
    with reading(operation, page):
        # `Status` is what was there before `State`, and goes away.
        accounts = [
            Account(said["Id"], said.get("Name", ""), said.get("State") or said.get("Status", ""))
            for said in page["Accounts"]
            if said["Id"] not in seen
        ]
    seen.update(account.id for account in accounts)
    return accounts
