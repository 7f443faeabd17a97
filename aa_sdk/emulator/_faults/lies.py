"""Faults that lie: responses that are not what HTTP, or their own headers, say they are."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any, Unpack

from aa_sdk.emulator._faults.adding import FaultList, header_value, share
from aa_sdk.emulator._faults.fault import Fault, When
from aa_sdk.emulator._protocol.messages import HttpResponse

_REDIRECTS = range(300, 400)

_BOMBS = "aa_sdk.emulator._faults.gzip_bomb"
_LARGEST_BOMB = 2**32 - 1  # which is what gzip can state


class Lies(FaultList):
    """Adds faults that lie.

    Each says what the client meets over HTTP, and what is left of it in process and with a respx
    router, where the response does not travel. The call takes effect, unless it is redirected.
    """

    def redirect(
        self, url: str, *operations: str, status: int = 307, **when: Unpack[When]
    ) -> Fault:
        """Send the client elsewhere, as a proxy may, instead of handling the call.

        Everywhere the client gets an empty response with a `Location`. One that follows takes its
        signature, and the request's body, to whoever is there.

        Args:
            url: The `Location`.
            *operations: Names of operations; none for all.
            status: The HTTP status, from 300 to 399. After 301, 302 and 303 many clients go on
                with GET, after 307 and 308 with the same request.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, `when` or the status is out of range, or no
                header can hold the URL.
        """
        if status not in _REDIRECTS:
            raise ValueError("a redirect has a status from 300 to 399")
        location = header_value(url)

        def change(response: HttpResponse) -> None:
            response.status, response.body = status, b""
            response.headers = {"Location": location}

        fault = self._changing(operations, when, change)
        fault.handled = False
        return fault

    def wrong_length(self, *operations: str, by: int = 1, **when: Unpack[When]) -> Fault:
        """Let `Content-Length` say more or less than comes; then the connection ends.

        Over HTTP the client waits for the rest and finds the connection closed, or takes only the
        beginning of the body, and the rest for something that nobody asked for. In process and
        with respx the one is a connection that was closed, the other the beginning.

        Args:
            *operations: Names of operations; none for all.
            by: How many bytes more it says; negative for less. It never says less than 0.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, `when` is out of range, or `by` is 0.
        """
        if not by:
            raise ValueError("that would be the right length")
        return self._delivering(operations, when, length_error=by)

    def no_length(self, *operations: str, chunked: bool = False, **when: Unpack[When]) -> Fault:
        """Leave `Content-Length` out: the body ends with the connection, or comes in chunks.

        HTTP has both, and a client gets the whole body. In process and with respx there is nothing
        to see.

        Args:
            *operations: Names of operations; none for all.
            chunked: Whether it comes in chunks (`Transfer-Encoding: chunked`).
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        return self._delivering(operations, when, framing="chunked" if chunked else "close")

    def gzip_bomb(self, *operations: str, size: int = 1024**3, **when: Unpack[When]) -> Fault:
        """Deliver a body that gzip has made a thousand times smaller, and that is no JSON.

        Over HTTP and in process the client gets the packed body with `Content-Encoding: gzip`,
        about a MiB for a GiB. In process nothing unpacks it but the client. With respx the coding
        is called `x-gzip`, the same by another name, which neither respx nor httpx unpacks.

        Args:
            *operations: Names of operations; none for all.
            size: How many bytes it unpacks to; from 1 to 2**32 - 1.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        if not 1 <= size <= _LARGEST_BOMB:
            raise ValueError("gzip states sizes from 1 to 2**32 - 1")
        body: bytes = import_module(_BOMBS).gzip_bomb(size)

        def change(response: HttpResponse) -> None:
            response.body = body
            response.headers["Content-Encoding"] = "gzip"

        return self._changing(operations, when, change)

    def slow_body(self, seconds: float, *operations: str, **when: Unpack[When]) -> Fault:
        """Let the body dribble: over HTTP the headers come at once, and then a bit every while.

        No pause between two bits is longer than a second as long as there are bytes for it, so
        that a limit on pauses alone does not end it. In process and with respx the whole response
        comes after the time.

        Args:
            seconds: How long the body takes, in real seconds; not negative.
            *operations: Names of operations; none for all.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        if not seconds >= 0:
            raise ValueError("a body takes its time, from 0 seconds on")
        return self._delivering(operations, when, seconds=seconds)

    def half_answer(self, *operations: str, keep: float = 0.5, **when: Unpack[When]) -> Fault:
        """Deliver the headers and the beginning of the body, and reset the connection.

        Unlike `truncate`, which delivers a short body with its right length, this is a connection
        that breaks. So it is in process and with respx, where the client gets nothing.

        Args:
            *operations: Names of operations; none for all.
            keep: The share of the body that is delivered, from 0 to 1.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        return self._delivering(operations, when, reset_after=share(keep))

    def wrong_type(
        self, *operations: str, content_type: str | None = "text/html", **when: Unpack[When]
    ) -> Fault:
        """Let `Content-Type` say something else than JSON; the body is as it should be.

        It is the same everywhere. Clients of AWS look at the body alone.

        Args:
            *operations: Names of operations; none for all.
            content_type: What the header says; None for no header.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, `when` is out of range, or no header can hold
                the content type.
        """
        said = {} if content_type is None else {"Content-Type": header_value(content_type)}

        def change(response: HttpResponse) -> None:
            response.headers.pop("Content-Type", None)
            response.headers.update(said)

        return self._changing(operations, when, change)

    def http_1_0(self, *operations: str, **when: Unpack[When]) -> Fault:
        """Answer as servers of HTTP/1.0 do, and close the connection.

        A client gets the whole body, and needs a new connection for what comes next. In process
        and with respx there is nothing to see.

        Args:
            *operations: Names of operations; none for all.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        return self._delivering(operations, when, old_version=True)

    def _delivering(self, operations: tuple[str, ...], when: When, **lie: Any) -> Fault:
        def change(response: HttpResponse) -> None:
            response.delivery = replace(response.delivery, **lie)

        return self._changing(operations, when, change)

    def _changing(
        self,
        operations: tuple[str, ...],
        when: When,
        change: Callable[[HttpResponse], None],
    ) -> Fault:
        fault = self._new(operations, when)
        fault.change = change
        return self._add(fault)
