"""The body's way past botocore's parser, and answers that it could not read made readable."""

from math import ceil
from typing import Any, cast

from botocore.awsrequest import HeadersDict
from pydantic_core import from_json, to_json

from aa_sdk._transport._sending.retry_after import requested_wait

BODY = "aa_sdk.body"
"""The key under which the raw body leaves botocore's parsed response."""

_FAILED = 300


def keep_body(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Hand the bytes of a good response on and leave botocore's parser nothing to walk.

    That parser costs ten times what decoding costs here, and raises for a whole page when
    one union on it is empty. Errors stay botocore's, once they are in a shape it can read.
    """
    if response_dict["status_code"] < _FAILED:
        customized_response_dict[BODY] = response_dict["body"]
        response_dict["body"] = b""
    else:
        _make_readable(response_dict)


def _make_readable(response: dict[str, Any]) -> None:
    """Keep what an error says in the modelled way; a proxy's HTML page says nothing.

    botocore raises its own errors at bodies and headers of another shape (a wait is a whole
    number to it), and would make text that is not JSON the error's message.
    """
    headers: Any = HeadersDict(response["headers"])
    response["headers"] = headers
    seconds = requested_wait(headers)
    if seconds is not None:
        headers["Retry-After"] = str(ceil(seconds))
    else:
        headers.pop("Retry-After", None)
    try:
        body: Any = from_json(response["body"])
    except ValueError:
        body = None
    members = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    response["body"] = to_json({k: v for k, v in members.items() if _is_readable(k, v)})


def _is_readable(name: str, value: Any) -> bool:
    if name != "fieldList":
        return isinstance(value, str)
    fields = cast("list[object]", value) if isinstance(value, list) else [None]
    return all(
        isinstance(field, dict) and _is_field(cast("dict[str, Any]", field)) for field in fields
    )


def _is_field(field: dict[str, Any]) -> bool:
    return all(isinstance(field.get(member), str | None) for member in ("name", "message"))
