"""Whole states on their way: a file here, a body there, never in memory as a whole."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from aa_sdk.emulator._control_api.problems import ControlProblem
from aa_sdk.emulator._protocol.uploads import chunks_of

STATE_LIMIT = 4 * 1024**3
"""The largest snapshot in bytes that is taken: twenty million findings and more."""
STATE_TYPES = frozenset({"application/json", "application/gzip", "application/octet-stream"})
"""What a body may be said to be that is a snapshot. Browsers ask before they send any of them."""

_CHUNK = 256 * 1024
_GZIP = b"\x1f\x8b"

Work = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs what takes long in a thread."""


async def send_state(
    request: web.BaseRequest, save: Callable[[Path], object], work: Work
) -> web.StreamResponse:
    """Answer with a snapshot, saved to a file first so that the emulator is not kept waiting.

    The file has no name any more when the first byte is sent, so that nothing is left of it
    whatever becomes of the client.
    """
    with TemporaryDirectory(prefix="aa_sdk-") as folder:
        path = Path(folder) / "state.json"
        await work(lambda: save(path))
        file = path.open("rb")
    with file:
        size = file.seek(0, 2)
        file.seek(0)
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        headers = {"Cache-Control": "no-store", "Content-Length": str(size)}
        response = web.StreamResponse(headers=headers)
        response.content_type = "application/gzip" if packed else "application/json"
        await response.prepare(request)
        while request.method != "HEAD" and (chunk := file.read(_CHUNK)):
            await response.write(chunk)
    await response.write_eof()
    return response


async def take_state(
    request: web.BaseRequest, replace: Callable[[Path], object], work: Work
) -> None:
    """Put the state of a snapshot in the place of the emulator's.

    Raises:
        ControlProblem: It is too large, or no snapshot.
    """
    if (request.content_length or 0) > STATE_LIMIT:
        raise _too_large()
    with TemporaryDirectory(prefix="aa_sdk-") as folder:
        path, taken = Path(folder) / "state.json", 0
        with path.open("wb") as file:
            async for chunk in chunks_of(request, STATE_LIMIT, _too_large()):
                taken += file.write(chunk)
                if taken > STATE_LIMIT:
                    raise _too_large()
        try:
            await work(lambda: replace(path))
        except ValueError as error:  # which may name the file
            message = str(error).replace(str(path), "the body")
            raise ControlProblem(400, message) from error


def _too_large() -> ControlProblem:
    return ControlProblem(413, f"a snapshot has at most {STATE_LIMIT} bytes")
