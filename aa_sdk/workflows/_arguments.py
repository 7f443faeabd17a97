"""Arguments that several workflows take, and how they are checked."""

from typing import Any

from aa_sdk.errors import InvalidField, InvalidRequestError


def check_concurrency(concurrency: Any) -> None:
    """Refuse what is no number of calls at a time.

    Raises:
        InvalidRequestError: It is no whole number of at least 1.
    """
    is_number = isinstance(concurrency, int) and not isinstance(concurrency, bool)
    if not is_number or concurrency < 1:
        reason = "must be a whole number of at least 1"
        raise InvalidRequestError(InvalidField("concurrency", reason, concurrency))
