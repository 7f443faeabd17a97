"""The body of a request while it comes, for the service and for the control API alike.

It is imported when somebody serves: aiohttp's server is not quick to import.
"""

from collections.abc import AsyncIterator
from http import HTTPStatus

from aiohttp import StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError

from aa_sdk.emulator._protocol.errors import bad_request

_BROKEN = "its body is not encoded as it says"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Receiving(web.RequestHandler):
    """A connection that notices when the body being read is broken."""

    is_broken = False
    """Whether what came cannot be read any further."""
    _upload: StreamReader | None = None

    def begin_upload(self, content: StreamReader) -> None:
        """Take note of the body that is read next.

        Args:
            content: The body.
        """
        self._upload = content
        self._end_broken_upload()

    def data_received(self, data: bytes) -> None:
        """Take what came from the client."""
        super().data_received(data)
        self._end_broken_upload()

    def _end_broken_upload(self) -> None:
        """End a body that is followed by something although it is not complete.

        That is an error in its chunks. aiohttp queues errors as it queues requests, behind the one
        that is being handled, and that one would wait for the rest of its body forever.
        """
        upload = self._upload
        if upload is not None and self._messages and not upload.is_eof():
            self.is_broken = True
            upload.feed_eof()


async def chunks_of(
    request: web.BaseRequest, limit: int, too_large: Exception
) -> AsyncIterator[bytes]:
    """Go through a body as it comes; a client that waits to be asked for it is asked.

    Args:
        request: The request.
        limit: How many bytes are wanted at most. What is said to have more is not asked for; who
            reads on counts what comes.
        too_large: What is raised for a body that is not asked for.

    Raises:
        ErrorResponse: The client expects something else, or the body is not encoded as it says.
            Nobody knows where the next request would begin.
        ConnectionError: The client has gone.
    """
    if (expected := request.headers.get("Expect")) is not None:
        if expected.lower() != "100-continue":
            raise bad_request("it expects more than 100-continue", HTTPStatus.EXPECTATION_FAILED)
        if (request.content_length or 0) > limit:
            raise too_large
        if request.version == (1, 1):
            await request.writer.write(_CONTINUE)
            request.writer.output_size = 0  # nothing of the response yet
    try:
        async for chunk in request.content.iter_any():
            yield chunk
    except (HttpProcessingError, web.RequestPayloadError) as error:
        # As aiohttp tells it where it has no compiled parser.
        request.content.feed_eof()
        raise bad_request(_BROKEN) from error
    connection = request.protocol
    assert isinstance(connection, Receiving)  # noqa: S101 (as every connection here)
    if connection.is_broken:
        raise bad_request(_BROKEN)
