"""Models to be shown: findings in all their forms, and a body of any structure with any text."""

import json
from collections.abc import Sequence
from typing import Any, cast

from aa_sdk import models
from aa_sdk.models import Model, Request
from tests.models.complete_bodies import complete

MODELS: Any = models
FINDING: dict[str, Any] = {
    "id": "222891f6-be16-41cf-bc57-21c2cd2a67a8",
    "resource": "arn:aws:s3:::orders-inbox-4433-9baea6c1",
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333",
    "status": "ACTIVE",
    "createdAt": "2025-11-03T00:54:07.5Z",
    "analyzedAt": "2025-12-02T04:50:01Z",
    "updatedAt": "2025-12-02T04:50:01Z",
}
ACCESS: dict[str, Any] = {
    "isPublic": True,
    "action": ["s3:GetObject", "s3:ListBucket"],
    "condition": {},
    "principal": {"AWS": "*"},
    "sources": [{"type": "BUCKET_ACL"}],
}


def finding(kind: str, **members: Any) -> Any:
    """A finding in one of its forms, with more members, or others."""
    own: dict[str, Any] = {}
    if kind in {"FindingSummaryV2", "GetFindingV2Response"}:
        own = {"findingType": "ExternalAccess"}
    if kind == "GetFindingV2Response":
        own["findingDetails"] = [{"externalAccessDetails": ACCESS}]
    elif kind != "FindingSummaryV2":
        own |= ACCESS
    if kind == "AccessPreviewFinding":
        own["changeType"] = "NEW"
    return of(kind, {**FINDING, **own, **members})


def of(kind: str, body: Any) -> Any:
    """A model as the service sends it."""
    cls: type[Model] = getattr(MODELS, kind)
    return cls.from_wire(json.dumps(body))


def filled(name: str, text: str, many: int = 1) -> Any:
    """A model of a structure with a text wherever one can stand, and lists that are long."""
    body = _filled(complete(name), text, many)
    kind: type[Model] = getattr(MODELS, name)
    if not issubclass(kind, Request):
        body[text or "newThing"] = text
    try:
        return kind.from_wire(json.dumps(body))
    except ValueError:  # half a character is no JSON for pydantic
        return kind.model_validate(body)


def _filled(value: Any, text: str, many: int) -> Any:
    match value:
        case dict():
            entries = cast("dict[str, Any]", value)
            return {name: _filled(each, text, many) for name, each in entries.items()}
        case list():
            return [_filled(item, text, 1) for item in cast("Sequence[Any]", value)] * many
        case str() if not value.startswith("2024-02"):
            return text
        case _:
            return value
