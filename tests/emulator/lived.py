"""An emulator in which something of everything has happened."""

import json
from datetime import timedelta

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import Direct

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"

BUCKET = "arn:aws:s3:::inbox"


def start_generation(direct: Direct) -> str:
    """Start the generation of a policy in the account of the calls, and return its job id."""
    account, region = direct.account_id, direct.region
    trail = {"cloudTrailArn": f"arn:aws:cloudtrail:{region}:{account}:trail/all"}
    started = direct.ok(
        "StartPolicyGeneration",
        policyGenerationDetails={"principalArn": f"arn:aws:iam::{account}:role/reader"},
        cloudTrailDetails={
            "trails": [trail],
            "accessRole": f"arn:aws:iam::{account}:role/trail",
            "startTime": "2025-12-01T00:00:00Z",
        },
    )
    job_id: str = started["jobId"]
    return job_id


def lived_in(findings: int) -> Direct:
    """Return calls of such an emulator."""
    direct = Direct(Emulator())
    emulator = direct.emulator
    populated = emulator.populate(findings=findings)
    emulator.populate(findings=findings // 5, region_name="eu-west-1")
    emulator.add_account("AKIAIOSFODNN7EXAMPLE", "444455556666")
    emulator.add_member("777788889999", name="Old", status="CLOSED", unit="Gone/For good")
    emulator.delegate_administration("444455556666")
    emulator.disable_region("eu-south-1", "444455556666")
    rule = {"analyzerName": "account-external", "ruleName": "accepted"}
    direct.ok("CreateArchiveRule", **rule, filter={"isPublic": {"eq": ["true"]}}, clientToken="a")
    direct.ok(
        "CreateAccessPreview",
        analyzerArn=populated.external,
        configurations={QUEUE: {"sqsQueue": {}}},
    )
    direct.ok("TagResource", resourceArn=populated.external, tags={"stage": "test"})
    store = emulator.world.scope().analyzers["account-external"].store
    for record in list(store)[3:6]:
        store.remove(record)
    emulator.set_analyzer_status(populated.organization, "DISABLED", "ORGANIZATION_DELETED")
    unused = direct.ok(
        "ListFindingsV2",
        analyzerArn=populated.unused,
        filter={"findingType": {"eq": ["UnusedPermission"]}},
    )["findings"][0]
    direct.ok("GenerateFindingRecommendation", analyzerArn=populated.unused, id=unused["id"])
    open_bucket = {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}
    direct.ok(
        "CreateAccessPreview",
        analyzerArn=populated.external,
        configurations={BUCKET: {"s3Bucket": {"bucketPolicy": json.dumps(open_bucket)}}},
    )
    job = start_generation(direct)
    emulator.fail_policy_generation(job)
    emulator.advance(timedelta(hours=1))
    return direct
