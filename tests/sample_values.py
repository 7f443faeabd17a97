"""Values for every member of the service model, always the same ones, within its constraints."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ServiceModel

from tests import service_model
from tests.service_model import SERVICE, boto3_name

MODEL: Any = ServiceModel(SERVICE, "accessanalyzer")
PAGINATORS: Mapping[str, Mapping[str, Any]] = service_model.PAGINATORS["pagination"]
OPERATIONS: tuple[str, ...] = tuple(MODEL.operation_names)

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)

_MATCHING = {
    "AccessPointArn": "arn:aws:s3:eu-west-1:111122223333:accesspoint/sample",
    "AccessPreviewId": "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
    "AnalyzerArn": "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample",
    "CloudTrailArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sample",
    "PrincipalArn": "arn:aws:iam::111122223333:user/sample",
    "ResourceArn": "arn:aws:s3:::sample bucket/+%é",
    "RoleArn": "arn:aws:iam::111122223333:role/sample",
    "S3ExpressDirectoryAccessPointArn": (
        "arn:aws:s3express:eu-west-1:111122223333:accesspoint/sample"
    ),
    "VpcId": "vpc-0a1b2c3d",
}


def sample(shape: Any, *, optional: bool = True, choice: int = 0) -> Any:
    """A value of `shape` in wire form, timestamps as `datetime`.

    Args:
        shape: botocore's shape.
        optional: Whether optional members are there.
        choice: Which member a union has and which value an enum, counted round.
    """
    kind = shape.type_name
    if kind == "structure":
        names = list(shape.members)
        if shape.is_tagged_union:
            names = [names[choice % len(names)]]
        elif not optional:
            # A criterion requires none of its members, and says nothing without any.
            names = list(shape.required_members) or ["exists"] * (shape.name == "Criterion")
        return {n: sample(shape.members[n], optional=optional, choice=choice) for n in names}
    if kind == "list":
        return [sample(shape.member, optional=optional, choice=choice)]
    if kind == "map":
        key = sample(shape.key, choice=choice)
        return {key: sample(shape.value, optional=optional, choice=choice)}
    return _scalar(shape, choice)


def _scalar(shape: Any, choice: int) -> Any:
    if shape.type_name == "string":
        if shape.enum:
            return shape.enum[choice % len(shape.enum)]
        return _MATCHING.get(shape.name, "sample_1")
    return {"integer": 7, "boolean": True, "timestamp": MOMENT}[shape.type_name]


def sample_request(operation: str, *, optional: bool = True, choice: int = 0) -> dict[str, Any]:
    """The members of a request under their wire names, any client token among them."""
    shape = MODEL.operation_model(operation).input_shape
    request: dict[str, Any] = sample(shape, optional=optional, choice=choice)
    if "clientToken" in shape.members:
        request["clientToken"] = "given-token"
    return request


def sample_answer(operation: str, *, optional: bool = True, choice: int = 0) -> dict[str, Any]:
    """The body of an answer."""
    shape = MODEL.operation_model(operation).output_shape
    if shape is None:
        return {}
    answer: dict[str, Any] = as_json(sample(shape, optional=optional, choice=choice))
    if "nextToken" in answer:
        answer["nextToken"] = "following"  # other than the one in the request
    return answer


def as_json(value: Any) -> Any:
    """The JSON form of a sample, timestamps as the service writes them."""
    return json.loads(json.dumps(value, default=_written))


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def as_arguments(params: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a request under the names that boto3's users would expect in Python."""
    return {snake_case(name): value for name, value in params.items()}


def in_snake_case(shape: Any, value: Any) -> Any:
    """A value in wire form with all its members, and not only the topmost, as Python names them."""
    match shape.type_name:
        case "structure":
            return {
                snake_case(name): in_snake_case(shape.members[name], member)
                for name, member in value.items()
            }
        case "list":
            return [in_snake_case(shape.member, item) for item in value]
        case "map":
            return {key: in_snake_case(shape.value, item) for key, item in value.items()}
        case _:
            return value


def method_name(operation: str) -> str:
    """The name of the client's method for an operation."""
    return snake_case(operation)


def snake_case(name: str) -> str:
    """A name of the API as every AWS SDK for Python writes it."""
    return boto3_name(name)
