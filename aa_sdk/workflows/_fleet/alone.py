"""A scope swept by itself, on whichever machine."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from aa_sdk.models.criteria import SupportsCriteria
from aa_sdk.workflows._fleet.ground import kept, new_ground
from aa_sdk.workflows._fleet.listing import criteria_of
from aa_sdk.workflows._fleet.results import FleetFinding, SweptScope
from aa_sdk.workflows._fleet.scopes import Scope
from aa_sdk.workflows._fleet.work import Worker

if TYPE_CHECKING:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession


async def sweep_scope(
    scope: Scope,
    *,
    filter: SupportsCriteria | Mapping[str, Any] | None = None,
    session: "AioSession | None" = None,
    pace: bool = True,
    endpoint_url: str | None = None,
    config: "AioConfig | None" = None,
    transport: Literal["auto", "aiohttp", "httpx"] = "auto",
) -> SweptScope:
    """Sweep one scope, here or on any machine that has credentials to enter it.

    ```python
    async for scope in fleet.scopes():
        futures.append(cluster.submit(sweep_scope, scope))
    ```

    It gives what `Fleet.findings(dedupe=False)` gives of the scope, for it knows no other. Calls on
    the same event loop share one session, a connection for each Region, and the roles of accounts
    that were entered lately; these are closed with the loop.

    Args:
        scope: The scope.
        filter: Which findings. Default: all.
        session: A session with credentials of one's own. Default: one for the event loop, with
            those that the environment has.
        pace: Whether calls go at a pace. Default: they do.
        endpoint_url: Where Access Analyzer is, for emulators. Default: the Region's own.
        config: botocore's options, as for a client.
        transport: The HTTP library, as for a client.

    Returns:
        What became of the scope, and its findings.

    Raises:
        InvalidRequestError: An argument cannot be used.
        AccessAnalyzerError: Something that other scopes would meet too, such as no credentials.
    """
    criteria = criteria_of(filter)
    home = scope.home_region
    # A configuration that travels is another one each time it arrives, and says the same.
    same = home, session, endpoint_url, config and repr(vars(config)), transport
    ground = await kept(same, partial(new_ground, home, session, endpoint_url, config, transport))
    found: list[FleetFinding] = []

    async def give(findings: Sequence[FleetFinding]) -> None:
        found.extend(findings)

    outcome = await Worker(ground, pace).list_findings(criteria, None, scope, None, give)
    return SweptScope(outcome, tuple(found))
