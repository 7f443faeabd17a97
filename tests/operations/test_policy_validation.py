"""Policy validation through the client."""

from aa_sdk import AccessAnalyzerClient


async def test_a_policy_without_fault_has_no_findings(client: AccessAnalyzerClient) -> None:
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}
        ],
    }
    findings = client.validate_policy(policy_document=document, policy_type="IDENTITY_POLICY")
    errors = [one async for one in findings if one.finding_type == "ERROR"]
    assert errors == []


async def test_a_policy_that_is_no_json_has_findings(client: AccessAnalyzerClient) -> None:
    findings = client.validate_policy(policy_document="{", policy_type="IDENTITY_POLICY")
    assert "ERROR" in {one.finding_type async for one in findings}
