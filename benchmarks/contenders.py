"""The clients that are compared: each a function of the server's URL, to open by `async with`."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from loopback import CREDENTIALS, KEY, REGION, SECRET

from aa_sdk import AccessAnalyzerClient

T = TypeVar("T")
Contender: TypeAlias = tuple[Callable[[str], Any], Callable[[Any], T]]
"""A function below, and what makes that which is measured from the client it gives."""


def this_sdk(url: str, connections: int | None = None) -> AccessAnalyzerClient:
    """Ours, with a pool of its default size or of as many connections."""
    config = AioConfig(max_pool_connections=connections) if connections else None
    return AccessAnalyzerClient(REGION, endpoint_url=url, config=config, **CREDENTIALS)


def aiobotocore(url: str) -> Any:
    """The client that ours is built on."""
    session: Any = AioSession()
    return session.create_client(
        "accessanalyzer", region_name=REGION, endpoint_url=url, **CREDENTIALS
    )


def capo(url: str, connections: int | None = None) -> Any:
    """capo's, with a pool of its default size or of as many connections."""
    package: Any = import_module("capo_accessanalyzer")  # of the extra bench alone
    http: Any = import_module("zapros")  # what it sends with
    pool = {"max_connections_per_host": connections, "max_idle_connections_per_host": connections}
    return package.AsyncAccessAnalyzerClient(
        region=REGION,
        endpoint=url,
        credentials=package.Credentials(access_key=KEY, secret_key=SECRET),
        http_handler=http.AsyncStdNetworkHandler(http1=pool) if connections else None,
    )


def floor(url: str) -> aiohttp.ClientSession:
    """Bare aiohttp, under them all: no signing, no retries, no types."""
    return aiohttp.ClientSession(url)


@asynccontextmanager
async def opened(url: str, contenders: Mapping[str, Contender[T]]) -> AsyncGenerator[dict[str, T]]:
    """Open a client for each contender, and yield what is made from them."""
    async with AsyncExitStack() as stack:
        yield {
            name: make(await stack.enter_async_context(client(url)))
            for name, (client, make) in contenders.items()
        }
