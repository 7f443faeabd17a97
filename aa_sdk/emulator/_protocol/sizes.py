"""How much of a request is read."""

from aa_sdk.emulator._protocol.errors import (
    body_too_large,
    header_too_large,
    too_many_headers,
    url_too_long,
)
from aa_sdk.emulator._protocol.messages import (
    BODY_LIMIT,
    LINE_LIMIT,
    MOST_HEADERS,
    HttpRequest,
)


def check_sizes(request: HttpRequest) -> None:
    """Refuse a request that is larger than what is read.

    Args:
        request: The request.

    Raises:
        ErrorResponse: Its URL, its headers or its body is too large.
    """
    if len(request.path) + len(request.query) > LINE_LIMIT:
        raise url_too_long()
    if len(request.headers) > MOST_HEADERS:
        raise too_many_headers()
    for name, value in request.headers.items():
        if len(name) + len(value) > LINE_LIMIT:
            raise header_too_large()
    if len(request.body) > BODY_LIMIT:
        raise body_too_large()
