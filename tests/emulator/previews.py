"""Access previews for tests: a policy, a preview of it, and what it finds."""

import json
from datetime import timedelta
from typing import Any

from aa_sdk.models import ListAccessPreviewFindingsResponse
from tests.emulator.direct_calls import Direct

BUCKET = "arn:aws:s3:::ledger"
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
PARTNER, OTHER = "444455556666", "777788889999"


def policy(*principals: str, action: str = "sqs:SendMessage", **more: Any) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": list(principals)},
        "Action": action,
        "Resource": "*",
        **more,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def preview(direct: Direct, arn: str, resource: str, configuration: dict[str, Any]) -> str:
    created = direct.ok(
        "CreateAccessPreview", analyzerArn=arn, configurations={resource: configuration}
    )
    direct.emulator.advance(timedelta(seconds=5))
    preview_id: str = created["id"]
    return preview_id


def findings(direct: Direct, arn: str, preview_id: str, **more: Any) -> list[dict[str, Any]]:
    params = {"analyzerArn": arn, "accessPreviewId": preview_id, **more}
    body = direct.ok("ListAccessPreviewFindings", **params)
    ListAccessPreviewFindingsResponse.model_validate(body, extra="forbid")
    previewed: list[dict[str, Any]] = body["findings"]
    return previewed


def proposed(direct: Direct, arn: str, resource: str, configuration: dict[str, Any]) -> list[Any]:
    return [
        (next(iter(finding["principal"].values())), finding["isPublic"], finding["changeType"])
        for finding in findings(direct, arn, preview(direct, arn, resource, configuration))
    ]
