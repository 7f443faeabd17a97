"""The service as botocore's own description tells it: operations, locations, shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

Shape = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an operation's input."""

    name: str
    """Its name in the input."""
    wire_name: str
    """Its name where it travels."""
    shape: str
    """The name of its shape."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation and where the members of its input travel."""

    name: str
    """Such as `ListFindingsV2`."""
    method: str
    """The HTTP method."""
    segments: tuple[str, ...]
    """The path template in parts; a label stands in braces."""
    input_shape: str
    """The name of the input's shape."""
    in_path: Mapping[str, Member]
    """Members in the path, by label."""
    in_query: Mapping[str, Member]
    """Members in the query, by parameter name."""
    in_body: Mapping[str, Member]
    """Members in the JSON body, by key."""
    token: str | None
    """The member that holds the idempotency token."""
    success: int
    """The status of a response that is no error."""


@dataclass(frozen=True)
class ServiceModel:
    """All operations and all shapes."""

    operations: Mapping[str, Operation]
    """The operations by name."""
    shapes: Mapping[str, Shape]
    """The shapes by name, as botocore keeps them."""


@cache
def load_description(service: str) -> Mapping[str, Any]:
    """Read how the installed botocore describes a service, once for the process.

    Args:
        service: botocore's name of it, such as `accessanalyzer`.
    """
    # botocore has no types; what comes from it is plain JSON, and only this function sees it.
    loaders: Any = import_module("botocore.loaders")
    description: Mapping[str, Any] = loaders.Loader().load_service_model(service, "service-2", None)
    return description


@cache
def load_service_model() -> ServiceModel:
    """Read the service model of the installed botocore, once for the process."""
    description = load_description("accessanalyzer")
    shapes: dict[str, Shape] = description["shapes"]
    operations = {
        name: _operation(name, entry, shapes) for name, entry in description["operations"].items()
    }
    return ServiceModel(operations, shapes)


def _operation(name: str, entry: Mapping[str, Any], shapes: Mapping[str, Shape]) -> Operation:
    input_shape: str = entry["input"]["shape"]
    members: Mapping[str, Shape] = shapes[input_shape]["members"]
    http: Mapping[str, Any] = entry["http"]
    tokens = [name for name, member in members.items() if member.get("idempotencyToken")]
    return Operation(
        name=name,
        method=http["method"],
        segments=tuple(http["requestUri"].strip("/").split("/")),
        input_shape=input_shape,
        in_path=_located(members, "uri"),
        in_query=_located(members, "querystring"),
        in_body=_located(members, None),
        token=tokens[0] if tokens else None,
        success=http.get("responseCode", 200),
    )


def _located(members: Mapping[str, Shape], location: str | None) -> dict[str, Member]:
    located = (
        Member(name, member.get("locationName", name), member["shape"])
        for name, member in members.items()
        if member.get("location") == location
    )
    return {member.wire_name: member for member in located}
