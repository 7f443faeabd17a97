"""Which of the two ways requests are to take in a test, and which they took."""

from typing import Any


class Ways:
    """What a test asks for, and what came of it."""

    def __init__(self, *, is_short: bool = False) -> None:
        self.is_short = is_short
        self.is_free = False
        """Whether something in the test may lead to botocore's way all the same."""
        self.short = 0
        """Requests that were sent the short way."""
        self.long = 0
        """Requests that botocore sent."""

    def note(self, request: Any) -> None:
        """Note a request by what shows who made it: botocore's headers are no dictionary."""
        if type(request.headers) is dict:
            self.short += 1
        else:
            self.long += 1


current = Ways()


def choose(*, is_short: bool) -> Ways:
    """Let sessions that are made from now on take one of the ways."""
    global current  # noqa: PLW0603 (one test runs at a time)
    current = Ways(is_short=is_short)
    return current
