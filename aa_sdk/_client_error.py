"""botocore's `ClientError`, with the types that botocore does not ship.

A base class of unknown type would make every service error one too.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    class ClientError(Exception):
        """The service answered with an error."""

        response: Mapping[str, Any]
        operation_name: str

        def __init__(self, error_response: Mapping[str, Any], operation_name: str) -> None: ...

else:
    from botocore.exceptions import ClientError  # noqa: F401 (what this module is for)
