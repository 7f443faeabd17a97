"""Answers a respx router, for tests that mock httpx anyway."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import anyio

from aa_sdk.emulator.http_messages import HttpRequest, HttpResponse

if TYPE_CHECKING:
    import httpx
    import respx

__all__ = ("add_route",)

_HOSTS = r"^https?://access-analyzer[.-]"


def add_route(router: "respx.Router", answer: Callable[[HttpRequest], HttpResponse]) -> None:
    """Let a router answer whatever is sent to an endpoint of the service.

    Args:
        router: The router.
        answer: Answers a request.
    """
    http: Any = import_module("httpx")

    def deliver(request: "httpx.Request", response: HttpResponse) -> "httpx.Response":
        if response.dropped:
            message = "Server disconnected without sending a response."
            raise http.RemoteProtocolError(message, request=request)
        found: httpx.Response = http.Response(
            response.status, headers=response.headers, content=response.body
        )
        return found

    async def deliver_late(request: "httpx.Request", response: HttpResponse) -> "httpx.Response":
        await anyio.sleep(response.delay)
        return deliver(request, response)

    def side_effect(request: "httpx.Request") -> Any:
        response = answer(_read(request))
        # A mocked synchronous client has nobody to wait for it.
        return deliver_late(request, response) if response.delay else deliver(request, response)

    router.route(url__regex=_HOSTS).mock(side_effect=side_effect)


def _read(request: "httpx.Request") -> HttpRequest:
    path, _, query = request.url.raw_path.partition(b"?")
    return HttpRequest(
        method=request.method,
        path=path.decode("ascii"),
        query=query.decode("ascii"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.content,
    )
