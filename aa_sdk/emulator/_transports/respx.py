"""Answers a respx router, for tests that mock their HTTP library anyway."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import anyio

from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse, Respond
from aa_sdk.emulator._transports.respx_route import HOSTS, ROUTE

if TYPE_CHECKING:
    import httpx
    import respx


def add_route(router: "respx.Router", respond: Respond) -> None:
    """Let a router answer whatever is sent to an endpoint of the service.

    Args:
        router: The router.
        respond: Responds to a request.

    Raises:
        RuntimeError: The router patches what aiobotocore does not use here.
    """
    _make_effective(router)
    http: Any = import_module("httpx")

    def deliver(request: "httpx.Request", response: HttpResponse) -> "httpx.Response":
        if response.dropped:
            raise http.RemoteProtocolError(
                "Server disconnected without sending a response.", request=request
            )
        body = response.delivery.received(response.body)
        if body is None:
            raise http.ReadError("The connection ended within the response.", request=request)
        headers = dict(response.headers)
        if headers.get("Content-Encoding") == "gzip":
            # The other name of it. By the usual one respx would unpack it, for its list of calls.
            headers["Content-Encoding"] = "x-gzip"
        delivered: httpx.Response = http.Response(response.status, headers=headers, content=body)
        return delivered

    async def deliver_late(request: "httpx.Request", response: HttpResponse) -> "httpx.Response":
        await anyio.sleep(response.delay + response.delivery.seconds)
        return deliver(request, response)

    def side_effect(request: "httpx.Request") -> Any:
        response = respond(_read(request))
        # A mocked synchronous client has nobody to wait for it.
        is_late = response.delay or response.delivery.seconds
        return deliver_late(request, response) if is_late else deliver(request, response)

    router.route(url__regex=HOSTS, name=ROUTE).mock(side_effect=side_effect)


def _make_effective(router: "respx.Router") -> None:
    """See to it that a router which patches anything patches what the clients send with.

    A respx router names its mocker by `using`, and respx looks the name up when the router
    starts: a name that it does not know then patches nothing, without a word. The emulator's own
    mocker becomes known by being imported, which is here, and so possibly after the start. There
    are three cases. A router of the emulator's mocker is put right if it started too early. One
    that patches the library of aiobotocore's httpx transport answers clients on that, and the
    mocker sees to it that those on aiohttp do not get past it. Any other one would let the
    requests of a test go to AWS, and is an error.
    """
    using: str | None = getattr(router, "using", None)
    if using is None:
        return  # it answers whoever asks it, and patches nothing
    registry: Any = import_module("respx.mocks").Mocker.registry
    unknown_so_far = using not in registry
    ours: Any = import_module("aa_sdk.emulator._transports.respx_mocker").AiobotocoreMocker
    mocker: Any = registry.get(using)
    patched = {target.partition(".")[0] for target in getattr(mocker, "targets", ())}
    if mocker is ours:
        if unknown_so_far:
            ours.take_over(router)
    elif _client_library() in patched:
        ours.watch(router)
    else:
        raise RuntimeError(_explanation(", ".join(sorted(patched)) or "nothing"))


def _client_library() -> str:
    # Both of httpx and httpx2 may be there; this is the one that aiobotocore chose.
    name: str = import_module("aiobotocore.httpxsession").httpx.__name__
    return name


def _explanation(patched: str) -> str:
    return (
        f"This respx router patches {patched}, and clients of the service send with "
        f"{_client_library()} or aiohttp: it would answer nothing, and requests would go to AWS. "
        'Use respx.mock(using="aiobotocore"), which answers for each of these libraries.'
    )


def _read(request: "httpx.Request") -> HttpRequest:
    path, _, query = request.url.raw_path.partition(b"?")
    return HttpRequest(
        method=request.method,
        path=path.decode("ascii"),
        query=query.decode("ascii"),
        headers={name: ",".join(request.headers.get_list(name)) for name in request.headers},
        body=request.content,
    )
