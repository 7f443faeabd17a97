"""What a sweep stands on: one session, a connection for each Region, a role for each account."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Hashable
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import anyio

from aa_sdk._event_loops import current_loop
from aa_sdk._transport.accounts import Accounts
from aa_sdk._transport.roles import RoleCredentials
from aa_sdk.client import AccessAnalyzerClient, CallEvent
from aa_sdk.pace import Pace
from aa_sdk.workflows._fleet.scopes import Scope

if TYPE_CHECKING:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession

_ROLES = 1_024
"""How many roles are kept: an account's Regions are swept together, and need it once."""


class Ground:
    """Gives a client for each scope.

    A connection with its HTTP pool costs as much memory and time as hundreds of calls. So all
    accounts share that of a Region, and each call is signed with the credentials of its account.

    Args:
        accounts: What asks other services, over the session that all clients share.
        options: What the clients are made with besides: endpoint_url, config, transport.
    """

    def __init__(self, accounts: Accounts, options: dict[str, Any]) -> None:
        self.accounts = accounts
        self._options = options
        self._clients: dict[str, AccessAnalyzerClient] = {}
        self._is_open = False
        self._door = anyio.Lock()
        self._roles = OrderedDict[tuple[str | None, ...], RoleCredentials]()

    async def open(self) -> None:
        """Read the configuration, once.

        Raises:
            InvalidRequestError: There is no Region, or a setting cannot be used.
            CredentialsError: There is no such profile.
        """
        async with self._door:
            if self._is_open:
                return
            await self.accounts.__aenter__()
            self._is_open = True

    def client(
        self, scope: Scope, *, paced: bool, on_call: Callable[[CallEvent], object] | None
    ) -> AccessAnalyzerClient:
        """Return the client of a scope, which is not to be closed: it is closed with all others."""
        client = self._clients.get(scope.region)
        if client is None:
            client = self._clients[scope.region] = AccessAnalyzerClient(
                scope.region,
                session=self.accounts.session,
                **self._options,
            )
        return client.with_options(
            credentials=self.credentials(scope), pace=Pace() if paced else None, on_call=on_call
        )

    def credentials(self, scope: Scope) -> RoleCredentials | None:
        """Return the credentials of a scope's account; None where those are the caller's own."""
        if scope.role_arn is None:
            return None
        key = scope.role_arn, scope.session_name, scope.external_id
        role = self._roles.pop(key, None)
        if role is None:
            role = self.accounts.role(
                scope.role_arn, session_name=scope.session_name, external_id=scope.external_id
            )
        self._roles[key] = role
        while len(self._roles) > _ROLES:
            self._roles.popitem(last=False)
        return role

    async def aclose(self) -> None:
        """Close the connections."""
        with anyio.CancelScope(shield=True):
            for client in self._clients.values():
                await client.aclose()
            if self._is_open:
                await self.accounts.aclose()


def new_ground(
    region_name: str | None,
    session: "AioSession | None",
    endpoint_url: str | None,
    config: "AioConfig | None",
    transport: Literal["auto", "aiohttp", "httpx"],
) -> Ground:
    """Return what a sweep is to stand on; nothing is opened before it is needed."""
    accounts = Accounts(session, region_name=region_name, config=config, transport=transport)
    return Ground(
        accounts, {"endpoint_url": endpoint_url, "config": config, "transport": transport}
    )


# Those of `sweep_scope`, which is called for one scope after the other and has nobody to enter and
# leave: each serves its event loop to its end.
_KEPT: WeakKeyDictionary[Any, dict[Hashable, tuple[Ground, AsyncGenerator[None]]]] = (
    WeakKeyDictionary()
)


async def kept(key: Hashable, make: Callable[[], Ground]) -> Ground:
    """Return what calls on this event loop stand on, made at the first and closed with the loop.

    Args:
        key: What it is made of.
        make: Makes it.
    """
    grounds = _KEPT.setdefault(current_loop(), {})
    if key not in grounds:
        ground = make()
        grounds[key] = ground, _closing(ground)
        await anext(grounds[key][1])
    ground = grounds[key][0]
    await ground.open()
    return ground


async def _closing(ground: Ground) -> AsyncGenerator[None]:
    """Close it when the event loop closes the generators that were begun on it."""
    try:
        yield
    finally:
        await ground.aclose()
