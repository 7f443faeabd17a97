"""The errors that the service model lists for an operation."""

from tests.service_model import SERVICE

_COMMON = {
    "AccessDeniedException",
    "InternalServerException",
    "ThrottlingException",
    "ValidationException",
}


def listed(operation: str) -> dict[str, int]:
    """The errors that an operation may answer with, those of all operations too, by status."""
    names = {error["shape"] for error in SERVICE["operations"][operation].get("errors", ())}
    shapes = SERVICE["shapes"]
    return {name: shapes[name]["error"]["httpStatusCode"] for name in names | _COMMON}
