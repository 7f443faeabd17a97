"""Policy checks through the client, with documents as text and as mappings."""

import json
from typing import Any

from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import Access


def policy(action: str, principal: str | None = None) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": action, "Resource": "*"}
    if principal is not None:
        statement["Principal"] = principal
    return {"Version": "2012-10-17", "Statement": [statement]}


async def test_new_access_is_noticed(client: AccessAnalyzerClient) -> None:
    narrow, wide = policy("s3:GetObject"), json.dumps(policy("s3:*"))
    more = await client.check_no_new_access(
        new_policy_document=wide, existing_policy_document=narrow, policy_type="IDENTITY_POLICY"
    )
    less = await client.check_no_new_access(
        new_policy_document=narrow, existing_policy_document=wide, policy_type="IDENTITY_POLICY"
    )
    assert (more.result, less.result) == ("FAIL", "PASS")


async def test_forbidden_access_is_noticed(client: AccessAnalyzerClient) -> None:
    for action, result in (("s3:DeleteBucket", "PASS"), ("s3:GetObject", "FAIL")):
        response = await client.check_access_not_granted(
            policy_document=policy("s3:Get*"),
            access=[Access(actions=[action])],
            policy_type="IDENTITY_POLICY",
        )
        assert response.result == result


async def test_public_access_is_noticed(client: AccessAnalyzerClient) -> None:
    response = await client.check_no_public_access(
        policy_document=policy("sqs:SendMessage", principal="*"), resource_type="AWS::SQS::Queue"
    )
    assert response.result == "FAIL"
